"""Days off and days worked otherwise than the published calendar says: seen, declared, imported, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from yunjiang.access import permission
from yunjiang.access.permission import Act
from yunjiang.organizations.models import DayOff, Organization
from yunjiang.plans import queries as plans
from yunjiang.returns import days_off as declaring
from yunjiang.web import listing, toasts
from yunjiang.web.components.said import Empty
from yunjiang.web.pages.returns import marks, reading

ORDER = ("-day", "-id")
LARGEST_FILE = 1 << 20  # bytes; a century of days off is smaller


@dataclass(frozen=True)
class Day:
    """One declared day: `unit` is empty where it holds everywhere."""

    row: DayOff
    weekday: str
    unit: str


class Declaration(forms.Form):
    """One day."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    is_working = forms.ChoiceField(
        label=gettext_lazy("That day"),
        choices=[("", gettext_lazy("nobody works")), ("1", gettext_lazy("people work"))],
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    name = forms.CharField(
        label=gettext_lazy("Occasion"),
        max_length=60,
        help_text=gettext_lazy("Such as Spring Festival, or the Torch Festival."),
    )
    unit = forms.CharField(
        label=gettext_lazy("Where it holds"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Code or name of a unit; it then holds there and below. Empty: everywhere."),
    )
    document_number = forms.CharField(
        label=gettext_lazy("Number of the notice"), required=False, max_length=60
    )

    def clean_unit(self) -> Organization | None:
        try:
            return declaring.unit(self.cleaned_data["unit"])
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from refusal


def days_off(request: HttpRequest) -> HttpResponse:
    """List the declared days, the newest first; declare one. Raises Refused."""
    _require(request)
    form = Declaration(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        day = declaring.Day(
            told["day"], bool(told["is_working"]), told["name"], told["unit"], told["document_number"]
        )
        declaring.declare([day])
        toasts.say(
            request,
            _("%(day)s is entered. Due days of open cycles are worked out again from the cycle's page.")
            % {"day": told["day"]},
        )
        return HttpResponseRedirect(reverse("calendar"))
    return _shown(request, form, [])


@require_POST
def days_off_import(request: HttpRequest) -> HttpResponse:
    """Take a file of days, all of them or none. Raises Refused."""
    _require(request)
    file = request.FILES.get("file")
    if file is None:
        return _shown(request, Declaration(), [_("Choose a CSV file first.")])
    if file.size is None or file.size > LARGEST_FILE:
        return _shown(request, Declaration(), [_("The file is larger than a list of days can be.")])
    days, problems = declaring.read(file.read())
    if problems:
        return _shown(request, Declaration(), problems)
    declaring.declare(days)
    toasts.say(
        request,
        ngettext("%(count)d day was entered.", "%(count)d days were entered.", len(days))
        % {"count": len(days)},
    )
    return HttpResponseRedirect(reverse("calendar"))


@require_POST
def day_off_withdraw(request: HttpRequest, day_off: int) -> HttpResponse:
    """Let the published calendar hold again on a day. Raises Refused."""
    _require(request)
    row = DayOff.objects.select_related("organization").filter(pk=day_off).first()
    if row is not None:
        declaring.withdraw(row)
        toasts.say(request, _("%(day)s is taken out again.") % {"day": row.day})
    return HttpResponseRedirect(reverse("calendar"))


def _require(request: HttpRequest) -> None:
    who = reading.reader(request, Act.MANAGE_CYCLES)
    permission.require(who.user, Act.MANAGE_CYCLES, plans.current().plan.owner)


def _shown(request: HttpRequest, form: Declaration, problems: Sequence[str]) -> HttpResponse:
    leaf = listing.leaf(DayOff.objects.select_related("organization"), ORDER, request.GET.get("after", ""))
    names = marks.names([each.organization_id for each in leaf.rows], date.max)
    context = {
        "crumbs": reading.crumbs(here=_("Days off")),
        "days": [
            Day(each, _WEEKDAYS[each.day.weekday()], names.get(each.organization_id, "")) for each in leaf.rows
        ],
        "further": listing.turned(request, after=leaf.further) if leaf.further else "",
        "form": form,
        "problems": problems,
        "headings": ",".join(declaring.HEADINGS),
        "empty": Empty(
            _("No day has been entered"),
            _(
                "The State Council's calendar is built in. Days off of prefectures, such as the Torch Festival, and years not "
                "published yet are entered here."
            ),
        ),
    }  # fmt: skip
    status = 422 if problems or form.errors else 200
    return render(request, "pages/returns/days_off.html", context, status=status)


_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
