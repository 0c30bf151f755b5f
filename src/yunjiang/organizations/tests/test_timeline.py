"""The life of one unit, from its events alone: no database."""

from datetime import date

import pytest

from yunjiang.organizations.models import Event, EventKind
from yunjiang.organizations.refusals import AlreadyOpen
from yunjiang.organizations.timeline import life

FACTS = {"kind": "union", "code": "1", "name": "works", "short_name": "works"}


def event(kind: EventKind, day: int, /, *, under: int | None = None, **facts: str) -> Event:
    return Event(
        kind=kind, happened_on=date(2022, 1, day), organization_id=1, counterpart_id=under, facts=facts
    )


def test_it_works() -> None:
    stretches = life(
        1,
        [
            event(EventKind.OPENED, 1, under=7, **FACTS),
            event(EventKind.RENAMED, 5, name="mill", short_name="mill"),
            event(EventKind.MOVED, 9, under=8),
            event(EventKind.CLOSED, 20),
        ],
        str,
    )
    assert [
        (each.first.day, each.end and each.end.day, each.parent, each.facts.name) for each in stretches
    ] == [
        (1, 5, 7, "works"),
        (5, 9, 7, "mill"),
        (9, 20, 8, "mill"),
    ]


def test_what_happens_on_one_day_is_one_change() -> None:
    stretches = life(
        1,
        [
            event(EventKind.OPENED, 1, under=7, **FACTS),
            event(EventKind.RENAMED, 1, name="mill"),
            event(EventKind.RECODED, 1, code="2"),
        ],
        str,
    )
    assert [(each.first.day, each.facts.name, each.facts.code) for each in stretches] == [(1, "mill", "2")]


def test_splits_and_boundary_changes_leave_the_life_as_it_is() -> None:
    opened = event(EventKind.OPENED, 1, under=7, **FACTS)
    others = [event(EventKind.SPLIT, 3, under=2), event(EventKind.BOUNDARY_CHANGED, 4, under=2)]
    assert life(1, [opened, *others], str) == life(1, [opened], str)


def test_a_unit_opens_once() -> None:
    twice = [event(EventKind.OPENED, day, under=7, **FACTS) for day in (1, 5)]
    with pytest.raises(AlreadyOpen, match="2022-01-01"):
        life(1, twice, str)
