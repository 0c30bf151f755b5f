"""What a membership says to the ledger: who is a member on which days, and whose record is qualified on which. Pure functions.

Balances: one more on a first day, one less on the first day no longer. Who moves has two rows: one less here, one more there, on
the same day, so that sums above both stay as they are.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from yunjiang.ledger.records import Line
from yunjiang.persons.models import Sex

ACTIVE, RETAINED = "active", "retained"
NO_JOB = "none"

NEEDS = (
    "organization_id",
    "person__sex",
    "new_form_job",
    "since_on",
    "ended_on",
    "phases",
)
NEEDS_OF_QUALITY = (*NEEDS, "qualified_from", "qualified_until", "qualified_before")
# As plans name them; of whom it is not known, nothing is said.
SEXES = {Sex.MALE: "male", Sex.FEMALE: "female"}


def members(row: Any) -> Sequence[Line]:
    """Return the lines of a member, active or with a kept membership."""
    found = []
    for since, until, standing in _stays(row):
        breakdown = _breakdown(row) | {"standing": standing}
        found.append(Line("members", row.organization_id, since, 1, breakdown=breakdown))
        if until is not None:
            found.append(Line("members", row.organization_id, until, -1, breakdown=breakdown))
    return found


def qualified(row: Any) -> Sequence[Line]:
    """Return the lines of a member's record: one more when it became qualified, one less on the day on which it lapses."""
    found = []
    for since, until in _spans(row):
        breakdown = _breakdown(row)
        found.append(Line("members-qualified", row.organization_id, since, 1, breakdown=breakdown))
        found.append(Line("members-qualified", row.organization_id, until, -1, breakdown=breakdown))
    return found


def joined(row: Any) -> Sequence[Line]:
    """Return the line of a worker in a new form of employment who joined: an event of the day, whatever came later."""
    return [Line("members-new-form-joined", row.organization_id, row.since_on, 1, breakdown=_breakdown(row))]


def _breakdown(row: Any) -> dict[str, str]:
    job = {"new_form_job": row.new_form_job or NO_JOB}
    sex = SEXES.get(row.person__sex)
    return job if sex is None else {"sex": sex} | job


def _stays(row: Any) -> Iterator[tuple[date, date | None, str]]:
    """Yield first day, first day no longer, and standing of each stretch; those of no day are left out."""
    turns = [(row.since_on, ACTIVE), *((date.fromisoformat(day), word) for day, word in row.phases)]
    for place, (since, standing) in enumerate(turns):
        until = turns[place + 1][0] if place + 1 < len(turns) else row.ended_on
        if until is None or until > since:
            yield since, until, standing


def _spans(row: Any) -> Iterator[tuple[date, date]]:
    for since, until in row.qualified_before:
        yield date.fromisoformat(since), date.fromisoformat(until)
    if row.qualified_from is not None:
        yield row.qualified_from, row.qualified_until
