"""Random small ledgers, trees and requests for the properties."""

import os
from datetime import date, timedelta

import pyarrow as pa
from hypothesis import strategies as st

from yunjiang.figures.figure import Window
from yunjiang.figures.question import BEGINNING, END, Ask, Forest, Kind, Request
from yunjiang.figures.tests.journal import Journal, Line
from yunjiang.figures.tests.reference import Tree

# How many random ledgers a property is tried on: few in the suite, some hundreds when the engine changes.
EXAMPLES = int(os.environ.get("YUNJIANG_EXAMPLES", "15"))

PROVINCE, WEST, EAST = 1, 2, 3
COUNTIES = (4, 5, 6)
UNITS = (PROVINCE, WEST, EAST, *COUNTIES)
MEASURES = {11: Kind.FLOW, 12: Kind.BALANCE, 13: Kind.LEVEL}
FIRST, LAST = date(2020, 11, 1), date(2022, 3, 31)

days = st.dates(FIRST, LAST)
month_ends = st.sampled_from([date(2021, 1, 31), date(2021, 3, 31), date(2021, 12, 31), date(2022, 1, 31)])


@st.composite
def lines(draw: st.DrawFn) -> Line:
    happened_on = draw(days | month_ends)
    since_on = draw(
        st.none()
        | st.just(happened_on.replace(day=1))
        | st.integers(0, 120).map(lambda length: happened_on - timedelta(days=length))
    )
    return Line(
        measure=draw(st.sampled_from(list(MEASURES))),
        organization=draw(st.sampled_from(UNITS)),
        happened_on=happened_on,
        quantity=draw(st.integers(-5, 20)),
        since_on=since_on,
        channel=draw(st.sampled_from([0, 0, 0, 1])),
        bound=draw(st.sampled_from([0, 0, 0, 1, 2, 4])),
        breakdown=draw(st.sampled_from([0, 0, 1, 2])),
        person=draw(st.sampled_from([0, 0, 7, 8])),
        data_set=draw(st.sampled_from([0, 0, 0, 2])),
    )


@st.composite
def journals(draw: st.DrawFn) -> Journal:
    """A ledger of postings, corrections, withdrawals and seals."""
    journal, standing = Journal(), []
    for act in draw(
        st.lists(st.sampled_from(["post", "post", "post", "correct", "withdraw", "seal"]), max_size=24)
    ):
        if act == "seal":
            journal.seal()
        elif act == "post" or not standing:
            standing.append(journal.post(*draw(st.lists(lines(), min_size=1, max_size=4))))
        else:
            posting = standing.pop(draw(st.integers(0, len(standing) - 1)))
            if act == "withdraw":
                journal.withdraw(posting)
            else:
                standing.append(journal.correct(posting, *draw(st.lists(lines(), min_size=1, max_size=3))))
    return journal


def grown(
    *parents: tuple[int, int, int],
    breaks: tuple[date, ...] = (),
    succession: tuple[tuple[int, int | None, date], ...] = (),
) -> tuple[Forest, Tree]:
    """Return a forest and the same as dated rows: for each era the parents of the three counties, below the province."""
    firsts, lasts = [BEGINNING, *breaks], [*(day - timedelta(days=1) for day in breaks), END]
    pairs, rows = [], []
    for era, (first, last, above_counties) in enumerate(zip(firsts, lasts, parents, strict=True)):
        above: dict[int, tuple[int, ...]] = {PROVINCE: (), WEST: (PROVINCE,), EAST: (PROVINCE,)}
        above |= {county: (parent, PROVINCE) for county, parent in zip(COUNTIES, above_counties, strict=True)}
        for unit, places in above.items():
            pairs += [(era, unit, place) for place in (unit, *places)]
            rows += [(unit, place, first, last) for place in (unit, *places)]
    names = ("era", "organization", "place")
    rollup = pa.table(
        {name: pa.array([pair[n] for pair in pairs], pa.int32()) for n, name in enumerate(names)}
    )
    return Forest(breaks, rollup, succession), Tree(tuple(rows))


@st.composite
def forests(draw: st.DrawFn) -> tuple[Forest, Tree | None]:
    """A forest and the same as dated rows; counties hang below west or east and may move on a day."""
    if draw(st.booleans()) and draw(st.booleans()):
        return Forest(), None
    breaks = tuple(sorted(set(draw(st.lists(days, max_size=2)))))
    sides = st.tuples(*[st.sampled_from([WEST, EAST])] * 3)
    parents = [draw(sides) for _ in range(len(breaks) + 1)]
    succession = draw(st.lists(st.tuples(st.just(6), st.sampled_from([5, None]), days), max_size=1))
    return grown(*parents, breaks=breaks, succession=tuple(succession))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    first = draw(days | st.sampled_from([date(2021, 1, 1), date(2020, 11, 1), date(2021, 3, 1)]))
    last = draw(days | month_ends)
    return Window(min(first, last), max(first, last))


@st.composite
def requests(draw: st.DrawFn, journal: Journal) -> tuple[Request, dict[object, Tree]]:
    grown = draw(st.lists(forests(), min_size=1, max_size=2))
    roster = tuple(
        (place, unit) for place, unit in [(PROVINCE, WEST), (PROVINCE, EAST), (WEST, 4), (EAST, 5)]
    )
    asks = []
    for figure in range(draw(st.integers(1, 4))):
        for _ in range(draw(st.integers(1, 2))):
            measure = draw(st.sampled_from(list(MEASURES)))
            kind = MEASURES[measure]
            asks.append(
                Ask(
                    figure=figure,
                    measure=measure,
                    kind=kind,
                    window=draw(windows()),
                    forest=draw(st.sampled_from(grown))[0],
                    channel=draw(st.sampled_from([0, 0, 1])),
                    age_limit_days=draw(st.none() | st.integers(0, 200)),
                    counts_persons=kind is not Kind.LEVEL and draw(st.booleans()),
                    labels=draw(st.none() | st.sampled_from([{1: 1}, {0: 0, 1: 1, 2: 1}, {}])),
                    roster=draw(st.sampled_from([0, 1])),
                )
            )
    request = Request(
        data_set=0,
        position=draw(st.integers(0, journal.position)),
        asks=asks,
        places=draw(st.lists(st.sampled_from(UNITS), unique=True, max_size=4)),
        rosters=((), roster),
    )
    return request, {forest: tree for forest, tree in grown if tree is not None}
