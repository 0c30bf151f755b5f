"""The pages of reporting: one's work, cycles, the return and its grid, review, acceptance, workbooks, reopening.

Each module holds one page with what it posts. Permission is asked of `returns.rights` and `access.permission` before anything is
shown or done; the acts are those of the room `returns`, whose refusals are sentences that pages show. `reading` finds what an
address names; `marks` says states and days in words.
"""
