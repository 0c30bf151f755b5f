"""The one reporting tree and its history.

An organization is one unit through its whole life; a standing says how it stood in the tree (name, code, parent, path)
from one day until another; events record why standings changed. Group sets classify the same units without a second tree.
Writes go through `services`, reads through `queries`. Every room above may knock.
"""
