"""What a department leads: its indicators over the whole plan, and in every unit, the units that are behind first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.access import permission
from yunjiang.access.permission import Act
from yunjiang.assessment.rules.judgement import Status
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Kind, Organization, Standing
from yunjiang.plans.document import Indicator, PlanDocument
from yunjiang.web import judged
from yunjiang.web.components import numbers, status
from yunjiang.web.components.overview import Clause, Group, Tab
from yunjiang.web.components.said import Empty
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.judged import Judged
from yunjiang.web.pages import drawing, wording
from yunjiang.web.pages import selection as selecting
from yunjiang.web.pages.selection import Selection

LATE = (Status.BEHIND, Status.NOT_MET)
LEVELS = (Kind.PREFECTURE, Kind.DEPARTMENT, Kind.INDUSTRY_SYSTEM, Kind.FUNCTIONAL_AREA, Kind.COUNTY)


@dataclass(frozen=True)
class Led:
    """The view model."""

    lead_name: str
    sentence: Sequence[Clause]
    departments: Sequence[Tab]  # whose indicators can be looked at
    groups: Sequence[Group]
    kinds: Sequence[Tab]
    units: Table


def leading(request: HttpRequest) -> HttpResponse:
    """Show the indicators that a department leads; without a wish the reader's own, otherwise the first of the plan."""
    wanted = request.GET.get("lead", "")
    mine = permission.led_by(request.user)
    selection = selecting.choose(
        request, leads=lambda document: _keys(document, wanted, mine), is_whole=bool(mine)
    )
    departments = _departments(selection, mine if selection.is_by_lead else None)
    keys = _keys(selection.document, wanted, mine)
    if wanted and not keys:
        raise Http404(_("The plan names no indicator that this department leads."))
    chosen = next((each for each in departments if each.key in keys), departments[0] if departments else None)
    may_decide = Act.LOAD_PLAN in permission.acts_anywhere(request.user)
    led = lead(selection, chosen, departments, request.GET.get("kind", "")) if chosen else None
    return render(
        request, "pages/leading.html", {"selection": selection, "led": led, "may_decide": may_decide}
    )


def _keys(document: PlanDocument, wanted: str, mine: Collection[str]) -> list[str]:
    """Return the organization asked for, or those of the reader's that lead anything; none when the plan names none."""
    named = {key for each in document.indicators for key in each.lead or ()}
    return sorted(({wanted} if wanted else set(mine)) & named)


def _departments(selection: Selection, only: Collection[str] | None) -> list[Organization]:
    """Return the organizations that lead anything in the plan, in the order of the plan."""
    keys = dict.fromkeys(key for each in selection.document.indicators for key in each.lead or ())
    found = {each.key: each for each in Organization.objects.filter(key__in=keys)}
    return [found[key] for key in keys if key in found and (only is None or key in only)]


def lead(
    selection: Selection, department: Organization, departments: Sequence[Organization], kind: str
) -> Led:
    """Make the page's view model."""
    indicators = [each for each in selection.document.indicators if department.key in (each.lead or ())]
    names = organizations.standings_of({each.pk for each in departments}, selection.on)
    known = judged.of_unit(selection)
    ordered = sorted(indicators, key=lambda each: _attention(known[each.code]))
    query = f"{selection.query}&{urlencode({'lead': department.key})}"
    below = organizations.descendants(selection.place.organization_id, selection.on)
    kinds = [each for each in LEVELS if below.filter(kind=each).exists()]
    chosen = next((each for each in kinds if each == kind), kinds[0] if kinds else None)
    units = list(below.filter(kind=chosen)) if chosen else []
    across = judged.across(selection, ordered, [each.organization_id for each in units])
    lead_name = names[department.pk].name if department.pk in names else department.key
    return Led(
        lead_name=lead_name,
        sentence=_sentence(lead_name, ordered, known, units, across),
        departments=[
            Tab(
                names[each.pk].short_name or names[each.pk].name,
                f"{selection.query}&{urlencode({'lead': each.key})}",
                each == department,
            )
            for each in departments
            if each.pk in names
        ],
        groups=[Group("", [drawing.row(selection, each, known[each.code]) for each in ordered], depth=0)],
        kinds=[
            Tab(str(wording.KINDS[each]), f"{query}&{urlencode({'kind': each.value})}#units", each == chosen)
            for each in kinds
        ],
        units=_table(selection, ordered, units, across),
    )


