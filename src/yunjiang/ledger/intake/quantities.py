"""How people write quantities: 1,234, ５４１.２８万人, 超600万, 95%, and what is none."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from ..models import Bound

_BEFORE = (
    (Bound.AT_LEAST, ("不少于", "不低于", "超过", "至少", "超", "逾", "≥", ">=", ">")),
    (Bound.AT_MOST, ("不超过", "不足", "不到", "至多", "低于", "≤", "<=", "<")),
    (Bound.ABOUT, ("大约", "约", "近", "≈", "~")),
)
_AFTER = (
    (Bound.AT_LEAST, ("以上", "余", "多", "+")),
    (Bound.AT_MOST, ("以下", "以内")),
    (Bound.ABOUT, ("左右", "上下")),
)
_MULTIPLES = (("万亿", 10**12), ("亿", 10**8), ("万", 10**4))
_MISSING = frozenset(
    ("", "-", "--", "—", "——", "/", "\\", "无", "暂无", "n/a", "na", "null", "none", "nan", "…", "?")
)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d+")
_PARTS = re.compile(r"([+-]?[\d,]+(?:\.\d+)?(?:[eE][+-]?\d+)?)(.*)", re.DOTALL)


class NotAQuantity(Exception):
    """A text that is no quantity of the measure; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Stated:
    """A quantity in the measure's unit, and how exact its wording is (None: it does not say)."""

    value: Decimal
    bound: str | None


def stated(text: str, unit: str, column_unit: str = "") -> Stated:
    """Return the quantity that a text states of a measure counted in `unit`. Raises NotAQuantity.

    `column_unit` is what a column of units says beside it (万人), for numbers that name no unit themselves.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    plain = re.sub(r"\s", "", plain)
    if plain.casefold() in _MISSING:
        raise NotAQuantity("quantity_missing")
    bound, plain = _bound(plain)
    parts = _PARTS.fullmatch(plain)
    if not parts:
        raise NotAQuantity("quantity_unreadable")
    number, rest = parts.groups()
    said = _after_number(rest)
    if bound is None:
        bound = said[0]
    return Stated(_number(number) * _factor(said[1] or column_unit, unit), bound)


def _bound(text: str) -> tuple[str | None, str]:
    for bound, words in _BEFORE:
        for word in words:
            if text.startswith(unicodedata.normalize("NFKC", word)):
                return bound.value, text[len(unicodedata.normalize("NFKC", word)) :]
    return None, text


def _after_number(rest: str) -> tuple[str | None, str]:
    """Part 余万人 or 万人以上 into the bound it tells and the unit."""
    for bound, words in _AFTER:
        for word in words:
            if rest.endswith(word):
                return bound.value, rest.removesuffix(word)
            if rest.startswith(word):
                return bound.value, rest.removeprefix(word)
    return None, rest


def _number(text: str) -> Decimal:
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(",", ""))
    raise NotAQuantity("quantity_scientific" if _SCIENTIFIC.fullmatch(text) else "quantity_separators")


def _factor(said: str, unit: str) -> int:
    """Return by what a number is multiplied whose unit is `said` to be in `unit`."""
    if said in ("", unit):
        return 1
    if said == "%":
        raise NotAQuantity("percent_sign")
    for word, multiple in _MULTIPLES:
        # 3.5万 of a measure counted in 万元 may be either 3.5 or 35000 of them.
        if said in (word, word + unit) and not (said == word and unit.startswith(("万", "亿"))):
            return multiple
    raise NotAQuantity("unit_differs")
