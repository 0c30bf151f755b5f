"""Files that prove a number: attached to its item, taken off again, handed out to whoever may read the return."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunjiang.access.permission import Act, Refused
from yunjiang.files.refusals import FileGone, FileRefused
from yunjiang.returns import evidence as keeping
from yunjiang.returns import rights
from yunjiang.returns.models import Evidence, Return
from yunjiang.returns.refusals import ReturnsRefusal
from yunjiang.web import toasts
from yunjiang.web.pages.returns import reading
from yunjiang.web.pages.returns.reading import Reader


@require_POST
def attach(request: HttpRequest, report: int) -> HttpResponse:
    """Attach files to an item; answer with what is attached to it now. Raises Refused, Http404."""
    who, found = reading.report(request, report)
    _require_filling(who, found)
    question = request.POST.get("question", "")
    refusals = []
    for file in request.FILES.getlist("files"):
        try:
            keeping.attach(found, question, file, file.name or "", by=who.user)
        except (ReturnsRefusal, FileRefused) as refusal:
            refusals.append(str(refusal))
    return _attached(request, found, question, refusals)


@require_POST
def remove(request: HttpRequest, evidence: int) -> HttpResponse:
    """Take a file off its item; answer with what is left there. Raises Refused, Http404."""
    who, attached = _one(request, evidence)
    found = attached.cell.report
    _require_filling(who, found)
    refusals = []
    try:
        keeping.remove(attached, by=who.user)
    except ReturnsRefusal as refusal:
        refusals.append(str(refusal))
    return _attached(request, found, attached.cell.question.code, refusals)


def handed_out(request: HttpRequest, evidence: int) -> FileResponse:
    """Hand a file out as a download. Raises Refused, Http404."""
    who, attached = _one(request, evidence)
    readable = rights.readable_sections(who.user, attached.cell.report)
    if readable is not None and attached.cell.section.indicator not in readable:
        raise Refused(Act.SEE_ENTRIES, attached.cell.report.place.name, attached.cell.report.organization_id)
    try:
        headers, file = keeping.handed_out(attached)
    except FileGone as gone:
        raise Http404(str(gone)) from gone
    return FileResponse(file, headers=headers)


def _one(request: HttpRequest, number: int) -> tuple[Reader, Evidence]:
    """Return a file of a return that the person may read something of, and who asks. Raises Refused, Http404."""
    who = reading.reader(request)
    attached = (
        Evidence.objects.select_related(
            "file", "cell__question", "cell__section", "cell__report__cycle__plan_version__plan__owner",
            "cell__report__place", "cell__report__organization",
        ).filter(pk=number).first()
    )  # fmt: skip
    if attached is None:
        raise Http404(_("There is no such file."))
    if not rights.may_read(who.user, attached.cell.report):
        raise Refused(Act.SEE_ENTRIES, attached.cell.report.place.name, attached.cell.report.organization_id)
    return who, attached


def _require_filling(who: Reader, report: Return) -> None:
    if not rights.may_fill(who.user, report):
        raise Refused(Act.FILL_RETURNS, report.place.name, report.organization_id)


def _attached(request: HttpRequest, report: Return, question: str, refusals: list[str]) -> HttpResponse:
    """Answer a script with the item's files, or with the sentence of a refusal; without script, go back to the return."""
    if not getattr(request, "htmx", False):
        for sentence in refusals:
            toasts.warn(request, sentence)
        return HttpResponseRedirect(reverse("return", args=[report.pk]))
    if refusals:
        return HttpResponse("\n".join(refusals), status=422, content_type="text/plain; charset=utf-8")
    cell = report.cells.filter(question__code=question).select_related("question").first()
    if cell is None:
        raise Http404(_("This unit is not asked for this quantity."))
    context = {
        "evidence": keeping.of_report(report).get(question, []),
        "code": question,
        "name": cell.question.name,
        "is_open": True,
        "report": report,
    }
    return render(request, "pages/returns/evidence_list.html", context)
