"""Telephone numbers of the mainland: mobile ones by their length and beginning alone, for segments are added every year."""

import re

from .folding import compact
from .problems import Problem

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(?:-[0-9]{1,6})?")
_SHORT = re.compile(r"[19][0-9]{2,5}")  # hotlines such as 12351, 110
_CALLED = re.compile(r"(?:400|800)[0-9]{7}")


def normal(text: str) -> str:
    """Return a number as it is kept: narrow, without country code and spaces; a landline as 0871-63912351, `-8` an extension."""
    plain = compact(text).replace("—", "-").replace("–", "-").replace("转", "-").replace("EXT.", "-")
    plain = re.sub(r"[().]", "", re.sub(r"^(?:\+|00)86-?", "", plain))
    digits = plain.replace("-", "")
    if _MOBILE.fullmatch(digits) or _CALLED.fullmatch(digits):
        return digits
    landline = re.fullmatch(r"(01[0-9]|02[0-9]|0[3-9][0-9]{2})-?([2-9][0-9]{6,7})(-[0-9]{1,6})?", plain)
    return f"{landline[1]}-{landline[2]}{landline[3] or ''}" if landline else plain


def problem(text: str, *, mobile_only: bool = False, of_person: bool = False) -> Problem | None:
    """Say why a text cannot be a telephone number, or None; a person has no hotline."""
    number = normal(text)
    if not number:
        return Problem.EMPTY
    if not re.fullmatch(r"[0-9-]+", number):
        return Problem.CHARACTERS
    if is_mobile(number):
        return None
    if mobile_only:
        return Problem.LENGTH if len(number) != 11 else Problem.CHARACTERS
    forms = (_LANDLINE,) if of_person else (_LANDLINE, _SHORT, _CALLED)
    return None if any(each.fullmatch(number) for each in forms) else Problem.LENGTH


def is_mobile(number: str) -> bool:
    """Say whether a number in its normal form is a mobile telephone's."""
    return _MOBILE.fullmatch(number) is not None
