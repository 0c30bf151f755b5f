"""One cycle: how far it has come unit by unit, who is late and whom to call, what looks odd over all units, the burden."""

from dataclasses import replace

from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access import permission
from yunjiang.access.permission import Act
from yunjiang.returns import checking, lists, progress, rights, wording
from yunjiang.returns.models import Cycle, State
from yunjiang.returns.progress import Tally
from yunjiang.web import listing, taking
from yunjiang.web.components.overview import Tab
from yunjiang.web.components.said import Empty
from yunjiang.web.components.tables import Column, Table
from yunjiang.web.pages.returns import cycle_lists, marks, reading
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
        return {"table": cycle_lists.late(found, far)}
    if view == "patterns":
        return {"patterns": _patterns(found)}
    if view == "burden":
        return {"table": cycle_lists.burden(found, far)}
    state = request.GET.get("state", "")
    if state in State.values:
        return {"table": cycle_lists.in_state(request, who, found, State(state))}
    return {"table": cycle_lists.tree(request, far, scope)}


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
            [cycle_lists.listed(each) for each in page.reports],
            Empty(
                _("Nothing here is led by your organization"),
                _("Returns with its indicators are listed here."),
            ),
            next_href=listing.turned(request, after=str(page.after)) if page.after is not None else "",
        ),
    }


def _patterns(found: Cycle) -> list[str]:
    names = dict(found.places.values_list("organization", "short_name"))
    return [wording.question(each, names) for each in checking.across(found)]
