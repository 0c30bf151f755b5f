from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from yunjiang.registers.services.models import Period
from yunjiang.registers.services.periods import period_of
from yunjiang.registers.services.rules import Known, Reason, Rule, UnreadableRule, refusals

HERE = "/1/7/"
DAY = date(2025, 6, 15)
MEMBER = Known(
    path="/1/7/90/",
    state="member",
    is_qualified=True,
    joined_on=date(2024, 6, 15),
    new_form="courier",
    is_migrant_worker=True,
    sex="2",
    birth_on=date(1990, 6, 15),
)


def why(rule: dict[str, Any], known: Known = MEMBER, day: date = DAY) -> list[Reason]:
    return refusals(Rule.read(rule), HERE, known, day)


def test_an_empty_rule_asks_for_a_qualified_member_below_the_unit() -> None:
    assert why({}) == []
    assert refusals(Rule(), HERE, Known(), DAY) == [Reason.NO_MEMBER]
    assert refusals(Rule(), "/1/70/", MEMBER, DAY) == [Reason.ELSEWHERE]


@pytest.mark.parametrize(
    ("rule", "reasons"),
    [
        ({"months": 12}, []),
        ({"months": 13}, [Reason.TOO_NEW]),
        ({"new_forms": ["*"]}, []),
        ({"new_forms": ["driver"]}, [Reason.FORM]),
        ({"is_migrant_worker": False}, [Reason.MIGRANT]),
        ({"sex": "1"}, [Reason.SEX]),
        ({"age_from": 35, "age_to": 35}, []),
        ({"age_from": 36}, [Reason.TOO_YOUNG]),
        ({"age_to": 34}, [Reason.TOO_OLD]),
        ({"states": ["kept"]}, [Reason.STATE]),
    ],
)
def test_each_condition_and_its_edge(rule: dict[str, Any], reasons: list[Reason]) -> None:
    assert why(rule) == reasons


def test_every_reason_is_told_at_once() -> None:
    assert why({"months": 40, "sex": "1", "age_from": 60}) == [Reason.TOO_NEW, Reason.SEX, Reason.TOO_YOUNG]


def test_what_is_not_on_record_is_said_to_be_so_and_not_to_be_wrong() -> None:
    blank = Known(path="/1/7/90/", state="member", is_qualified=True)
    rule = {"months": 1, "sex": "1", "age_to": 60, "is_migrant_worker": True}
    assert why(rule, blank) == [Reason.UNKNOWN]


def test_a_birthday_on_a_29_february_is_on_the_first_of_march() -> None:
    born = Known(path="/1/7/9/", state="member", is_qualified=True, birth_on=date(2004, 2, 29))
    assert why({"age_from": 18}, born, date(2022, 2, 28)) == [Reason.TOO_YOUNG]
    assert why({"age_from": 18}, born, date(2022, 3, 1)) == []


@pytest.mark.parametrize(
    "rule",
    [
        {"sexes": "1"},
        {"sex": "3"},
        {"months": -1},
        {"months": True},
        {"age_to": 300},
        {"states": "member"},
        {"needs_qualified": 1},
    ],
)
def test_a_rule_that_nobody_can_read_is_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(UnreadableRule):
        Rule.read(rule)


@given(some.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_a_day_falls_in_one_period_of_each_sort(day: date) -> None:
    names = [period_of(each, day) for each in Period.values]
    assert names[0] == "ever"
    assert all(name.startswith(str(day.year)) for name in names[1:])
    assert max(map(len, names)) <= 8


def test_periods_have_names() -> None:
    assert [period_of(each, date(2025, 7, 1)) for each in ("year", "quarter", "month")] == [
        "2025",
        "2025-Q3",
        "2025-07",
    ]
