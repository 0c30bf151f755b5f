"""Opening a cycle: first what it would ask of whom by when, with what looks odd; then, confirmed, for good."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from yunjiang.access import permission
from yunjiang.access.permission import Act
from yunjiang.background import services as background
from yunjiang.ledger.models import DataSet
from yunjiang.organizations.models import Kind
from yunjiang.plans import queries as plans
from yunjiang.plans.models import PlanVersion
from yunjiang.returns import cycles as opening
from yunjiang.returns.models import Counting, Rhythm
from yunjiang.returns.outlining import Oddity, Outline
from yunjiang.returns.refusals import ReturnsRefusal
from yunjiang.standards import periods
from yunjiang.standards.periods import Period, UnknownPeriod
from yunjiang.web import toasts
from yunjiang.web.components.said import Empty
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages import wording
from yunjiang.web.pages.returns import reading

OFFER = "returns.offer"  # the work of looking up what the registers show
NAMED = 12  # units or indicators named in a warning; the rest is counted

ODDITIES: dict[str, Promise] = {
    "nobody_responsible": gettext_lazy("Nobody may fill in for these units yet; give somebody the role: %(concerns)s"),
    "owed_by_nobody": gettext_lazy("No unit owes these indicators in this rhythm: %(concerns)s"),
    "not_to_be_asked": gettext_lazy(
        "Counted by persons, so no total can be asked for; it comes from a register: %(concerns)s"
    ),
    "parts_overlap": gettext_lazy(
        "Parts of these measures may hold the same quantity and cannot be asked together: %(concerns)s"
    ),
    "calendar_provisional": gettext_lazy(
        "The official calendar of %(concerns)s is not known yet: due days may move by days off."
    ),
    "period_not_over": gettext_lazy("The period ends on %(concerns)s and is not over yet."),
}  # fmt: skip


class Opening(forms.Form):
    """What is to be opened."""

    rhythm = forms.ChoiceField(label=gettext_lazy("Rhythm"), choices=Rhythm.choices)
    period = forms.CharField(
        label=gettext_lazy("Period"),
        max_length=20,
        help_text=gettext_lazy("2024, 2024-H1, 2024-Q3 or 2024-07"),
    )
    data_set = forms.ChoiceField(label=gettext_lazy("Data set"))
    counting = forms.ChoiceField(
        label=gettext_lazy("What flows cover"),
        choices=Counting.choices,
        initial=Counting.PERIOD,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Whether units write what happened in the period, or everything since January."
        ),
    )
    due_on = forms.DateField(
        label=gettext_lazy("Due day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Empty: the day that the plan names. It moves to the working day before where it is a day off."),
    )  # fmt: skip
    tree_on = forms.DateField(
        label=gettext_lazy("Units as of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy(
            "Empty: as they stood on the period's last day. The cycle keeps this tree whatever changes later."
        ),
    )  # fmt: skip
    locks_on = forms.DateField(
        label=gettext_lazy("Locked from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("From this day on nothing is filled in any more. Empty: it stays open until it is closed."),
    )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["data_set"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (each.value, wording.DATA_SETS[each]) for each in (DataSet.OPERATIONAL, DataSet.DEMONSTRATION)
        ]

    def clean_period(self) -> Period:
        try:
            return periods.parse(self.cleaned_data["period"].strip())
        except UnknownPeriod:
            raise ValidationError(_("This is no period: write 2024, 2024-H1, 2024-Q3 or 2024-07.")) from None


@dataclass(frozen=True)
class Sort:
    """Units that owe the same number of items: what they are, how many, and how much each owes."""

    told: str
    count: int
    asked_count: int


@dataclass(frozen=True)
class Preview:
    """What opening would do."""

    lead: str
    sorts: Sequence[Sort]
    oddities: Sequence[str]
    table: Table
    fields: Sequence[tuple[str, str]]


def cycle_new(request: HttpRequest) -> HttpResponse:
    """Show the form, the outline of what it would open, and open it when confirmed. Raises Refused."""
    who = reading.reader(request, Act.MANAGE_CYCLES)
    version = plans.current()
    permission.require(who.user, Act.MANAGE_CYCLES, version.plan.owner)
    told = request.POST if request.method == "POST" else request.GET
    is_asked = "rhythm" in told
    form = Opening(told if is_asked else None, initial=_first_guess(version))
    preview = None
    if is_asked and form.is_valid():
        try:
            if request.method == "POST":
                return _opened(request, version, form)
            preview = _preview(version, form)
        except ReturnsRefusal as refusal:
            form.add_error(None, str(refusal))
    context = {
        "crumbs": reading.crumbs(here=_("Open a cycle")),
        "form": form,
        "preview": preview,
        "plan_name": plans.document(version).name,
    }
    status = 422 if is_asked and not form.is_valid() else 200
    return render(request, "pages/returns/cycle_new.html", context, status=status)


def _first_guess(version: PlanVersion) -> dict[str, str]:
    """Return what is most likely wanted: the newest year of the plan that is over."""
    document = plans.document(version)
    year = min(document.last_day.year, max(document.first_day.year, timezone.localdate().year - 1))
    return {"rhythm": Rhythm.ANNUAL, "period": str(year), "data_set": DataSet.OPERATIONAL}


def _opened(request: HttpRequest, version: PlanVersion, form: Opening) -> HttpResponse:
    wanted = form.cleaned_data
    cycle = opening.open_cycle(
        version,
        Rhythm(wanted["rhythm"]),
        wanted["period"],
        wanted["data_set"],
        by=request.user,  # type: ignore[arg-type]
        tree_on=wanted["tree_on"],
        counting=Counting(wanted["counting"]),
        due_on=wanted["due_on"],
        locks_on=wanted["locks_on"],
    )
    # What the registers show is looked up beside the page: a province's cycle has thousands of cells.
    background.start(
        OFFER, _("Offer what the registers show"), {"cycle": cycle.pk}, by=request.user.get_username()
    )
    toasts.say(request, _("%(cycle)s is open; every unit finds it under “My work”.") % {"cycle": cycle.name})
    return HttpResponseRedirect(reverse("cycle", args=[cycle.pk]))


def _preview(version: PlanVersion, form: Opening) -> Preview:
    wanted = form.cleaned_data
    outline = opening.outline(
        version,
        Rhythm(wanted["rhythm"]),
        wanted["period"],
        wanted["data_set"],
        tree_on=wanted["tree_on"],
        counting=Counting(wanted["counting"]),
        due_on=wanted["due_on"],
    )
    facts = {
        "units": len(outline.units),
        "cells": outline.cell_count,
        "day": outline.due.due_on.isoformat(),
    }
    lead = _("%(units)d units would be asked for %(cells)d numbers by %(day)s") % facts
    if not outline.units:
        lead = _("Nobody would be asked for anything")
    return Preview(
        lead=lead,
        sorts=_sorts(outline),
        oddities=[_oddity(each) for each in outline.oddities],
        table=_table(outline),
        fields=[(name, form.data.get(name, "")) for name in form.fields],
    )


def _sorts(outline: Outline) -> list[Sort]:
    counted = Counter((each.standing.kind, len(each.owing.sections)) for each in outline.units)
    return [
        Sort(str(wording.KINDS[Kind(kind)]), count, asked)
        for (kind, asked), count in sorted(counted.items(), key=lambda each: -each[1])
    ]


def _oddity(each: Oddity) -> str:
    concerns = _("、").join(each.concerns[:NAMED])
    if len(each.concerns) > NAMED:
        rest = len(each.concerns) - NAMED
        concerns = ngettext("%(named)s and %(rest)d more", "%(named)s and %(rest)d more", rest) % {
            "named": concerns,
            "rest": rest,
        }
    return str(ODDITIES[each.code]) % {"concerns": concerns}


def _table(outline: Outline) -> Table:
    columns = [
        Column("unit", _("Unit")),
        Column("indicators", _("Indicators"), is_number=True),
        Column("items", _("Items"), is_number=True),
        Column("words", _("In words"), place="fold"),
        Column("due", _("Due"), place="end"),
    ]
    rows = [
        Row(
            [
                Cell(each.standing.short_name, each.standing.code),
                Cell(str(len(each.owing.indicators))),
                Cell(str(len(each.owing.sections))),
                Cell(pgettext("words are owed", "yes") if each.owes_narrative else "–"),
                Cell(each.due.due_on.isoformat(), _("provisional") if each.due.is_provisional else ""),
            ]
        )
        for each in outline.units
    ]
    told = ngettext("%(count)d unit", "%(count)d units", len(rows)) % {"count": len(rows)}
    return Table("outline", _("Who owes what"), columns, rows, Empty(_("Nobody would be asked"), ""), told)
