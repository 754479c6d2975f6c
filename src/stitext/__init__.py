"""stitext reads Japanese policy, proposal and report texts by the purposes and points of a policy document.

Start with ``stitext.operations``: one function for each thing that a user does. Importing this package loads
nothing else.
"""

__version__ = "0.1.0"
