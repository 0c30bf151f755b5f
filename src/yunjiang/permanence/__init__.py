"""Rows that are written once: refused at the model, at the queryset, and by triggers in the database.

Whoever keeps what must never change (the ledger, the audit trail, frozen assessments, written documents, the steps of a return)
takes his models from here (`models.WrittenOnce`) and installs the locks of his tables in a migration (`locks.install`).
"""
