"""Results as text, JSON, HTML and Markdown: a record comes in, a string goes out.

Nothing is decided here: what a verdict is, and which evidence carries it, stands in the record already.
"""
