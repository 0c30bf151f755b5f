"""Known shares of splits on the restated tree: parts of a unit's earlier quantities count elsewhere (or no longer here)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from yunjiang.figures.figure import Window
from yunjiang.figures.posing import Portions
from yunjiang.figures.question import BARE, END, Answer, Ask, Kind
from yunjiang.organizations.restatement import Portion


def ask_parts(
    asks: Sequence[Ask], portions: Sequence[Portion]
) -> tuple[list[Ask], list[tuple[int, Portion]]]:
    """Return asks for what each split unit itself had on the days before, and (number of the ask parted, portion) of each."""
    parts: list[Ask] = []
    of: list[tuple[int, Portion]] = []
    for number, ask in enumerate(asks):
        if ask.counts_persons or ask.forest.rollup is None:
            continue
        for portion in portions:
            clipped = _clipped(ask, portion)
            if clipped is not None:
                parts.append(clipped)
                of.append((number, portion))
    return parts, of


def add_up(parts: Sequence[Ask], of: Sequence[tuple[int, Portion]], answer: Answer) -> Portions:
    """Return what each ask gains or loses at each place."""
    carried: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
    for index, (number, portion) in enumerate(of):
        for (term, place, _), amount in answer.items():
            if term != index or place != portion.organization_id or not amount.entry_count:
                continue
            if parts[index].kind is Kind.LEVEL and not _holds(portion, amount.last_on):
                continue
            carried[number, portion.ancestor_id] += Fraction(portion.share) * amount.quantity
    return carried


def _clipped(ask: Ask, portion: Portion) -> Ask | None:
    """Return the ask for the unit alone, on the days for which the portion holds; None when there are none."""
    last = END if portion.valid_to is None else portion.valid_to - timedelta(days=1)
    alone = replace(ask, forest=BARE, roster=0)
    if ask.kind is Kind.LEVEL:
        return alone
    first, end = max(ask.first_on, portion.valid_from), min(ask.last_on, last)
    if first > end:
        return None
    return replace(alone, kind=Kind.FLOW, window=Window(first, end))


def _holds(portion: Portion, day: date | None) -> bool:
    return (
        day is not None and portion.valid_from <= day and (portion.valid_to is None or day < portion.valid_to)
    )
