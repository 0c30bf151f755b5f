"""The audit trail: who did what to what, when and from where; for auditors only, whose reading is recorded too."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from yunjiang.access import trail
from yunjiang.access.models import AuditRecord, Result
from yunjiang.access.permission import Act, Refused
from yunjiang.access.trail import export, names, queries
from yunjiang.access.trail.queries import Reach, Sought
from yunjiang.organizations import queries as organizations
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.people_forms import DayField, UnitField
from yunjiang.web.pages.selection import Unreadable

_MARKS = {
    Result.DONE: ("●", Tone.QUIET),
    Result.REFUSED: ("◆", Tone.LATE),
    Result.FAILED: ("◆", Tone.SERIOUS),
}


class Looking(forms.Form):
    """What is looked for; everything may be left empty."""

    person = forms.CharField(
        label=pgettext_lazy("trail", "Person"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Name or sign-in name."),
    )
    action = forms.ChoiceField(label=pgettext_lazy("trail", "Act"), required=False)
    unit = UnitField(
        label=gettext_lazy("Unit"),
        required=False,
        help_text=gettext_lazy("With all below it; code, full name or pinyin."),
    )
    result = forms.ChoiceField(
        label=pgettext_lazy("trail", "Result"),
        required=False,
        choices=[("", pgettext_lazy("trail", "any")), *Result.choices],
    )
    since = DayField(label=gettext_lazy("From day"), required=False)
    until = DayField(label=gettext_lazy("To day"), required=False)
    subject = forms.CharField(
        label=pgettext_lazy("trail", "Subject"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("As the list shows it, or only its kind."),
    )
    text = forms.CharField(
        label=pgettext_lazy("trail", "Text"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Anywhere in names, addresses, facts and changes."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        action = self.fields["action"]
        assert isinstance(action, forms.ChoiceField)
        action.choices = [("", pgettext("trail", "any")), *names.known().items()]
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def sought(self) -> Sought:
        """Return the search that was asked for. Only for a valid form."""
        found = self.cleaned_data
        return Sought(
            person=found["person"].strip(),
            action=found["action"],
            subject=found["subject"].strip(),
            organization_id=found["unit"].pk if found["unit"] else None,
            result=found["result"],
            first_on=found["since"],
            last_on=found["until"],
            text=found["text"].strip(),
        )


class Reason(forms.Form):
    """Why records are taken out."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


@dataclass(frozen=True)
class Change:
    """One thing that was so before and is so after; None where it was not there."""

    name: str
    before: str | None
    after: str | None

    @property
    def is_change(self) -> bool:
        return self.before != self.after


def records(request: HttpRequest) -> HttpResponse:
    """List the records that fit, the newest first, a page at a time."""
    reach = _reach(request)
    form = Looking(request.GET)
    page, further = None, ""
    if form.is_valid():
        sought, below = form.sought(), _number(request.GET.get("below", ""))
        page = queries.search(sought, reach, below=below)
        facts = sought.facts() | ({} if below is None else {"below": below})
        trail.note("trail.read", facts=facts)
        if page.below is not None:
            further = f"{reverse('trail')}?{urlencode(_asked(form) | {'below': str(page.below)})}"
    context = {
        "form": form,
        "export_form": Reason(),
        "asked": _asked(form),
        "is_filtered": bool(_asked(form)),
        "table": _table(page.records if page else [], further, "below" in request.GET),
        "is_searching_on": page is not None and not page.records and page.below is not None,
    }
    return render(request, "pages/trail.html", context)


