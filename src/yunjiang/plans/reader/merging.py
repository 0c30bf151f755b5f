"""One promise said in several places: told by value, unit, term and likeness of names, kept once."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .promises import Target
from .roles import Role
from .units import PERSONS

_STOPS = re.compile(r"[。！？\n]")


_COMPARED = 200  # promises of one value that each is compared with


def merged(targets: Sequence[Target], text: str) -> list[Target]:
    """Return the promises with those that say the same joined; the most detailed place is kept, the others named."""
    kept: list[Target] = []
    of_value: dict[Decimal, list[int]] = defaultdict(
        list
    )  # a long document has thousands of promises, few of one value
    for each in targets:
        twin = next(
            (number for number in of_value[each.value][-_COMPARED:] if _same(each, kept[number], text)), None
        )
        if twin is None:
            of_value[each.value].append(len(kept))
            kept.append(each)
            continue
        other = kept[twin]
        better, worse = (each, other) if _rank(each) > _rank(other) else (other, each)
        by = better.by if better.by.is_stated or not worse.by.is_stated else worse.by
        kept[twin] = replace(better, by=by, also=(*other.also, (worse.start, worse.end)))
    return sorted(kept, key=lambda each: each.start)


def _rank(target: Target) -> tuple[int, int, Decimal]:
    """Return how good a place is for a promise: in a task before a list of goals, deeper before shallower."""
    return (target.part.role == Role.TASK, target.part.level, target.confidence)


def _same(one: Target, other: Target, text: str) -> bool:
    if one.value_max != other.value_max or not _alike_units(one.unit, other.unit):  # of one value they are
        return False
    if one.start < other.end and other.start < one.end:  # two names that share one number
        return False
    if not _STOPS.search(text, min(one.end, other.end), max(one.start, other.start)):
        return False  # members of one list: 甲事故死亡人数下降8%，乙事故死亡人数下降8%
    if one.by.cadence != other.by.cadence and one.by.is_stated and other.by.is_stated:
        return False
    if one.by.year != other.by.year and all(each.by.is_stated or each.by.at for each in (one, other)):
        return False
    return alike(one.name, other.name) >= Decimal("0.7")


def _alike_units(one: str, other: str) -> bool:
    return one == other or {one, other} <= PERSONS


def alike(one: str, other: str) -> Decimal:
    """Return how alike two names are, 0 to 1: the share of the shorter one's pairs of characters found in the longer."""
    one, other = (re.sub(r"[“”‘’（）()、的 ]", "", each) for each in (one, other))
    if not one or not other:
        return Decimal(0)
    if one in other or other in one:
        return Decimal(1)
    shorter, longer = sorted((one, other), key=len)
    pairs = [shorter[place : place + 2] for place in range(len(shorter) - 1)] or [shorter]
    return Decimal(sum(pair in longer for pair in pairs)) / len(pairs)
