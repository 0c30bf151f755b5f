"""The journal language of these tests: what was promised, what became known on which day, and the day of the assessment.

    cumulative >= 20000 名 by 2025-12-31
    2021-12-31   3800
    2022-12-31   8000
    2023-12-31  12100
    on 2023-12-31

The first line may go on with `every year` or `always` instead of `by`, `from 88 on 2020-12-31` (a baseline), `along step` (or
hold, linear, `along profile` with 12 shares), `through 2023-12-31 12000` (milestones, repeatable), `whole`, `binding`. Then:
`owed 2023-01-01..2023-12-31 due 2023-12-31`, `reported 3 of 16`, `bound at_least`, `register` (silence means zero), `published`,
`newest 2023-12-31`. A value on the day of the assessment or the last before it is the value judged; others are its past.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from yunjiang.assessment.rules.facts import Facts, Owed, Point, Promise
from yunjiang.assessment.rules.judgement import Judgement
from yunjiang.assessment.rules.status import assess
from yunjiang.plans.document import Baseline, Basis, Cadence, Comparator, Nature, Trajectory, TrajectoryKind

FIRST, LAST = date(2021, 1, 1), date(2025, 12, 31)
# Cumulative month-end shares of the year's new urban jobs: nearly three fifths by the end of June.
HIRING = "0.08 0.14 0.25 0.35 0.47 0.59 0.68 0.76 0.84 0.91 0.96 1"


def judged(text: str) -> Judgement:
    """Assess a journal."""
    return assess(facts(text))


def facts(text: str) -> Facts:
    """Read a journal."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    promised, known, rest = promise(lines[0]), [], {}
    for line in lines[1:]:
        if re.match(r"\d{4}-", line):
            on, value = line.split()
            known.append(Point(date.fromisoformat(on), Decimal(value)))
        else:
            word, _, after = line.partition(" ")
            rest[word] = after
    on = date.fromisoformat(rest.pop("on"))
    points = [each for each in known if each.on <= on]
    current = points.pop() if points else None
    if current and promised.basis is Basis.ANNUAL and current.on.year != on.year:
        points.append(current)
        newest, current = current.on, None
    else:
        newest = current.on if current else None
    return Facts(
        promise=promised,
        on=on,
        value=current.value if current else None,
        newest_on=date.fromisoformat(rest["newest"]) if "newest" in rest else newest,
        points=tuple(points),
        **_more(rest),
    )


def promise(line: str) -> Promise:
    """Read what was promised."""
    words = line.split()
    basis, comparator, target, unit = words[:4]
    low, _, high = target.partition("..")
    more: dict[str, Any] = {
        "cadence": Cadence.DEADLINE,
        "deadline": LAST,
        "nature": Nature.EXPECTED,
        "milestones": (),
    }
    rest = words[4:]
    while rest:
        word = rest.pop(0)
        if word == "by":
            more["deadline"] = date.fromisoformat(rest.pop(0))
        elif word == "every":
            more |= {"cadence": Cadence.ANNUAL, "deadline": None}
            rest.pop(0)
        elif word == "always":
            more |= {"cadence": Cadence.ONGOING, "deadline": None}
        elif word == "from":
            value, _, on = rest.pop(0), rest.pop(0), rest.pop(0)
            more["baseline"] = Baseline(Decimal(value), date.fromisoformat(on))
        elif word == "along":
            kind = TrajectoryKind(rest.pop(0))
            shares = tuple(Decimal(share) for share in rest[:12]) if kind is TrajectoryKind.PROFILE else ()
            rest = rest[len(shares) :]
            more["trajectory"] = Trajectory(kind, shares)
        elif word == "through":
            more["milestones"] += ((date.fromisoformat(rest.pop(0)), Decimal(rest.pop(0))),)
        elif word == "whole":
            more["is_whole"] = True
        elif word == "falling":
            more["direction"] = -1
        else:
            more["nature"] = Nature(word)
    return Promise(
        indicator="1.1.1",
        basis=Basis(basis),
        comparator=Comparator(comparator) if comparator != "within" else Comparator.RANGE,
        unit=unit,
        first_day=FIRST,
        last_day=LAST,
        target=None if target == "none" else Decimal(low),
        target_max=Decimal(high) if high else None,
        **more,
    )


def _more(rest: dict[str, str]) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if "owed" in rest:
        days, _, due = rest["owed"].partition(" due ")
        first, last = days.split("..")
        more["owed"] = Owed(date.fromisoformat(first), date.fromisoformat(last), date.fromisoformat(due))
    if "reported" in rest:
        reported, expected = rest["reported"].split(" of ")
        more |= {"reported_count": int(reported), "expected_count": int(expected)}
    if "bound" in rest:
        more["bound"] = rest["bound"]
    if "published" in rest:
        more["is_scattered"] = True
    if "register" in rest:
        more["is_continuous"] = True
    return more
