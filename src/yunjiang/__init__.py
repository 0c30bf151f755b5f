"""Yunjiang 云匠: carry out a public plan and tell the truth about it.

Data flows one way: plan, registers and returns → ledger → figures → assessment → documents and supervision.
ARCHITECTURE.md draws the storeys; import-linter keeps them.
"""
