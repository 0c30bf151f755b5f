"""What is missing or wrong in a record, the stretches in which it is qualified, and what the ledger is told."""

from collections import Counter
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from yunjiang.registers.members import lines, quality
from yunjiang.registers.members.models import Quality
from yunjiang.registers.members.quality import Span

TODAY = date(2026, 11, 22)
WHOLE: dict[str, Any] = {each.path: "x" for each in quality.FIELDS} | {
    "person__name": "阿依·买买提",
    "person__sex": "1",
    "person__birth_on": date(1990, 1, 1),
    "person__is_migrant_worker": False,
    "joined_on": date(2020, 1, 1),
    "unread": {},
    "person__restricted_at": None,
}


def test_a_whole_record_lacks_nothing_and_no_says_something() -> None:
    assert quality.missing(WHOLE) == 0
    assert quality.faults(WHOLE, TODAY) == 0


def test_what_is_missing_is_named() -> None:
    bits = quality.missing(WHOLE | {"person__phone_mask": "", "person__sex": "0"})
    assert [each.code for each in quality.named(bits, quality.FIELDS)] == ["sex", "phone"]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"joined_on": date(2005, 12, 31)}, "too_young"),
        ({"joined_on": date(2027, 1, 1)}, "future"),
        ({"person__birth_on": date(1900, 1, 1), "joined_on": date(1950, 1, 1)}, "too_old"),
        ({"person__name": "张3"}, "name"),
        ({"unread": {"education": "博士后"}}, "unread"),
    ],
)
def test_what_cannot_be_so_is_a_fault(changed: dict[str, Any], fault: str) -> None:
    assert [each.code for each in quality.named(quality.faults(WHOLE | changed, TODAY), quality.FAULTS)] == [
        fault
    ]


def span(span: Span, **changed: Any) -> Span:
    given = {
        "is_good": True,
        "confirmed_on": TODAY,
        "since_on": date(2020, 1, 1),
        "ended_on": None,
        "on": TODAY,
    }
    return quality.respan(span, **(given | changed))


NONE = Span(None, None, [])


def test_a_stretch_begins_with_the_confirmation_and_lapses_after_a_year() -> None:
    assert span(NONE) == Span(TODAY, date(2027, 11, 22), [])
    assert span(NONE, is_good=False) == NONE
    assert span(NONE, confirmed_on=date(2025, 11, 22)) == NONE


def test_a_record_mended_later_is_qualified_from_then_on() -> None:
    assert span(NONE, confirmed_on=date(2026, 3, 1)) == Span(TODAY, date(2027, 3, 1), [])


def test_a_confirmation_in_time_lets_the_stretch_go_on() -> None:
    before = Span(date(2026, 1, 1), date(2027, 1, 1), [])
    assert span(before) == Span(date(2026, 1, 1), date(2027, 11, 22), [])
    on_the_day = Span(date(2025, 11, 22), TODAY, [])
    assert span(on_the_day) == Span(date(2025, 11, 22), date(2027, 11, 22), [])


def test_a_confirmation_after_the_lapse_begins_another_and_what_was_stays() -> None:
    before = Span(date(2024, 1, 1), date(2025, 1, 1), [])
    assert span(before) == Span(TODAY, date(2027, 11, 22), [["2024-01-01", "2025-01-01"]])


def test_what_spoils_a_record_cuts_the_stretch_that_day() -> None:
    before = Span(date(2026, 1, 1), date(2027, 1, 1), [])
    assert span(before, is_good=False) == Span(date(2026, 1, 1), TODAY, [])
    assert span(Span(TODAY, date(2027, 11, 22), []), is_good=False) == NONE


def test_the_end_of_the_membership_ends_the_stretch() -> None:
    before = Span(date(2026, 1, 1), date(2027, 1, 1), [])
    ended = span(before, ended_on=date(2026, 6, 1), confirmed_on=date(2026, 1, 1))
    assert ended == Span(date(2026, 1, 1), date(2026, 6, 1), [])
    assert span(before, ended_on=TODAY) == Span(date(2026, 1, 1), TODAY, [])


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"is_current": False}, Quality.NONE),
        ({"missing_bits": 1, "fault_bits": 1}, Quality.INCOMPLETE),
        ({"fault_bits": 1}, Quality.INVALID),
        ({"is_unique": False}, Quality.DUPLICATE),
        ({"until": TODAY}, Quality.STALE),
        ({}, Quality.QUALIFIED),
    ],
)
def test_the_first_lack_is_named(given: dict[str, Any], found: Quality) -> None:
    whole = {
        "is_current": True,
        "missing_bits": 0,
        "fault_bits": 0,
        "is_unique": True,
        "until": date(2027, 1, 1),
        "on": TODAY,
    }
    assert quality.quality(**(whole | given)) == found


def row(**changed: Any) -> Any:
    return SimpleNamespace(
        **{
            "organization_id": 7,
            "person__sex": "2",
            "new_form_job": "",
            "since_on": date(2020, 1, 1),
            "ended_on": None,
            "phases": [],
            "qualified_from": None,
            "qualified_until": None,
            "qualified_before": [],
        }
        | changed
    )


def balance(found: Any, on: date) -> Counter[str]:
    """Return what lines add up to on a day, by standing where they tell it."""
    total: Counter[str] = Counter()
    for line in found:
        if line.happened_on <= on:
            total[line.breakdown.get("standing", "")] += line.quantity
    return total


def test_a_member_counts_from_the_first_day_until_the_end() -> None:
    told = lines.members(row(ended_on=date(2024, 5, 1)))
    assert balance(told, date(2019, 12, 31)) == {}
    assert balance(told, date(2024, 4, 30)) == {"active": 1}
    assert balance(told, date(2024, 5, 1))["active"] == 0


def test_a_kept_membership_counts_apart() -> None:
    told = lines.members(row(phases=[["2023-01-01", "retained"], ["2023-06-01", "active"]]))
    assert balance(told, date(2023, 3, 1)) == {"active": 0, "retained": 1}
    assert balance(told, date(2023, 6, 1)) == {"active": 1, "retained": 0}


def test_who_joined_and_left_on_one_day_counts_never() -> None:
    assert lines.members(row(ended_on=date(2020, 1, 1))) == []


def test_qualified_days_are_told_with_their_lapse() -> None:
    told = lines.qualified(
        row(
            qualified_before=[["2024-01-01", "2025-01-01"]],
            qualified_from=date(2026, 2, 1),
            qualified_until=date(2027, 2, 1),
        )
    )
    assert balance(told, date(2024, 12, 31))[""] == 1
    assert balance(told, date(2025, 1, 1))[""] == 0
    assert balance(told, date(2027, 1, 31))[""] == 1
    assert balance(told, date(2027, 2, 1))[""] == 0
