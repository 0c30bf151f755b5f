"""All reporting cycles, the newest first, each with how far the reader's own units have come."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access import permission
from yunjiang.access.permission import Act
from yunjiang.ledger.models import DataSet
from yunjiang.returns.models import Cycle, Return, Section, State
from yunjiang.returns.standing import HANDED_IN
from yunjiang.web import listing
from yunjiang.web.components.said import Empty
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages import wording
from yunjiang.web.pages.returns import marks, reading
from yunjiang.web.pages.returns.reading import Reader

ORDER = ("-last_on", "-id")


def cycles(request: HttpRequest) -> HttpResponse:
    """List the cycles with what the person may read of each. Raises Refused for who has nothing to do with reporting."""
    who = reading.reader(request)
    leaf = listing.leaf(
        Cycle.objects.select_related("plan_version__plan"), ORDER, request.GET.get("after", "")
    )
    counts = _counts(who, leaf.rows)
    is_first = "after" not in request.GET
    context = {
        "crumbs": reading.crumbs(),
        "lead": _lead(leaf.rows, counts, is_first),
        "table": Table(
            name="cycles",
            title=_("Reporting cycles"),
            columns=_columns(),
            rows=[_row(cycle, counts[cycle.pk]) for cycle in leaf.rows],
            empty=_empty(who),
            next_href=listing.turned(request, after=leaf.further) if leaf.further else "",
            first_href="" if is_first else reverse("cycles"),
        ),
        "may_open": who.may(Act.MANAGE_CYCLES),
    }
    return render(request, "pages/returns/cycles.html", context)


def _counts(who: Reader, shown: Sequence[Cycle]) -> dict[int, dict[str, int]]:
    """Return, for each cycle, how many of the returns that the person may read are in which state."""
    seen = permission.visible_organizations(who.user, act=Act.SEE_ENTRIES).values("organization_id")
    led = Section.objects.filter(report=OuterRef("pk"), lead__key__in=permission.led_by(who.user))
    rows = (
        Return.objects.filter(Q(organization__in=seen) | Exists(led), cycle__in=[each.pk for each in shown])
        .order_by()
        .values_list("cycle", "state")
        .annotate(count=Count("pk"))
    )
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for cycle, state, count in rows:
        counts[cycle][state] = count
    return counts


def _lead(shown: Sequence[Cycle], counts: dict[int, dict[str, int]], is_first: bool) -> str:
    if not is_first or not shown:
        return _("Reporting cycles")
    now = [each for each in shown if each.closed_at is None]
    missing = sum(_owed(counts[each.pk]) - _handed_in(counts[each.pk]) for each in now)
    if not now:
        return _("No cycle is open at the moment")
    told = ngettext("%(count)d cycle is open", "%(count)d cycles are open", len(now)) % {"count": len(now)}
    if not missing:
        return _("%(cycles)s, and every return has come in") % {"cycles": told}
    return ngettext(
        "%(cycles)s; %(count)d return has not come in yet", "%(cycles)s; %(count)d returns have not come in yet", missing
    ) % {"cycles": told, "count": missing}  # fmt: skip


def _owed(counts: dict[str, int]) -> int:
    return sum(counts.values())


def _handed_in(counts: dict[str, int]) -> int:
    return sum(counts.get(state, 0) for state in HANDED_IN)


def _columns() -> list[Column]:
    return [
        Column("name", _("Cycle")),
        Column("standing", _("Standing"), place="end plain"),
        Column("due", _("Due")),
        Column("handed_in", _("Come in"), is_number=True),
        Column("sent_back", _("Sent back"), is_number=True, place="fold"),
        Column("posted", _("Posted"), is_number=True),
    ]


def _row(cycle: Cycle, counts: dict[str, int]) -> Row:
    owed = _owed(counts)
    due = marks.due(cycle.due_on, timezone.localdate())
    is_open = cycle.closed_at is None
    return Row(
        [
            Cell(
                reading.told(cycle),
                f"{cycle.name} · {wording.DATA_SETS[DataSet(cycle.data_set)]}",
                reverse("cycle", args=[cycle.pk]),
            ),
            Cell(marks.standing_of(cycle)),
            Cell(cycle.due_on.isoformat(), due.told if is_open else "", tone=due.tone if is_open else ""),
            Cell(f"{_handed_in(counts)}/{owed}" if owed else "–"),
            Cell(str(counts.get(State.RETURNED, 0)), tone="late" if counts.get(State.RETURNED) else ""),
            Cell(str(counts.get(State.POSTED, 0))),
        ]
    )


def _empty(who: Reader) -> Empty:
    if who.may(Act.MANAGE_CYCLES):
        return Empty(
            _("No cycle has been opened yet"),
            _("A cycle asks every unit for what the plan's indicators need, by a working day. Its progress is seen here."),
            _("Open a cycle"),
            reverse("cycle-new"),
        )  # fmt: skip
    return Empty(
        _("No cycle has been opened yet"),
        _("Once the office opens one, what your unit owes is listed here and under “My work”."),
    )
