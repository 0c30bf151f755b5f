"""People who sign in, their roles and scopes, and the only functions that answer "may this person do this to that?".

`permission` answers, denied by default; `services` makes people and assignments, dated and scoped to a unit and all below
it. Nothing else in the house decides a permission: every room above asks here, and knows no role by name.
"""
