"""Deadlines: the records that a clock runs for and that the reader keeps, what is overdue first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access.permission import Act
from yunjiang.organizations import queries as organizations
from yunjiang.registers.kit import putting, registry, workflow
from yunjiang.registers.kit.models import ChangeRequest, Deadline, Record
from yunjiang.web import listing
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.registers import home, reading


def deadlines(request: HttpRequest) -> HttpResponse:
    """List the deadlines of the records that the person keeps, the earliest first. Raises Refused, Unreadable."""
    user = reading.who(request, Act.SEE_RECORDS)
    mine = home.deadlines(user)
    leaf = listing.leaf(mine, ("due_on", "pk"), request.GET.get("after", ""))
    late = listing.count_of(mine.filter(due_on__lt=timezone.localdate()))
    context = {
        "crumbs": [Crumb(_("Registers"), reverse("registers")), Crumb(_("Deadlines"))],
        "lead": _("Nothing is overdue")
        if late == "0"
        else _("%(count)s records are overdue") % {"count": late},
        "table": _table(request, leaf, listing.count_of(mine)),
    }
    return render(request, "pages/registers/table.html", context)


def said(deadline: Deadline) -> Mark:
    """Return how much time is left, or how long it has been over."""
    days = (deadline.due_on - timezone.localdate()).days
    if days < 0:
        text = ngettext("%(count)d day over", "%(count)d days over", -days) % {"count": -days}
        return Mark("◆", text, Tone.SERIOUS)
    if days == 0:
        return Mark("◆", _("ends today"), Tone.LATE)
    text = ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return Mark("◇", text, Tone.LATE if days <= 3 else Tone.QUIET)


def records_of(rows: Sequence[Deadline | ChangeRequest]) -> dict[tuple[str, int], Record]:
    """Return the records that rows of several registers are about; one query for each register."""
    numbers: Mapping[str, list[int]] = defaultdict(list)
    for each in rows:
        numbers[each.register].append(each.record)
    found = {}
    for code, wanted in numbers.items():
        register = registry.of(code)
        for record in register.model._default_manager.filter(pk__in=wanted).select_related(*register.related):
            found[code, record.pk] = record
    return found


def _table(request: HttpRequest, leaf: listing.Leaf[Deadline], count: str) -> Table:
    records = records_of(leaf.rows)
    units = organizations.standings_of({each.organization_id for each in leaf.rows}, timezone.localdate())
    names = {pk: each.name for pk, each in units.items()}
    return Table(
        name="register-deadlines",
        title=_("Deadlines"),
        columns=[
            Column("record", _("Record")),
            Column("left", _("Time left"), place="end plain"),
            Column("state", _("State"), place="plain"),
            Column("unit", _("Unit"), place="whole"),
            Column("then", _("When it is over"), place="whole"),
        ],
        rows=[_row(each, records.get((each.register, each.record)), names) for each in leaf.rows],
        empty=Empty(
            _("No clock runs"),
            _("Records that are to be moved on by a day stand here, the earliest first."),
        ),
        told=_("%(count)s in all") % {"count": count},
        next_href=listing.turned(request, after=leaf.further) if leaf.further else "",
        first_href=request.path if request.GET.get("after") else "",
    )


def _row(deadline: Deadline, record: Record | None, names: Mapping[int, str]) -> Row:
    register = registry.of(deadline.register)
    flow = register.flow
    state = workflow.state_name(register, deadline.state) if flow else "–"
    then = deadline.refused
    if not then and flow and deadline.then:
        then = str(flow.move(deadline.then).name)
    elif not then:
        clock = flow.clocks.get(deadline.state) if flow else None
        then = str(clock.ends) if clock and clock.ends else _("it stays overdue")
    return Row(
        [
            Cell(
                putting.title(register, record) if record else f"#{deadline.record}",
                small=str(register.name),
                href=reverse("register-tab", args=[register.code, deadline.record, "handling"])
                if flow
                else reverse("register-record", args=[register.code, deadline.record]),
            ),
            Cell(said(deadline), small=str(deadline.due_on)),
            Cell(state),
            Cell(names.get(deadline.organization_id, "–")),
            Cell(then, tone="late" if deadline.refused else ""),
        ]
    )
