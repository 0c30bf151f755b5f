"""Handing a return in: what still stops it, what wants an explanation, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunjiang.access.permission import Act, Refused
from yunjiang.returns import checking, narrative, rights, workflow
from yunjiang.returns.models import Cell, Return
from yunjiang.returns.refusals import ReturnsRefusal
from yunjiang.returns.standing import desk_after
from yunjiang.web import toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.returns import beside, marks, reading
from yunjiang.web.pages.returns.beside import Progress, Told
from yunjiang.web.pages.returns.reading import Reader


@dataclass(frozen=True)
class Spot:
    """One item that wants something before submission, and the way to it."""

    name: str
    href: str
    findings: Sequence[Told] = ()
    explanation: str = ""


@dataclass(frozen=True)
class Page:
    """What stands between a return and its submission."""

    report: Return
    crumbs: Sequence[Crumb]
    progress: Progress
    empty: Sequence[Spot]
    hard: Sequence[Spot]
    unexplained: Sequence[Spot]
    explained: Sequence[Spot]
    headings: Sequence[str]  # words that are owed and not written
    goes_to: str
    refusal: str = ""

    @property
    def is_ready(self) -> bool:
        return not (self.empty or self.hard or self.unexplained or self.headings)


def submission(request: HttpRequest, report: int) -> HttpResponse:
    """Show what stops a return and what wants explaining; submit it. Raises Refused."""
    who, found = reading.report(request, report)
    if not rights.may_fill(who.user, found):
        return _not_now(request, who, found)
    refusal = ""
    if request.method == "POST":
        try:
            handed_in = workflow.submit(found, who.user)
        except ReturnsRefusal as refused:
            refusal = str(refused)
        else:
            told = _("%(unit)s: submitted. It can be withdrawn until it has been looked at.")
            undo_href = reverse("return-withdraw", args=[found.pk])
            toasts.say(request, told % {"unit": found.place.short_name}, undo_href=undo_href)
            return HttpResponseRedirect(reverse("return", args=[handed_in.pk]))
    shown = page(found, refusal)
    return render(request, "pages/returns/submission.html", {"page": shown}, status=409 if refusal else 200)


def _not_now(request: HttpRequest, who: Reader, report: Return) -> HttpResponse:
    """Answer who may not, or may not now: with the return as it is, or with a refusal."""
    if not who.may(Act.FILL_RETURNS):
        raise Refused(Act.FILL_RETURNS, report.place.name, report.organization_id)
    toasts.warn(
        request,
        _("The return is “%(state)s” and cannot be submitted now.") % {"state": report.get_state_display()},
    )
    return HttpResponseRedirect(reverse("return", args=[report.pk]))


def page(report: Return, refusal: str = "") -> Page:
    """Make the page's view model."""
    findings = checking.findings(report)
    at = beside.by_question(beside.while_filling(findings))
    cells = list(report.cells.select_related("question").order_by("section__rank", "question__rank"))
    here = reverse("return", args=[report.pk])

    def spot(cell: Cell, sort: str = "") -> Spot:
        told = [beside.told(each) for each in at.get(cell.question.code, ())]
        shown = [each for each in told if not sort or each.sort == sort]
        return Spot(cell.question.name, f"{here}#q{cell.pk}", shown, cell.explanation)

    def having(sort: str) -> list[Spot]:
        return [
            spot(cell, sort)
            for cell in cells
            if any(beside.told(each).sort == sort for each in at.get(cell.question.code, ()))
        ]

    owner = report.cycle.plan_version.plan.owner_id
    desk = desk_after(report.place, owner, None)
    return Page(
        report=report,
        crumbs=reading.crumbs(report.cycle, report, _("Submit for review")),
        progress=beside.progress([report], {report.pk: findings})[report.pk],
        empty=[spot(cell) for cell in cells if cell.value is None and not cell.is_unavailable],
        hard=having("hard"),
        unexplained=having("soft"),
        explained=having("explained"),
        headings=[str(each.label) for each in narrative.missing(report)],
        goes_to=marks.names([desk], report.cycle.tree_on)[desk],
        refusal=refusal,
    )


@require_POST
def withdraw(request: HttpRequest, report: int) -> HttpResponse:
    """Take a return back from the desk it lies on. Raises Refused."""
    who, found = reading.report(request, report)
    if not rights.may_withdraw(who.user, found):
        raise Refused(Act.FILL_RETURNS, found.place.name, found.organization_id)
    try:
        workflow.withdraw(found, who.user)
    except ReturnsRefusal as refusal:
        toasts.warn(request, str(refusal))
    else:
        told = _("%(unit)s: withdrawn; it is a draft again.") % {"unit": found.place.short_name}
        toasts.say(request, told, undo_href=reverse("return-submission", args=[found.pk]))
    return HttpResponseRedirect(reverse("return", args=[found.pk]))
