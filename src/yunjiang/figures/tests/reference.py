"""The figures in plain Python: slow, obvious, whole numbers only; what every engine must agree with.

Works on the list of all entries, knows no sums, no segments and no SQL.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yunjiang.figures.question import Amount, Answer, Ask, Kind, Request


@dataclass(frozen=True)
class Entry:
    """One row of a segment."""

    id: int
    origin: int
    posting: int
    position: int
    data_set: int
    channel: int
    measure: int
    organization: int
    since_on: date | None
    happened_on: date
    quantity: int
    weight: int = 1
    bound: int = 0
    breakdown: int = 0
    person: int = 0

    @property
    def first_on(self) -> date:
        return self.since_on or self.happened_on


@dataclass(frozen=True)
class Tree:
    """Pairs of unit and place that hold from one day until the day before another."""

    rows: tuple[tuple[int, int, date, date], ...]  # organization, place, first day, last day

    def places(self, organization: int, day: date) -> set[int]:
        return {
            place for unit, place, first, last in self.rows if unit == organization and first <= day <= last
        }


def answer(request: Request, entries: Iterable[Entry], trees: dict[object, Tree]) -> Answer:
    """Return what `figures.answering.answer` must return."""
    known = [e for e in entries if e.position <= request.position and e.data_set == request.data_set]
    gone = {e.origin for e in known if e.weight < 0}
    live = [e for e in known if e.weight > 0 and e.origin not in gone]
    found: Answer = {}
    for term, ask in enumerate(request.asks):
        mine = [e for e in live if e.channel == ask.channel and e.measure == ask.measure]
        if ask.labels is not None:
            mine = [e for e in mine if e.breakdown in ask.labels]
        for place, label, amount in _term(ask, mine, trees.get(ask.forest)):
            found[term, place, label] = amount
    reported: dict[tuple[int, int], set[int]] = defaultdict(set)
    for (term, unit, _), amount in found.items():
        ask = request.asks[term]
        for place, expected in request.rosters[ask.roster]:
            if unit == expected and amount.entry_count > 0:
                reported[ask.figure, place].add(unit)
    for (term, place, _), amount in found.items():
        amount.unit_count = len(reported[request.asks[term].figure, place])
    return {key: amount for key, amount in found.items() if key[1] in set(request.places)}


def _term(ask: Ask, live: list[Entry], tree: Tree | None) -> list[tuple[int, int, Amount]]:
    def places(entry: Entry) -> set[int]:
        return tree.places(entry.organization, entry.happened_on) if tree else {entry.organization}

    def label(entry: Entry) -> int:
        return ask.labels[entry.breakdown] if ask.labels is not None else 0

    if ask.kind is Kind.LEVEL:
        live, stale = _standing(ask, live)
        straddling: list[Entry] = []
    else:
        touching = [e for e in live if e.first_on <= ask.last_on and e.happened_on >= ask.first_on]
        live = [e for e in touching if e.first_on >= ask.first_on and e.happened_on <= ask.last_on]
        straddling = [e for e in touching if e not in live]
        stale = []
    cells: dict[tuple[int, int], dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for name, group in (("live", live), ("straddling", straddling), ("stale", stale)):
        for entry in group:
            for place in places(entry):
                cells[place, label(entry)][name].append(entry)
    result = []
    for (place, class_), groups in cells.items():
        counted = groups["live"]
        amount = Amount(
            quantity=sum(e.quantity for e in counted),
            entry_count=len(counted),
            bound=sum({e.bound for e in counted}),
            last_on=max((e.happened_on for e in counted), default=None),
            straddling_count=len(groups["straddling"]),
            overlap_count=0 if ask.kind is Kind.LEVEL else _overlaps(counted),
            stale_count=len({e.organization for e in groups["stale"]}),
        )
        if ask.counts_persons:
            amount.quantity = _persons(ask, counted)
            amount.unnamed_count = sum(1 for e in counted if e.person == 0 and e.quantity != 0)
        result.append((place, class_, amount))
    return result


def _standing(ask: Ask, live: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return the entries of each organization's newest observation, the fresh and the stale."""
    by_unit: dict[int, list[Entry]] = defaultdict(list)
    for entry in live:
        if entry.happened_on <= ask.last_on:
            by_unit[entry.organization].append(entry)
    fresh, stale = [], []
    for unit, entries in by_unit.items():
        if ask.forest.rollup is not None and _is_superseded(ask, unit, by_unit):
            continue
        newest = max(entries, key=lambda e: (e.happened_on, e.origin))
        observation = [
            e for e in entries if (e.happened_on, e.posting) == (newest.happened_on, newest.posting)
        ]
        is_fresh = ask.fresh_on is None or newest.happened_on >= ask.fresh_on
        (fresh if is_fresh else stale).extend(observation)
    return fresh, stale


def _is_superseded(ask: Ask, unit: int, by_unit: dict[int, list[Entry]]) -> bool:
    for ended, successor, ended_on in ask.forest.succession:
        if ended != unit or ended_on > ask.last_on:
            continue
        if successor is None or any(e.happened_on >= ended_on for e in by_unit.get(successor, [])):
            return True
    return False


def _overlaps(entries: list[Entry]) -> int:
    """Count pairs of returns of one organization that tell about the same days."""
    returns = [e for e in entries if e.since_on is not None and e.person == 0 and e.channel == 0]
    return sum(
        1
        for a in returns
        for b in returns
        if a.id < b.id
        and a.organization == b.organization
        and a.posting != b.posting
        and a.first_on <= b.happened_on
        and b.first_on <= a.happened_on
        and (a.breakdown == b.breakdown or 0 in (a.breakdown, b.breakdown))
    )


def _persons(ask: Ask, entries: list[Entry]) -> int:
    present: dict[int, int] = defaultdict(int)
    for entry in entries:
        if entry.person:
            present[entry.person] += entry.quantity if ask.kind is Kind.BALANCE else 1
    return sum(1 for total in present.values() if total > 0)
