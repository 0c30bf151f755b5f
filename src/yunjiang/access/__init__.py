"""People who sign in, their roles and scopes, and the only functions that answer "may this person do this to that?".

Denied by default. Nothing else in the house decides a permission.
"""
