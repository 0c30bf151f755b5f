"""Doors: every address of a register, taken from the URL table, tried by who works in another union, and by who may not.

A refusal is an answer of 401, 403, 404 or 405, or the way to signing in. Where the list of one's own union is open by design,
nothing of the record may be in the answer. Whatever is sent changes nothing.

Who keeps the record, and who has not signed in, come through the whole site as a browser does. The others knock at the views
themselves (`Caller`): a hundred addresses of a register as five people are too many for sessions and pages of refusal.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar
from unittest.mock import patch

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.template.backends.django import Template
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from yunjiang.access import permission
from yunjiang.access import services as access
from yunjiang.access.models import Role, User
from yunjiang.access.permission import ACTS_OF_ROLE, Act
from yunjiang.organizations.models import Organization, Standing
from yunjiang.registers.kit import columns, putting
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.models import (
    Attachment,
    ChangeRequest,
    ChangeSet,
    IntakeBatch,
    Notice,
    Record,
    Step,
)

from .world import FIRST_DAY, World

ABOUT_RECORDS = frozenset({Act.SEE_RECORDS, Act.KEEP_RECORDS, Act.CHECK_RECORDS})
TOGETHER = tuple(set(Role) - {Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})
TABS = ("history", "handling", "attachments", "counted", "notices")
SENT = {"reason": "…", "field": "organization", "purpose": "verify", "where": "…", "days": "5"}
PROGRAMS = "api/v1/"
KEPT = (Attachment, ChangeRequest, ChangeSet, IntakeBatch, Notice, Step)


class Caller(RequestFactory):
    """Somebody whom the site has let in already, at the views themselves.

    A refusal is told by its sentence, which is what the page of a refusal would say. What fails is an answer of 500.
    """

    def __init__(self, person: User) -> None:
        super().__init__()
        self._person = person

    def request(self, **asked: Any) -> Any:
        """Return the answer to what was sent."""
        request: Any = super().request(**asked)
        request.user, request.htmx = self._person, HtmxDetails(request)
        request._messages = CookieStorage(request)
        request._dont_enforce_csrf_checks = True  # as Django's own test client has it
        try:
            return self._answer(request)
        except PermissionDenied as refused:
            return HttpResponse(str(refused), status=HTTPStatus.FORBIDDEN)
        except Http404 as missing:
            return HttpResponse(str(missing), status=HTTPStatus.NOT_FOUND)
        except (BadRequest, SuspiciousOperation) as unreadable:
            return HttpResponse(str(unreadable), status=HTTPStatus.BAD_REQUEST)
        except Exception as failed:
            return HttpResponse(repr(failed), status=HTTPStatus.INTERNAL_SERVER_ERROR)

    def _answer(self, request: WSGIRequest) -> HttpResponseBase:
        found = resolve(request.path_info)
        request.resolver_match = found
        answer: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
        return answer


@dataclass(frozen=True)
class Door:
    """One address of a register; `is_of_record` when it names a record, `is_program` when programs use it."""

    name: str
    path: str
    is_of_record: bool
    is_program: bool

    @property
    def methods(self) -> tuple[str, ...]:
        return ("get", "post", "patch") if self.is_program else ("get", "post")

    def tried(self, client: Client | Caller, method: str) -> Any:
        """Send what the door expects, as far as that can be said of every door."""
        if method == "get":
            return client.get(self.path)
        if self.is_program:
            content, revision = {"reason": "…"}, {"if-match": '"1"'}
            send = getattr(client, method)
            return send(self.path, content, content_type="application/json", headers=revision)
        return client.post(self.path, SENT)


@pytest.mark.django_db
class DoorTrials:
    """What is tried of a register's addresses; built on `register`, `world` and `record` of the reading trials."""

    register: ClassVar[type[Register]]

    def test_who_keeps_a_record_passes(self, world: World, record: Record) -> None:
        client = browser(world.keeper)
        shown = {"register", "register-record", "register-tab", "register-edit"}
        wrong = []
        for door in doors(self.register, record):
            if door.name in shown:
                answer = client.get(door.path)
                # A tab of what the register does not have is not there.
                if answer.status_code != 200 and not (
                    door.name == "register-tab" and answer.status_code == 404
                ):
                    wrong.append(f"{door.path} answers {answer.status_code}")
        assert wrong == []

    def test_who_works_elsewhere_passes_no_door(self, world: World, record: Record) -> None:
        """Acts add up: where who holds every role that may be held together passes no door, nobody with fewer does."""
        before = _state(self.register)
        person = _with("elsewhere", TOGETHER, world.elsewhere)
        assert self._tried(Caller(person), record, "who works elsewhere") == []
        assert _state(self.register) == before

    def test_who_has_nothing_to_do_with_records_passes_no_door(self, world: World, record: Record) -> None:
        before = _state(self.register)
        roles = [role for role in TOGETHER if not ACTS_OF_ROLE[role] & ABOUT_RECORDS]
        person = _with("no-records", roles, world.here)
        assert self._tried(Caller(person), record, "who keeps no records here", is_shut=True) == []
        assert _state(self.register) == before

    def test_who_holds_no_role_passes_no_door(self, world: World, record: Record) -> None:
        before = _state(self.register)
        assert self._tried(Caller(world.nobody), record, "nobody", is_shut=True) == []
        assert self._tried(Client(), record, "who has not signed in", is_shut=True) == []
        assert _state(self.register) == before

    def test_who_only_reads_changes_nothing(self, world: World, record: Record) -> None:
        """An auditor of the record's own union reads it and writes nothing."""
        client, before = Caller(world.auditor), _state(self.register)
        with permission.remembering(), _unwritten_pages():
            for door, method in self._tries(record):
                answer = door.tried(client, method)
                assert answer.status_code < 500, f"{method} {door.path}: {_said(answer)}"
        assert _state(self.register) == before

    def _tried(
        self, client: Client | Caller, record: Record, who: str, *, is_shut: bool = False
    ) -> list[str]:
        told = _told(self.register, record)
        wrong = []
        # Nothing changes meanwhile, so what somebody may is asked once and not at every door.
        with permission.remembering():
            for door, method in self._tries(record):
                answer = door.tried(client, method)
                text = _said(answer)
                if (door.is_of_record or is_shut) and not _is_refusal(answer, door, method):
                    wrong.append(
                        f"{who}: {method} {door.path} answers {answer.status_code} and does not refuse"
                    )
                if answer.status_code >= 500:
                    wrong.append(f"{who}: {method} {door.path} fails: {text}")
                wrong += [f"{who}: {method} {door.path} tells “{each}”" for each in told if each in text]
        return wrong

    def _tries(self, record: Record) -> Iterator[tuple[Door, str]]:
        return ((door, method) for door in doors(self.register, record) for method in door.methods)


