"""One indicator in many units at once: small multiples on one scale, and two units or two days held against each other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.permission import Act
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Kind, Standing
from yunjiang.organizations.refusals import AmbiguousOrganization, UnknownOrganization
from yunjiang.plans.document import Indicator
from yunjiang.web import judged
from yunjiang.web.components import multiples, numbers
from yunjiang.web.components.multiples import Course, Multiple
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.overview import Tab
from yunjiang.web.components.status import Mark
from yunjiang.web.components.trend import Dot
from yunjiang.web.judged import Judged
from yunjiang.web.pages import drawing, wording
from yunjiang.web.pages import selection as selecting
from yunjiang.web.pages.changes import signed
from yunjiang.web.pages.selection import Selection, Unreadable

MOST = 40  # drawings; more cannot be taken in at once


@dataclass(frozen=True)
class Column:
    """One of the things held against each other: a unit on a day."""

    name: str
    href: str
    value: Number
    target: Number
    completion: str
    mark: Mark
    forecast: Number


@dataclass(frozen=True)
class Together:
    """The view model. `differences` are those of the second column and on against the first."""

    indicator: Indicator
    scale: str
    drawings: Sequence[Multiple]
    kinds: Sequence[Tab]
    left_out: int
    columns: Sequence[Column]
    differences: Sequence[str]
    units: Sequence[tuple[str, str, bool]]
    then: date | None
    back: str
    is_rate: bool


def side_by_side(request: HttpRequest, code: str) -> HttpResponse:
    """Show an indicator in the units below, and against another unit or another day."""
    selection = selecting.choose(request, leads=selecting.leads_of(code))
    try:
        wanted = selection.document.indicator(code)
    except KeyError:
        raise Http404(_("The plan has no indicator %(code)s.") % {"code": code}) from None
    together = put_together(request, selection, wanted)
    return render(request, "pages/side_by_side.html", {"selection": selection, "together": together})


def put_together(request: HttpRequest, selection: Selection, wanted: Indicator) -> Together:
    """Make the page's view model."""
    units = list(organizations.children(selection.place.organization_id, selection.on))
    kinds = list(dict.fromkeys(each.kind for each in units))
    asked_kind = request.GET.get("kind", "")
    chosen = asked_kind if asked_kind in kinds else _mapped(units) or (kinds[0] if kinds else "")
    shown = [each for each in units if each.kind == chosen]
    known = judged.below(selection, wanted, [each.organization_id for each in shown[:MOST]])
    scale, drawings = _drawings(selection, wanted, shown[:MOST], known)
    other = _other(request, selection, wanted)
    then = _then(request)
    looks = [selection]
    if then is not None:
        looks.append(replace(selection, on=then))
    if other is not None:
        looks += [replace(each, place=other) for each in list(looks)]
    columns = [_column(each, wanted) for each in looks] if len(looks) > 1 else []
    values = [_at(each, wanted).judgement.value for each in looks]
    here = reverse("side-by-side", args=[wanted.code]) + selection.query
    siblings = organizations.at(selection.on).filter(
        parent=selection.place.parent_id, kind=selection.place.kind
    )
    near = [each for each in (*siblings, *shown) if each.organization_id != selection.place.organization_id]
    seen = _seen(request, wanted, [each.organization_id for each in near])
    return Together(
        indicator=wanted,
        scale=scale,
        drawings=drawings,
        kinds=[Tab(str(wording.KINDS[Kind(each)]), f"{here}&kind={each}", each == chosen) for each in kinds]
        if len(kinds) > 1
        else [],
        left_out=max(len(shown) - MOST, 0),
        columns=columns,
        differences=[_difference(wanted, values[0], each) for each in values] if columns else [],
        units=[
            (
                each.organization.key,
                each.name,
                other is not None and each.organization_id == other.organization_id,
            )
            for each in near
            if each.organization_id in seen
        ],
        then=then,
        back=reverse("indicator", args=[wanted.code]) + selection.query,
        is_rate=wanted.is_rate,
    )


