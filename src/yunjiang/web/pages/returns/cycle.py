"""One cycle: how far it has come unit by unit, who is late and whom to call, what looks odd over all units, the burden."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.db.models import Q
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access import permission
from yunjiang.access.models import Assignment
from yunjiang.access.permission import ACTS_OF_ROLE, Act
from yunjiang.organizations.models import ids_in
from yunjiang.returns import burden, checking, lists, progress, rights, wording
from yunjiang.returns.models import Cycle, Return, State
from yunjiang.returns.progress import Tally, UnitProgress
from yunjiang.web import listing, taking
from yunjiang.web.components import numbers
from yunjiang.web.components.overview import Tab
from yunjiang.web.components.said import Empty
from yunjiang.web.components.tables import Cell, Column, Filter, Option, Row, Table
from yunjiang.web.pages.returns import marks, reading
from yunjiang.web.pages.returns.reading import Reader

VIEWS = ("units", "late", "patterns", "burden")
CALLED = 3  # people named for one unit


def cycle(request: HttpRequest, cycle: int) -> HttpResponse:
    """Show a cycle. Raises Refused, Http404."""
    who, found = reading.cycle(request, cycle)
    scope = _scope(who, found)
    is_manager = rights.may_manage(who.user, found)
    view = request.GET.get("view", "units")
    views = [each for each in VIEWS if is_manager or each != "patterns"]
    view = view if view in views else "units"
    context = {
        "crumbs": reading.crumbs(found),
        "cycle": found,
        "standing": marks.standing_of(found),
        "due": marks.due(found.due_on, timezone.localdate()),
        "tabs": [Tab(_names(each), f"?view={each}", each == view) for each in views],
        "view": view,
        "is_manager": is_manager,
        "may_fill": who.may(Act.FILL_RETURNS),
        "may_review": who.may(Act.REVIEW_RETURNS),
        "may_accept": who.may(Act.ACCEPT_RETURNS),
    }
    if scope is None:
        context |= _led(request, who, found)
    else:
        far = progress.progress(found, scope)
        context |= {
            "lead": _lead(found, far.total),
            "whole": marks.whole_of(dict(far.total.by_state or {}), _by_state(request)),
        }
        context |= _viewed(request, who, found, view, far, scope)
    table = context.get("table")
    if isinstance(table, Table):
        if request.GET.get("take"):
            return taking.taken(request, table, f"cycle:{found.pk}", found.name)
        context["table"] = replace(table, export_href=listing.turned(request, take="xlsx"))
    return render(request, "pages/returns/cycle.html", context)


def _scope(who: Reader, found: Cycle) -> int | None:
    """Return the widest unit of the cycle's tree whose returns the person reads as a whole, or None."""
    seen = permission.visible_organizations(who.user, act=Act.SEE_ENTRIES)
    in_tree = seen.filter(organization_id__in=found.places.values("organization_id"))
    return in_tree.order_by(Length("path"), "rank").values_list("organization_id", flat=True).first()


def _names(view: str) -> str:
    return {
        "units": _("Units"),
        "late": _("Late"),
        "patterns": _("Questions to ask"),
        "burden": _("Burden"),
    }[view]


def _by_state(request: HttpRequest) -> dict[str, str]:
    return {state: f"?view=units&state={state}#units" for state in State}


def _lead(found: Cycle, total: Tally) -> str:
    facts = {
        "cycle": reading.told(found),
        "owed": total.owed_count,
        "come": total.handed_in_count,
    }
    if total.owed_count and total.in_state(State.POSTED) == total.owed_count:
        return _("%(cycle)s: all %(owed)d returns are posted") % facts
    told = _("%(cycle)s: %(come)d of %(owed)d returns have come in") % facts
    returned = total.in_state(State.RETURNED)
    if returned:
        told += ngettext(", %(count)d is sent back", ", %(count)d are sent back", returned) % {
            "count": returned
        }
    if total.late_count:
        told += ngettext(", %(count)d is late", ", %(count)d are late", total.late_count) % {
            "count": total.late_count
        }
    return told


def _viewed(
    request: HttpRequest, who: Reader, found: Cycle, view: str, far: progress.Progress, scope: int
) -> dict[str, object]:
    if view == "late":
        return {"table": _late(found, far)}
    if view == "patterns":
        return {"patterns": _patterns(found)}
    if view == "burden":
        return {"table": _burden(who, found, far)}
    state = request.GET.get("state", "")
    if state in State.values:
        return {"table": _in_state(request, who, found, State(state))}
    return {"table": _tree(request, far, scope)}


def _tree(request: HttpRequest, far: progress.Progress, scope: int) -> Table:
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


def _in_state(request: HttpRequest, who: Reader, found: Cycle, state: State) -> Table:
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
    rows = [_listed(each) for each in page.reports]
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


def _listed(report: Return) -> Row:
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


def _led(request: HttpRequest, who: Reader, found: Cycle) -> dict[str, object]:
    """Show a lead department the returns that it accepts something of."""
    readable = lists.readable(who.user, found)
    page = lists.page(readable, after=reading.number(request, "after"))
    counts: dict[str, int] = {}
    for state in readable.order_by().values_list("state", flat=True):
        counts[state] = counts.get(state, 0) + 1
    columns = [
        Column("unit", _("Unit")),
        Column("state", _("State"), place="end plain"),
        Column("filled", _("Filled in"), is_number=True),
        Column("due", _("Due"), place="end"),
    ]
    return {
        "lead": reading.told(found),
        "whole": marks.whole_of(counts),
        "tabs": [],
        "table": Table(
            "units",
            _("Returns with indicators that you lead"),
            columns,
            [_listed(each) for each in page.reports],
            Empty(
                _("Nothing here is led by your organization"),
                _("Returns with its indicators are listed here."),
            ),
            next_href=listing.turned(request, after=str(page.after)) if page.after is not None else "",
        ),
    }


def _late(found: Cycle, far: progress.Progress) -> Table:
    """List who is late, those that have not come first, with whom to call."""
    visible = {each.place.organization_id for each in far.units}
    late = [each for each in progress.late(found) if each.place.organization_id in visible]
    people = officers([each.place.path for each in late])
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
        for each in late
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


def _patterns(found: Cycle) -> list[str]:
    names = dict(found.places.values_list("organization", "short_name"))
    return [wording.question(each, names) for each in checking.across(found)]


def _burden(who: Reader, found: Cycle, far: progress.Progress) -> Table:
    """Show what the units are asked in the cycle's year, the most burdened first."""
    units = [each.place.organization_id for each in far.units]
    year = found.last_on.year
    burdens = burden.of_year(year, data_set=found.data_set, organization_ids=units)
    total = burden.total(burdens)
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
