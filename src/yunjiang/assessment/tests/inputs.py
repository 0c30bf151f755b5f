"""Facts of every kind: zeros, negatives, equal ends, missing pieces, days before, within and after the plan."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from yunjiang.assessment.rules.facts import Facts, Owed, Point, Promise
from yunjiang.plans.document import Baseline, Basis, Cadence, Comparator, Nature, Trajectory, TrajectoryKind

FIRST, LAST = date(2021, 1, 1), date(2025, 12, 31)
RISING = (Comparator.AT_LEAST, Comparator.MORE_THAN)
FALLING = (Comparator.AT_MOST, Comparator.LESS_THAN)

days = st.dates(date(2019, 1, 1), date(2027, 12, 31)) | st.sampled_from(
    [FIRST - timedelta(1), FIRST, LAST, LAST + timedelta(1)]
)
numbers = st.sampled_from(
    [Decimal(0), Decimal(1), Decimal(100), Decimal(-1), Decimal("1E+18"), Decimal("0.0001")]
) | st.decimals(-1000, 1000, places=2)
shares = st.lists(st.decimals(0, 1, places=3), min_size=12, max_size=12).map(
    lambda given: tuple(sorted(given))
)
trajectories = st.none() | st.builds(
    Trajectory,
    st.sampled_from(TrajectoryKind),
    st.just(()) | shares | shares.map(lambda given: (*given[:11], Decimal(1))),
)


@st.composite
def promises(
    draw,
    comparators=tuple(Comparator),
    bases=tuple(Basis),
    cadences=tuple(Cadence),
    units=("人", "%", "万元"),
    courses=trajectories,
    whole=(False, True),
):
    cadence = draw(st.sampled_from(cadences))
    return Promise(
        indicator="x",
        basis=draw(st.sampled_from(bases)),
        comparator=draw(st.sampled_from(comparators)),
        cadence=cadence,
        nature=draw(st.sampled_from(Nature)),
        unit=draw(st.sampled_from(units)),
        first_day=FIRST,
        last_day=LAST,
        target=draw(st.none() | numbers),
        target_max=draw(st.none() | numbers),
        deadline=draw(days) if cadence is Cadence.DEADLINE else draw(st.none() | days),
        direction=draw(st.sampled_from((1, -1))),
        baseline=draw(st.none() | st.builds(Baseline, numbers, days)),
        trajectory=draw(courses),
        is_whole=draw(st.sampled_from(whole)),
        milestones=tuple(draw(st.lists(st.tuples(days, numbers), max_size=3))),
    )


@st.composite
def any_facts(draw, bounds=("exact", "at_least", "at_most", "about"), **of_promise):
    promise = draw(promises(**of_promise))
    on = draw(days)
    points = draw(st.lists(st.builds(Point, days, numbers), max_size=6))
    first = draw(days)
    return Facts(
        promise=promise,
        on=on,
        value=draw(st.none() | numbers),
        bound=draw(st.sampled_from(bounds)),
        newest_on=draw(st.none() | days),
        is_continuous=draw(st.booleans()),
        is_scattered=draw(st.booleans()),
        owed=draw(st.none() | st.just(Owed(first, first + timedelta(364), first + timedelta(364)))),
        reported_count=draw(st.integers(0, 3)),
        expected_count=draw(st.integers(0, 3)),
        points=tuple(sorted(points, key=lambda point: point.on)),
    )


def with_value(facts: Facts, value: Decimal) -> Facts:
    return replace(facts, value=value)
