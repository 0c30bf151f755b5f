"""Numbers as official Chinese writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjiang.standards import numbers


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (5_412_800, "人", "541.28万人"),
        (1_558_000, "人", "155.8万人"),
        (5_000_000, "人次", "500万人次"),
        (0, "人", "0人"),
        (9_999, "人", "9999人"),
        (10_000, "件", "1万件"),
        (12_345, "人", "1.23万人"),
        (12_350, "人", "1.24万人"),
        (99_999_999, "人", "1亿人"),
        (250_000_000, "元", "2.5亿元"),
        (-34_500, "人", "-3.45万人"),
        (Decimal("541.28"), "万人", "541.28万人"),
        (25_000, "万元", "2.5亿元"),
        (Decimal("0.5"), "万人", "5000人"),
        (Decimal("95.50"), "%", "95.5%"),
        (20_000, "%", "20000%"),
    ],
)
def test_it_works(value: Decimal | int, unit: str, said: str) -> None:
    assert numbers.spoken(value, unit) == said


def test_every_digit_is_kept_when_asked() -> None:
    assert numbers.spoken(123_456_789, "元", digits=None) == "1.23456789亿元"


def test_halves_are_rounded_up_away_from_zero() -> None:
    assert numbers.round_half_up(Decimal("2.5")) == 3
    assert numbers.round_half_up(Decimal("-2.5")) == -3
    assert numbers.round_half_up(Decimal("0.125"), 2) == Decimal("0.13")


def test_percentages_and_their_differences() -> None:
    assert numbers.per_cent(Decimal("95.25")) == "95.3%"
    assert numbers.per_cent(95) == "95%"
    assert numbers.per_cent(Decimal("66.6666"), 2) == "66.67%"
    assert numbers.points(Decimal("2.10")) == "2.1个百分点"
    assert numbers.plain(Decimal("-0.04"), 1) == "0"
    assert numbers.plain(Decimal("1E+3")) == "1000"


def test_multiples_are_exact() -> None:
    assert numbers.in_wan(5_412_800) == Decimal("541.28")
    assert numbers.in_yi(250_000_000) == Decimal("2.5")


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "〇"),
        (7, "七"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (45, "四十五"),
        (105, "一百〇五"),
        (110, "一百一十"),
        (2025, "二千〇二十五"),
        (3000, "三千"),
    ],
)
def test_headings_count_in_characters(number: int, written: str) -> None:
    assert numbers.in_characters(number) == written


def test_characters_end_at_ten_thousand() -> None:
    for number in (-1, 10_000):
        with pytest.raises(ValueError):
            numbers.in_characters(number)


@given(st.decimals(-(10**14), 10**14, places=2))
def test_what_is_said_in_full_can_be_read_back(value: Decimal) -> None:
    said = numbers.spoken(value, digits=None)
    scale = numbers.MULTIPLES.get(said[-1], Decimal(1))
    assert Decimal(said.rstrip("万亿")) * scale == value


def test_no_two_numbers_are_written_alike() -> None:
    assert len({numbers.in_characters(number) for number in range(10_000)}) == 10_000
