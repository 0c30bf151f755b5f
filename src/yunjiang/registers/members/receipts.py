"""The receipt by which an applicant asks what became of an application: sixteen characters that are told once and not kept.

Eighty random bits: nobody finds one by trying. Letters that are taken for digits do not occur, and are read as those digits.
"""

import secrets

from yunjiang.standards.national_cryptography import sm3

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
LENGTH = 16
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def fresh() -> str:
    """Return a new receipt as it is shown: four groups of four."""
    letters = "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))
    return "-".join(letters[place : place + 4] for place in range(0, LENGTH, 4))


def digest(typed: str) -> bytes | None:
    """Return by what a receipt is found, typed in any way; None for what cannot be one."""
    plain = "".join(each for each in typed.upper() if each.isalnum()).translate(_READ_AS)
    if len(plain) != LENGTH or any(each not in LETTERS for each in plain):
        return None
    return sm3(plain.encode())
