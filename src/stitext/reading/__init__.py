"""Reading: a file goes in, a ``Document`` with verbatim sentences comes out.

``files`` reads one file, ``rows`` tables with one text per row, ``folders`` finds the files under a folder.
"""
