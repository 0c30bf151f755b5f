"""Accounts from an Excel workbook: a template to fill in, a dry run that tells every problem, and the accounts themselves.

`template` writes the empty workbook, `reading` turns a filled one into rows of texts, `checking` says what each row would do and
everything that is wrong with it, `importing` does it, `outcome` writes the workbook that goes back with the one-time passwords.
What was uploaded and the passwords are kept nowhere.
"""
