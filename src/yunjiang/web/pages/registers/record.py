"""One record: what it says today or said on a day, section by section, and the tabs about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import permission, trail
from yunjiang.access.models import User
from yunjiang.registers.kit import columns, looking_back, purposes, registry, scope
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.masks import Reader
from yunjiang.registers.kit.models import Record
from yunjiang.registers.kit.walking import value_at
from yunjiang.registers.kit.writing_refusals import NotThereYet
from yunjiang.web.pages.registers import attachments, counted, frame, handling, notices, reading
from yunjiang.web.pages.registers import history as acts
from yunjiang.web.pages.selection import Unreadable


@dataclass(frozen=True)
class Fact:
    """One field as the reader may see it; `purposes` are those for which it may be shown whole, if it is hidden."""

    id: str
    path: str
    label: str
    text: str
    is_empty: bool = False
    href: str = ""
    purposes: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Section:
    name: str
    facts: Sequence[Fact]


def record(request: HttpRequest, register: str, record: int) -> HttpResponse:
    """Show what a record says today. Raises Refused, Http404."""
    user, found, row = reading.record(request, register, record)
    if found.masked:
        trail.note("registers.read", subject=f"{found.code}:{row.pk}", organization_id=row.organization_id)
    return _page(request, user, found, row, {"sections": sections(user, found, row)})


def as_of(request: HttpRequest, register: str, record: int) -> HttpResponse:
    """Show what a record said at the end of a day. Raises Refused, Http404, Unreadable."""
    user, found, row = reading.record(request, register, record)
    day = _day(request.GET.get("on", ""))
    if day >= timezone.localdate():
        return redirect("register-record", register, record)
    if found.masked:
        facts = {"as_of": day.isoformat()}
        trail.note(
            "registers.read",
            subject=f"{found.code}:{row.pk}",
            organization_id=row.organization_id,
            facts=facts,
        )
    first_on = timezone.localtime(row.created_at).date()
    if day < first_on:
        absent = _("It came on record on %(day)s.") % {"day": first_on}
        return _page(request, user, found, row, {"as_of": day, "absent": absent})
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    try:
        then = looking_back.record_as_of(found, row, end)
    except NotThereYet as refusal:
        return _page(request, user, found, row, {"as_of": day, "absent": str(refusal)})
    shown = {
        "as_of": day,
        "held": looking_back.validity(found, then, day),
        "sections": sections_then(user, found, then, day),
    }
    return _page(request, user, found, row, shown)


def tab(request: HttpRequest, register: str, record: int, tab: str) -> HttpResponse:
    """Show one of the tabs about a record. Raises Refused, Http404."""
    user, found, row = reading.record(request, register, record)
    known = {
        frame.HISTORY: acts.page,
        frame.HANDLING: handling.page if found.flow else None,
        frame.ATTACHMENTS: attachments.page,
        frame.COUNTED: counted.page if found.counts else None,
        frame.NOTICE: notices.of_record if found.notice_days else None,
    }
    draw = known.get(tab)
    if draw is not None:
        return draw(request, user, found, row)
    for own in found.tabs:
        if own.code == tab:
            scope.require(found, user, own.act, row)
            context = {**own.context(row, user), "template": own.template}
            return frame.page(request, user, found, row, "own_tab", context, here=tab)
    raise Http404(_("This record has no such page."))


def sections(user: User, register: type[Register], record: Record) -> list[Section]:
    """Return the fields of a record as the person may read them, section by section."""
    reader = Reader(user)
    return [
        Section(str(name), [_fact(user, register, record, path, reader) for path in paths])
        for name, paths in [*register.sections.items(), *_own(register, record)]
        if paths
    ]


def sections_then(user: User, register: type[Register], then: Record, day: date) -> list[Section]:
    """Return the record's fields as they were on a day, with what they lead to; what is known only of today is left out."""
    reader = Reader(user, day=day)
    listed = [*register.sections.items(), *_own(register, then)]
    kept = [
        (
            name,
            [
                path
                for path in paths
                if path.startswith(columns.EXTRA) or looking_back.is_known(register, path)
            ],
        )
        for name, paths in listed
    ]
    return [
        Section(
            str(name), [replace(_fact(user, register, then, path, reader), purposes=()) for path in paths]
        )
        for name, paths in kept
        if paths
    ]


def _own(register: type[Register], record: Record) -> list[tuple[str, list[str]]]:
    """Return the local columns that this record has values in, as one more section."""
    return [(_("Local columns"), [f"{columns.EXTRA}{key}" for key in record.extra or {}])]


def _fact(user: User, register: type[Register], record: Record, path: str, reader: Reader) -> Fact:
    cell = columns.shown(register, record, path, reader)
    mask = register.masked.get(path)
    is_cleared = mask is not None and permission.may_see(
        user, register.reads, record.organization, mask.classification
    )
    return Fact(
        id=path.replace("__", "-"),
        path=path,
        label=str(cell.column.label),
        text=cell.text or "–",
        is_empty=cell.is_missing,
        href="" if cell.is_missing else _page_of(user, register, record, path),
        purposes=[(each.code, str(each.name)) for each in purposes.allowed(register, path)]
        if cell.is_masked and not cell.is_missing and is_cleared
        else (),
    )


def _page_of(user: User, register: type[Register], record: Record, path: str) -> str:
    """Return the address of the page of an owned object or of another record that a path names, if the person may open it."""
    for link, owner in register.owned.items():
        if path in (link, f"{link}__{owner.title}"):
            instance = value_at(record, link)
            name = owner.page(instance, user) if instance is not None else ""
            return reverse(name, args=[instance.pk]) if name else ""
    other = value_at(record, path)
    if isinstance(other, Record):
        for each in registry.every():
            if each.model is type(other) and other.path.startswith(permission.reach(user, each.reads)):
                return reverse("register-record", args=[each.code, other.pk])
    return ""


def _page(
    request: HttpRequest, user: User, register: type[Register], record: Record, context: dict[str, Any]
) -> HttpResponse:
    keys = [register.code, record.pk]
    around = {
        "unmask_href": reverse("register-unmask", args=keys),
        "as_of_href": reverse("register-as-of", args=keys),
        "first_on": timezone.localtime(record.created_at).date(),
        "today": timezone.localdate(),
    }
    return frame.page(request, user, register, record, "overview", around | context)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable("on", text, _("a day such as 2024-12-31")) from None
