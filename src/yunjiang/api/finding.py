"""What an operation begins and ends with: the record that is meant, at the revision that was read, and the answer about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from yunjiang.access.models import User
from yunjiang.registers.kit import columns, lists, scope, writing
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.masks import Reader

from . import shapes
from .refusals import RecordNotThere, RevisionMissing, Unreadable

LARGEST = 2**63 - 1
MOST = 200  # records on one page

IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "examples": ['"3"']},
    "description": "The revision that was read, as in the header ETag.",
}


def record_of(request: HttpRequest, register: type[Register], pk: int) -> Any:
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


def at_revision(request: HttpRequest, register: type[Register], pk: int) -> Any:
    """Return a record that stands as it was read. Raises RecordNotThere, permission.Refused, ChangedMeanwhile."""
    revision = revision_of(request)
    row = record_of(request, register, pk)
    if row.revision != revision:
        raise writing.changed_meanwhile(register, row, {})
    return row


def answered(register: type[Register], row: Any, request: HttpRequest, response: HttpResponse) -> Any:
    response.headers["ETag"] = f'"{row.revision}"'
    reader = Reader(request.user)
    paths = [each.path for each in columns.of(register)] + [
        f"{columns.EXTRA}{key}" for key in row.extra or {}
    ]
    [cells] = columns.rows_shown(register, [row], paths, reader)
    return shapes.record_of(register, row, cells)


def revision_of(request: HttpRequest) -> int:
    text = request.headers.get("If-Match", "").removeprefix("W/").strip('" ')
    if not text:
        raise RevisionMissing
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Unreadable([("If-Match", text[:40])])
    return int(text)


def size_of(request: HttpRequest) -> int:
    text = request.GET.get("size", str(lists.PAGE))
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= MOST):
        raise Unreadable([("size", f"1…{MOST}")])
    return int(text)


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
