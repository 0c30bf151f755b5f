"""The operations that every register has, derived from its declaration."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Schema

from yunjiang.access import trail
from yunjiang.registers.kit import bulk, columns, filters, lists, scope, workflow, writing
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.masks import Reader

from . import about, shapes
from .finding import IF_MATCH, MOST, answered, at_revision, record_of, revision_of, size_of, user_of
from .refusals import RecordNotThere, UnknownParameter

_LIST = ("after", "size")


def router_of(register: type[Register]) -> Router:
    """Return the router of one register: list, one, create, change, void, restore, moves, and what `about` tells of a record."""
    router = Router(tags=[str(register.name)])
    record = shapes.record_schema(register)
    page = shapes.page_schema(register, record)
    _reading(router, register, record, page)
    if register.can_be_added:
        _creating(router, register, record)
    _changing(router, register, record)
    _voiding(router, register, record)
    if register.flow is not None:
        _moving(router, register, record)
        _moving_many(router, register)
    about.add(router, register)
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
        scope.require_somewhere(register, user_of(request))
        unknown = sorted(
            name for name in request.GET if name not in _LIST and not filters.understands(register, name)
        )
        if unknown:
            raise UnknownParameter(unknown, sorted(filters.names(register) | set(_LIST)))
        wanted = filters.parse(register, dict(request.GET.lists()))
        wanted.require_understood()
        found = lists.page(
            register, request.user, wanted, request.GET.get("after", ""), size_of(request), paths=paths
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
        row = record_of(request, register, pk)
        if register.masked:
            trail.note("registers.read", subject=f"{code}:{pk}", organization_id=row.organization_id)
        return answered(register, row, request, response)


def _creating(router: Router, register: type[Register], record: type[Schema]) -> None:
    wanted_schema = shapes.wanted_schema(register, shapes.written_paths(register), "New")

    @router.post(
        "/", response={201: record}, operation_id=f"{register.code}-create", summary=f"{register.name}：登记"
    )
    def create_record(request: HttpRequest, response: HttpResponse, wanted: wanted_schema) -> Any:  # type: ignore[valid-type]
        made = writing.create(
            register,
            shapes.values_of(register, wanted),
            by=user_of(request),
            reason=wanted.reason,  # type: ignore[attr-defined]
        )
        told = answered(register, record_of(request, register, made.pk), request, response)
        response.headers["Location"] = f"{request.path}{made.pk}/"
        return 201, told


def _changing(router: Router, register: type[Register], record: type[Schema]) -> None:
    wanted_schema = shapes.wanted_schema(register, shapes.written_paths(register), "Change")

    @router.patch(
        "/{int:pk}/",
        response=record,
        operation_id=f"{register.code}-change",
        summary=f"{register.name}：修改",
        openapi_extra={"parameters": [IF_MATCH]},
    )
    def change_record(request: HttpRequest, response: HttpResponse, pk: int, wanted: wanted_schema) -> Any:  # type: ignore[valid-type]
        row = record_of(request, register, pk)
        writing.change(
            register,
            row,
            shapes.values_of(register, wanted),
            by=user_of(request),
            revision=revision_of(request),
            reason=wanted.reason,  # type: ignore[attr-defined]
        )
        return answered(register, record_of(request, register, pk), request, response)


def _voiding(router: Router, register: type[Register], record: type[Schema]) -> None:
    told: dict[str, Any] = {"openapi_extra": {"parameters": [IF_MATCH]}, "response": record}

    @router.post(
        "/{int:pk}/void/", operation_id=f"{register.code}-void", summary=f"{register.name}：作废", **told
    )
    def void_record(request: HttpRequest, response: HttpResponse, pk: int, wanted: shapes.Why) -> Any:
        row = at_revision(request, register, pk)
        writing.void(register, row, by=user_of(request), reason=wanted.reason)
        return answered(register, record_of(request, register, pk), request, response)

    @router.post(
        "/{int:pk}/restore/",
        operation_id=f"{register.code}-restore",
        summary=f"{register.name}：恢复",
        **told,
    )
    def restore_record(request: HttpRequest, response: HttpResponse, pk: int, wanted: shapes.Why) -> Any:
        row = at_revision(request, register, pk)
        writing.restore(register, row, by=user_of(request), reason=wanted.reason)
        return answered(register, record_of(request, register, pk), request, response)


def _moving(router: Router, register: type[Register], record: type[Schema]) -> None:
    assert register.flow is not None
    asked = dict.fromkeys(path for move in register.flow.moves for path in move.asks)
    wanted_schema = shapes.wanted_schema(register, list(asked), "Move")

    @router.get(
        "/{int:pk}/moves/",
        response=shapes.Moves,
        operation_id=f"{register.code}-moves",
        summary=f"{register.name}：可办理的步骤",
    )
    def moves(request: HttpRequest, pk: int) -> Any:
        row = record_of(request, register, pk)
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
        openapi_extra={"parameters": [IF_MATCH]},
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
            record_of(request, register, pk),
            move,
            by=user_of(request),
            reason=wanted.reason,  # type: ignore[attr-defined]
            values=shapes.values_of(register, wanted),
            revision=revision_of(request),
        )
        return answered(register, record_of(request, register, pk), request, response)


def _moving_many(router: Router, register: type[Register]) -> None:
    assert register.flow is not None
    asked = dict.fromkeys(path for move in register.flow.moves for path in move.asks)
    wanted_schema = shapes.wanted_schema(register, list(asked), "Moves", with_records=True)

    @router.post(
        "/moves/{slug:move}/",
        response=shapes.Done,
        operation_id=f"{register.code}-move-many",
        summary=f"{register.name}：批量办理",
    )
    def move_many(request: HttpRequest, move: str, wanted: wanted_schema) -> Any:  # type: ignore[valid-type]
        numbers: list[int] = wanted.records  # type: ignore[attr-defined]
        rows = scope.visible(register, request.user, with_voided=True).filter(pk__in=numbers)
        missing = sorted({*numbers} - set(rows.values_list("pk", flat=True)))
        if missing:
            raise RecordNotThere(str(register.name), missing[0])
        done = bulk.move_many(
            register,
            rows,
            move,
            by=user_of(request),
            reason=wanted.reason,  # type: ignore[attr-defined]
            values=shapes.values_of(register, wanted),
        )
        return {"asked": done.asked_count, "changed": done.changed_count}


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
    told.append(
        {
            "name": f"{columns.EXTRA}…",
            "in": "query",
            "schema": {"type": "string"},
            "description": "自定义项的值；记录多的登记簿须同时指定单位。",
        }
    )
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
