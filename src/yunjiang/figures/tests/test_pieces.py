"""Windows are cut into years, months and edges."""

from datetime import date

from yunjiang.figures.figure import Window
from yunjiang.figures.pieces import Piece, cut

MONTHS = {
    period: date(period // 100, period % 100, 20)
    for period in (202111, 202112, *range(202201, 202213), 202301, 202302, 202303)
}


def periods(first: date, last: date, *breaks: date) -> list[tuple[int, int, bool]]:
    pieces = cut(Window(first, last), breaks, MONTHS)
    return [(piece.period, piece.era, piece.is_edge) for piece in pieces]


def test_whole_years_are_read_as_years() -> None:
    assert periods(date(2021, 1, 1), date(2022, 12, 31)) == [(202100, 0, False), (202200, 0, False)]


def test_a_year_is_whole_when_no_entry_lies_beyond_the_window() -> None:
    assert periods(date(2023, 1, 1), date(2023, 3, 20)) == [(202300, 0, False)]


def test_a_window_that_ends_within_the_entries_of_a_month_reads_them() -> None:
    assert periods(date(2023, 1, 1), date(2023, 3, 19)) == [
        (202301, 0, False),
        (202302, 0, False),
        (202303, 0, True),
    ]


def test_a_window_that_begins_within_a_month_reads_its_entries() -> None:
    assert periods(date(2021, 11, 2), date(2021, 12, 31)) == [(202111, 0, True), (202112, 0, False)]


def test_a_month_in_which_the_tree_breaks_is_read_entry_by_entry() -> None:
    found = periods(date(2021, 1, 1), date(2021, 12, 31), date(2021, 11, 15))
    assert found == [(202111, 0, True), (202112, 1, False)]


def test_a_break_on_the_first_of_a_month_divides_nothing() -> None:
    found = periods(date(2021, 1, 1), date(2021, 12, 31), date(2021, 12, 1))
    assert found == [(202111, 0, False), (202112, 1, False)]


def test_days_without_entries_need_no_reading() -> None:
    assert cut(Window(date(2030, 1, 1), date(2030, 5, 5)), [], MONTHS) == []
    assert cut(Window(date(2021, 1, 1), date(2021, 12, 31)), [], {}) == []
    assert cut(Window(date(2021, 12, 1), date(2021, 12, 31)), [], MONTHS) == [Piece(202112, 0, False)]
