"""Finding records again, the newest first, a page at a time by their numbers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from yunjiang.access import permission
from yunjiang.access.models import AuditRecord, Result, TrailHead, User
from yunjiang.access.permission import Act, Visitor
from yunjiang.organizations.models import Standing

from .names import without_figures

PAGE = 50
SPAN = 100_000  # records that one page looks through for a text; no index helps there, and nobody waits for a whole year
MOST_PEOPLE = 200


@dataclass(frozen=True)
class Sought:
    """What records are looked for; what is empty does not matter. Both days are included, by the clock of the site."""

    person: str = ""  # sign-in name, or part of the name
    action: str = ""  # room.verb, or room
    subject: str = ""  # kind:key, or kind
    organization_id: int | None = None  # the unit and all that is or was below it
    result: str = ""
    first_on: date | None = None
    last_on: date | None = None
    text: str = ""  # anywhere in names, addresses, subjects, facts, before and after
    newest: int | None = None  # no record after this one, so that a long export sees no more than was counted

    def facts(self) -> dict[str, Any]:
        """Return what was asked for, to be recorded itself."""
        return {name: value for name, value in vars(self).items() if value not in ("", None)}


@dataclass(frozen=True)
class Reach:
    """Which records a person may read, and of which he reads what they hold: an administrator sees that, not what."""

    records: Q
    is_whole: bool = True  # whether he sees all figures
    units: frozenset[int] = frozenset()  # those whose figures he sees otherwise

    def opens(self, record: AuditRecord) -> bool:
        """Return whether facts, before and after of a record within reach are shown."""
        return self.is_whole or record.action in without_figures() or record.organization_id in self.units

    @property
    def opened(self) -> Q:
        """Return the condition of `opens`."""
        return Q() if self.is_whole else Q(action__in=without_figures()) | Q(organization__in=self.units)


EVERYTHING = Reach(Q())


@dataclass(frozen=True)
class Page:
    """Some records; `below` is where the next page begins, None at the end. A page may be empty and the search go on."""

    records: list[AuditRecord]
    below: int | None


def reach(user: Visitor) -> Reach | None:
    """Return which records a person may read; None when he may read none.

    Who may audit the root reads everything; who may audit a unit reads what was done to it and below it, today's tree or an
    earlier one, and so nothing that concerns no unit.
    """
    visible = permission.visible_organizations(user, act=Act.READ_AUDIT_TRAIL)
    seen = permission.visible_organizations(user, act=Act.SEE_FIGURES)
    is_whole = seen.filter(parent__isnull=True).exists()
    units = frozenset() if is_whole else frozenset(seen.values_list("organization_id", flat=True))
    if visible.filter(parent__isnull=True).exists():
        return Reach(Q(), is_whole, units)
    tops: list[str] = []
    for path in visible.order_by("path").values_list("path", flat=True):
        if not tops or not path.startswith(tops[-1]):
            tops.append(path)
    return Reach(_below(tops), is_whole, units) if tops else None


def search(sought: Sought, reach: Reach, *, below: int | None = None, size: int = PAGE) -> Page:
    """Return the newest records within reach that fit, below a number if one is given."""
    if below is None:
        below = _head() + 1
    floor = 0
    if sought.text or sought.person:
        floor = max(0, below - 1 - SPAN)
    found = matching(sought, reach).filter(position__lt=below, position__gt=floor)
    records = list(found.select_related("user", "organization").order_by("-position")[: size + 1])
    if len(records) > size:
        return Page(records[:size], records[size - 1].position)
    return Page(records, floor + 1 if floor else None)


def walk(sought: Sought, reach: Reach, *, size: int = 2000) -> Iterator[AuditRecord]:
    """Yield every record within reach that fits, the newest first, holding `size` of them at a time."""
    below = None
    while True:
        page = search(sought, reach, below=below, size=size)
        yield from page.records
        if page.below is None:
            return
        below = page.below


def frozen(sought: Sought) -> Sought:
    """Return the same search without what is recorded from now on."""
    return replace(sought, newest=_head())


def matching(sought: Sought, reach: Reach) -> QuerySet[AuditRecord]:
    """Return the records within reach that fit, in no order."""
    found = AuditRecord.objects.filter(reach.records).order_by()
    if sought.newest is not None:
        found = found.filter(position__lte=sought.newest)
    if sought.person:
        people = User.objects.filter(
            Q(username__iexact=sought.person)
            | Q(last_name__icontains=sought.person)
            | Q(first_name__icontains=sought.person)
        )
        numbers = list(people.values_list("pk", flat=True)[:MOST_PEOPLE])
        found = found.filter(Q(user__in=numbers) | Q(name__icontains=sought.person))
    if sought.action:
        if "." in sought.action:
            found = found.filter(action=sought.action)
        else:
            found = found.filter(action__startswith=f"{sought.action}.")
    if sought.subject:
        if ":" in sought.subject:
            found = found.filter(subject=sought.subject)
        else:
            found = found.filter(subject__startswith=f"{sought.subject}:")
    if sought.organization_id is not None:
        paths = Standing.objects.filter(organization=sought.organization_id).values_list("path", flat=True)
        found = found.filter(Q(organization=sought.organization_id) | _below(list(paths)))
    if sought.result in Result.values:
        found = found.filter(result=sought.result)
    if sought.first_on:
        found = found.filter(recorded_at__gte=_midnight(sought.first_on))
    if sought.last_on:
        found = found.filter(recorded_at__lt=_midnight(sought.last_on + timedelta(days=1)))
    if sought.text:
        anywhere = Q(pk__in=())
        for column in ("name", "workplace", "subject", "ip", "request_id"):
            anywhere |= Q(**{f"{column}__icontains": sought.text})
        for column in ("facts", "before", "after"):
            anywhere |= Q(**{f"{column}__icontains": sought.text}) & reach.opened
        found = found.filter(anywhere)
    return found


def read(text: str) -> Mapping[str, Any]:
    """Return what a record's facts, before or after say."""
    return json.loads(text) if text else {}


def newest(count: int = 1) -> list[AuditRecord]:
    """Return the newest records, the newest first."""
    return list(AuditRecord.objects.order_by("-position")[:count])


def _below(paths: list[str]) -> Q:
    units = Q(pk__in=())
    for path in paths:
        units |= Q(path__startswith=path)
    return Q(organization__in=Standing.objects.filter(units).order_by().values("organization_id"))


def _head() -> int:
    return TrailHead.objects.filter(pk=1).values_list("position", flat=True).first() or 0


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())
