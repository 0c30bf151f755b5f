"""Workbooks: templates handed out for one unit or all below it, and filled ones taken in, with everything that became of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yunjiang.access import permission
from yunjiang.access.permission import Act, Refused
from yunjiang.files import answering
from yunjiang.files.refusals import FileGone
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization
from yunjiang.organizations.refusals import AmbiguousOrganization, UnknownOrganization
from yunjiang.returns import rights
from yunjiang.returns.models import Cycle, Return, Upload
from yunjiang.returns.workbooks import outcomes, services, taking
from yunjiang.returns.workbooks.form import Shape
from yunjiang.returns.workbooks.outcomes import Mode, Outcome, UnitState
from yunjiang.returns.workbooks.problems import Weight, WorkbookProblem
from yunjiang.returns.workbooks.refusals import NothingToFill
from yunjiang.web import listing, toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.returns import marks, reading
from yunjiang.web.pages.returns.reading import Reader

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 500  # things said of one workbook on the page; all of them stand in the marked one


class Workbook(forms.Form):
    """A workbook that comes in."""

    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy("The .xlsx template, filled in with Excel or WPS. Everything wrong with it is told at once."),
    )  # fmt: skip
    mode = forms.ChoiceField(
        label=gettext_lazy("Where something is wrong"),
        choices=[
            (Mode.WHOLE, gettext_lazy("take nothing until everything is right")),
            (Mode.GOOD_UNITS, gettext_lazy("take the units with nothing wrong")),
        ],
        initial=Mode.WHOLE,
        widget=forms.RadioSelect,
    )
    overwrites = forms.BooleanField(
        label=gettext_lazy("The workbook counts where the system was changed after the template was taken"),
        required=False,
    )


@dataclass(frozen=True)
class Said:
    """One thing said of a workbook: where, what it is about, and the sentence."""

    place: str
    sentence: str
    tone: str


@dataclass(frozen=True)
class Unit:
    """What became of one unit."""

    name: str
    told: str
    tone: str
    shape: str
    href: str


def return_template(request: HttpRequest, report: int) -> HttpResponse:
    """Hand out the template of one return. Raises Refused, Http404."""
    who, found = reading.report(request, report)
    if not rights.may_read_whole(who.user, found):
        raise Refused(Act.SEE_ENTRIES, found.place.name, found.organization_id)
    return _template(who, [found], None)


def cycle_template(request: HttpRequest, cycle: int) -> HttpResponse:
    """Hand out one template for a unit and all below it that the person fills in for. Raises Refused, Http404."""
    who, found = reading.cycle(request, cycle, Act.FILL_RETURNS)
    reports = services.fillable(found, _unit(request, who, found), who.user)
    shape = Shape.SHEETS if request.GET.get("shape") == Shape.SHEETS else Shape.WIDE
    try:
        return _template(who, reports, shape)
    except NothingToFill as refusal:
        toasts.warn(request, str(refusal))
        return HttpResponseRedirect(reverse("cycle-upload", args=[found.pk]))


def _template(who: Reader, reports: Sequence[Return], shape: Shape | None) -> HttpResponse:
    written = services.template(reports, who.user, shape=shape)
    answer = HttpResponse(written.content, content_type=XLSX)
    answer.headers["Content-Disposition"] = content_disposition_header(True, written.name) or ""
    return answer


def return_upload(request: HttpRequest, report: int) -> HttpResponse:
    """Take a workbook for one return. Raises Refused, Http404."""
    who, found = reading.report(request, report)
    if not permission.may(who.user, Act.FILL_RETURNS, found.organization):
        raise Refused(Act.FILL_RETURNS, found.place.name, found.organization_id)
    crumbs = reading.crumbs(found.cycle, found, _("Upload a workbook"))
    return _uploading(request, who, found.cycle, found.organization, crumbs, found)


def cycle_upload(request: HttpRequest, cycle: int) -> HttpResponse:
    """Hand out templates and take workbooks for a unit and all below it. Raises Refused, Http404."""
    who, found = reading.cycle(request, cycle, Act.FILL_RETURNS)
    crumbs = reading.crumbs(found, here=_("Templates and upload"))
    return _uploading(request, who, found, _unit(request, who, found), crumbs, None)


def _unit(request: HttpRequest, who: Reader, found: Cycle) -> Organization:
    """Return the unit that the address names, or the widest that the person fills in for. Raises Refused, Http404."""
    asked = request.GET.get("unit", "")
    if asked:
        try:
            unit = organizations.resolve(asked)
        except (UnknownOrganization, AmbiguousOrganization) as refusal:
            raise Http404(str(refusal)) from refusal
        permission.require(who.user, Act.FILL_RETURNS, unit)
        return unit
    mine = permission.visible_organizations(who.user, act=Act.FILL_RETURNS)
    standing = mine.select_related("organization").order_by("path").first()
    if standing is None:
        raise Refused(Act.FILL_RETURNS, found.name, found.plan_version.plan.owner_id)
    return standing.organization


def _uploading(
    request: HttpRequest,
    who: Reader,
    cycle: Cycle,
    unit: Organization,
    crumbs: Sequence[Crumb],
    report: Return | None,
) -> HttpResponse:
    form = Workbook(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        outcome = taking.take(
            cycle,
            unit,
            told["file"],
            told["file"].name,
            by=who.user,
            mode=Mode(told["mode"]),
            overwrites=told["overwrites"],
        )
        if outcome.upload is not None:
            return HttpResponseRedirect(reverse("upload", args=[outcome.upload.pk]))
        return _shown(request, outcome, cycle, crumbs, told["file"].name, 422)
    names = marks.names([unit.pk], cycle.tree_on)
    count = len(services.fillable(cycle, unit, who.user))
    context = {
        "crumbs": crumbs,
        "form": form,
        "cycle": cycle,
        "report": report,
        "unit": unit,
        "unit_name": names.get(unit.pk, unit.key),
        "count": count,
        "uploads": _recent(request, who, cycle),
    }
    return render(request, "pages/returns/upload.html", context, status=422 if form.errors else 200)


def _recent(request: HttpRequest, who: Reader, cycle: Cycle) -> Sequence[Upload]:
    """Return the newest workbooks that came in for units the person fills in for."""
    mine = permission.visible_organizations(who.user, act=Act.FILL_RETURNS).values("organization_id")
    found = Upload.objects.filter(cycle=cycle, organization__in=mine).select_related("by")
    return listing.leaf(found, ("-id",), "", 8).rows


def upload(request: HttpRequest, upload: int) -> HttpResponse:
    """Tell what became of a workbook. Raises Refused, Http404."""
    _who, found = _upload(request, upload)
    cycle = found.cycle
    crumbs = [
        *reading.crumbs(cycle, here=found.name)[:-1],
        Crumb(_("Templates and upload"), reverse("cycle-upload", args=[cycle.pk])),
        Crumb(found.name),
    ]
    return _shown(request, outcomes.of_upload(found), cycle, crumbs, found.name, 200)


def _upload(request: HttpRequest, number: int) -> tuple[Reader, Upload]:
    who = reading.reader(request)
    found = (
        Upload.objects.select_related(
            "cycle__plan_version__plan__owner", "organization", "file", "answer", "by"
        )
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise Http404(_("There is no such workbook."))
    permission.require(who.user, Act.SEE_ENTRIES, found.organization)
    return who, found


def upload_file(request: HttpRequest, upload: int, which: str) -> FileResponse:
    """Hand out the workbook that came in, or the same with everything wrong marked. Raises Refused, Http404."""
    _who, found = _upload(request, upload)
    file = found.answer if which == "marked" else found.file if which == "sent" else None
    if file is None:
        raise Http404(_("There is no such workbook."))
    try:
        content = answering.opened(file)
    except FileGone as gone:
        raise Http404(str(gone)) from gone
    stem, _dot, suffix = found.name.rpartition(".")
    name = _("%(name)s (marked).%(suffix)s") % {"name": stem or found.name, "suffix": suffix or "xlsx"}
    return FileResponse(content, headers=answering.headers(file, name if which == "marked" else found.name))


def _shown(
    request: HttpRequest, outcome: Outcome, cycle: Cycle, crumbs: Sequence[Crumb], name: str, status: int
) -> HttpResponse:
    wrong = outcome.weighing(Weight.REFUSAL, Weight.PROBLEM)
    told = outcome.weighing(Weight.NOTICE)
    keys = {each.key for each in outcome.units}
    reports = dict(
        Return.objects.filter(cycle=cycle, organization__key__in=keys).values_list("organization__key", "pk")
    )
    context = {
        "crumbs": crumbs,
        "name": name,
        "lead": _lead(outcome, len(wrong)),
        "units": [_unit_told(each, reports) for each in outcome.units],
        "wrong": [_said(each, "serious") for each in wrong[:SHOWN]],
        "told": [_said(each, "") for each in told[:SHOWN]],
        "more_count": max(0, len(wrong) - SHOWN),
        "upload": outcome.upload,
        "cycle": cycle,
        "has_good": any(each.state is UnitState.LEFT for each in outcome.units),
        "has_conflict": any(each.code == "conflict" for each in wrong),
    }
    return render(request, "pages/returns/upload_outcome.html", context, status=status)


def _lead(outcome: Outcome, wrong: int) -> str:
    taken = [each for each in outcome.units if each.state is UnitState.TAKEN]
    if not outcome.units:
        return _("The workbook was not taken")
    if not wrong and not taken:
        return _("The workbook says what stands here already; nothing changed")
    facts = {"wrong": wrong, "changed": outcome.changed_count, "units": len(taken)}
    if not wrong:
        return ngettext(
            "Taken: %(changed)d item changed", "Taken: %(changed)d items changed", facts["changed"]
        ) % facts  # fmt: skip
    if taken:
        return (
            _("%(units)d units were taken, %(changed)d items changed; %(wrong)d things are to be put right")
            % facts
        )
    return (
        ngettext(
            "Nothing was taken: %(wrong)d thing is to be put right",
            "Nothing was taken: %(wrong)d things are to be put right",
            wrong,
        )
        % facts
    )


def _unit_told(each: outcomes.UnitOutcome, reports: dict[str, int]) -> Unit:
    told, tone, shape = {
        UnitState.TAKEN: (_("taken, %(count)d items changed"), "done", "▲"),
        UnitState.UNCHANGED: (_("nothing new"), "quiet", "–"),
        UnitState.WRONG: (_("not taken, %(count)d things to put right"), "serious", "◆"),
        UnitState.LEFT: (_("nothing wrong, not taken because of the others"), "late", "◇"),
    }[each.state]
    href = reverse("return", args=[reports[each.key]]) if each.key in reports else ""
    return Unit(each.name, told % {"count": each.count}, tone, shape, href)


def _said(problem: WorkbookProblem, tone: str) -> Said:
    place = " ".join(part for part in (problem.sheet, problem.cell) if part)
    return Said(place or _("the file"), problem.sentence(), tone)
