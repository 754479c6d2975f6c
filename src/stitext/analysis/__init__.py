"""``Document`` → ``AnalyzedDocument``: tokens for every sentence, syntax for those that need it.

The only importer of spaCy, GiNZA and SudachiPy.
"""
