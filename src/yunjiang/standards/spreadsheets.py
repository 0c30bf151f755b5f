"""What spreadsheet programs make of a text that they are given as comma-separated values."""

# A cell that begins so is taken for a formula and run (OWASP, CSV Injection); Chinese programs take the wide signs too.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "\ufeff"  # without it at the beginning of a file spreadsheets take Chinese for another encoding
WHOLE_DIGITS = 15  # a spreadsheet's number has no more
ROWS = 1_048_576  # of one sheet, the heading included (ECMA-376)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula: an apostrophe goes before what looks like one."""
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text
