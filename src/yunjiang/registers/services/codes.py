"""The code under which a claim is redeemed: twelve digits to type, and a picture that is good for two minutes.

The picture holds the digits, the minute and a keyed digest of both, so that a photograph of somebody's telephone is of no use the
day after; who has no telephone tells the digits, and the officer looks at the identity card.
"""

import hmac
import secrets

from django.conf import settings

from yunjiang.standards.national_cryptography import hmac_sm3

DIGITS = 12
MINUTES = 2
_PREFIX = "YJ1"


def fresh() -> str:
    """Return twelve random digits, the last a check digit (Luhn), which finds every single wrong digit."""
    body = "".join(secrets.choice("0123456789") for _digit in range(DIGITS - 1))
    return body + _check_digit(body)


def is_code(text: str) -> bool:
    """Say whether a text can be a code: twelve digits with the right check digit."""
    return len(text) == DIGITS and text.isascii() and text.isdigit() and text[-1] == _check_digit(text[:-1])


def picture(code: str, now: float) -> str:
    """Return what the picture of a code says at a moment (seconds since 1970)."""
    minute = int(now // 60)
    return f"{_PREFIX}.{code}.{minute:x}.{_seal(code, minute)}"


def read(text: str, now: float) -> tuple[str, bool]:
    """Return the code that was scanned or typed, and whether the picture it came from is too old.

    Raises ValueError for what is neither a code nor a picture of one.
    """
    typed = "".join(text.split()).replace("-", "")
    if is_code(typed):
        return typed, False
    parts = typed.split(".")
    if len(parts) != 4 or parts[0] != _PREFIX or not is_code(parts[1]):
        raise ValueError(text)
    try:
        minute = int(parts[2], 16)
    except ValueError:
        raise ValueError(text) from None
    if not hmac.compare_digest(parts[3], _seal(parts[1], minute)):
        raise ValueError(text)
    return parts[1], not -1 <= int(now // 60) - minute <= MINUTES


def _seal(code: str, minute: int) -> str:
    return hmac_sm3(settings.SECRET_KEY.encode(), f"claim code/{code}/{minute}".encode()).hex()[:16]


def _check_digit(body: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)
