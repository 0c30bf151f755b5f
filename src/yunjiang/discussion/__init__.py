"""What people say to one another about a figure: comments at an indicator, a unit and a day, and whom they mention.

A comment is written once; it can be withdrawn by who wrote it, and called settled by who may comment there. Nobody is mentioned
who may not see the figure. Nothing here changes a figure, and no figure is read: a comment keeps the ledger position that its
writer saw. `services` writes, `queries` reads; pages ask `access.permission` through them.
"""
