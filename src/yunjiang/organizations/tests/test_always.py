"""What holds after any sequence of acts, in any order of days, refused ones included.

The tree is told once more by a plain reading of the events, day by day, and compared with what is stored.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yunjiang.organizations import queries, services
from yunjiang.organizations.models import Event, EventKind, Organization, Standing, ids_in
from yunjiang.organizations.refusals import TreeRefusal

from .journal import play

FIRST = date(2020, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(12)]

# The province is planted once a test and survives every example, because `told` takes back what it recorded.
pytestmark = pytest.mark.usefixtures("province")
few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
some = settings(few, max_examples=25)
many = settings(few, max_examples=60)


ACTS = (
    "open {new} under {one}",
    "move {one} under {other}",
    "move {one} under {other}",
    "move {one} out",
    "rename {one} to {other}-renamed",
    "recode {one} to {other}",
    "merge {one} into {other}",
    "split {one} off {other} 0.25",
    "split {one} off {other} 0.4",
    "split {one} off {other}",
    "close {one}",
    "close {one} for {other}",
    "boundary {one} to {other}",
)


@st.composite
def journals(draw: st.DrawFn) -> list[str]:
    """Draw the lines of a journal about units that were mentioned before; possible or not, in any order of days."""
    known = ["province", "east", "west", "east1", "east2", "west1"]
    lines = []
    for _ in range(draw(st.integers(3, 12))):
        act = draw(st.sampled_from(ACTS))
        one, other = draw(st.sampled_from(known)), draw(st.sampled_from(known))
        new = f"new{len(known)}"
        if act.startswith("open"):
            known.append(new)
        lines.append(f"{draw(st.sampled_from(DAYS[1:10]))} {act.format(new=new, one=one, other=other)}")
    return lines


@contextmanager
def told(journal: list[str]) -> Iterator[None]:
    """Record what is possible of a journal, and forget it at the end of the block."""
    with transaction.atomic():
        for line in journal:
            try:
                with transaction.atomic():
                    play(line)
            except (TreeRefusal, Organization.DoesNotExist):
                continue
        yield
        transaction.set_rollback(True)


def parents_on(day: date) -> dict[int, int | None]:
    """Read the events up to a day, one by one, and return the parent of every unit then open."""
    parents: dict[int, int | None] = {}
    for event in Event.objects.filter(happened_on__lte=day).order_by("happened_on", "id"):
        if event.kind in (EventKind.OPENED, EventKind.MOVED):
            parents[event.organization_id] = event.counterpart_id
        elif event.kind in (EventKind.MERGED, EventKind.CLOSED):
            del parents[event.organization_id]
    return parents


def chain(unit: int, parents: dict[int, int | None]) -> list[int]:
    above = parents[unit]
    return [*(chain(above, parents) if above is not None else []), unit]


@many
@given(journals())
def test_it_works(journal: list[str]) -> None:
    with told(journal):
        for day in DAYS:
            parents = parents_on(day)
            standings = list(queries.at(day))
            # One standing a day per open unit, and none for others.
            assert sorted(each.organization_id for each in standings) == sorted(parents)
            for each in standings:
                assert each.parent_id == parents[each.organization_id]
                assert ids_in(each.path) == chain(each.organization_id, parents)
            codes = [each.code for each in standings]
            assert len(codes) == len(set(codes))


@few
@given(journals(), st.sampled_from(DAYS))
def test_descendants_by_path_are_descendants_by_parents(journal: list[str], day: date) -> None:
    with told(journal):
        parents = parents_on(day)
        for unit in parents:
            below = {each for each in parents if unit in chain(each, parents)[:-1]}
            assert {each.organization_id for each in queries.descendants(unit, day)} == below
            assert [each.organization_id for each in queries.ancestors(unit, day)] == chain(unit, parents)[
                :-1
            ]


@few
@given(journals())
def test_neighbouring_standings_differ(journal: list[str]) -> None:
    with told(journal):
        before: Standing | None = None
        for each in Standing.objects.order_by("organization_id", "valid_from"):
            if before and before.organization_id == each.organization_id:
                assert before.valid_to == each.valid_from
                same = ("path", "parent_id", "code", "name", "short_name", "rank")
                assert any(getattr(before, name) != getattr(each, name) for name in same)
            before = each


@few
@given(journals())
def test_rows_as_then_part_time_among_ancestors(journal: list[str]) -> None:
    with told(journal):
        rows = queries.rollup(tree="as_then")
        for day in DAYS:
            parents = parents_on(day)
            holding = defaultdict(list)
            for row in rows:
                if row.valid_from <= day and (row.valid_to is None or day < row.valid_to):
                    holding[row.organization_id].append(row.ancestor_id)
            assert {unit: sorted(above) for unit, above in holding.items()} == {
                unit: sorted(chain(unit, parents)) for unit in parents
            }


@some
@given(journals(), st.sampled_from(DAYS))
def test_restated_every_unit_counts_in_one_chain_of_the_day(journal: list[str], on: date) -> None:
    with told(journal):
        parents = parents_on(on)
        counted = defaultdict(list)
        for row in queries.rollup(tree="restated", on=on):
            counted[row.organization_id].append(row.ancestor_id)
        chains = [sorted(chain(unit, parents)) for unit in parents]
        for unit, ancestors in counted.items():
            assert sorted(ancestors) in chains
            if unit in parents:
                assert sorted(ancestors) == sorted(chain(unit, parents))
        assert set(parents) <= set(counted)


@some
@given(journals(), st.sampled_from(DAYS))
def test_apportioning_neither_makes_nor_loses_anything(journal: list[str], on: date) -> None:
    with told(journal):
        whole = {(row.organization_id, row.ancestor_id) for row in queries.rollup(tree="restated", on=on)}
        roots = {unit for unit, parent in parents_on(on).items() if parent is None}
        portions = queries.apportionment(on)
        for day in DAYS:
            held: dict[tuple[int, int], Decimal] = defaultdict(Decimal, dict.fromkeys(whole, Decimal(1)))
            for each in portions:
                if each.valid_from <= day and (each.valid_to is None or day < each.valid_to):
                    held[each.organization_id, each.ancestor_id] += each.share
            assert all(0 <= share <= 1 for share in held.values())
            for unit in {unit for unit, _ in held}:
                assert sum(held[unit, root] for root in roots) == 1


@few
@given(journals())
def test_rebuilding_finds_nothing_wrong(journal: list[str]) -> None:
    with told(journal):
        assert services.rebuild() == 0


@few
@given(journals(), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_footnotes_lie_within_the_days_and_restating_only_takes_some_away(
    journal: list[str], one: date, other: date
) -> None:
    with told(journal):
        units = list(Organization.objects.values_list("pk", flat=True))
        first, last = min(one, other), max(one, other)
        as_then = queries.footnotes_of(units, first, last)
        restated = queries.footnotes_of(units, first, last, tree="restated")
        for unit in units:
            assert all(first < on <= last for on, _ in as_then[unit])
            assert as_then[unit] == sorted(as_then[unit], key=lambda note: note[0])
            assert set(restated[unit]) <= set(as_then[unit])
