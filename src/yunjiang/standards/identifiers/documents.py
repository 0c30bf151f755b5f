"""The documents by which people show who they are, other than the citizen identification number (see `citizens`).

Their forms are those of the issuing departments' notices; none has a check character worth trusting but the two that are built
like a citizen's number.
"""

import re
from datetime import date
from enum import StrEnum

from . import citizens
from .folding import compact
from .problems import Problem


class Document(StrEnum):
    """Kinds of document; the values are kept in the database."""

    RESIDENT = "resident"  # 居民身份证
    RESIDENCE_PERMIT = "residence"  # 港澳台居民居住证
    FOREIGN_PERMANENT = "foreign"  # 外国人永久居留身份证
    PASSPORT = "passport"
    HONGKONG_MACAO = "hkmacao"  # 港澳居民来往内地通行证
    TAIWAN = "taiwan"  # 台湾居民来往大陆通行证


# The permanent residence card before 2023: the nationality in three letters and twelve digits.
_FOREIGN_BEFORE_2023 = re.compile(r"[A-Z]{3}[0-9]{12}")
_FORMS = {
    Document.PASSPORT: re.compile(r"(?=.*[0-9])[A-Z0-9]{5,17}"),
    # H or M, eight digits, and on the card of before 2013 two more that counted its renewals.
    Document.HONGKONG_MACAO: re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?"),
    # Eight digits; the booklet of before 2015 had ten and a letter that told the issuing office.
    Document.TAIWAN: re.compile(r"[0-9]{8}|[0-9]{10}(?:[A-Z])?"),
}
_LENGTHS = {
    Document.PASSPORT: range(5, 18),
    Document.HONGKONG_MACAO: (9, 11),
    Document.TAIWAN: (8, 10, 11),
}
_NUMBERED_LIKE_CITIZENS = frozenset(
    {Document.RESIDENT, Document.RESIDENCE_PERMIT, Document.FOREIGN_PERMANENT}
)


def normal(kind: Document, text: str) -> str:
    """Return a number as it is kept: narrow, in capitals, without spaces, brackets and hyphens."""
    if kind == Document.RESIDENT:
        return citizens.normal(text)
    return re.sub(r"[-()]", "", compact(text))


def problem(kind: Document, text: str, today: date | None = None) -> Problem | None:
    """Say why a text cannot be the number of such a document, or None."""
    number = normal(kind, text)
    if not number:
        return Problem.EMPTY
    if kind == Document.FOREIGN_PERMANENT and _FOREIGN_BEFORE_2023.fullmatch(number):
        return None
    if kind in _NUMBERED_LIKE_CITIZENS:
        found = citizens.problem(number, today)
        return found or (None if _is_of(kind, number) else Problem.PROVINCE)
    if len(number) not in _LENGTHS[kind]:
        return Problem.LENGTH
    return None if _FORMS[kind].fullmatch(number) else Problem.CHARACTERS


def tells_birth_and_sex(kind: Document, number: str) -> bool:
    """Say whether the number holds the day of birth and the sex of its bearer."""
    return kind in _NUMBERED_LIKE_CITIZENS and len(number) == 18


def _is_of(kind: Document, number: str) -> bool:
    if kind == Document.FOREIGN_PERMANENT:
        return citizens.is_permanent_resident(number)
    if kind == Document.RESIDENCE_PERMIT:
        return citizens.is_residence_permit(number)
    return not citizens.is_permanent_resident(number) and not citizens.is_residence_permit(number)
