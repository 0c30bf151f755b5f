"""The pages about natural persons: the desk of possible duplicates, a pair side by side, one person with their rights.

Numbers are masks on all of them. Who may enter is asked of `persons.reaching` first: whoever may do it to a unit where the
person stands in a register.
"""
