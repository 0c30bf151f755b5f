"""What changed between two assessments."""

from dataclasses import replace
from decimal import Decimal

import pytest

from yunjiang.assessment.rules.changes import Turn, changes, is_notable
from yunjiang.assessment.tests.journal import judged

GOOD = judged("cumulative >= 18260 名\n2023-12-31 11000\non 2023-12-31")
BETTER = judged("cumulative >= 18260 名\n2023-12-31 11100\non 2023-12-31")
ON_A_HIGHER_TARGET = judged("cumulative >= 18261 名\n2023-12-31 11000\non 2023-12-31")
SLIGHT = judged("cumulative >= 18260 名\n2023-12-31 9500\non 2023-12-31")
SERIOUS = judged("cumulative >= 18260 名\n2023-12-31 500\non 2023-12-31")
SILENT = judged("cumulative >= 18260 名\nowed 2023-01-01..2023-12-31 due 2023-12-31\non 2023-12-31")
NO_DATA = judged("cumulative >= 18260 名\non 2023-12-31")


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        (GOOD, GOOD, None),
        (GOOD, BETTER, Turn.REVALUED),
        (GOOD, ON_A_HIGHER_TARGET, Turn.RETARGETED),
        (GOOD, SLIGHT, Turn.WORSENED),
        (SLIGHT, SERIOUS, Turn.WORSENED),
        (SERIOUS, SLIGHT, Turn.IMPROVED),
        (SILENT, SERIOUS, Turn.REPORTED),
        (GOOD, SILENT, Turn.FELL_SILENT),
        (NO_DATA, SILENT, Turn.WORSENED),
        (SILENT, NO_DATA, Turn.IMPROVED),
        (SILENT, SILENT, None),
        (None, GOOD, Turn.NEW),
        (GOOD, None, Turn.GONE),
    ],
)
def test_the_turn_of_one_judgement(before, after, turn):
    one = {} if before is None else {(1, "x"): before}
    other = {} if after is None else {(1, "x"): after}
    assert [change.turn for change in changes(one, other)] == ([] if turn is None else [turn])


def test_the_worst_news_comes_first():
    before = {(1, "a"): SERIOUS, (1, "b"): GOOD, (2, "a"): GOOD}
    after = {(1, "a"): GOOD, (1, "b"): BETTER, (2, "a"): SILENT, (2, "b"): GOOD}
    found = [(change.organization_id, change.indicator, change.turn) for change in changes(before, after)]
    assert found == [
        (2, "a", Turn.FELL_SILENT),
        (1, "b", Turn.REVALUED),
        (1, "a", Turn.IMPROVED),
        (2, "b", Turn.NEW),
    ]


def test_a_value_that_comes_without_the_report_owed_is_news() -> None:
    late_news = replace(SILENT, value=Decimal(5))
    [change] = changes({(1, "x"): SILENT}, {(1, "x"): late_news})
    assert change.turn is Turn.REVALUED


@pytest.mark.parametrize(
    ("after", "is_rate", "expected"),
    [
        (Decimal(11182), False, False),  # 182 of 18260 are less than one per cent
        (Decimal(11183), False, True),
        (Decimal(10800), False, True),
        (Decimal("11000.9"), True, False),
        (Decimal(11001), True, True),
        (None, False, True),
    ],
)
def test_a_change_is_notable_from_the_stated_gap_on(after, is_rate, expected) -> None:
    assert is_notable(GOOD, replace(GOOD, value=after), is_rate=is_rate) is expected
