"""The way of a return so far, as people read it: who did what, when, for which unit, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from yunjiang.returns.models import Step, StepKind


@dataclass(frozen=True)
class Told:
    """One step. `tone` marks what went back."""

    number: int
    word: str
    at: datetime
    by: str
    desk: str
    reason: str
    until: date | None
    indicators: str
    position: int | None
    tone: str
    is_comparable: bool  # a later state can be held against it


_BACK = (StepKind.SENT_BACK, StepKind.REOPENED, StepKind.WITHDRAWN)
_DONE = (StepKind.ACCEPTED,)


def told(taken: Iterable[Step], names: Mapping[int | None, str]) -> list[Told]:
    """Return steps as people read them, the newest first; `names` are those of the units they were taken for."""
    found = [
        Told(
            step.pk,
            str(StepKind(step.kind).label),
            step.at,
            str(step.by or ""),
            names.get(step.desk_id, ""),
            step.reason,
            step.until,
            "、".join(step.indicators),
            step.position,
            "late" if step.kind in _BACK else "done" if step.kind in _DONE else "",
            step.kind in (StepKind.SUBMITTED, StepKind.APPROVED, StepKind.ACCEPTED),
        )
        for step in taken
    ]
    return found[::-1]
