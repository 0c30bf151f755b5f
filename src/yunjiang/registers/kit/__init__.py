"""The kit from which every register is made.

`declaration.Register` says what a register is; everything else follows from it and from the models: lists, filters, search,
forms, import, export, history, permission and masking, workflow, public notice, postings to the ledger, and the inherited
tests (`trials`). The kit draws no page and answers no request: `web` and `api` do, from the same functions.
"""
