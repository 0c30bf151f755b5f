"""Understanding the texts of a sheet, a column at a time: what cannot be understood is told, and the cell counts as empty."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import InvalidOperation
from typing import Any

import polars as pl
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import connection, models
from django.utils.translation import gettext

from yunjiang.ledger.intake import days
from yunjiang.ledger.intake.problems import SENTENCES as DAY_SENTENCES

from .columns import Sort, Wanted
from .problems import SENTENCES, Problems, phrased, told

_YES = ("是", "有", "√", "✓", "对", "y", "yes", "true", "1")
_NO = ("否", "无", "没有", "×", "✗", "不是", "n", "no", "false", "0")
_GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
_NUMBER = r"^[+-]?\d+(\.\d+)?$"
_UNKEEPABLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"
# Before a text that stands in no list and that the register keeps as it was written; a column's own function puts it there.
UNLISTED = "\x1e"
_MOST_DIGITS = 15  # that a spreadsheet's number holds for certain


def parse(
    texts: pl.DataFrame, wanted: Mapping[str, Wanted], problems: Problems, day_zero: date | None
) -> pl.DataFrame:
    """Return the rows with typed columns by path, units and links still as texts.

    `texts` has each column's texts under its path and, under its path and " number", whether the cell was typed as a number.
    """
    rows = texts
    for path, column in wanted.items():
        if path not in rows.columns:
            continue
        rows = _refuse_lossy(rows, column, problems)
        rows = _SORTED[column.sort](rows, column, problems, day_zero)
        rows = _validated(rows, column, problems)
    return rows.drop([name for name in rows.columns if name.endswith(" number")])


def _refuse_lossy(rows: pl.DataFrame, column: Wanted, problems: Problems) -> pl.DataFrame:
    """Refuse numbers where a text is wanted whose digits cannot be trusted: an identity number typed as one is another number."""
    mark = f"{column.path} number"
    if mark not in rows.columns or column.sort not in (
        Sort.TEXT,
        Sort.CHOICE,
        Sort.OWN,
        Sort.UNIT,
        Sort.LINK,
    ):
        return rows
    given = pl.col(column.path)
    long = pl.col(mark) & (given.str.contains("e", literal=True) | (given.str.len_chars() > _MOST_DIGITS))
    lost, code = (pl.col(mark), "typed_as_number") if column.is_code else (long, "digits_lost")
    return _emptied(rows, column, problems, lost, code)


def _emptied(
    rows: pl.DataFrame, column: Wanted, problems: Problems, wrong: pl.Expr, code: str, **facts: Any
) -> pl.DataFrame:
    """Tell of the cells that are wrong and count them as empty."""
    found = told(rows, wrong, column.path, code, given=pl.col(column.path), **facts)
    if not found.height:
        return rows
    problems.add(found)
    return rows.with_columns(
        pl.when(wrong.fill_null(False)).then(None).otherwise(pl.col(column.path)).alias(column.path)
    )


def _text(rows: pl.DataFrame, column: Wanted, problems: Problems, day_zero: date | None) -> pl.DataFrame:
    rows = _emptied(rows, column, problems, pl.col(column.path).str.contains(_UNKEEPABLE), "text_unreadable")
    limit = getattr(column.field, "max_length", None)
    if limit and not isinstance(column.field, models.BinaryField):
        too_long = pl.col(column.path).str.len_chars() > limit
        rows = _emptied(rows, column, problems, too_long, "text_too_long", limit=limit)
    return rows


def _choice(rows: pl.DataFrame, column: Wanted, problems: Problems, day_zero: date | None) -> pl.DataFrame:
    given, plain = pl.col(column.path), _plain(column.path)
    known = {_plainly(text): value for text, value in column.values.items()}
    found = plain.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)
    rows = rows.with_columns(found.alias(" found"))
    wrong = given.is_not_null() & pl.col(" found").is_null()
    problems.add(told(rows, wrong, column.path, "unknown_choice", given=given, allowed=column.allowed))
    return rows.with_columns(pl.col(" found").alias(column.path)).drop(" found")


def _whole(rows: pl.DataFrame, column: Wanted, problems: Problems, day_zero: date | None) -> pl.DataFrame:
    plain = _ungrouped(column.path).str.replace(r"\.0+$", "")
    rows = rows.with_columns(plain.cast(pl.Int64, strict=False).alias(" found"))
    given = pl.col(column.path)
    wrong = given.is_not_null() & pl.col(" found").is_null()
    problems.add(told(rows, wrong, column.path, "not_whole", given=given))
    low, high = connection.ops.integer_field_range(
        column.field.get_internal_type() if column.field else "BigIntegerField"
    )
    outside = (pl.col(" found") < (low or -(2**63))) | (pl.col(" found") > (high or 2**63 - 1))
    problems.add(told(rows, outside, column.path, "too_large", given=given))
    return rows.with_columns(
        pl.when(~outside.fill_null(False)).then(pl.col(" found")).alias(column.path)
    ).drop(" found")


def _decimal(rows: pl.DataFrame, column: Wanted, problems: Problems, day_zero: date | None) -> pl.DataFrame:
    assert isinstance(column.field, models.DecimalField)
    places, digits = column.field.decimal_places, column.field.max_digits
    rows = rows.with_columns(_ungrouped(column.path).alias(" plain"))
    given, plain = pl.col(column.path), pl.col(" plain")
    is_number = plain.str.contains(_NUMBER)
    problems.add(told(rows, given.is_not_null() & ~is_number, column.path, "not_a_number", given=given))
    fraction = plain.str.extract(r"\.(\d+?)0*$", 1).str.len_chars().fill_null(0)
    too_fine, whole = is_number & (fraction > places), plain.str.extract(r"^[+-]?0*(\d*)", 1).str.len_chars()
    problems.add(told(rows, too_fine, column.path, "too_fine", given=given, limit=places))
    too_large = is_number & (whole > digits - places)
    problems.add(told(rows, too_large, column.path, "too_large", given=given))
    sound = is_number & ~too_fine & ~too_large
    exact = pl.when(sound).then(plain).cast(pl.Decimal(38, places), strict=False)
    return rows.with_columns(exact.alias(column.path)).drop(" plain")


def _day(rows: pl.DataFrame, column: Wanted, problems: Problems, day_zero: date | None) -> pl.DataFrame:
    # Most sheets write all days alike, and those are read at once; whatever is left is looked at text by text.
    plain = _plain(column.path).str.replace_all(r"[./年月]", "-").str.replace(r"[日号]$", "")
    dashed = plain.str.replace(r"^(\d{4})(\d{2})(\d{2})$", "$1-$2-$3").str.replace(r" 00:00:00$", "")
    is_day = dashed.str.contains(r"^(19|20|21)\d{2}-\d{1,2}-\d{1,2}$")
    read = pl.when(is_day).then(dashed).str.to_date("%Y-%m-%d", strict=False)
    rows = rows.with_columns(read.alias(" found"))
    left = rows.filter(pl.col(column.path).is_not_null() & pl.col(" found").is_null())
    if left.height:
        rows = _looked_up(rows, left, column, problems, lambda text: one_day(text, day_zero), pl.Date)
    return rows.with_columns(pl.col(" found").alias(column.path)).drop(" found")


def one_day(text: str, day_zero: date | None) -> date:
    """Return the day a text says. Raises ValueError with the sentence."""
    try:
        first, last = days.stretch(text, day_zero)
    except days.NotADay as no:
        sentence = phrased_day(no.code, text)
        raise ValueError(sentence) from no
    if first != last:
        raise ValueError(phrased_day("not_a_day", text))
    return first


def phrased_day(code: str, text: str) -> str:
    """Say why a text is no day."""
    if code == "not_a_day":
        return gettext(SENTENCES[code]) % {"given": text}
    return gettext(DAY_SENTENCES[code]) % {"text": text, "first": days.FIRST_YEAR, "last": days.LAST_YEAR}


def _yes_no(rows: pl.DataFrame, column: Wanted, problems: Problems, day_zero: date | None) -> pl.DataFrame:
    known = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}
    known |= {_plainly(text): value in ("True", "true", "1") for text, value in column.values.items()}
    given = pl.col(column.path)
    found = _plain(column.path).replace_strict(
        list(known), list(known.values()), default=None, return_dtype=pl.Boolean
    )
    rows = rows.with_columns(found.alias(" found"))
    wrong = given.is_not_null() & pl.col(" found").is_null()
    problems.add(told(rows, wrong, column.path, "not_yes_no", given=given))
    return rows.with_columns(pl.col(" found").alias(column.path)).drop(" found")


def _own(rows: pl.DataFrame, column: Wanted, problems: Problems, day_zero: date | None) -> pl.DataFrame:
    assert column.parse is not None
    rows = rows.with_columns(pl.lit(None).alias(" found"))
    left = rows.filter(pl.col(column.path).is_not_null())
    rows = _looked_up(rows, left, column, problems, column.parse, None)
    return rows.with_columns(pl.col(" found").alias(column.path)).drop(" found")


def _as_it_is(rows: pl.DataFrame, column: Wanted, problems: Problems, day_zero: date | None) -> pl.DataFrame:
    return rows


_SORTED: dict[Sort, Callable[[pl.DataFrame, Wanted, Problems, date | None], pl.DataFrame]] = {
    Sort.TEXT: _text,
    Sort.CHOICE: _choice,
    Sort.WHOLE: _whole,
    Sort.DECIMAL: _decimal,
    Sort.DAY: _day,
    Sort.YES_NO: _yes_no,
    Sort.UNIT: _as_it_is,
    Sort.LINK: _as_it_is,
    Sort.OWN: _own,
}


def _looked_up(
    rows: pl.DataFrame,
    left: pl.DataFrame,
    column: Wanted,
    problems: Problems,
    understand: Callable[[str], Any],
    kind: Any,
) -> pl.DataFrame:
    """Understand every different text of the rows that are left once; where it raises, its sentence is the problem."""
    texts = left[column.path].unique().to_list()
    found, sentences = [], []
    for text in texts:
        try:
            value, sentence = understand(text), None
        except (ValueError, ValidationError, InvalidOperation) as no:
            value, sentence = None, "; ".join(no.messages) if isinstance(no, ValidationError) else str(no)
        found.append(value)
        sentences.append(sentence)
    known = pl.DataFrame(
        [
            pl.Series(column.path, texts, pl.String),
            pl.Series(" new", found, kind),
            pl.Series(" wrong", sentences, pl.String),
        ]
    )
    rows = rows.join(known, on=column.path, how="left", maintain_order="left")
    wrong = pl.col(" wrong").is_not_null()
    problems.add(told(rows, wrong, column.path, "not_understood", phrased("%(text)s", text=pl.col(" wrong"))))
    earlier = pl.col(" found") if kind is not None else pl.lit(None)
    return rows.with_columns(pl.coalesce(earlier, " new").alias(" found")).drop(" new", " wrong")


def _validated(rows: pl.DataFrame, column: Wanted, problems: Problems) -> pl.DataFrame:
    """Ask the field's own validators about every different value, once each."""
    known = (MaxLengthValidator, ProhibitNullCharactersValidator)
    if column.field is None or column.sort in (Sort.UNIT, Sort.LINK, Sort.CHOICE, Sort.YES_NO):
        return rows
    validators = [
        each
        for each in column.field.validators
        if not isinstance(each, known) and not _is_range(each, column)
    ]
    if not validators:
        return rows
    values = rows[column.path].drop_nulls().unique()
    wrong: dict[Any, str] = {}
    for value in values.to_list():
        for validator in validators:
            try:
                validator(value)
            except ValidationError as no:
                wrong[value] = "; ".join(no.messages)
    if not wrong:
        return rows
    bad = pl.DataFrame(
        [
            pl.Series(column.path, list(wrong), values.dtype),
            pl.Series(" wrong", list(wrong.values()), pl.String),
        ]
    )
    found = rows.join(bad, on=column.path, how="inner", maintain_order="left")
    problems.add(
        told(found, pl.lit(True), column.path, "not_valid", phrased("%(text)s", text=pl.col(" wrong")))
    )
    is_bad = pl.col(column.path).is_in(bad[column.path].implode())
    return rows.with_columns(pl.when(~is_bad.fill_null(False)).then(pl.col(column.path)).alias(column.path))


def _is_range(validator: Any, column: Wanted) -> bool:
    """Say whether a validator only guards what the database can hold, which `_whole` has checked."""
    return column.sort is Sort.WHOLE and not any(validator is each for each in column.field._validators)  # type: ignore[union-attr]


def _plain(path: str) -> pl.Expr:
    """Return a column's texts without what does not change their meaning: width of characters, case, blanks around."""
    return pl.col(path).str.normalize("NFKC").str.strip_chars().str.to_lowercase()


def _plainly(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


def _ungrouped(path: str) -> pl.Expr:
    """Return a column's texts with the commas between thousands taken out, and the yuan sign before."""
    plain = _plain(path).str.replace(r"^[¥￥]", "").str.replace("−", "-", literal=True)
    return (
        pl.when(plain.str.contains(_GROUPED))
        .then(plain.str.replace_all(",", "", literal=True))
        .otherwise(plain)
    )
