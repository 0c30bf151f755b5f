"""What changed between two assessments of the same organizations, the worst news first."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from yunjiang.assessment.rules.judgement import WORST_FIRST, Judgement, Status

Place = tuple[int, str]  # organization and indicator
# A change of less is noise; no arrow is drawn. In per cent of the target, in points where the value is a rate itself.
NOTABLE_POINTS = Decimal(1)
_SILENT = (Status.NOT_REPORTED, Status.NO_DATA)


class Turn(StrEnum):
    """In which way a judgement changed."""

    WORSENED = "worsened"
    FELL_SILENT = "fell_silent"
    GONE = "gone"  # not judged in the later assessment
    RETARGETED = "retargeted"  # the same status against another target
    REVALUED = "revalued"  # the same status of another value
    REPORTED = "reported"  # silent before
    IMPROVED = "improved"
    NEW = "new"  # not judged in the earlier assessment


@dataclass(frozen=True)
class Change:
    """One judgement that is not what it was."""

    organization_id: int
    indicator: str
    turn: Turn
    before: Judgement | None
    after: Judgement | None


def changes(before: Mapping[Place, Judgement], after: Mapping[Place, Judgement]) -> list[Change]:
    """Return every judgement that changed, the worst news first, then by organization and indicator."""
    found = []
    for place in sorted({*before, *after}):
        turn = turned(before.get(place), after.get(place))
        if turn is not None:
            found.append(Change(*place, turn, before.get(place), after.get(place)))
    return sorted(found, key=lambda change: list(Turn).index(change.turn))


def turned(before: Judgement | None, after: Judgement | None) -> Turn | None:
    """Return in which way a judgement changed, or None when it did not."""
    if before is None or after is None:
        return None if before is after else Turn.NEW if before is None else Turn.GONE
    was_silent, is_silent = before.status in _SILENT, after.status in _SILENT
    if was_silent != is_silent:
        return Turn.REPORTED if was_silent else Turn.FELL_SILENT
    if was_silent:
        if before.status is after.status:  # a value may be known, but not of the period whose report is owed
            return Turn.REVALUED if before.value != after.value else None
        return Turn.WORSENED if after.status is Status.NOT_REPORTED else Turn.IMPROVED
    one, other = (WORST_FIRST.index((each.status, each.severity)) for each in (before, after))
    if one != other:
        return Turn.WORSENED if other < one else Turn.IMPROVED
    if before.target != after.target:
        return Turn.RETARGETED
    return Turn.REVALUED if before.value != after.value else None


def is_notable(before: Judgement, after: Judgement, *, is_rate: bool, gap: Decimal = NOTABLE_POINTS) -> bool:
    """Say whether a value changed by at least the gap: in points of a rate, in per cent of the target, or of the value before."""
    if before.value is None or after.value is None:
        return before.value is not after.value
    change = abs(after.value - before.value)
    whole = after.target or before.value
    return change >= gap if is_rate or not whole else change * 100 >= gap * abs(whole)
