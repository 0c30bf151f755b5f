"""What units report for a period: cycle, form or workbook, checks, approval on the way up, acceptance, posting to the ledger.

A cycle freezes the tree and the questions of its day. A quantity is asked once, however many indicators need it. What is
accepted is posted in the same transaction; a correction is reopened with a reason and posted as a reversal. Nothing here
computes an indicator.
"""
