"""Whole columns of identifiers at once, in Polars: the same rules as the modules beside it, for sheets of a million rows.

Each function takes a column of texts and returns a frame of the same height: the normal form, the problem (a value of `Problem`,
null where there is none), and what the number says. A null or blank cell gives nulls everywhere. Tests hold each against its
row-by-row brother.
"""

from collections.abc import Callable, Mapping
from datetime import date

import polars as pl

from . import citizens, credit_codes, names, phones
from .citizens import CHECK_CHARACTERS, EARLIEST_BIRTH, PROVINCES, WEIGHTS
from .problems import Problem


def citizen_numbers(column: pl.Series, today: date | None = None) -> pl.DataFrame:
    """Return `number`, `problem`, `birth_on` and `sex` (1 or 2) of citizen identification numbers."""
    column = column.cast(pl.String)
    frame = pl.DataFrame({"number": column}).with_columns(_body("number"))
    if frame.select((pl.col("body").is_null() & pl.col("number").is_not_null()).any()).item():
        others = column.filter(frame["body"].is_null())
        frame = frame.with_columns(
            pl.when(pl.col("body").is_null())
            .then(_replaced(pl.col("number"), {each: citizens.normal(each) for each in _kinds_of(others)}))
            .otherwise("number")
            .alias("number")
        ).with_columns(_body("number"))
    number, body = pl.col("number"), pl.col("body")
    day = body // 1000 % 100_000_000
    province = pl.when(body // 10**16 == 9).then(body // 10**14 % 100).otherwise(body // 10**15)
    weighted = sum(((body // 10 ** (16 - place)) % 10) * weight for place, weight in enumerate(WEIGHTS))
    expected = (weighted % 11).replace_strict(list(range(11)), list(CHECK_CHARACTERS), return_dtype=pl.String)
    return frame.with_columns(
        (_days_since_1970(day).cast(pl.Date)).alias("birth_on"),
        (expected == number.str.slice(17, 1)).alias("is_checked"),
        province.is_in([int(each) for each in PROVINCES]).alias("has_province"),
    ).select(
        "number",
        pl.when(number.is_null())
        .then(None)
        .when(number.str.len_chars() != 18)
        .then(pl.lit(Problem.LENGTH.value))
        .when(body.is_null())
        .then(pl.lit(Problem.CHARACTERS.value))
        .when(~pl.col("has_province"))
        .then(pl.lit(Problem.PROVINCE.value))
        .when(~pl.col("birth_on").is_between(EARLIEST_BIRTH, today or date.today()).fill_null(value=False))
        .then(pl.lit(Problem.BIRTH.value))
        .when(~pl.col("is_checked"))
        .then(pl.lit(Problem.CHECK_DIGIT.value))
        .alias("problem"),
        "birth_on",
        pl.when(body % 2 == 1).then(pl.lit("1")).when(body % 2 == 0).then(pl.lit("2")).alias("sex"),
    )


def credit_code_numbers(column: pl.Series) -> pl.DataFrame:
    """Return `code` and `problem` of unified social credit codes, looked at one by one: units are thousands, not millions."""
    return _one_by_one(column, "code", credit_codes.normal, credit_codes.problem)


def phone_numbers(column: pl.Series, *, mobile_only: bool = False, of_person: bool = False) -> pl.DataFrame:
    """Return `number` and `problem` of telephone numbers; what is no plain mobile number is looked at one by one."""
    return _one_by_one(
        column,
        "number",
        phones.normal,
        lambda text: phones.problem(text, mobile_only=mobile_only, of_person=of_person),
        plain=r"^1[3-9][0-9]{9}$",
    )


def person_names(column: pl.Series) -> pl.DataFrame:
    """Return `name` and `problem` of people's names; what is not two to four plain Chinese characters is looked at one by one."""
    return _one_by_one(column, "name", names.normal, names.problem, plain=r"^[\u{4e00}-\u{9fff}]{2,4}$")


def _one_by_one(
    column: pl.Series,
    called: str,
    normal: Callable[[str], str],
    problem: Callable[[str], Problem | None],
    plain: str = "",
) -> pl.DataFrame:
    """Look at each different text that is not plain, once."""
    column = column.cast(pl.String)
    is_plain = column.str.contains(plain).fill_null(value=True) if plain else column.is_null()
    others = _kinds_of(column.filter(~is_plain))
    problems = {text: found if (found := problem(text)) != Problem.EMPTY else None for text in others}
    text = pl.col(called)
    return pl.DataFrame({called: column, "is_plain": is_plain}).select(
        pl.when("is_plain").then(text).otherwise(_replaced(text, {each: normal(each) for each in others})),
        pl.when(~pl.col("is_plain")).then(_replaced(text, problems)).alias("problem"),
    )


def _kinds_of(column: pl.Series) -> list[str]:
    return column.drop_nulls().unique().to_list()


def _replaced(text: pl.Expr, found: Mapping[str, str | None]) -> pl.Expr:
    """Return what was found for each text; nothing is null, never an empty text."""
    if not found:
        return pl.lit(None, dtype=pl.String)
    values = [str(each) if each else None for each in found.values()]
    return text.replace_strict(
        pl.Series(list(found)), pl.Series(values, dtype=pl.String), default=None, return_dtype=pl.String
    )


def _body(column: str) -> pl.Expr:
    """Return the first 17 digits as a number where the form is right, else null; much quicker than a pattern."""
    text = pl.col(column)
    digits = text.str.slice(0, 17).cast(pl.Int64, strict=False)
    # 18 bytes are 18 characters only if all are ASCII; a sign or a space leaves fewer than 17 digits.
    is_formed = (
        (text.str.len_bytes() == 18)
        & (digits >= 10**16)
        & text.str.slice(17, 1).is_in(list(CHECK_CHARACTERS))
    )
    return pl.when(is_formed).then(digits).alias("body")


def _days_since_1970(day: pl.Expr) -> pl.Expr:
    """Return the number of a day written YYYYMMDD, null for no day of the calendar: Polars' own date stops at the first such."""
    year, month, of_month = day // 10000, day // 100 % 100, day % 100
    is_leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    longest = (
        pl.when(month == 2)
        .then(28 + is_leap.cast(pl.Int64))
        .when(month.is_in([4, 6, 9, 11]))
        .then(30)
        .otherwise(31)
    )
    is_day = (year >= 1) & month.is_between(1, 12) & of_month.is_between(1, longest)
    # Years that begin in March end with the leap day, so that months before a day count alike in every year.
    shifted = year - (month <= 2).cast(pl.Int64)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + of_month - 1
    number = 365 * shifted + shifted // 4 - shifted // 100 + shifted // 400 + of_year - 719468
    return pl.when(is_day).then(number).cast(pl.Int32)
