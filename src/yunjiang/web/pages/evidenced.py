"""What was reported beside what registers hold: the evidence rate of every indicator at a unit, the weakest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.figures.services import Evidence
from yunjiang.plans.document import Indicator
from yunjiang.web import judged
from yunjiang.web.components import numbers
from yunjiang.web.components.overview import Clause
from yunjiang.web.components.said import Empty
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages import selection as selecting
from yunjiang.web.pages.changes import signed
from yunjiang.web.pages.selection import Selection


@dataclass(frozen=True)
class Evidenced:
    """The view model."""

    lead: Sequence[Clause]
    table: Table


def evidenced(request: HttpRequest) -> HttpResponse:
    """Show both sides of every indicator at a unit."""
    selection = selecting.choose(request)
    return render(
        request, "pages/evidenced.html", {"selection": selection, "evidenced": put_beside(selection)}
    )


def put_beside(selection: Selection) -> Evidenced:
    """Make the page's view model."""
    indicators = selection.document.indicators
    found = judged.evidence(selection, indicators)
    held = [each for each in indicators if found[each.code].has_register]
    ordered = sorted(held, key=lambda each: _weakness(found[each.code]))
    ordered += [each for each in indicators if each not in held]
    return Evidenced(
        lead=_lead(len(indicators), len(held)),
        table=Table(
            name="evidenced",
            title=_("Reported and evidenced"),
            columns=[
                Column("indicator", _("Indicator")),
                Column("reported", _("Reported"), is_number=True),
                Column("held", _("In registers"), is_number=True, place="end"),
                Column("difference", _("Reported beyond"), is_number=True, place="fold"),
                Column("rate", _("Evidence rate"), is_number=True, place="end"),
            ],
            rows=[_row(selection, each, found[each.code]) for each in ordered],
            empty=Empty(_("The plan has no indicators"), _("They would stand here.")),
            told=ngettext("%d indicator", "%d indicators", len(indicators)) % len(indicators),
        ),
    )


def _weakness(evidence: Evidence) -> float:
    """Order by how far the rate is from a hundred; a register beside which nothing was reported comes first."""
    return -1.0 if evidence.rate is None else -abs(float(evidence.rate) - 100) / 100


def _lead(count: int, held: int) -> list[Clause]:
    end = Clause(pgettext("end of sentence", "."))
    if not held:
        text = _("No register holds anything of the %(count)d indicators yet; all rests on what was reported")
        return [Clause(text % {"count": count}), end]
    text = ngettext(
        "Registers hold evidence of %(held)d of %(count)d indicators",
        "Registers hold evidence of %(held)d of %(count)d indicators",
        held,
    )
    return [Clause(text % {"held": held, "count": count}), end]


def _row(selection: Selection, indicator: Indicator, found: Evidence) -> Row:
    href = reverse("indicator", args=[indicator.code]) + selection.query
    reported = numbers.number(found.reported.value, indicator.unit, bound=found.reported.bound)
    name = Cell(indicator.name, indicator.code, href)
    if not found.has_register:
        return Row([name, Cell(reported), Cell(_("no register")), Cell(""), Cell("–")], tone="silent")
    return Row(
        [
            name,
            Cell(reported),
            Cell(numbers.number(found.evidenced.value, indicator.unit)),
            Cell(signed(found.difference, indicator)),
            Cell(numbers.rate(found.rate) or "–"),
        ]
    )
