"""Unions and the firms they are in: founding, terms, committees, officers, merging and closing; who is covered and who is not.

A union and a firm are each a unit of the reporting tree (`organizations`) with a record here. What is dated has rows of its own;
what follows from those rows is computed (`conditions`) and can be rebuilt. `questions` answers as of any day;
`founding`, `ending`, `splitting` and `moving` change things and announce it, so that members follow.
"""