def doors(register: type[Register], record: Record) -> list[Door]:
    """Return every address of the URL table that has a register in it, aimed at this record, and those of its programs."""
    return [
        Door(name, path, bool({"record", "pk"} & {*parameters}), route.startswith(PROGRAMS))
        for name, route, parameters in _patterns(get_resolver().url_patterns, "")
        if "register" in parameters or route.startswith(f"{PROGRAMS}{register.code}/")
        for path in _filled(register, record, route, parameters)
    ]


def browser(person: User) -> Client:
    """Return a browser in which a person has signed in; what fails there is an answer of 500."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


@contextmanager
def _unwritten_pages() -> Iterator[None]:
    """Within, leave templates as they are: where nobody looks at an answer, its pages need not be put together."""
    with patch.object(Template, "render", return_value=""):
        yield


def _with(username: str, roles: Iterable[Role], unit: Organization) -> User:
    """Let somebody in who holds these roles over a unit."""
    person = access.create_person(username, "", name=username, organization=None, is_password_checked=False)
    for role in roles:
        access.assign(person, role, unit, valid_from=FIRST_DAY)
    return person


def _patterns(
    patterns: Iterable[URLPattern | URLResolver], before: str
) -> Iterator[tuple[str, str, list[str]]]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _patterns(each.url_patterns, route)
        else:
            yield each.name or route, route, list(each.pattern.converters)


def _filled(register: type[Register], record: Record, route: str, parameters: list[str]) -> list[str]:
    """Return a route with every value its parameters can have here; a parameter nobody knows is the number 1."""
    values: dict[str, list[str]] = {
        "register": [register.code],
        "record": [str(record.pk)],
        "pk": [str(record.pk)],
        "tab": [*TABS, *(tab.code for tab in register.tabs)],
        "move": [each.code for each in register.flow.moves] if register.flow else ["none"],
        "field": ["organization"],
    }
    found = [f"/{route}"]
    for name in parameters:
        found = [re.sub(rf"<\w+:{name}>", value, each) for each in found for value in values.get(name, ["1"])]
    return found


def _told(register: type[Register], record: Record) -> list[str]:
    """Return what the record says that says enough to be known again: its name, and texts of its own.

    What its unit is called is no secret: the tree shows it to everybody, and a refusal names the unit.
    """
    found = {putting.title(register, record)}
    for column in columns.of(register):
        if column.kind == columns.Kind.TEXT and not column.choices:
            found.add(column.text(column.value(record)))
    found -= set(Standing.objects.filter(organization=record.organization_id).values_list("name", flat=True))
    return [each for each in found if len(each) >= 4]


def _said(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode(errors="replace"))


def _is_refusal(answer: Any, door: Door, method: str) -> bool:
    if door.is_program and method != "get":
        return 400 <= answer.status_code < 500  # for what may be wrong with what was sent, too
    leads_to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/")
    return leads_to_sign_in or answer.status_code in (401, 403, 404, 405)


def _state(register: type[Register]) -> tuple[Any, ...]:
    rows = register.model._base_manager.order_by("pk").values_list("pk", "revision", "voided_at")
    return (*rows, *(each._base_manager.count() for each in KEPT), timezone.localdate())
