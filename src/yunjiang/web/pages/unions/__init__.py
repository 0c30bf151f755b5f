"""What unions show beside the pages that every register has: their tree, who is covered, terms that end, founding, splitting.

Lists, forms, history and imports are the kit's pages (`web.pages.registers`); these answer one question each, as of a day.
"""
