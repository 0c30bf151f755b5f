"""Columns against their row-by-row brothers."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjiang.standards.identifiers import Problem, citizens, columns, credit_codes, names, phones

TODAY = date(2026, 6, 30)


@st.composite
def almost_citizens(draw: st.DrawFn) -> str:
    """Draw a number that is right, or right but for a few characters, or anything."""
    body = draw(
        st.builds(
            lambda place, year, month, day, serial: f"{place:06}{year:04}{month:02}{day:02}{serial:03}",
            st.sampled_from([530102, 110105, 990102, 810000, 953840, 560000]),
            st.integers(1875, 2030),
            st.integers(0, 13),
            st.integers(0, 32),
            st.integers(0, 999),
        )
    )
    number = body + citizens.check_character(body)
    kind = draw(st.integers(0, 4))
    if kind == 1:
        return number[:6] + number[8:17]
    if kind == 2:
        place = draw(st.integers(0, 17))
        return number[:place] + draw(st.sampled_from("0X+- x９é")) + number[place + 1 :]
    return draw(st.text(max_size=20)) if kind == 3 else number


@given(st.lists(st.none() | almost_citizens(), max_size=20))
def test_citizen_numbers(texts: list[str | None]) -> None:
    found = columns.citizen_numbers(pl.Series(texts, dtype=pl.String), TODAY)
    for text, row in zip(texts, found.iter_rows(named=True), strict=True):
        if text is None or citizens.problem(text, TODAY) == Problem.EMPTY:
            assert set(row.values()) == {None}
            continue
        assert row["number"] == citizens.normal(text)
        assert row["problem"] == citizens.problem(text, TODAY)
        if row["problem"] is None:
            assert row["birth_on"] == citizens.birth_on(row["number"])
            assert row["sex"] == citizens.sex(row["number"])


@pytest.mark.parametrize(
    ("whole", "normal", "problem"),
    [
        (columns.credit_code_numbers, credit_codes.normal, credit_codes.problem),
        (columns.phone_numbers, phones.normal, phones.problem),
        (columns.person_names, names.normal, names.problem),
    ],
)
@given(
    texts=st.lists(
        st.none()
        | st.sampled_from(["91350100M000100Y43", "13800138000", "+86 13800138000", "张三", "尼玛•扎西"])
        | st.text(max_size=20),
        max_size=20,
    )
)
def test_the_others(
    whole: Callable[[pl.Series], pl.DataFrame],
    normal: Callable[[str], str],
    problem: Callable[[str], Problem | None],
    texts: list[str | None],
) -> None:
    found = whole(pl.Series(texts, dtype=pl.String))
    for text, (kept, wrong) in zip(texts, found.iter_rows(), strict=True):
        if text is None or problem(text) == Problem.EMPTY:
            assert (kept, wrong) == (None, None)
        else:
            assert (kept, wrong) == (normal(text), problem(text))


def test_a_column_may_be_empty_or_of_numbers() -> None:
    assert columns.citizen_numbers(pl.Series([], dtype=pl.String)).height == 0
    assert columns.phone_numbers(pl.Series([13800138000])).row(0) == ("13800138000", None)