def _attention(each: Judged) -> tuple[int, float]:
    rate = each.judgement.completion_rate
    return status.attention(each.judgement.status, each.judgement.severity), float(rate or 0)


def _sentence(
    name: str,
    indicators: Sequence[Indicator],
    known: Mapping[str, Judged],
    units: Sequence[Standing],
    across: Mapping[tuple[str, int], Judged],
) -> list[Clause]:
    statuses = [known[each.code].judgement.status for each in indicators]
    late, silent = sum(each in LATE for each in statuses), statuses.count(Status.NOT_REPORTED)
    clauses = [
        Clause(
            ngettext(
                "%(name)s leads %(count)d indicator", "%(name)s leads %(count)d indicators", len(indicators)
            )
            % {"name": name, "count": len(indicators)}
        )
    ]
    for count, text, tone in (
        (late, ngettext("%d is behind", "%d are behind", late), "late"),
        (silent, ngettext("%d has not been reported", "%d have not been reported", silent), "silent"),
    ):
        if count:
            clauses += [Clause(pgettext("between clauses", ", ")), Clause(text % count, tone)]
    worst = sum(_late_count(unit, indicators, across) > 0 for unit in units)
    if units and worst:
        text = _("; of %(units)d units below %(late)d are behind with at least one") % {
            "units": len(units),
            "late": worst,
        }
        clauses.append(Clause(text))
    return [*clauses, Clause(pgettext("end of sentence", "."))]


def _late_count(
    unit: Standing, indicators: Sequence[Indicator], across: Mapping[tuple[str, int], Judged]
) -> int:
    return sum(across[each.code, unit.organization_id].judgement.status in LATE for each in indicators)


def _silent_count(
    unit: Standing, indicators: Sequence[Indicator], across: Mapping[tuple[str, int], Judged]
) -> int:
    return sum(
        across[each.code, unit.organization_id].judgement.status is Status.NOT_REPORTED for each in indicators
    )


def _table(
    selection: Selection,
    indicators: Sequence[Indicator],
    units: Sequence[Standing],
    across: Mapping[tuple[str, int], Judged],
) -> Table:
    late = {each: _late_count(each, indicators, across) for each in units}
    silent = {each: _silent_count(each, indicators, across) for each in units}
    ordered = sorted(units, key=lambda each: (-late[each], -silent[each], each.rank, each.code))
    return Table(
        name="units",
        title=_("In the units, those behind first"),
        columns=[
            Column("unit", _("Unit")),
            Column("late", _("Behind"), is_number=True, place="end"),
            Column("silent", _("Not reported"), is_number=True, place="fold"),
            *(Column(each.code, f"{each.code} {each.name}", place="fold") for each in indicators),
        ],
        rows=[
            Row(
                [
                    Cell(each.short_name or each.name, href=_cockpit(selection, each)),
                    Cell(str(late[each]) if late[each] else "–", tone="late" if late[each] else ""),
                    Cell(str(silent[each]) if silent[each] else "–", tone="silent"),
                    *(
                        _cell(selection, each, indicator, across[indicator.code, each.organization_id])
                        for indicator in indicators
                    ),
                ]
            )
            for each in ordered
        ],
        empty=Empty(_("There are no units below"), _("The units that report to this one would stand here.")),
        told=ngettext("%d unit", "%d units", len(units)) % len(units),
        is_wide=True,
    )


def _cockpit(selection: Selection, unit: Standing) -> str:
    """Return the address of a unit's own page; who may look only at what he leads is not led where he may not go."""
    return "" if selection.is_by_lead else reverse("cockpit") + selection.at(unit.organization.key)


def _cell(selection: Selection, unit: Standing, indicator: Indicator, known: Judged) -> Cell:
    mark = drawing.mark_of(known.judgement)
    href = reverse("indicator", args=[indicator.code]) + selection.at(unit.organization.key)
    if mark.tone in (Tone.SILENT, Tone.QUIET):
        return Cell(mark, href=href)
    text = numbers.rate(known.judgement.completion_rate) or drawing.value_of("", indicator, known).text
    return Cell(Mark(mark.shape, text or mark.word, mark.tone), small="", href=href)
