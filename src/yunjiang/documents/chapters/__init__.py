"""The chapters of reports, one a file: each a function from a draft to blocks.

Adding a chapter is one small file here and its name in the chapter list of a kind. A chapter that has nothing to say says so
in a sentence or yields nothing; a heading without text under it is left out by `kinds.assembled`.
"""
