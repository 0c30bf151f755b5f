"""What writers hand to the ledger: records of a source with their lines. Plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from .models import Bound, Channel


@dataclass(frozen=True, slots=True)
class Line:
    """One quantity of one measure at one organization, in the measure's own unit (12.5 万元 is 12.5, not 1250)."""

    measure: str  # code of a declared measure
    organization: int  # id of the organization
    happened_on: date  # the day, or the last day of the stretch that begins with `since_on`
    quantity: int | Decimal  # in the measure's unit; never a float; zero is a value
    since_on: date | None = None  # first day of a stretch, included
    person: str | None = None  # identifying text; kept only as a keyed digest
    breakdown: Mapping[str, str] = field(default_factory=dict)  # dimension code → value code
    bound: str = Bound.EXACT


@dataclass(frozen=True, slots=True)
class Record:
    """Everything one source says in one revision. No lines: the source no longer counts anything."""

    source: str  # kind:key, such as return:2024/530102/2.2.1
    lines: Sequence[Line]
    revision: int | None = None  # None: the next number, if anything changed
    channel: str = Channel.REPORTED
    evidence: Mapping[str, Any] | None = None  # texts, whole numbers, lists and objects; no floats
