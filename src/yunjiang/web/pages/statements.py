"""Everything published about a unit, as its sources put it: odd periods, bounds and contradictions stay visible."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yunjiang.access.permission import Act
from yunjiang.ledger import leafing
from yunjiang.ledger.models import DataSet
from yunjiang.web.pages import evidence
from yunjiang.web.pages import selection as selecting


def statements(request: HttpRequest) -> HttpResponse:
    """List the published statements about the unit looked at, those that no indicator counts included."""
    # What is shown is published, whatever data set was looked at before.
    selection = replace(selecting.choose(request, Act.SEE_ENTRIES), data_set=DataSet.PUBLISHED)
    standing = leafing.standing_at([selection.place.organization_id], DataSet.PUBLISHED, selection.position)
    ordered = sorted(standing, key=lambda each: (each.measure, -each.happened_on.toordinal()))
    rows = evidence.told(ordered, selection.on)
    context = {"selection": selection, "rows": rows, "count": len(rows)}
    return render(request, "pages/statements.html", context)
