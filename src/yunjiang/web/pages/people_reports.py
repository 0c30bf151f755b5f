"""What is to be looked at: accounts in doubt, whom to call at each unit, and which role may do what."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.access import permission
from yunjiang.access.models import Role, User
from yunjiang.access.people import dormancy, queries
from yunjiang.access.people.dormancy import Doubt, Doubted
from yunjiang.access.people.naming import names_of_units
from yunjiang.access.people.queries import Responsible
from yunjiang.access.people.refusals import ReasonMissing
from yunjiang.access.permission import ACTS_OF_LEAD, ACTS_OF_ROLE, CLEARANCE_OF_ROLE, Act
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Standing
from yunjiang.organizations.refusals import TreeRefusal
from yunjiang.web import listing, toasts
from yunjiang.web.components.overview import Tab
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages import people_shell
from yunjiang.web.pages.people_wording import ACTS, CLASSES, DOUBTS

ENDABLE = (Doubt.DORMANT, Doubt.NEVER)


def people_dormant(request: HttpRequest) -> HttpResponse:
    """Report accounts in doubt, and end those nobody uses."""
    viewer = people_shell.enter(request, people_shell.ADMINISTERING)
    if request.method == "POST":
        return _end(request, viewer)
    keeps = Act.MANAGE_PEOPLE in permission.acts_anywhere(viewer)
    report = dormancy.report(viewer)
    units = names_of_units(
        person.organization_id
        for each in report
        for person in each.people
        if person.organization_id is not None
    )
    found = [each for each in report if each.count]
    total = len({person.pk for each in found for person in each.people})
    context = {
        "doubts": [
            {
                "table": _doubted(each, units, picks=keeps and each.doubt in ENDABLE),
                "explanation": DOUBTS[each.doubt][1],
                "may_end": keeps and each.doubt in ENDABLE,
                "name": each.doubt.value,
            }
            for each in found
        ],
        "clear": [str(DOUBTS[each.doubt][0]) for each in report if not each.count],
        "lead": ngettext(
            "%(count)d account should be looked at", "%(count)d accounts should be looked at", total
        )
        % {"count": total}
        if total
        else _("No account is in doubt"),
        "dormant_days": settings.YUNJIANG_DORMANT_DAYS,
        "unused_days": settings.YUNJIANG_UNUSED_DAYS,
    }
    return people_shell.page(request, "people_dormant", context)


def people_responsible(request: HttpRequest) -> HttpResponse:
    """Show, for a unit and those directly below it, who reports and who reviews there."""
    viewer = people_shell.enter(request, people_shell.CALLING)
    act = next(each for each in _CALLING if each in permission.acts_anywhere(viewer))
    today = timezone.localdate()
    visible = permission.visible_organizations(viewer, today, act)
    place = _place(request, viewer, act)
    is_lacking = request.GET.get("only") == "without"
    lacking = queries.units_without(viewer, act, Role.REPORTING_OFFICER)
    shown = (
        lacking.filter(path__startswith=place.path)
        if is_lacking
        else visible.filter(parent=place.organization_id)
    )
    after = request.GET.get("after", "")
    leaf = listing.leaf(shown, ("rank", "code", "pk"), after)
    rows = leaf.rows if is_lacking or after else [place, *leaf.rows]
    ids = [each.organization_id for each in rows]
    here = reverse("people-responsible")
    key = place.organization.key
    lacking_count = lacking.filter(path__startswith=place.path).count()
    context = {
        "place": place,
        "above": _crumbs(visible, place),
        "views": [
            Tab(_("This unit and those below"), f"{here}?unit={key}", not is_lacking),
            Tab(_("Units without a reporting officer"), f"{here}?unit={key}&only=without", is_lacking),
        ],
        "table": _responsible(
            request,
            rows,
            queries.responsible_at(ids, Act.FILL_RETURNS, today),
            queries.responsible_at(ids, Act.REVIEW_RETURNS, today),
            leaf.further,
        ),
        "lead": ngettext(
            "At %(count)d unit of %(place)s nobody fills in returns",
            "At %(count)d units of %(place)s nobody fills in returns",
            lacking_count,
        )
        % {"count": lacking_count, "place": place.name}
        if lacking_count
        else _("Every unit of %(place)s has a reporting officer") % {"place": place.name},
    }
    return people_shell.page(request, "people_responsible", context)


def people_matrix(request: HttpRequest) -> HttpResponse:
    """Show which role may do what: read from the one place that decides, and changed nowhere else."""
    people_shell.enter(request, people_shell.ADMINISTERING)
    context = {
        "roles": list(Role),
        "acts": [(str(ACTS[act]), [_sign(role, act) for role in Role]) for act in Act],
        "clearances": [str(CLASSES[CLEARANCE_OF_ROLE[role]]) for role in Role],
    }
    return people_shell.page(request, "people_matrix", context)


_CALLING = (Act.MANAGE_CYCLES, Act.REVIEW_RETURNS, Act.MANAGE_PEOPLE, Act.ASSIGN_ROLES)


def _sign(role: Role, act: Act) -> str:
    if act not in ACTS_OF_ROLE[role]:
        return ""
    return "◉" if role is Role.LEAD_DEPARTMENT and act in ACTS_OF_LEAD else "●"


def _end(request: HttpRequest, viewer: User) -> HttpResponse:
    people_shell.enter(request, people_shell.KEEPING)
    picked = [int(each) for each in request.POST.getlist("person") if each.isascii() and each.isdigit()]
    if not picked:
        toasts.warn(request, _("Pick at least one account first."))
        return redirect("people-dormant")
    try:
        ended = dormancy.end_dormant(by=viewer, reason=request.POST.get("reason", ""), people=picked)
    except ReasonMissing as refusal:
        toasts.warn(request, str(refusal))
        return redirect("people-dormant")
    if ended.people:
        toasts.say(request, _("%(count)d accounts ended.") % {"count": len(ended.people)})
    for _person, sentence in ended.kept:
        toasts.warn(request, sentence)
    return redirect("people-dormant")


def _doubted(doubted: Doubted, units: dict[int, str], *, picks: bool) -> Table:
    title = str(DOUBTS[doubted.doubt][0])
    told = _("%(count)d accounts") % {"count": doubted.count}
    if doubted.count > len(doubted.people):
        told = _("the first %(shown)d of %(count)d") % {"shown": len(doubted.people), "count": doubted.count}
    return Table(
        name=f"doubt-{doubted.doubt.value}",
        title=title,
        columns=[
            Column("person", pgettext("people", "Person")),
            Column("unit", _("Works at"), place="plain"),
            Column("opened", _("Opened on")),
            Column("signed", _("Last sign-in")),
        ],
        rows=[
            Row(
                [
                    Cell(str(each), small=each.username, href=reverse("person", args=[each.pk])),
                    Cell(units.get(each.organization_id or 0, "–")),
                    Cell(timezone.localdate(each.date_joined).isoformat()),
                    Cell(
                        timezone.localdate(each.last_login).isoformat()
                        if each.last_login
                        else pgettext("people", "never")
                    ),
                ],
                key=str(each.pk) if picks else "",
            )
            for each in doubted.people
        ],
        empty=Empty("", ""),
        told=told,
        picks="person" if picks else "",
    )


def _place(request: HttpRequest, viewer: User, act: Act) -> Standing:
    """Return the unit asked for, or the widest of the viewer's. Raises Http404, Refused."""
    text = request.GET.get("unit", "")
    today = timezone.localdate()
    if not text:
        visible = permission.visible_organizations(viewer, today, act)
        widest = visible.order_by(Length("path"), "rank", "pk").first()
        if widest is None:
            raise Http404(_("None of your units is open today."))
        return widest
    try:
        organization = organizations.resolve(text, today)
    except TreeRefusal as refusal:
        raise Http404(str(refusal)) from refusal
    permission.require(viewer, act, organization)
    place = organizations.standing(organization.pk, today)
    if place is None:
        raise Http404(_("This unit is closed."))
    return place


