"""Which figures a record counts in, with its entries in the ledger; and where it does not count, why not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.ledger.models import MeasureKind
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import postings
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.models import Record
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.pages import evidence
from yunjiang.web.pages.registers import frame


@dataclass(frozen=True)
class Line:
    """One entry that stands in the ledger for the record."""

    on: str
    unit: str
    quantity: Number
    breakdown: str
    number: int
    href: str


@dataclass(frozen=True)
class Told:
    """One figure of the register and what this record is to it."""

    name: str
    definition: str
    mark: Mark
    reason: str
    lines: Sequence[Line]


def page(request: HttpRequest, user: User, register: type[Register], record: Record) -> HttpResponse:
    """Show what the record counts in."""
    context = {"counted": [_told(user, each) for each in postings.why(register, record)]}
    return frame.page(request, user, register, record, "counted", context, here=frame.COUNTED)


def _told(user: User, counted: postings.Counted) -> Told:
    mark = (
        Mark("●", _("counted"), Tone.WELL) if counted.is_counted else Mark("○", _("not counted"), Tone.SILENT)
    )
    lines = []
    for told in evidence.told(counted.entries, timezone.localdate()):
        unit = Organization(pk=told.entry.organization_id)
        days = [told.entry.since_on, told.entry.happened_on]
        lines.append(
            Line(
                on=pgettext("between days", " to ").join(str(day) for day in days if day),
                unit=told.unit_name,
                quantity=told.value,
                breakdown=told.breakdown,
                number=told.entry.id,
                href=reverse("entry", args=[told.entry.id])
                if permission.may(user, Act.SEE_ENTRIES, unit)
                else "",
            )
        )
    last = max(counted.entries, key=lambda each: each.happened_on, default=None)
    if counted.is_counted and counted.count.kind == MeasureKind.LEVEL and last and not last.quantity:
        mark = Mark("○", _("counted as none"), Tone.QUIET)
    reason = str(counted.reason.name) if counted.reason else ""
    return Told(str(counted.count.name), counted.count.definition, mark, reason, lines)
