"""Registers: one sub-ledger per line of business, each a folder made from the kit.

A register is typed models (`models.py`), one short declaration (`register.py`) and its real logic as plain functions. It knows
the ledger and below, never plans, figures or another register; what it tells others goes through the kit's announcements.
"""