def _crumbs(visible: QuerySet[Standing], place: Standing) -> list[Crumb]:
    here = reverse("people-responsible")
    above = {
        each.organization_id: each
        for each in visible.filter(organization__in=organizations.ids_in(place.path))
    }
    steps = [above[each] for each in organizations.ids_in(place.path) if each in above]
    return [
        Crumb(each.short_name, f"{here}?unit={each.organization.key}" if each.pk != place.pk else "")
        for each in steps
    ]


def _responsible(
    request: HttpRequest,
    rows: Sequence[Standing],
    filling: dict[int, list[Responsible]],
    reviewing: dict[int, list[Responsible]],
    further: str,
) -> Table:
    return Table(
        name="responsible",
        title=_("Whom to call"),
        columns=[
            Column("unit", _("Unit")),
            Column("fills", pgettext("people", "Fills in"), place="whole"),
            Column("reviews", pgettext("people", "Reviews"), place="whole"),
        ],
        rows=[
            Row(
                [
                    Cell(each.name, small=each.code, href=f"?unit={each.organization.key}"),
                    _people(filling[each.organization_id]),
                    _people(reviewing[each.organization_id]),
                ]
            )
            for each in rows
        ],
        empty=Empty(
            _("Every unit has somebody"), _("Units at which nobody fills in returns would stand here.")
        ),
        next_href=listing.turned(request, after=further) if further else "",
        first_href=listing.turned(request, after="") if request.GET.get("after") else "",
    )


def _people(found: Sequence[Responsible]) -> Cell:
    """Return those at the unit itself; where there are none, the nearest above it."""
    own = [each for each in found if each.is_own]
    if own:
        return Cell("、".join(str(each.person) for each in own))
    if not found:
        return Cell(Mark("◆", _("nobody"), Tone.LATE))
    nearest = [each for each in found if each.scope_id == found[0].scope_id]
    names = "、".join(str(each.person) for each in nearest)
    return Cell(Mark("◇", _("nobody at the unit itself"), Tone.LATE), small=f"{found[0].scope}：{names}")
