"""The administration of people: accounts, invitations, requests for roles, changes of posts, accounts nobody uses.

System administrators keep accounts and may ask for roles; security administrators give and end roles and keep no account.
Every act takes `by` and asks `authority` itself; `by=None` is the command line, which runs as the owner of the machine.

`accounts`, `invitations`, `requests`, `roles`, `posts` and `dormancy` change things, `queries` and `reports` read, `workbook`
turns an Excel file into accounts. Nothing is ever deleted: accounts and assignments end on a day.
"""
