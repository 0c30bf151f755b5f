"""The lists of a cycle: units as a tree, returns in one state, who is late and whom to call, what units are asked in a year."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access.models import Assignment
from yunjiang.access.permission import ACTS_OF_ROLE, Act
from yunjiang.organizations.models import ids_in
from yunjiang.returns import burden as meter
from yunjiang.returns import lists, progress
from yunjiang.returns.models import Cycle, Return, State
from yunjiang.returns.progress import Progress, UnitProgress
from yunjiang.web import listing
from yunjiang.web.components import numbers
from yunjiang.web.components.said import Empty
from yunjiang.web.components.tables import Cell, Column, Filter, Option, Row, Table
from yunjiang.web.pages.returns import marks, reading
from yunjiang.web.pages.returns.reading import Reader

CALLED = 3  # people named for one unit


def tree(request: HttpRequest, far: Progress, scope: int) -> Table:
    """Draw the units as a tree: the scope and what lies directly below, and below the unit that was opened."""
    opened = reading.number(request, "unit") or scope
    above = next((ids_in(each.place.path) for each in far.units if each.place.organization_id == opened), [])
    shown = {scope, *above}
    rows = [
        _unit_row(each, is_open=each.place.organization_id in shown)
        for each in far.units
        if "take" in request.GET or each.place.organization_id == scope or each.place.parent_id in shown
    ]
    columns = [
        Column("unit", _("Unit")),
        Column("state", _("State"), filter=_states(), place="end plain"),
        Column("come", _("Come in"), is_number=True),
        Column("complete", _("Completeness"), is_number=True),
        Column("in_time", _("Timeliness"), is_number=True, place="fold"),
        Column("late", _("Late"), is_number=True, place="fold"),
    ]
    return Table(
        "units",
        _("Unit by unit"),
        columns,
        rows,
        Empty(
            _("Nobody is asked for anything here"),
            _("Units that owe a return in this cycle are listed here."),
        ),
        kept={"view": "units"},
    )


def _states(chosen: str = "") -> Filter:
    options = [Option("", _("all states")), *(Option(each, str(each.label)) for each in marks.ORDER)]
    return Filter("state", _("Filter by state"), options, chosen)


def _unit_row(each: UnitProgress, *, is_open: bool) -> Row:
    tally, report = each.tally, each.report
    below = tally.owed_count - (report is not None)
    opens = f"?view=units&unit={each.place.organization_id}#units"
    own = reverse("return", args=[report.pk]) if report is not None else ""
    told = ngettext("%(count)d return below", "%(count)d returns below", below) % {"count": below}
    cells = [
        Cell(each.place.short_name, told if below else "", opens if below else own),
        Cell(marks.mark_of(report.state), href=own) if report is not None else Cell(""),
        Cell(f"{tally.handed_in_count}/{tally.owed_count}"),
        Cell(_rate(tally.completeness_rate)),
        Cell(_rate(tally.timeliness_rate)),
        Cell(str(tally.late_count) if tally.late_count else "–", tone="serious" if tally.late_count else ""),
    ]
    return Row(cells, depth=min(each.depth, 3), tone="is-open" if is_open else "")


def _rate(rate: Decimal | None) -> str:
    return numbers.rate(rate * 100) if rate is not None else "–"


def in_state(request: HttpRequest, who: Reader, found: Cycle, state: State) -> Table:
    """List the returns in one state, page by page."""
    page = lists.page(
        lists.readable(who.user, found),
        lists.Wanted(states=[state]),
        after=reading.number(request, "after"),
    )
    columns = [
        Column("unit", _("Unit")),
        Column("state", _("State"), filter=_states(state), place="end plain"),
        Column("filled", _("Filled in"), is_number=True),
        Column("due", _("Due"), place="end"),
    ]
    rows = [listed(each) for each in page.reports]
    return Table(
        "units",
        _("Returns: %(state)s") % {"state": state.label},
        columns,
        rows,
        Empty("", ""),
        next_href=listing.turned(request, after=str(page.after)) if page.after is not None else "",
        first_href="?view=units#units",
        kept={"view": "units"},
    )


def listed(report: Return) -> Row:
    due = marks.due_of(report)
    counted = f"{report.answered_count}/{report.cell_count}"  # type: ignore[attr-defined]
    return Row(
        [
            Cell(report.place.short_name, report.place.code, reverse("return", args=[report.pk])),
            Cell(marks.mark_of(report.state)),
            Cell(counted),
            Cell(due.on.isoformat(), due.told, tone=due.tone),
        ]
    )


def late(found: Cycle, far: Progress) -> Table:
    """List who is late, those that have not come first, with whom to call."""
    visible = {each.place.organization_id for each in far.units}
    overdue = [each for each in progress.late(found) if each.place.organization_id in visible]
    people = officers([each.place.path for each in overdue])
    rows = [
        Row(
            [
                Cell(each.place.short_name, each.place.code, reverse("return", args=[each.report.pk])),
                Cell(marks.mark_of(each.report.state)),
                Cell(
                    ngettext("%(count)d day", "%(count)d days", each.days) % {"count": each.days},
                    _("came late") if each.has_come else _("has not come"),
                    tone="" if each.has_come else "serious",
                ),
                Cell(people.get(each.place.path, "") or _("nobody has the role")),
            ]
        )
        for each in overdue
    ]
    columns = [
        Column("unit", _("Unit")),
        Column("state", _("State"), place="end plain"),
        Column("days", _("Overdue"), is_number=True),
        Column("people", _("Whom to call"), place="whole"),
    ]
    return Table(
        "late",
        _("Late"),
        columns,
        rows,
        Empty(
            _("Nobody is late"),
            _("Whoever has not handed in by the due day is listed here, with whom to call."),
        ),
    )


def officers(paths: Sequence[str]) -> dict[str, str]:
    """Return, for each path of a unit, who may fill in for it: those nearest to it, in one query."""
    today = timezone.localdate()
    roles = [role for role, acts in ACTS_OF_ROLE.items() if Act.FILL_RETURNS in acts]
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    wanted = {unit for path in paths for unit in ids_in(path)}
    rows = Assignment.objects.filter(
        still, valid_from__lte=today, role__in=roles, user__is_active=True, organization__in=wanted
    ).select_related("user")
    held: dict[int, list[str]] = {}
    for each in rows.order_by("user__pinyin", "user_id"):
        held.setdefault(each.organization_id, []).append(str(each.user))
    found = {}
    for path in paths:
        nearest = next((held[unit] for unit in ids_in(path)[::-1] if unit in held), [])
        found[path] = _("、").join(nearest[:CALLED])
    return found


def burden(found: Cycle, far: Progress) -> Table:
    """Show what the units are asked in the cycle's year, the most burdened first."""
    units = [each.place.organization_id for each in far.units]
    year = found.last_on.year
    burdens = meter.of_year(year, data_set=found.data_set, organization_ids=units)
    total = meter.total(burdens)
    columns = [
        Column("unit", _("Unit")),
        Column("forms", _("Returns"), is_number=True),
        Column("cells", _("Items"), is_number=True, place="end"),
        Column("by_hand", _("By hand"), is_number=True),
        Column("taken", _("Taken over"), is_number=True),
        Column("change", _("Against %(year)d") % {"year": year - 1}, is_number=True, place="end"),
    ]
    rows = [
        Row(
            [
                Cell(each.name),
                Cell(str(each.asked.form_count)),
                Cell(str(each.asked.cell_count)),
                Cell(str(each.asked.by_hand_count)),
                Cell(str(each.asked.taken_count)),
                Cell(f"{each.change:+d}", tone="late" if each.change > 0 else "") if each.before.cell_count else Cell("–"),
            ]
        )
        for each in burdens
    ]  # fmt: skip
    totals = Row(
        [
            Cell(_("Together")),
            *(
                Cell(str(n))
                for n in (total.form_count, total.cell_count, total.by_hand_count, total.taken_count)
            ),
            Cell(""),
        ]
    )
    return Table(
        "burden",
        _("What units are asked in %(year)d") % {"year": year},
        columns,
        rows,
        Empty(_("Nobody was asked for anything"), ""),
        totals=totals if rows else None,
    )
