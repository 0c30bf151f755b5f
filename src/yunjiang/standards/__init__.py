"""Facts with no database: periods, working days, code tables, identifiers, numbers in Chinese, national cryptography.

Nothing here imports Django or any other room. Everybody may knock.
"""
