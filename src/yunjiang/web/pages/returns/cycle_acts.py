"""What the office does to a cycle and its returns from their pages: lock, close, work due days out again, extend."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from yunjiang.access.permission import Act, Refused
from yunjiang.returns import cycles as acting
from yunjiang.returns import rights
from yunjiang.returns.models import Cycle
from yunjiang.returns.refusals import ReturnsRefusal
from yunjiang.web import toasts
from yunjiang.web.pages.returns import marks, reading
from yunjiang.web.pages.returns.reading import Reader


class Extension(forms.Form):
    """Until when, and why."""

    until = forms.DateField(
        label=gettext_lazy("Extended until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The last day, included. It holds past the due day, the lock and the closing of the cycle."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


def _managed(request: HttpRequest, number: int) -> tuple[Reader, Cycle]:
    """Return a cycle that the person manages. Raises Refused, Http404."""
    who, found = reading.cycle(request, number, Act.MANAGE_CYCLES)
    if not rights.may_manage(who.user, found):
        raise Refused(Act.MANAGE_CYCLES, found.name, found.plan_version.plan.owner_id)
    return who, found


@require_POST
def lock(request: HttpRequest, cycle: int) -> HttpResponse:
    """Say from which day on nothing is filled in any more. Raises Refused, Http404."""
    who, found = _managed(request, cycle)
    told = request.POST.get("locks_on", "").strip()
    try:
        locks_on = date.fromisoformat(told) if told else None
        acting.set_lock(found, locks_on, request.POST.get("reason", ""), who.user)
    except ReturnsRefusal as refusal:
        toasts.warn(request, str(refusal))
    except ValueError:
        toasts.warn(request, _("“%(day)s” is no day; write 2026-02-17.") % {"day": told[:20]})
    else:
        sentence = (
            _("Locked from %(day)s.") % {"day": locks_on} if locks_on else _("There is no lock any more.")
        )
        toasts.say(request, sentence)
    return HttpResponseRedirect(reverse("cycle", args=[found.pk]))


@require_POST
def close(request: HttpRequest, cycle: int) -> HttpResponse:
    """Close a cycle. Raises Refused, Http404."""
    who, found = _managed(request, cycle)
    acting.close(found, who.user)
    toasts.say(request, _("“%(cycle)s” is closed.") % {"cycle": found.name})
    return HttpResponseRedirect(reverse("cycle", args=[found.pk]))


@require_POST
def recompute(request: HttpRequest, cycle: int) -> HttpResponse:
    """Work the due days out again, after days off were entered. Raises Refused, Http404."""
    who, found = _managed(request, cycle)
    moved = acting.recompute_due(found, who.user)
    told = ngettext(
        "The due day of %(count)d return moved.", "The due days of %(count)d returns moved.", moved
    )
    toasts.say(request, told % {"count": moved} if moved else _("No due day moved."))
    return HttpResponseRedirect(reverse("cycle", args=[found.pk]))


def extend(request: HttpRequest, report: int) -> HttpResponse:
    """Give one unit more time, with a reason and an end. Raises Refused, Http404."""
    who, found = reading.report(request, report)
    if not rights.may_manage(who.user, found.cycle):
        raise Refused(Act.MANAGE_CYCLES, found.place.name, found.organization_id)
    form = Extension(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            acting.extend(found, form.cleaned_data["until"], form.cleaned_data["reason"], who.user)
        except ReturnsRefusal as refusal:
            form.add_error("until", str(refusal))
        else:
            facts = {"unit": found.place.short_name, "day": form.cleaned_data["until"]}
            toasts.say(request, _("%(unit)s has until %(day)s.") % facts)
            return HttpResponseRedirect(reverse("return", args=[found.pk]))
    context = {
        "crumbs": reading.crumbs(found.cycle, found, _("Extend")),
        "form": form,
        "report": found,
        "due": marks.due_of(found),
    }
    return render(request, "pages/returns/extend.html", context, status=422 if form.errors else 200)
