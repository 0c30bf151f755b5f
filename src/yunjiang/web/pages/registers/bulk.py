"""Doing one thing to many records picked in a list: one field changed, or a move, after a page that says how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.registers.kit import bulk, columns, contents, putting, scope, workflow
from yunjiang.registers.kit import forms as kit_forms
from yunjiang.registers.kit.columns import Kind
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.fitting import CHANGE, MOVE
from yunjiang.registers.kit.flows import Move
from yunjiang.registers.kit.masks import Reader
from yunjiang.registers.kit.models import Record
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.registers.kit.writing_refusals import BulkRefused, RecordRefused
from yunjiang.web import toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.registers import handling, naming, reading
from yunjiang.web.pages.selection import Unreadable
from yunjiang.web.templatetags.parts import Fault

MOST = 500  # picked at once: more come by a sheet
# One value for many records makes sense for these; names, numbers and masked fields differ from row to row.
_KINDS = (Kind.CHOICE, Kind.YES_NO, Kind.DAY, Kind.NUMBER, Kind.MONEY)


@dataclass(frozen=True)
class Deed:
    """Something that may be done to those picked."""

    value: str
    name: str


@dataclass(frozen=True)
class Picked:
    """One record that will be written, and what it says now."""

    pk: int
    title: str
    now: str
    href: str


@dataclass(frozen=True)
class LeftOut:
    title: str
    why: str


def deeds(register: type[Register], user: User) -> list[Deed]:
    """Return what a person may do to many records at once."""
    acts = permission.acts_anywhere(user)
    found = []
    if register.flow:
        found += [
            Deed(MOVE + each.code, str(each.name))
            for each in register.flow.moves
            if not each.by_clock_only and each.act in acts
        ]
    if register.keeps in acts:
        found += [
            Deed(CHANGE + path, _("Change “%(field)s”") % {"field": columns.column(register, path).label})
            for path in changeable(register)
        ]
    return found


def changeable(register: type[Register]) -> list[str]:
    """Return the fields that may be given one value in many records."""
    known = contents.fields_of(register)
    return [
        path
        for section in register.sections.values()
        for path in section
        if path in known
        and known[path].editable
        and not known[path].unique
        and path not in (*register.guarded, *register.fixed, *register.masked, *register.natural_key)
        and columns.column(register, path).kind in _KINDS
    ]


def many(request: HttpRequest, register: str) -> HttpResponse:
    """Show what will be done to how many records, and do it. Raises Refused, Http404, Unreadable."""
    user, found = reading.register(request, register)
    sent = request.POST if request.method == "POST" else request.GET
    what = sent.get("what", "")
    if what not in {each.value for each in deeds(found, user)}:
        reading.who(request, found.keeps)
        raise Unreadable("what", what, _("one of the things that can be done to many records"))
    numbers = [int(each) for each in sent.getlist("record")[:MOST] if each.isascii() and each.isdigit()]
    rows = list(
        scope.visible(found, user).filter(pk__in=numbers).select_related("organization", *found.related)
    )
    move, asked = _asked(found, what)
    ready, left_out = _sorted_out(found, user, rows, move)
    form = form_of(request, user, found, what)
    faults: list[Fault] = []
    if request.method == "POST" and ready and form.is_valid():
        faults = _done(request, user, found, ready, move, form)
        if not faults:
            return redirect("register", register)
    for bound in form:
        faults += [Fault(str(text), str(bound.label), f"#{bound.id_for_label}") for text in bound.errors]
    named = {each.value: each.name for each in deeds(found, user)}[what]
    context = {
        "register": found,
        "what": what,
        "crumbs": [
            Crumb(_("Registers"), reverse("registers")),
            Crumb(str(found.name), reverse("register", args=[register])),
            Crumb(named),
        ],
        "lead": _lead(named, len(ready)),
        "faults": faults,
        "left_out": left_out,
        "records": [_picked(found, each, None if move else asked[0], Reader(user)) for each in ready],
        "fields": [bound for bound in form if not bound.is_hidden],
        "told": ngettext("%(count)d record", "%(count)d records", len(ready)) % {"count": len(ready)},
        "button": ngettext("%(deed)s: %(count)d record", "%(deed)s: %(count)d records", len(ready))
        % {"deed": named, "count": len(ready)},
        "back_href": reverse("register", args=[register]),
    }
    return render(request, "pages/registers/bulk.html", context, status=422 if faults else 200)


def _lead(named: str, count: int) -> str:
    if not count:
        return _("None of those picked can be handled so: %(deed)s") % {"deed": named}
    return ngettext(
        "%(deed)s: %(count)d record will be written", "%(deed)s: %(count)d records will be written", count
    ) % {"deed": named, "count": count}


def _sorted_out(
    register: type[Register], user: User, rows: Sequence[Record], move: Move | None
) -> tuple[list[Record], list[LeftOut]]:
    """Return the records that can be written, and the others with the reason."""
    ready, left_out = [], []
    for row in rows:
        try:
            if move is None:
                scope.require(register, user, register.keeps, row)
            else:
                workflow.refuse(register, row, move, user, reason="…")
        except (permission.Refused, RegisterRefusal) as refusal:
            left_out.append(LeftOut(putting.title(register, row), str(refusal)))
        else:
            ready.append(row)
    return ready, left_out


def _asked(register: type[Register], what: str) -> tuple[Move | None, list[str]]:
    """Return the move, if a deed is one, and the fields that it asks for."""
    if not what.startswith(MOVE):
        return None, [what.removeprefix(CHANGE)]
    move = workflow.move_of(register, what.removeprefix(MOVE))
    return move, list(move.asks)


def form_of(request: HttpRequest, user: User, register: type[Register], what: str) -> kit_forms.RecordForm:
    """Return the form of the values that a deed needs, and of its reason."""
    move, asked = _asked(register, what)
    form = kit_forms.form_for(register, user, paths=asked)
    if request.method == "POST":
        form = kit_forms.form_for(register, user, paths=asked, data=naming.named(form, request.POST, user))
    for path in asked:
        # What a new record would begin with is nothing that anybody chose for many.
        form.initial.pop(path, None)
        form.fields[path].initial = None
        form.fields[path].required = form.fields[path].required or move is not None
    form.fields["reason"] = forms.CharField(
        label=_("Reason"),
        max_length=handling.LONGEST_REASON,
        required=bool(move and move.needs_reason),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    return form


def _done(
    request: HttpRequest,
    user: User,
    register: type[Register],
    rows: Sequence[Record],
    move: Move | None,
    form: kit_forms.RecordForm,
) -> list[Fault]:
    """Write all records or none; return what stands against it."""
    values = form.values()
    reason = values.pop("reason", "")
    try:
        if move is None:
            bulk.change_many(register, rows, values, by=user, reason=reason)
        else:
            bulk.move_many(register, rows, move.code, by=user, reason=reason, values=values)
    except BulkRefused as refused:
        return [Fault(each.sentence, each.title) for each in refused.rows]
    except RecordRefused as refused:
        form.take(refused)
        return [Fault(str(refused).partition("\n")[0])]
    except RegisterRefusal as refusal:
        return [Fault(str(refusal))]
    count = len(rows)
    toasts.say(
        request,
        ngettext("%(count)d record is written.", "%(count)d records are written.", count) % {"count": count},
    )
    return []


def _picked(register: type[Register], record: Any, path: str | None, reader: Reader) -> Picked:
    if path is None:
        now = workflow.state_name(register, workflow.state_of(register, record))
    else:
        cell = columns.shown(register, record, path, reader)
        now = cell.text or "–"
    href = reverse("register-record", args=[register.code, record.pk])
    return Picked(record.pk, putting.title(register, record), now, href)
