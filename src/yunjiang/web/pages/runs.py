"""Frozen assessments of a unit: when, on which day, of which data, by whom; each opens the overview as it was known then."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yunjiang.assessment.models import Run, Verdict
from yunjiang.assessment.rules.judgement import Severity, Status
from yunjiang.ledger.models import DataSet
from yunjiang.web.components import status
from yunjiang.web.components.status import Mark
from yunjiang.web.pages import selection as selecting
from yunjiang.web.pages import wording
from yunjiang.web.pages.selection import Selection, Unreadable

PAGE = 30


@dataclass(frozen=True)
class Frozen:
    """One run with what it says of the unit looked at."""

    run: Run
    data_set: str
    href: str
    counts: Sequence[tuple[Mark, int]]


def runs(request: HttpRequest) -> HttpResponse:
    """List the runs that judged the unit looked at, the newest first, PAGE at a time."""
    selection = selecting.choose(request)
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdigit() and len(before) <= 18):
        raise Unreadable("before", before, "a run")
    found = (
        Run.objects.filter(verdicts__organization=selection.place.organization_id)
        .select_related("plan_version__plan")
        .distinct()
        .order_by("-id")
    )
    if before:
        found = found.filter(pk__lt=int(before))
    shown = list(found[: PAGE + 1])
    further = ""
    if len(shown) > PAGE:
        further = f"{reverse('runs')}{selection.query}&before={shown[PAGE - 1].pk}"
    context = {"selection": selection, "runs": _frozen(selection, shown[:PAGE]), "further": further}
    return render(request, "pages/runs.html", context)


def _frozen(selection: Selection, shown: Sequence[Run]) -> list[Frozen]:
    counted = (
        Verdict.objects.filter(run__in=shown, organization=selection.place.organization_id)
        .order_by()
        .values_list("run_id", "status", "severity")
        .annotate(count=Count("pk"))
    )
    counts: dict[int, list[tuple[int, Mark, int]]] = {}
    for run_id, state, severity, count in counted:
        sort = Status(state), Severity(severity) if severity else None
        counts.setdefault(run_id, []).append((status.attention(*sort), status.mark_of(*sort), count))
    return [
        Frozen(
            run,
            str(wording.DATA_SETS[DataSet(run.data_set)]),
            _as_known_then(selection, run),
            [
                (mark, count)
                for _order, mark, count in sorted(counts.get(run.pk, []), key=lambda each: each[0])
            ],
        )
        for run in shown
    ]


def _as_known_then(selection: Selection, run: Run) -> str:
    """Return the address of the overview on the run's day, in its data set, at the position it saw."""
    look = {
        "unit": selection.place.organization.key,
        "on": run.assessed_on.isoformat(),
        "data": run.data_set,
        "asof": run.position,
    }
    return f"{reverse('cockpit')}?{urlencode(look)}"
