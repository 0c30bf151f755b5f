"""Opening accepted numbers again, with a reason: taken out of the ledger at once, or standing until they are corrected."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunjiang.access.permission import Act, Refused
from yunjiang.returns import rights, workflow
from yunjiang.returns.models import Cell, Counting, Return, Section
from yunjiang.returns.refusals import ReturnsRefusal
from yunjiang.web import toasts
from yunjiang.web.pages.returns import reading, texts
from yunjiang.web.pages.returns.reading import Reader


class Reopening(forms.Form):
    """Which numbers, why, and what becomes of what stands."""

    indicators = forms.MultipleChoiceField(
        label=gettext_lazy("What is opened again"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The unit reads it beside its items; the ledger keeps it with the reversal."),
    )
    takes_back = forms.ChoiceField(
        label=gettext_lazy("What is posted"),
        choices=[
            ("1", gettext_lazy("is taken out of the ledger at once: figures change now, and reports that used it are told of")),
            ("", gettext_lazy("stands until the correction is accepted")),
        ],
        initial="1",
        required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip


def reopen(request: HttpRequest, report: int) -> HttpResponse:
    """Choose what is opened again, and do it. Raises Refused, Http404."""
    who, found = reading.report(request, report)
    sections = _open_to(who, found)
    if not sections:
        return _nothing(request, who, found)
    form = Reopening(
        request.POST if request.method == "POST" else None,
        initial={"indicators": request.GET.getlist("indicator")},
    )
    field = form.fields["indicators"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = [(each.indicator, _told(each)) for each in sections]
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            workflow.reopen(
                found, told["indicators"], who.user, told["reason"], takes_back=bool(told["takes_back"])
            )
        except ReturnsRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            toasts.say(
                request,
                _("%(unit)s: opened again; the unit finds it under “My work”.")
                % {"unit": found.place.short_name},
            )
            return HttpResponseRedirect(reverse("return", args=[found.pk]))
    context = {
        "crumbs": reading.crumbs(found.cycle, found, _("Open again")),
        "form": form,
        "report": found,
        "is_to_date": found.cycle.counting == Counting.TO_DATE,
    }
    return render(request, "pages/returns/reopen.html", context, status=422 if form.errors else 200)


def _open_to(who: Reader, report: Return) -> list[Section]:
    """Return the accepted sections that the person may open again."""
    rows = report.sections.filter(is_accepted=True).select_related("lead").prefetch_related("cells__question")
    sections = list(rows.order_by("rank"))
    for each in sections:
        each.report = report
    return rights.reopenable(who.user, sections)


def _told(section: Section) -> str:
    cells = sorted(section.cells.all(), key=lambda each: each.question.rank)
    values = _("、").join(f"{cell.question.name} {shown(cell)}" for cell in cells)
    if len(cells) == 1 and cells[0].question.name == section.name:
        return f"{section.indicator} {section.name}：{shown(cells[0])} {cells[0].question.unit}"
    return f"{section.indicator} {section.name}（{values}）"


def shown(cell: Cell) -> str:
    """Return what a cell says."""
    return _("cannot be provided") if cell.is_unavailable else texts.shown(cell.value)


def _nothing(request: HttpRequest, who: Reader, report: Return) -> HttpResponse:
    """Answer who may open nothing here, or where nothing is accepted."""
    if not who.may(Act.ACCEPT_RETURNS):
        raise Refused(Act.ACCEPT_RETURNS, report.place.name, report.organization_id)
    toasts.warn(request, _("Nothing of this return is accepted that you could open again."))
    return HttpResponseRedirect(reverse("return", args=[report.pk]))
