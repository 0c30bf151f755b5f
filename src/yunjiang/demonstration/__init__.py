"""The published real values and a generated province to try the house with; both say plainly what they are.

Published values and demonstration values live in data sets of their own and are never added together.
"""
