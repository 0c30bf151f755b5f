"""Who is late: the current cycles at the unit looked at, the units below that have not reported, and whom to call."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access.people import queries as people
from yunjiang.access.people.queries import Responsible
from yunjiang.access.permission import Act
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import ids_in
from yunjiang.returns import queries as returns
from yunjiang.returns.models import Cycle, Return
from yunjiang.returns.queries import Late
from yunjiang.returns.standing import is_handed_in, last_day_in_time
from yunjiang.web.components.status import Tone
from yunjiang.web.pages.selection import Selection

CURRENT = timedelta(
    days=60
)  # after its last day a cycle is yesterday's news, unless returns are still missing
GROUPS, NAMED = 6, 5  # groups drawn, and units that each names; the others are counted
CALLED = 3  # people named for a unit


@dataclass(frozen=True)
class LateUnit:
    """One unit whose return is missing, by how many days, and who answers for it."""

    name: str
    days: int
    people: Sequence[str]
    href: str


@dataclass(frozen=True)
class LateGroup:
    """The units below one unit of the next level that have not reported, the longest overdue first."""

    name: str
    units: Sequence[LateUnit]
    more_count: int

    @property
    def count(self) -> int:
        return len(self.units) + self.more_count


@dataclass(frozen=True)
class Round:
    """One current cycle at the unit looked at."""

    name: str
    href: str
    sentence: str
    tone: Tone
    own: str  # how the unit's own return stands, if it owes one
    own_tone: Tone
    own_href: str
    groups: Sequence[LateGroup]
    further_count: int  # late units of groups that are not drawn
    further_href: str


def rounds(selection: Selection, today: date | None = None) -> list[Round]:
    """Return the cycles that are open now, what is due first at the head. A look at the past has none."""
    today = today or timezone.localdate()
    if selection.is_past:
        return []
    cycles = Cycle.objects.filter(
        plan_version__plan=selection.version.plan_id,
        data_set=selection.data_set.value,
        closed_at__isnull=True,
        due_on__gte=today - CURRENT,
    ).order_by("due_on", "pk")
    return [_round(selection, each, today) for each in cycles]


def _round(selection: Selection, cycle: Cycle, today: date) -> Round:
    place = selection.place.organization_id
    below = returns.progress(cycle, place, today=today)
    total = below.total
    missing = [
        Late(each.report, each.place, (today - last_day_in_time(each.report)).days, has_come=False)
        for each in below.units
        if each.report is not None
        and each.report.first_submitted_at is None
        and today > last_day_in_time(each.report)
    ]
    missing.sort(key=lambda each: (-each.days, each.place.rank))
    own = next((each.report for each in below.units if each.place.organization_id == place), None)
    others = [each for each in missing if each.place.organization_id != place]
    facts = {"handed_in": total.handed_in_count, "owed": total.owed_count, "due": cycle.due_on.isoformat()}
    sentence = _("%(handed_in)d of %(owed)d returns are in; due on %(due)s") % facts
    if missing:
        sentence += ngettext(", %d unit is late", ", %d units are late", len(missing)) % len(missing)
    groups = _groups(selection, others)
    href = reverse("cycle", args=[cycle.pk])
    return Round(
        name=cycle.name.removeprefix(selection.document.name).strip() or cycle.name,
        href=href,
        sentence=sentence,
        tone=Tone.LATE if missing else Tone.QUIET,
        own=_own(own, today) if own else "",
        own_tone=_own_tone(own, today) if own else Tone.QUIET,
        own_href=reverse("return", args=[own.pk]) if own else "",
        groups=groups,
        further_count=len(others) - sum(each.count for each in groups),
        further_href=f"{href}?view=late",
    )


def _own(report: Return, today: date) -> str:
    """Say how the unit's own return stands."""
    last = last_day_in_time(report)
    state = str(report.get_state_display())
    if is_handed_in(report):
        return _("This unit's own return: %(state)s") % {"state": state}
    if today > last:
        facts = {"state": state, "days": (today - last).days}
        return _("This unit's own return: %(state)s, %(days)d days late") % facts
    return _("This unit's own return: %(state)s, due on %(due)s") % {"state": state, "due": last.isoformat()}


def _own_tone(report: Return, today: date) -> Tone:
    if is_handed_in(report):
        return Tone.WELL
    return Tone.LATE if today > last_day_in_time(report) else Tone.SILENT


def _groups(selection: Selection, missing: Sequence[Late]) -> list[LateGroup]:
    """Group by the unit of the next level, those with most missing first."""
    by_unit: dict[int, list[Late]] = defaultdict(list)
    for each in missing:
        path = ids_in(each.place.path)
        by_unit[path[path.index(selection.place.organization_id) + 1]].append(each)
    ordered = sorted(by_unit, key=lambda unit: (-len(by_unit[unit]), unit))[:GROUPS]
    named = {unit: by_unit[unit][:NAMED] for unit in ordered}
    shown = [each.place.organization_id for late in named.values() for each in late]
    calls = people.responsible_at(shown, Act.FILL_RETURNS) if shown else {}
    names = organizations.standings_of(ordered, selection.on)
    return [
        LateGroup(
            names[unit].short_name or names[unit].name if unit in names else by_unit[unit][0].place.name,
            [_unit(each, calls) for each in named[unit]],
            len(by_unit[unit]) - len(named[unit]),
        )
        for unit in ordered
    ]


def _unit(late: Late, calls: Mapping[int, Sequence[Responsible]]) -> LateUnit:
    nearest = calls.get(late.place.organization_id, ())
    return LateUnit(
        late.place.short_name or late.place.name,
        late.days,
        [str(each.person) for each in nearest[:CALLED]],
        reverse("return", args=[late.report.pk]),
    )