def _seen(request: HttpRequest, wanted: Indicator, units: Sequence[int]) -> Collection[int]:
    """Return those of the units whose figures of the indicator the person may see."""
    if permission.led_by(request.user) & set(wanted.lead or ()):
        return units
    visible = permission.visible_organizations(request.user).filter(organization__in=units)
    return set(visible.values_list("organization_id", flat=True))


def _mapped(units: Sequence[Standing]) -> str:
    """Return the kind of the units that stand on the map, if any do."""
    return next((each.kind for each in units if organizations.tile(each.organization) is not None), "")


def _drawings(
    selection: Selection, wanted: Indicator, units: Sequence[Standing], known: dict[int, Judged]
) -> tuple[str, list[Multiple]]:
    """Draw the units on one scale: parts of each one's own target where all have one, otherwise plain values."""
    targets = {each.organization_id: known[each.organization_id].judgement.target for each in units}
    is_relative = not wanted.is_rate and bool(units) and all(targets.values())
    document = selection.document

    def scaled(dots: Sequence[Dot], target: Decimal | None) -> list[Dot]:
        if not is_relative or not target:
            return list(dots)
        return [Dot(dot.on, None if dot.value is None else dot.value * 100 / target) for dot in dots]

    def course(unit: Standing) -> Course:
        mine = known[unit.organization_id]
        target = targets[unit.organization_id]
        query = selection.at(unit.organization.key)
        value = drawing.value_of(query, wanted, mine)
        text = numbers.rate(mine.judgement.completion_rate) if is_relative else value.text
        return Course(
            name=unit.short_name or unit.name,
            href=reverse("indicator", args=[wanted.code]) + query,
            text=text or str(drawing.mark_of(mine.judgement).word),
            mark=drawing.mark_of(mine.judgement),
            dots=scaled([Dot(point.on, point.value) for point in mine.points], target),
            required=scaled(mine.course, target),
        )

    line = Decimal(100) if is_relative else wanted.target if wanted.is_rate else None
    words = _("%(name)s over time") % {"name": wanted.name}
    drawn = multiples.multiples(
        [course(each) for each in units], document.first_day, document.last_day, line, words
    )
    scale = _("part of the own target, all on one scale") if is_relative else _("values, all on one scale")
    return scale, drawn


def _at(selection: Selection, wanted: Indicator) -> Judged:
    place = selection.place.organization_id
    return judged.below(selection, wanted, [place])[place]


def _column(selection: Selection, wanted: Indicator) -> Column:
    known = _at(selection, wanted)
    judgement = known.judgement
    name = f"{selection.place.short_name or selection.place.name} {selection.on.isoformat()}"
    return Column(
        name=name,
        href=reverse("indicator", args=[wanted.code]) + selection.query,
        value=drawing.value_of(selection.query, wanted, known),
        target=numbers.number(judgement.target, wanted.unit),
        completion=numbers.rate(judgement.completion_rate),
        mark=drawing.mark_of(judgement),
        forecast=numbers.estimate(judgement.forecast.value, wanted.unit),
    )


def _difference(wanted: Indicator, one: Decimal | None, other: Decimal | None) -> str:
    return "" if one is None or other is None else signed(other - one, wanted)


def _other(request: HttpRequest, selection: Selection, wanted: Indicator) -> Standing | None:
    """Return the unit to compare with. Raises Refused, Http404."""
    text = request.GET.get("with", "")
    if not text:
        return None
    try:
        organization = organizations.resolve(text, selection.on)
    except (UnknownOrganization, AmbiguousOrganization) as refusal:
        raise Http404(str(refusal)) from refusal
    permission.require(request.user, Act.SEE_FIGURES, organization, lead=wanted.lead or ())
    return organizations.standing(organization.pk, selection.on)


def _then(request: HttpRequest) -> date | None:
    text = request.GET.get("then", "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable("then", text, _("a date such as 2023-12-31")) from None
