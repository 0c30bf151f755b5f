"""What is told about one record besides what it says: why it counts, what it said before, its files, and hidden fields whole."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema

from yunjiang.access import trail
from yunjiang.files.refusals import FileGone
from yunjiang.registers.kit import attachments, columns, history, looking_back, masks, postings
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.masks import Reader

from . import shapes
from .finding import LARGEST, record_of, size_of, user_of
from .refusals import Unreadable


def add(router: Router, register: type[Register]) -> None:
    """Add the operations about one record of a register."""
    _counting(router, register)
    _looking_back(router, register)
    _files(router, register)
    if register.masked:
        _unmasking(router, register)


class Entry(Schema):
    id: int
    unit: int
    since_on: str | None
    happened_on: str
    quantity: str
    unit_of_measure: str
    breakdown: dict[str, str]


class Counted(Schema):
    code: str
    name: str
    measure: str
    is_counted: bool
    reason: str
    sentence: str
    entries: list[Entry]


class Why(Schema):
    counts: list[Counted]


class FieldChanged(Schema):
    path: str
    label: str
    before: str
    after: str


class Change(Schema):
    at: str
    by: str
    deeds: list[str]
    reason: str
    revision: int
    fields: list[FieldChanged]


class History(Schema):
    changes: list[Change]
    further: int


class Attached(Schema):
    id: int
    name: str
    note: str
    media_type: str
    size: int
    attached_at: str
    attached_by: str


class Attachments(Schema):
    attachments: list[Attached]


class Unmasked(Schema):
    path: str
    value: str


def _counting(router: Router, register: type[Register]) -> None:
    @router.get(
        "/{int:pk}/why/",
        response=Why,
        operation_id=f"{register.code}-why",
        summary=f"{register.name}：是否计数及原因",
    )
    def why(request: HttpRequest, pk: int) -> Any:
        row = record_of(request, register, pk)
        return {"counts": [_counted(each) for each in postings.why(register, row)]}


def _counted(counted: Any) -> Mapping[str, Any]:
    return {
        "code": counted.count.code,
        "name": str(counted.count.name),
        "measure": counted.count.measure,
        "is_counted": counted.is_counted,
        "reason": counted.reason.code if counted.reason else "",
        "sentence": str(counted.reason.name) if counted.reason else "",
        "entries": [
            {
                "id": entry.id,
                "unit": entry.organization_id,
                "since_on": entry.since_on.isoformat() if entry.since_on else None,
                "happened_on": entry.happened_on.isoformat(),
                "quantity": str(entry.quantity),
                "unit_of_measure": entry.unit,
                "breakdown": dict(entry.breakdown),
            }
            for entry in counted.entries
        ],
    }


def _looking_back(router: Router, register: type[Register]) -> None:
    then_schema = shapes.then_schema(register)

    @router.get(
        "/{int:pk}/history/",
        response=History,
        operation_id=f"{register.code}-history",
        summary=f"{register.name}：变更记录",
        openapi_extra={"parameters": [_BEFORE, _SIZE]},
    )
    def record_history(request: HttpRequest, pk: int) -> Any:
        row = record_of(request, register, pk)
        part = history.leaf(register, row, _before(request), size_of(request))
        return {"changes": [_change(each) for each in part.acts], "further": part.further}

    @router.get(
        "/{int:pk}/as-of/",
        response=then_schema,
        operation_id=f"{register.code}-as-of",
        summary=f"{register.name}：某日的记录",
        openapi_extra={"parameters": [_ON]},
    )
    def record_as_of(request: HttpRequest, pk: int) -> Any:
        row = record_of(request, register, pk)
        day = _day(request)
        if register.masked:
            trail.note(
                "registers.read",
                subject=f"{register.code}:{pk}",
                organization_id=row.organization_id,
                facts={"as_of": day.isoformat()},
            )
        end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
        then = looking_back.record_as_of(register, row, end)
        reader = Reader(request.user, day=day)
        paths = [each.path for each in columns.of(register) if looking_back.is_known(register, each.path)]
        cells = [columns.shown(register, then, path, reader) for path in paths]
        return {"on": day.isoformat(), **shapes.record_of(register, then, cells)}


def _change(change: history.ChangeShown) -> Mapping[str, Any]:
    return {
        "at": change.at.isoformat(timespec="seconds"),
        "by": str(change.by or ""),
        "deeds": [str(deed) for deed in change.deeds],
        "reason": change.reason,
        "revision": change.revision,
        "fields": [
            {"path": one.path, "label": one.label, "before": one.before, "after": one.after}
            for one in change.fields
        ],
    }


def _files(router: Router, register: type[Register]) -> None:
    @router.get(
        "/{int:pk}/attachments/",
        response=Attachments,
        operation_id=f"{register.code}-attachments",
        summary=f"{register.name}：附件",
    )
    def attached(request: HttpRequest, pk: int) -> Any:
        row = record_of(request, register, pk)
        return {
            "attachments": [
                {
                    "id": each.pk,
                    "name": each.name,
                    "note": each.note,
                    "media_type": each.file.media_type,
                    "size": each.file.size,
                    "attached_at": timezone.localtime(each.attached_at).isoformat(timespec="seconds"),
                    "attached_by": str(each.attached_by or ""),
                }
                for each in attachments.of_record(register, row)
            ]
        }

    @router.get(
        "/{int:pk}/attachments/{int:attachment}/",
        operation_id=f"{register.code}-attachment",
        summary=f"{register.name}：附件内容",
        openapi_extra={"responses": {200: _BINARY}},
    )
    def attached_file(request: HttpRequest, pk: int, attachment: int) -> Any:
        row = record_of(request, register, pk)
        rows = attachments.of_record(register, row)
        found = rows.filter(pk=attachment).first() if attachment <= LARGEST else None
        if found is None:
            raise Http404
        try:
            headers, file = attachments.handed_out(found, by=user_of(request))
        except FileGone as gone:
            raise Http404 from gone
        return FileResponse(file, headers=headers)


def _unmasking(router: Router, register: type[Register]) -> None:
    wanted_schema = shapes.unmask_schema(register)

    @router.post(
        "/{int:pk}/unmask/",
        response=Unmasked,
        operation_id=f"{register.code}-unmask",
        summary=f"{register.name}：查看完整内容",
    )
    def unmask(request: HttpRequest, response: HttpResponse, pk: int, wanted: wanted_schema) -> Any:  # type: ignore[valid-type]
        row = record_of(request, register, pk)
        path: str = wanted.path  # type: ignore[attr-defined]
        whole = masks.unmask(register, row, path, wanted.purpose, request.user)  # type: ignore[attr-defined]
        return {"path": path, "value": whole}


_ON = {
    "in": "query",
    "name": "on",
    "required": True,
    "schema": {"type": "string", "format": "date"},
    "description": "The day at whose end the record is shown.",
}
_BEFORE = {
    "in": "query",
    "name": "before",
    "schema": {"type": "integer", "minimum": 0},
    "description": "`further` of the part before; 0 or nothing for the newest.",
}
_SIZE = {"in": "query", "name": "size", "schema": {"type": "integer", "minimum": 1, "maximum": 200}}
_BINARY = {
    "description": "OK",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


def _day(request: HttpRequest) -> Any:
    text = request.GET.get("on", "")
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise Unreadable([("on", _("Write a day such as 2024-12-31."))]) from None
    return min(day, timezone.localdate())


def _before(request: HttpRequest) -> int:
    text = request.GET.get("before", "0")
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= LARGEST):
        raise Unreadable([("before", text[:40])])
    return int(text)
