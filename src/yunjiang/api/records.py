"""The operations that every register has, derived from its declaration."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Schema

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.registers.kit import columns, filters, history, lists, postings, scope, workflow, writing
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.masks import Reader

from . import shapes
from .refusals import RecordNotThere, RevisionMissing, UnknownParameter, Unreadable

LARGEST = 2**63 - 1
MOST = 200  # records on one page
_LIST = ("after", "size")


def router_of(register: type[Register]) -> Router:
    """Return the router of one register: list, one, create, change, moves, why, history."""
    router = Router(tags=[str(register.name)])
    record = shapes.record_schema(register)
    page = shapes.page_schema(register, record)
    _reading(router, register, record, page)
    if register.can_be_added:
        _creating(router, register, record)
    _changing(router, register, record)
    if register.flow is not None:
        _moving(router, register, record)
    _explaining(router, register)
    return router


def _reading(router: Router, register: type[Register], record: type[Schema], page: type[Schema]) -> None:
    code = register.code
    paths = list(dict.fromkeys([*register.columns, *register.more_columns]))

    @router.get(
        "/",
        response=page,
        operation_id=f"{code}-list",
        summary=f"{register.name}：列表",
        openapi_extra={"parameters": _parameters(register)},
    )
    def list_records(request: HttpRequest) -> Any:
        unknown = sorted(set(request.GET) - filters.names(register) - set(_LIST))
        if unknown:
            raise UnknownParameter(unknown, sorted(filters.names(register) | set(_LIST)))
        wanted = filters.parse(register, dict(request.GET.lists()))
        wanted.require_understood()
        found = lists.page(
            register, request.user, wanted, request.GET.get("after", ""), _size(request), paths=paths
        )
        cells = columns.rows_shown(register, found.rows, paths, Reader(request.user))
        return {
            "records": [
                shapes.record_of(register, row, each) for row, each in zip(found.rows, cells, strict=True)
            ],
            "further": found.further,
            "count": found.told_count,
        }

    @router.get(
        "/{int:pk}/", response=record, operation_id=f"{code}-one", summary=f"{register.name}：一条记录"
    )
    def one_record(request: HttpRequest, response: HttpResponse, pk: int) -> Any:
        row = _record(request, register, pk)
        if register.masked:
            trail.note("registers.read", subject=f"{code}:{pk}", organization_id=row.organization_id)
        return _answered(register, row, request, response)


def _creating(router: Router, register: type[Register], record: type[Schema]) -> None:
    wanted_schema = shapes.wanted_schema(register, shapes.written_paths(register), "New")

    @router.post(
        "/", response={201: record}, operation_id=f"{register.code}-create", summary=f"{register.name}：登记"
    )
    def create_record(request: HttpRequest, response: HttpResponse, wanted: wanted_schema) -> Any:  # type: ignore[valid-type]
        made = writing.create(
            register,
            shapes.values_of(register, wanted),
            by=_user(request),
            reason=wanted.reason,  # type: ignore[attr-defined]
        )
        told = _answered(register, _record(request, register, made.pk), request, response)
        response.headers["Location"] = f"{request.path}{made.pk}/"
        return 201, told


def _changing(router: Router, register: type[Register], record: type[Schema]) -> None:
    wanted_schema = shapes.wanted_schema(register, shapes.written_paths(register), "Change")

    @router.patch(
        "/{int:pk}/",
        response=record,
        operation_id=f"{register.code}-change",
        summary=f"{register.name}：修改",
        openapi_extra={"parameters": [_IF_MATCH]},
    )
    def change_record(request: HttpRequest, response: HttpResponse, pk: int, wanted: wanted_schema) -> Any:  # type: ignore[valid-type]
        row = _record(request, register, pk)
        writing.change(
            register,
            row,
            shapes.values_of(register, wanted),
            by=_user(request),
            revision=_revision(request),
            reason=wanted.reason,  # type: ignore[attr-defined]
        )
        return _answered(register, _record(request, register, pk), request, response)


def _moving(router: Router, register: type[Register], record: type[Schema]) -> None:
    assert register.flow is not None
    asked = dict.fromkeys(path for move in register.flow.moves for path in move.asks)
    wanted_schema = shapes.wanted_schema(register, list(asked), "Move")

    @router.get(
        "/{int:pk}/moves/", operation_id=f"{register.code}-moves", summary=f"{register.name}：可办理的步骤"
    )
    def moves(request: HttpRequest, pk: int) -> Any:
        row = _record(request, register, pk)
        return {
            "state": workflow.state_of(register, row),
            "moves": [
                {
                    "code": each.code,
                    "name": str(each.name),
                    "target": each.move.target,
                    "asks": list(each.move.asks),
                    "needs_reason": each.move.needs_reason,
                    "why_not": each.why_not,
                }
                for each in workflow.moves_for(register, row, request.user)
            ],
        }

    @router.post(
        "/{int:pk}/moves/{slug:move}/",
        response=record,
        operation_id=f"{register.code}-move",
        summary=f"{register.name}：办理",
        openapi_extra={"parameters": [_IF_MATCH]},
    )
    def make_move(
        request: HttpRequest,
        response: HttpResponse,
        pk: int,
        move: str,
        wanted: wanted_schema,  # type: ignore[valid-type]
    ) -> Any:
        workflow.move(
            register,
            _record(request, register, pk),
            move,
            by=_user(request),
            reason=wanted.reason,  # type: ignore[attr-defined]
            values=shapes.values_of(register, wanted),
            revision=_revision(request),
        )
        return _answered(register, _record(request, register, pk), request, response)


def _explaining(router: Router, register: type[Register]) -> None:
    @router.get(
        "/{int:pk}/why/", operation_id=f"{register.code}-why", summary=f"{register.name}：是否计数及原因"
    )
    def why(request: HttpRequest, pk: int) -> Any:
        row = _record(request, register, pk)
        return {
            "counts": [
                {
                    "code": each.count.code,
                    "name": str(each.count.name),
                    "measure": each.count.measure,
                    "is_counted": each.is_counted,
                    "reason": each.reason.code if each.reason else "",
                    "sentence": str(each.reason.name) if each.reason else "",
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
                        for entry in each.entries
                    ],
                }
                for each in postings.why(register, row)
            ]
        }

    @router.get(
        "/{int:pk}/history/", operation_id=f"{register.code}-history", summary=f"{register.name}：变更记录"
    )
    def record_history(request: HttpRequest, pk: int) -> Any:
        row = _record(request, register, pk)
        return {
            "changes": [
                {
                    "at": each.at.isoformat(timespec="seconds"),
                    "by": str(each.by or ""),
                    "deeds": [str(deed) for deed in each.deeds],
                    "reason": each.reason,
                    "revision": each.revision,
                    "fields": [
                        {"path": one.path, "label": one.label, "before": one.before, "after": one.after}
                        for one in each.fields
                    ],
                }
                for each in history.differences(register, row)
            ]
        }


_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "examples": ['"3"']},
    "description": "The revision that was read, as in the header ETag.",
}


def _record(request: HttpRequest, register: type[Register], pk: int) -> Any:
    """Return a record that the person may read. Raises RecordNotThere, permission.Refused."""
    paths = [each.path for each in columns.of(register)]
    related = columns.relations(register, paths)
    rows = register.model._default_manager.select_related("organization", *related)
    found = rows.filter(pk=pk).first() if 0 < pk <= LARGEST else None
    if found is None:
        # Who may read nothing here is not told which numbers there are.
        raise RecordNotThere(str(register.name), min(pk, LARGEST))
    scope.require(register, request.user, register.reads, found)
    return found


def _answered(register: type[Register], row: Any, request: HttpRequest, response: HttpResponse) -> Any:
    response.headers["ETag"] = f'"{row.revision}"'
    reader = Reader(request.user)
    cells = [columns.shown(register, row, each.path, reader) for each in columns.of(register)]
    return shapes.record_of(register, row, cells)


def _revision(request: HttpRequest) -> int:
    text = request.headers.get("If-Match", "").removeprefix("W/").strip('" ')
    if not text:
        raise RevisionMissing
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Unreadable([("If-Match", text[:40])])
    return int(text)


def _size(request: HttpRequest) -> int:
    text = request.GET.get("size", str(lists.PAGE))
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= MOST):
        raise Unreadable([("size", f"1…{MOST}")])
    return int(text)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _parameters(register: type[Register]) -> list[dict[str, Any]]:
    """Describe the filters of a list: lists, days and numbers from … to, units with all below."""
    told = [
        {
            "name": "after",
            "in": "query",
            "schema": {"type": "string"},
            "description": "`further` of the page before.",
        },
        {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": MOST}},
    ]
    labels = {path: str(columns.column(register, path).label) for path in register.filters}
    for name in sorted(filters.names(register)):
        path = name.removesuffix(filters.FROM).removesuffix(filters.TO)
        told.append(
            {
                "name": name,
                "in": "query",
                "schema": {"type": "array", "items": {"type": "string"}},
                "description": labels.get(path, ""),
            }
        )
    return told


def address_of(register: type[Register]) -> str:
    """Return where a register's records are listed."""
    return f"{reverse('api')}{register.code}/"
