"""What one cell says: a number as people write it, the word for none, or what is wrong with it. Pure.

Taken and told: full-width digits, thousands set apart, the question's own unit repeated. Refused with what it would mean: 万 and
other units. Never guessed: about, over, a dash, a date.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from yunjiang.standards.numbers import plain

from .cells import Raw, Sort, number_of
from .form import UNAVAILABLE, FormQuestion
from .number_formats import Shown

LARGEST = Decimal(10) ** 15
_MISSING = frozenset(
    ("-", "--", "---", "/", "//", "\\", "…", "?", "n/a", "na", "null", "none", "nil")
) | frozenset(("无", "暂无", "没有", "空", "不详", "未知", "待定"))
_BEFORE = (
    "不少于", "不低于", "不超过", "不足", "不到", "超过", "大约", "至少", "至多", "将近", "接近", "低于", "高于",
    "约", "近", "超", "逾", "≥", "≤", ">=", "<=", ">", "<", "≈", "~",
)  # fmt: skip
_AFTER = ("以上", "以下", "以内", "左右", "上下", "余", "多", "+", "来")
_MULTIPLES = {
    "万亿": 10**12,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
}
_DIGITS = re.compile(r"[+-]?\d+(?:\.\d*)?|[+-]?\.\d+")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SPACED = re.compile(r"[+-]?\d{1,3}(?:[ \u2009]\d{3})+(?:\.\d+)?")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?e[+-]?\d+", re.IGNORECASE)
_WITH_UNIT = re.compile(r"([+-]?[\d,]+(?:\.\d+)?)(\D.*)", re.DOTALL)
_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{4}年\d{1,2}月")


@dataclass(frozen=True)
class Found:
    """What a cell came to. `remarks` are problems and notices, each a code with its facts, in the order they were met."""

    value: Decimal | None = None
    is_unavailable: bool = False
    remarks: tuple[tuple[str, dict[str, Any]], ...] = ()


class _Wrong(Exception):
    def __init__(self, code: str, **facts: Any) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)


def found(raw: Raw | None, question: FormQuestion, day: str = "") -> Found:
    """Return what a cell says to a question; `day` is what the number would be as a day, for telling."""
    if raw is None or (raw.sort is Sort.TEXT and not _bare(raw.text)):
        return Found()
    remarks: list[tuple[str, dict[str, Any]]] = []
    try:
        value = _value(raw, question, day, remarks)
    except _Wrong as wrong:
        return Found(remarks=((wrong.code, wrong.facts),))
    if value is None:
        return Found(is_unavailable=True, remarks=tuple(remarks))
    problems = list(_impossible(value, question))
    if problems:
        return Found(remarks=tuple(problems))
    if raw.formula is not None:
        told = f"={raw.formula}"[:120] if raw.formula else "="
        remarks.append(("formula_taken", {"formula": told, "value": plain(value)}))
    return Found(value, remarks=tuple(remarks))


def _value(
    raw: Raw, question: FormQuestion, day: str, remarks: list[tuple[str, dict[str, Any]]]
) -> Decimal | None:
    """Return the number, or None for the word that there is none. Raises _Wrong."""
    if raw.formula is not None and "[" in raw.formula:
        raise _Wrong("formula_external", formula=f"={raw.formula}"[:120])
    if raw.sort is Sort.NOTHING:
        raise _Wrong("formula_without_value")
    if raw.sort is Sort.ERROR:
        raise _Wrong("error_value", text=raw.text)
    if raw.sort is Sort.BOOLEAN:
        raise _Wrong("boolean", text=raw.text)
    if raw.shown is Shown.DAY:
        raise _Wrong("date_in_cell", text=day or raw.text)
    if raw.sort is Sort.NUMBER:
        return _number(raw, question, remarks)
    return _text(raw.text, question, remarks)


def _number(raw: Raw, question: FormQuestion, remarks: list[tuple[str, dict[str, Any]]]) -> Decimal:
    try:
        value = number_of(raw.text)
    except (InvalidOperation, OverflowError) as error:
        raise _Wrong("not_a_number", text=raw.text) from error
    if value.adjusted() >= 15:
        raise _Wrong("digits_lost", text=plain(value) if value.adjusted() < 40 else raw.text)
    if raw.shown is Shown.PERCENT:
        shown = f"{plain(value * 100)}%"
        if not question.is_rate:
            raise _Wrong("percent_format", text=shown, counted_in=question.unit)
        value *= 100
        remarks.append(("percent_taken", {"text": shown, "value": plain(value)}))
    return value


def _text(text: str, question: FormQuestion, remarks: list[tuple[str, dict[str, Any]]]) -> Decimal | None:
    told = text.strip()[:60]
    bare = _bare(text)
    if bare == UNAVAILABLE:
        return None
    if bare.casefold() in _MISSING:
        raise _Wrong("word_for_missing", text=told, word=UNAVAILABLE)
    apart = re.search(r"\d\s+\d", unicodedata.normalize("NFKC", text))
    if apart and not _SPACED.fullmatch(unicodedata.normalize("NFKC", text).strip()):
        raise _Wrong("separators", text=told)
    value = _digits(bare, told)
    if value is not None:
        remarks.append(("text_number", {"text": told, "value": plain(value)}))
        return value
    if _DAY.fullmatch(bare):
        raise _Wrong("date_in_cell", text=told)
    without = _exact(bare)
    match = _WITH_UNIT.fullmatch(without)
    number = _digits(match[1], told) if match else None
    if match and number is not None:
        return _with_unit(number, match[2], question, told, remarks, is_exact=without == bare)
    if without != bare and any(each.isdigit() for each in bare):
        raise _Wrong("inexact", text=told)
    raise _Wrong("not_a_number", text=told)


def _digits(bare: str, told: str) -> Decimal | None:
    """Return the number that digits alone write, or None where something else is written too. Raises _Wrong."""
    if _DIGITS.fullmatch(bare):
        return Decimal(bare)
    if _GROUPED.fullmatch(bare):
        return Decimal(bare.replace(",", ""))
    if _SCIENTIFIC.fullmatch(bare):
        raise _Wrong("scientific", text=told)
    if re.fullmatch(r"[+-]?[\d,.']+", bare) and any(each.isdigit() for each in bare):
        raise _Wrong("separators", text=told)
    return None


def _with_unit(
    number: Decimal,
    said: str,
    question: FormQuestion,
    told: str,
    remarks: list[tuple[str, dict[str, Any]]],
    *,
    is_exact: bool,
) -> Decimal:
    for word in _AFTER:
        if said.endswith(word) or (said.startswith(word) and not any(each.isdigit() for each in said)):
            raise _Wrong("inexact", text=told)
    if not is_exact:
        raise _Wrong("inexact", text=told)
    unit = _bare(question.unit)
    if said == unit:
        remarks.append(("unit_repeated", {"text": told, "value": plain(number)}))
        return number
    meaning = _meaning(number, said, unit)
    if meaning is None:
        raise _Wrong("unit_unclear", text=told, counted_in=question.unit)
    raise _Wrong("other_unit", text=told, counted_in=question.unit, meaning=plain(meaning))


def _meaning(number: Decimal, said: str, unit: str) -> Decimal | None:
    """Return the number in the question's unit, or None where that cannot be told: 人 is not 人次, 3万 in 万元 is either."""
    said_times, said_rest = _multiple(said)
    own_times, own_rest = _multiple(unit)
    if said_rest == own_rest or (not said_rest and own_times == 1):
        return number * said_times / own_times
    return None


def _multiple(unit: str) -> tuple[int, str]:
    for word, times in _MULTIPLES.items():
        if unit.startswith(word):
            return times, unit.removeprefix(word)
    return 1, unit


def _impossible(value: Decimal, question: FormQuestion) -> Iterator[tuple[str, dict[str, Any]]]:
    text = plain(value)
    if abs(value) >= LARGEST:
        yield "too_large", {"text": text}
        return
    if value < 0 and not question.is_signed:
        yield "negative", {"text": text}
    if value != round(value, question.scale):
        if question.scale:
            yield "too_fine", {"text": text, "scale": question.scale}
        else:
            yield "fraction", {"text": text, "counted_in": question.unit}


def _bare(text: str) -> str:
    """Return a text in half-width characters, without white space and what cannot be seen."""
    normal = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("—", "-").replace("–", "-")
    return "".join(
        each for each in normal if not each.isspace() and unicodedata.category(each) not in ("Cf", "Cc")
    )


def _exact(bare: str) -> str:
    for word in _BEFORE:
        if bare.startswith(word):
            return bare[len(word) :]
    return bare
