"""What an acceptance put into the ledger: by unit and indicator, with the batch, and the way to the figure and its entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access.permission import Act
from yunjiang.plans import queries as plans
from yunjiang.returns import rights
from yunjiang.returns.models import Cycle, Section
from yunjiang.web.pages.returns import reading, texts

MOST = 300


@dataclass(frozen=True)
class Posted:
    """One accepted section: what was said, and where it leads."""

    unit: str
    indicator: str
    name: str
    values: Sequence[tuple[str, str, str]]  # name, value, unit
    position: int | None
    figure_href: str
    entries_href: str
    owner_href: str


def posted(request: HttpRequest) -> HttpResponse:
    """Tell what stands in the ledger of some accepted sections. Raises Refused."""
    who = reading.reader(request, Act.ACCEPT_RETURNS, Act.MANAGE_CYCLES)
    numbers = [
        int(each)
        for each in request.GET.getlist("report")
        if each.isascii() and each.isdigit() and len(each) <= 18
    ]
    rows = (
        Section.objects.filter(
            report__in=numbers, indicator__in=request.GET.getlist("indicator"), is_accepted=True
        )
        .select_related(
            "report__cycle__plan_version__plan__owner", "report__place", "report__organization", "lead"
        )
        .prefetch_related("cells__question")
        .order_by("report__place__rank", "rank")[:MOST]
    )
    may = {each.report_id: rights.readable_sections(who.user, each.report) for each in rows}
    shown = [_posted(each) for each in rows if _is_among(each.indicator, may[each.report_id])]
    count = len(shown)
    lead = ngettext(
        "%(count)d indicator was posted to the ledger",
        "%(count)d indicators were posted to the ledger",
        count,
    )
    context = {
        "crumbs": reading.crumbs(rows[0].report.cycle if rows else None, here=_("Posted")),
        "lead": lead % {"count": count},
        "posted": shown,
    }
    return render(request, "pages/returns/posted.html", context)


def _is_among(indicator: str, readable: frozenset[str] | None) -> bool:
    return readable is None or indicator in readable


def _posted(section: Section) -> Posted:
    report = section.report
    look = _look(report.cycle, report.organization.key, report.cycle.last_on)
    owner = _look(report.cycle, report.cycle.plan_version.plan.owner.key, report.cycle.last_on)
    values = [
        (
            cell.question.name,
            _("cannot be provided") if cell.is_unavailable else texts.shown(cell.value),
            cell.question.unit,
        )
        for cell in sorted(section.cells.all(), key=lambda each: each.question.rank)
    ]
    return Posted(
        report.place.short_name,
        section.indicator,
        section.name,
        values,
        section.position,
        reverse("indicator", args=[section.indicator]) + look,
        reverse("entries", args=[section.indicator]) + look,
        reverse("indicator", args=[section.indicator]) + owner,
    )


def _look(cycle: Cycle, unit: str, on: date) -> str:
    plan = plans.document(cycle.plan_version).code
    return "?" + urlencode({"unit": unit, "on": on.isoformat(), "data": cycle.data_set, "plan": plan})
