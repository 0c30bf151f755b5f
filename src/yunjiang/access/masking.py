"""What is left of a field for those who may not read it whole: enough to tell two rows apart, too little to use.

Which class a field is of, and who may read it, is said in `permission`; these functions only hide.
"""

import ipaddress

HIDDEN = "*"


def name(text: str) -> str:
    """Hide a person's name but for its first character, and its last where there are three or more: 张*, 欧**明."""
    text = text.strip()
    if len(text) <= 1:
        return HIDDEN * len(text)
    if len(text) == 2:
        return text[0] + HIDDEN
    return text[0] + HIDDEN * (len(text) - 2) + text[-1]


def phone(text: str) -> str:
    """Hide the middle of a telephone number: 138****5678."""
    return _ends(text, 3, 4)


def identity_number(text: str) -> str:
    """Hide all of an identity number but its first three and last two characters, which name no birthday and no county."""
    return _ends(text, 3, 2)


def bank_account(text: str) -> str:
    """Hide all of an account number but its last four digits."""
    return _ends(text, 0, 4)


def address(text: str) -> str:
    """Hide the part of an internet address that names one machine: 10.12.*.*, 2001:db8:*."""
    try:
        parsed = ipaddress.ip_address(text.strip())
    except ValueError:
        return HIDDEN * 3 if text.strip() else ""
    if parsed.version == 4:
        first, second, *_rest = str(parsed).split(".")
        return f"{first}.{second}.{HIDDEN}.{HIDDEN}"
    first, second, *_rest = parsed.exploded.split(":")
    return f"{first}:{second}:{HIDDEN}"


def _ends(text: str, first: int, last: int) -> str:
    """Keep so many characters at either end; a text too short to hide anything between them is hidden whole."""
    text = "".join(text.split())
    hidden = len(text) - first - last
    if hidden < min(4, len(text)):
        return HIDDEN * len(text)
    return text[:first] + HIDDEN * hidden + text[len(text) - last :]
