"""What members show beside the pages that every register has: how good their records are, transfers, drives, joining.

Lists, forms, history and imports are the kit's pages (`web.pages.registers`); these begin with a question and end with a deed.
"""
