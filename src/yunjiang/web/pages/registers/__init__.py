"""The pages that every register has: its home, list, record, form, requests, deadlines and public notices.

They draw what a `registers.kit` declaration says and know no register by name. What a register shows beyond that stands in its
own tabs, or in pages of its own beside these.
"""
