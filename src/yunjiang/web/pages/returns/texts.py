"""Texts of cells and the numbers they are: read by the rules of workbooks, shown in groups of three."""

from decimal import Decimal

from django.utils.translation import gettext as _

from yunjiang.ledger.models import MeasureKind
from yunjiang.returns.models import Question
from yunjiang.returns.workbooks import amounts, problems
from yunjiang.returns.workbooks.cells import Raw, Sort
from yunjiang.returns.workbooks.form import UNAVAILABLE, FormQuestion
from yunjiang.standards.numbers import plain

LONGEST = 200  # characters; no number is longer


class Unreadable(ValueError):
    """That a text is no number of its question; the sentence says what to write instead."""


def number(text: str, question: Question) -> Decimal | None:
    """Return the number that a text is, or None for an empty one. Raises Unreadable."""
    if not text.strip() or is_unavailable(text):
        return None
    asked = FormQuestion(
        question.code,
        question.rank,
        question.indicator,
        question.name,
        question.unit,
        question.scale,
        is_signed=question.kind == MeasureKind.BALANCE,
    )
    found = amounts.found(Raw(Sort.TEXT, text[:LONGEST]), asked)
    wrong = [each for each in found.remarks if each[0] in problems.PROBLEMS]
    if wrong:
        raise Unreadable(" ".join(_(problems.PROBLEMS[code]) % facts for code, facts in wrong))
    return found.value


def is_unavailable(text: str) -> bool:
    """Say whether a text is the word for what is not to be had."""
    return text.strip() == UNAVAILABLE


def shown(value: Decimal | None) -> str:
    """Return a value as a field shows it, every digit kept: 14,206.5."""
    if value is None:
        return ""
    text = plain(value)
    sign = "-" if text.startswith("-") else ""
    whole, point, rest = text.removeprefix("-").partition(".")
    return f"{sign}{int(whole):,}{point}{rest}"
