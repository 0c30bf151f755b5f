"""The house for programs: every register, and figures to read, as JSON at /api/v1/.

What there is follows from the registers' declarations; lists, masks, scope, writing and moves are the kit's, so that a program
sees and does what its key's owner sees and does on the pages, and no more. Whatever is refused is refused as
application/problem+json with the sentence that a page would say.
"""