def record(request: HttpRequest, position: int) -> HttpResponse:
    """Show one record with everything it says, what was before beside what is after."""
    reach = _reach(request)
    found = (
        AuditRecord.objects.filter(reach.records, pk=position).select_related("user", "organization").first()
    )
    if found is None:
        raise Http404(_("There is no record %(number)s in your scope.") % {"number": position})
    trail.note("trail.read", subject=f"record:{position}")
    is_open = reach.opens(found)
    context = {
        "is_withheld": not is_open and bool(found.facts or found.before or found.after),
        "crumbs": [Crumb(_("Audit trail"), reverse("trail")), Crumb(str(position))],
        "record": found,
        "act": trail.label(found.action),
        "mark": _mark(found),
        "unit": _names_of_units([found]).get(found.organization_id or 0, "–"),
        "facts": [(name, _shown(value)) for name, value in queries.read(found.facts).items()]
        if is_open
        else [],
        "changes": _changes(queries.read(found.before), queries.read(found.after)) if is_open else [],
        "digest": bytes(found.digest).hex(),
        "subject_href": _looking(subject=found.subject) if found.subject else "",
        "person_href": _looking(person=found.user.username if found.user else found.name),
        "request_href": _looking(text=found.request_id) if found.request_id else "",
    }
    return render(request, "pages/trail_record.html", context)


def trail_export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Hand out what fits as comma-separated lines, once the export and its reason are recorded."""
    reach = _reach(request)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form, reasoned = Looking(request.POST), Reason(request.POST)
    if not form.is_valid() or not reasoned.is_valid():
        raise Unreadable("reason", request.POST.get("reason", ""), _("a reason for the export"))
    lines = export.lines(form.sought(), reach, reason=reasoned.cleaned_data["reason"])
    title = _("Audit trail")
    name = quote(f"{title} {timezone.localtime():%Y%m%d-%H%M}.csv")
    response = StreamingHttpResponse(
        (line.encode() for line in lines), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _reach(request: HttpRequest) -> Reach:
    reach = queries.reach(request.user)
    if reach is None:
        root = organizations.root(timezone.localdate())
        raise Refused(Act.READ_AUDIT_TRAIL, root.name if root else "")
    return reach


def _number(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Unreadable("below", text, _("the number of a record"))
    return int(text)


def _asked(form: Looking) -> dict[str, str]:
    """Return the parts of the address that say what is looked for."""
    return {name: text for name in form.fields if (text := form.data.get(name, "").strip())}


def _table(found: Sequence[AuditRecord], further: str, is_further: bool) -> Table:
    units = _names_of_units(found)
    return Table(
        name="trail",
        title=pgettext("trail", "Records"),
        columns=[
            Column("when", pgettext("trail", "When")),
            Column("who", pgettext("trail", "Who")),
            Column("what", pgettext("trail", "Act"), place="whole"),
            Column("unit", _("Unit"), place="whole"),
            Column("result", pgettext("trail", "Result"), place="end"),
        ],
        rows=[_row(each, units) for each in found],
        empty=Empty(_("No record fits"), _("Take a filter back, or choose other days.")),
        next_href=further,
        first_href=reverse("trail") if is_further else "",
    )


def _row(found: AuditRecord, units: Mapping[int, str]) -> Row:
    moment = timezone.localtime(found.recorded_at)
    return Row(
        [
            Cell(
                f"{moment:%Y-%m-%d %H:%M:%S}",
                f"#{found.position}",
                reverse("trail-record", args=[found.position]),
            ),
            Cell(found.name, " · ".join(filter(None, [found.workplace, found.ip]))),
            Cell(trail.label(found.action), found.subject),
            Cell(units.get(found.organization_id or 0, "–")),
            Cell(_mark(found)),
        ]
    )


def _mark(found: AuditRecord) -> Mark:
    result = Result(found.result)
    shape, tone = _MARKS[result]
    return Mark(shape, str(result.label), tone)


def _names_of_units(found: Sequence[AuditRecord]) -> dict[int, str]:
    """Return what the records' units are called today; the keys of those that are closed."""
    units = {each.organization.pk: each.organization.key for each in found if each.organization}
    open_now = organizations.standings_of(units, timezone.localdate())
    return {pk: open_now[pk].name if pk in open_now else key for pk, key in units.items()}


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    return [
        Change(
            name,
            _shown(before[name]) if name in before else None,
            _shown(after[name]) if name in after else None,
        )
        for name in dict.fromkeys([*before, *after])
    ]


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _looking(**asked: str) -> str:
    return f"{reverse('trail')}?{urlencode(asked)}"
