"""Of published statements about the same days, each day is told once."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from yunjiang.figures.statements import Statement, told_once


def said(posting: int, first: date, last: date) -> Statement:
    return Statement(posting, first, last, posting, 1, 0)


def year(number: int, posting: int) -> Statement:
    return said(posting, date(number, 1, 1), date(number, 12, 31))


def test_years_that_follow_each_other_are_added() -> None:
    assert told_once([year(2022, 2), year(2021, 1)]) == [year(2021, 1), year(2022, 2)]


def test_what_covers_more_days_is_taken() -> None:
    both = said(3, date(2021, 1, 1), date(2023, 5, 31))
    assert told_once([year(2021, 1), year(2022, 2), both]) == [both]


def test_of_equals_the_one_statement_is_taken_for_many() -> None:
    both = said(1, date(2021, 1, 1), date(2022, 12, 31))
    assert told_once([year(2021, 2), year(2022, 3), both]) == [both]


def test_of_two_tallies_of_one_year_the_newer_is_taken() -> None:
    assert told_once([year(2021, 7), year(2021, 5)]) == [year(2021, 7)]


def test_nothing_said_is_nothing_told() -> None:
    assert told_once([]) == []


days = st.dates(date(2021, 1, 1), date(2021, 2, 28))


@given(st.lists(st.tuples(days, days), max_size=9))
def test_nothing_is_told_twice_and_no_single_statement_tells_more(spans: list[tuple[date, date]]) -> None:
    statements = [said(n, min(span), max(span)) for n, span in enumerate(spans)]
    told = told_once(statements)
    for earlier, later in pairwise(told):
        assert earlier.last_on < later.first_on
    covered = sum(each.day_count for each in told)
    assert covered >= max((each.day_count for each in statements), default=0)
