"""Numbers of vocational skill certificates.

Since 2019 a certificate of skill level has 22 characters: a letter (Y employer, S assessment body), four digits of the assessing
body, two of the province, six of the site, two of the year, one of the level, six of the certificate; that of 特级技师 has two
letters and twenty digits. A vocational qualification of before has 16 digits.
"""

import re
from dataclasses import dataclass

from .folding import compact
from .problems import Problem

_LEVELLED = re.compile(r"[A-Z]([0-9]{4})([0-9]{2})([0-9]{6})([0-9]{2})([1-5])([0-9]{6})")
_SPECIAL = re.compile(r"[A-Z]{2}[0-9]{20}")
_FORMER = re.compile(r"[0-9]{16}")


@dataclass(frozen=True)
class Certificate:
    """What the number of a certificate of skill level says; `level` is 5 (初级工) to 1 (高级技师)."""

    is_of_employer: bool
    province: str
    year: int
    level: str


def normal(text: str) -> str:
    """Return the number narrow, in capitals and without spaces and hyphens."""
    return compact(text).replace("-", "")


def problem(text: str) -> Problem | None:
    """Say why a text cannot be the number of a skill certificate, or None."""
    number = normal(text)
    if not number:
        return Problem.EMPTY
    if len(number) not in (16, 22):
        return Problem.LENGTH
    forms = (_LEVELLED, _SPECIAL, _FORMER)
    return None if any(each.fullmatch(number) for each in forms) else Problem.CHARACTERS


def read(text: str) -> Certificate | None:
    """Return what a number says of its certificate; None for forms that do not say it."""
    number = normal(text)
    parts = _LEVELLED.fullmatch(number)
    if parts is None:
        return None
    return Certificate(number[0] == "Y", parts[2], 2000 + int(parts[4]), parts[5])
