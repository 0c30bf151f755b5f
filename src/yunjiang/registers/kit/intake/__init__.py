"""Sheets come into a register: any Excel or CSV file as it comes, checked whole, committed whole, taken back whole.

`receiving` keeps a file and finds its headings, `mapping` says which heading goes where, `checking` understands every row and
tells every problem, `committing` writes in one transaction, `undoing` takes a batch back, `answering` hands the file back with
what became of each row. A sheet goes through in parts of some thousands of rows (`staged.Staged`), column by column.

A register with several tables brings its own `meet` and `apply` (`declaration.Intake`); staging, differences, problems,
postings and the batch stay the kit's. Nothing here draws a page.
"""
