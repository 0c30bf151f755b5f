"""Every address of the site, taken from the URL table, tried as every role by people of Qujing on what is Kunming's.

A refusal is an answer of 403, of 404 where it is hidden that the thing is there, or the way to signing in. Where a role passes by
design stands in OPEN_TO with the reason; there nothing of Kunming's may be in the answer. What is sent changes nothing.
"""

import io
import json
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from yunjiang.access import services as access
from yunjiang.access.models import Role, User
from yunjiang.access.people import accounts
from yunjiang.access.permission import ACTS_OF_ROLE, Act
from yunjiang.discussion import services as comments
from yunjiang.discussion.services import Topic
from yunjiang.ledger.models import DataSet
from yunjiang.returns import filling
from yunjiang.returns.filling import Answer
from yunjiang.returns.models import Origin
from yunjiang.web import account_urls
from yunjiang.web.pages.people_acts import DEEDS
from yunjiang.web.tests import doors_records, doors_world
from yunjiang.web.tests.doors_world import BODIES, FIRST_DAY, MARK, Things, appoint, build_things, secrets

EVERYBODY = frozenset(Role)
# The three administrators and the desks that serve workers have nothing to do with reporting.
REPORTING = EVERYBODY - {
    Role.SERVICE_DESK,
    Role.SYSTEM_ADMINISTRATOR,
    Role.SECURITY_ADMINISTRATOR,
    Role.AUDIT_ADMINISTRATOR,
}
KEEPERS, GRANTERS = frozenset({Role.SYSTEM_ADMINISTRATOR}), frozenset({Role.SECURITY_ADMINISTRATOR})
# Who reads records, and who keeps them.
READERS = frozenset(role for role in Role if Act.SEE_RECORDS in ACTS_OF_ROLE[role])
OFFICERS = frozenset({Role.REGISTER_OFFICER})
CHECKERS = frozenset(role for role in Role if Act.CHECK_RECORDS in ACTS_OF_ROLE[role])


@dataclass(frozen=True)
class Pass:
    """Which roles an address lets in although it was aimed at another unit's things, and why."""

    roles: Collection[Role]
    why: str


OPEN_TO: dict[str, Pass] = {
    "gallery": Pass(EVERYBODY, "invented things on a developer's site"),
    "jobs": Pass(EVERYBODY, "one's own jobs"),
    "mentions": Pass(EVERYBODY, "where oneself is mentioned"),
    "work": Pass(REPORTING, "what lies with oneself"),
    "cycles": Pass(REPORTING, "counts one's own units"),
    "cycle": Pass(REPORTING, "shows one's own units"),
    "cycle-grid": Pass({Role.REPORTING_OFFICER}, "one's own units' cells"),
    "reviews": Pass({Role.OFFICE, Role.REVIEWER}, "one's own desk"),
    "acceptance": Pass({Role.OFFICE, Role.LEAD_DEPARTMENT}, "what one's own organization leads"),
    "posted": Pass({Role.OFFICE, Role.LEAD_DEPARTMENT}, "leaves out what one may not read"),
    "document-check": Pass(REPORTING, "a form; the document brought is asked about"),
    "trail": Pass({Role.AUDITOR, Role.AUDIT_ADMINISTRATOR}, "one's own units' records"),
    "trail-export": Pass({Role.AUDITOR, Role.AUDIT_ADMINISTRATOR}, "one's own units' records"),
    "people": Pass(KEEPERS | GRANTERS, "one's own units' people"),
    "people-requests": Pass(KEEPERS | GRANTERS, "one's own units' requests"),
    "people-dormant": Pass(KEEPERS | GRANTERS, "one's own units' accounts"),
    "api-keys": Pass(GRANTERS, "one's own units' keys; the account typed is asked about"),
    "people-matrix": Pass(KEEPERS | GRANTERS, "what roles may do"),
    "person-new": Pass(KEEPERS, "a form; the unit typed is asked about"),
    "people-invite": Pass(KEEPERS, "a form; the unit typed is asked about"),
    "people-import": Pass(KEEPERS, "a form; the units in the file are asked about"),
    "people-import-template": Pass(KEEPERS, "an empty workbook"),
    "people-import-agree": Pass(KEEPERS, "only what was shown to oneself"),
    "people-import-result": Pass(KEEPERS, "only what was shown to oneself"),
    "drafts": Pass({Role.OFFICE}, "one's own units' drafts; the unit chosen is asked about"),
    "registers": Pass(READERS, "counts one's own units' records"),
    "register": Pass(READERS, "one's own units' records"),
    "register-uncounted": Pass(READERS, "one's own units' records"),
    "register-export": Pass(READERS, "one's own units' records"),
    "register-offer": Pass(READERS, "one's own units"),
    "register-new": Pass(OFFICERS, "a form; the unit chosen is asked about"),
    "register-bulk": Pass(OFFICERS, "one's own units' records"),
    "register-bulk-all": Pass(OFFICERS, "one's own units' records"),
    "register-import": Pass(OFFICERS, "one's own units' sheets; the unit chosen is asked about"),
    "register-import-template": Pass(OFFICERS, "an empty sheet"),
    "register-local-columns": Pass(OFFICERS, "one's own units' columns; the unit chosen is asked about"),
    "change-requests": Pass(READERS, "what lies with oneself"),
    "register-deadlines": Pass(READERS, "one's own units' records"),
    "register-notices": Pass(READERS, "one's own units' records"),
    "duplicates": Pass(READERS, "one's own units' pairs"),
    "subject-requests": Pass(CHECKERS, "of persons in registers of one's own units"),
    "member-quality": Pass(READERS, "one's own units"),
    "member-transfers": Pass(READERS, "one's own units' transfers"),
    "member-applications": Pass(READERS, "one's own units' applications"),
    "member-campaigns": Pass(READERS, "one's own units' drives"),
    "member-join": Pass(OFFICERS, "a form; the unit typed is asked about"),
    "member-confirm": Pass(OFFICERS, "only rows of one's own units"),
    "service-catalogue": Pass(READERS, "what reaches one's own units"),
    "service-redeem": Pass(OFFICERS | {Role.SERVICE_DESK}, "a form; the code typed is asked about"),
    "union-found": Pass(OFFICERS, "a form; the unit typed is asked about"),
    "union-firm": Pass(OFFICERS, "a form; the unit typed is asked about"),
}
# Open to who has signed in and holds no role.
WITHOUT_ROLE = {"gallery", "mentions"}
# Open to everybody who has signed in, or to everybody at all.
OWN = {each.name for each in account_urls.urlpatterns} | {"language", "display", "invitation"}
# What only shows; whatever is sent there is not read.
SHOWING = {
    "cockpit", "indicator", "entries", "entry", "statements", "runs", "documents", "document", "document-text",
    "document-file", "jobs", "job", "units", "search", "gallery", "changes", "leading", "what-if", "pivot", "pivot-file",
    "people-offered", "mentions", "mention", "side-by-side", "evidenced",
    "work", "cycles", "cycle", "acceptance", "posted", "cycle-template", "return-history", "return-differences",
    "return-template", "upload", "upload-file", "evidence",
    "people", "people-import-template", "people-responsible", "people-matrix", "person", "invitation",
    "trail", "trail-record",
    "draft", "draft-cards", "draft-piece", "draft-original", "draft-item", "draft-offer", "draft-file",
    "register-uncounted", "register-together", "subject-requests", "union-coverage-file",
    "registers", "register", "register-offer", "register-record", "register-as-of", "register-tab", "register-file",
    "change-requests", "register-deadlines", "register-notices", "register-notice",
    "register-import-template", "register-batch", "register-batch-progress", "register-batch-file",
    "register-bulk-act", "register-bulk-progress", "register-bulk-left",
    "union-tree", "union-branch", "union-coverage", "union-terms",
    "service-catalogue", "duplicates", "natural-person", "member-quality", "member-transfers",
    "member-applications",
}  # fmt: skip
# What pages are asked for besides, without naming a unit: whatever they answer, nothing of Kunming's is in it.
FURTHER = {
    "cockpit": [""],
    "indicator": [""],
    "entries": [""],
    "runs": [""],
    "documents": [""],
    "changes": ["since=1"],
    "units": ["q=昆明"],
    "search": ["q=kunming", "q=530102", "q=kunming-clerk"],
    "leading": ["lead=yn-zgh"],
    "comments": [""],
    "side-by-side": ["", "unit=530300&with=530100"],
    "evidenced": [""],
    "people-offered": ["q="],
    "pivot": [""],
    "pivot-file": [""],
    "what-if": ["indicator=1.1.3&units=530102&picked=1"],
    "jobs": ["before={job}"],
    "cycle": ["view=late", "view=burden", "view=patterns", "view=units&unit={kunming}", "view=units&state=draft"],
    "cycle-template": [""],
    "acceptance": ["cycle={cycle}"],
    "reviews": ["cycle={cycle}"],
    "posted": ["report={xishan}&indicator=1.1.1&indicator=1.1.3"],
    "calendar": ["after="],
    "people": ["q=kunming", "unit=530100"],
    "people-requests": ["state=decided"],
    "people-responsible": ["", "unit=530100&only=without"],
    "trail": ["unit=530100", "text=funds", "subject=return"],
    "register": ["", "organization=530100", "sort=reading", "voided=only", "columns=name&columns=keeper_phone"],
    "register-offer": ["q=昆明&for=form", "q=kunming"],
    "change-requests": ["", "state=mine", "state=decided"],
    "register-notices": ["", "state=over"],
    "register-as-of": ["on=2026-01-01"],
    "register-bulk-all": ["what=change:sort", "what=move:file&sort=reading"],
    "register-bulk": ["what=change:sort&record={place}", "what=move:file&record={place}"],
    "union-tree": ["", "view=industrial"],
    "union-branch": [""],
    "union-coverage": [""],
    "union-coverage-file": [""],
    "union-terms": [""],
    "union-found": ["firm={firm}"],
}  # fmt: skip
# Kept of every request, by whomever: who was refused, and that a session lives.
KEPT_OF_REQUESTS = {
    "access.AuditRecord",
    "access.TrailHead",
    "access.SignInSession",
    "access.SignInFailures",
    "sessions.Session",
}
BY_HTMX = {"HTTP_HX_REQUEST": "true"}
AIM = urlencode({"unit": "530100", "on": "2024-12-31", "data": "operational", "question": "proposals"})


@pytest.fixture(scope="module")
def things(django_db_setup: None, django_db_blocker: Any) -> Iterator[Things]:
    """Build the province once; each test leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_things()
        transaction.set_rollback(True)


UNKNOWN = "unknown"  # stands in an address for a parameter that nothing is known for
# The return that an address of returns is aimed at, where it is not the draft of Wuhua.
AIMED = {
    "return-withdraw": "panlong",
    "return-review": "panlong",
    "return-reopen": "xishan",
    "return-differences": "panlong",
}


@dataclass(frozen=True)
class Door:
    """One address of the table, and what it names."""

    name: str
    path: str


def doors(things: Things) -> list[Door]:
    """Return every address of the URL table, aimed at Kunming's things; leaving comes last."""
    found = [
        door
        for name, pattern, kwargs in _patterns(get_resolver().url_patterns, "")
        for door in _aimed(things, name, pattern, kwargs)
    ]
    return sorted(found, key=lambda each: each.name == "sign-out")


def _patterns(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str, list[str]]]:
    for each in patterns:
        route = before + str(each.pattern)
        if route.startswith("api/v1/"):
            continue  # tried operation by operation in `api/tests`
        if isinstance(each, URLResolver):
            yield from _patterns(each.url_patterns, route)
        else:
            yield each.name or route, route, list(each.pattern.converters)


def _aimed(things: Things, name: str, route: str, parameters: list[str]) -> Iterator[Door]:
    known: dict[str, object] = {
        "provider_id": "identity",
        "person": things.leaver.pk if name == "person-act" else things.person.pk,
        "assignment": things.assignment.pk,
        "invitation": things.invitation,
        "key": things.key,
        "secret": "no-secret",
        "pk": things.passkey,
        "code": "1.1.1",
        "number": {"session-end": things.session.pk, "mention": things.mention}.get(
            name, things.document_number
        ),
        "comment": things.comment,
        "step": "settle",
        "cycle": things.world.cycles["2024"].pk,
        "report": things.report(AIMED.get(name, "wuhua")).pk,
        "evidence": things.evidence.pk,
        "upload": things.upload.pk,
        "which": "sent",
        "day_off": things.day_off.pk,
        "entry_id": things.entry.pk,
        "position": things.record,
        "job_number": things.job.pk,
        "form": "csv",
        **doors_records.aimed(things.kept, name),
        **things.drafts.aimed(name),
    }
    deeds = sorted(DEEDS) if "deed" in parameters else [""]
    for deed in deeds:
        filled = route
        for parameter in parameters:
            value = deed if parameter == "deed" else known.get(parameter, UNKNOWN)
            filled = re.sub(rf"<\w+:{parameter}>", str(value), filled)
        yield Door(f"{name} {deed}".rstrip(), f"/{filled}")


def said(answer: Any) -> str:
    """Return everything that an answer says, what is packed in a file too."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    return content.decode(errors="replace")


def marks_in(text: str, numbers: Collection[str] | None = None) -> list[str]:
    """Return what a text says of Kunming's."""
    return [each for each in (MARK, *(secrets() if numbers is None else numbers)) if each in text]


def is_refusal(answer: Any) -> bool:
    leads_to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/")
    return leads_to_sign_in or answer.status_code in (403, 404, 405)


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


class Written:
    """Which tables were written to; for naming the address that did it."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = re.match(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', sql)
        if found and found[1] not in _not_counted():
            self.tables.add(found[1])
        return execute(sql, params, many, context)


def _tables() -> list[type[models.Model]]:
    return [each for each in apps.get_models() if each._meta.label not in KEPT_OF_REQUESTS]


@cache
def _not_counted() -> set[str]:
    return {each._meta.db_table for each in apps.get_models() if each._meta.label in KEPT_OF_REQUESTS}


def state() -> dict[str, tuple[int, str]]:
    """Return the count and a digest of the rows of every table but those kept of requests."""
    found = {}
    for model in _tables():
        rows = list(model._base_manager.order_by("pk").values_list())
        found[model._meta.label] = len(rows), sha256(repr(rows).encode()).hexdigest()
    return found


def tried(things: Things, client: Client, passes: Collection[str]) -> list[str]:
    """Try every address as somebody; return a sentence for each that let him do what he may not."""
    wrong = []
    every = doors(things)
    for door in every:
        name = door.name.partition(" ")[0]
        wrong += _judged(door, "GET", client.get(f"{door.path}?{AIM}"), name in passes or name in OWN)
        if name in passes:
            wrong += _judged(door, "GET", client.get(f"{door.path}?{AIM}", **BY_HTMX), True)
        for query in FURTHER.get(name, ()):
            wrong += _judged(door, "GET", client.get(f"{door.path}?{_filled(things, query)}"), True)
    before, written = state(), {}
    for door in every:
        name = door.name.partition(" ")[0]
        sent = BODIES[door.name].body(things) if door.name in BODIES else {}
        with connection.execute_wrapper(watch := Written()):
            answer = client.post(f"{door.path}?{AIM}", **sent)
        if watch.tables:
            written[door.name] = watch.tables
        wrong += _judged(door, "POST", answer, name in passes or name in OWN)
        if answer.status_code == 302 and name not in OWN:
            # What was said of it stands on the next page.
            wrong += [f"after POST {door.path}: {each}" for each in marks_in(said(client.get("/jobs/")))]
    after = state()
    changed = [each for each in before if before[each] != after[each]]
    if changed:
        wrong.append(f"sending changed {changed}; written to meanwhile: {written}")
    return wrong


def _filled(things: Things, query: str) -> str:
    return query.format(
        kunming=things.world.units["kunming"].pk,
        cycle=things.world.cycles["2024"].pk,
        xishan=things.report("xishan").pk,
        job=things.job.pk,
        place=things.kept.place.pk,
        firm=things.kept.firm,
    )


def _judged(door: Door, method: str, answer: Any, is_open: bool) -> list[str]:
    wrong = [
        f"{method} {door.path} ({door.name}) tells of Kunming: {each}" for each in marks_in(said(answer))
    ]
    if not is_open and not is_refusal(answer):
        wrong.append(
            f"{method} {door.path} ({door.name}) answers {answer.status_code} and does not refuse. Let the page ask for "
            f"permission; if this role may pass there by design, say so with the reason in {__name__}.OPEN_TO."
        )
    if answer.status_code >= 500:
        wrong.append(f"{method} {door.path} ({door.name}) fails with {answer.status_code}")
    return wrong


def open_to(role: Role) -> set[str]:
    return {name for name, each in OPEN_TO.items() if role in each.roles}


@pytest.mark.django_db
def test_every_address_is_known(things: Things) -> None:
    """A new address is named as one that only shows, or with what is sent to it."""
    aimless = [door.name for door in doors(things) if UNKNOWN in door.path.split("/")]
    assert not aimless, (
        f"The addresses {aimless} have a parameter that nothing is known for: let {doors_world.__name__} build one of "
        f"Kunming's, and name it in {__name__}._aimed."
    )
    names = {door.name for door in doors(things)}
    own = {each for each in names if each in OWN}
    unknown = names - SHOWING - set(BODIES) - own
    assert not unknown, (
        f"New addresses: {sorted(unknown)}. Name each in {__name__}.SHOWING if it takes nothing, or say in "
        f"{doors_world.__name__}.BODIES what is sent to it and who may send that."
    )
    gone = (SHOWING | set(BODIES) | set(OPEN_TO)) - names - own
    assert not gone, f"Addresses that are no more: {sorted(gone)}"


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_who_works_elsewhere_passes_only_where_the_role_may(things: Things, role: Role) -> None:
    person = appoint(things.world, f"qujing-{role}", role, "qujing")
    assert tried(things, browser(person), open_to(role)) == []


@pytest.mark.django_db
def test_nobody_passes_without_signing_in(things: Things) -> None:
    passes = {"mfa_login_webauthn", "openid_connect_login", "openid_connect_callback"}
    assert tried(things, Client(), passes) == []


@pytest.mark.django_db
def test_who_has_no_role_passes_nowhere(things: Things) -> None:
    person = access.create_person(
        "stranger", "", name="stranger", organization=None, is_password_checked=False
    )
    assert tried(things, browser(person), WITHOUT_ROLE) == []


@pytest.mark.django_db
def test_whose_role_ended_yesterday_passes_nowhere(things: Things) -> None:
    province = things.world.units["province"]
    person = access.create_person(
        "former", "", name="former", organization=province, is_password_checked=False
    )
    today = timezone.localdate()
    for role in REPORTING:
        access.assign(person, role, province, valid_from=FIRST_DAY, valid_to=today)
    access.assign(person, Role.OFFICE, province, valid_from=today + timedelta(days=1))
    assert tried(things, browser(person), WITHOUT_ROLE) == []


@pytest.mark.django_db
def test_a_demonstration_account_passes_no_further(things: Things) -> None:
    """To try the site with it has a role like any other, and no more."""
    person = appoint(things.world, "demo", Role.REPORTING_OFFICER, "qujing", is_demonstration=True)
    assert tried(things, browser(person), open_to(Role.REPORTING_OFFICER)) == []


@pytest.mark.django_db
def test_whose_account_ended_passes_nowhere_in_the_window_that_was_open(things: Things) -> None:
    person = appoint(things.world, "leaver", Role.OFFICE, "province")
    client = browser(person)
    assert client.get("/").status_code == 200
    accounts.end_account(person, by=None, reason="离岗", on=timezone.localdate())
    assert (
        tried(things, client, {"mfa_login_webauthn", "openid_connect_login", "openid_connect_callback"}) == []
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(name for name, sending in BODIES.items() if sending.who_may))
def test_what_is_sent_changes_something_when_sent_by_who_may(things: Things, name: str) -> None:
    """Otherwise it would prove nothing that it changes nothing."""
    [door] = [each for each in doors(things) if each.name == name]
    sending = BODIES[name]
    client = browser(things.world.people[sending.who_may])
    before = state()
    answer = client.post(f"{door.path}?{AIM}", **sending.body(things))
    assert answer.status_code in (200, 302), said(answer)[:2000]
    assert before != state()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["keeper", "granter", "watcher"],
)
def test_administrators_of_the_province_see_no_figure(things: Things, name: str) -> None:
    client = browser(things.world.people[name])
    seen = []
    for door in doors(things):
        base = door.name.partition(" ")[0]
        if base == "sign-out":
            continue
        for query in (AIM, *FURTHER.get(base, ())):
            answer = client.get(f"{door.path}?{_filled(things, query)}")
            seen += [(door.name, each) for each in secrets() if each in said(answer)]
    exported = client.post("/trail/export/", {"reason": "核查"})
    seen += [("trail-export", each) for each in secrets() if each in said(exported)]
    assert seen == []


LED, NOT_LED = ("proposals",), ("funds", "unions", "enterprises")


@pytest.mark.django_db
def test_a_lead_reads_of_other_units_only_what_it_leads(things: Things) -> None:
    client = browser(things.world.people["lead"])
    hidden = secrets(measures=NOT_LED)
    seen, has_read = [], False
    for door in doors(things):
        base = door.name.partition(" ")[0]
        if base in ("sign-out", "posted"):
            continue
        for query in (AIM, *FURTHER.get(base, ())):
            text = said(client.get(f"{door.path}?{_filled(things, query)}"))
            seen += [(door.name, each) for each in hidden if each in text]
            has_read |= any(each in text for each in secrets(measures=LED))
    assert seen == []
    assert has_read


@pytest.mark.django_db
def test_a_lead_reads_of_what_was_posted_only_what_it_leads(things: Things) -> None:
    client = browser(things.world.people["lead"])
    text = said(client.get(f"/accept/posted/?{_filled(things, FURTHER['posted'][0])}"))
    assert [each for each in secrets(measures=NOT_LED) if each in text] == []


@pytest.mark.django_db
def test_a_cell_of_ones_own_opens_no_other_units_return(things: Things) -> None:
    """Sent together with a cell of one's own, another unit's is refused, and nothing is told of its return."""
    person = appoint(things.world, "qilin-clerk", Role.REPORTING_OFFICER, "qilin")
    wuhua, own = things.report("wuhua"), things.report("qilin")
    # More unions than enterprises: what is found in it says both numbers.
    answers = {"unions": Answer(Decimal(9777777), explanation=MARK)}
    filling.save(wuhua, answers, by=things.person, origin=Origin.TYPED)
    cells = [
        {"key": f"{report.pk}|proposals", "text": "12", "before": {"text": ""}} for report in (own, wuhua)
    ]
    told = {"versions": {}, "cells": cells, "passages": []}
    address = f"/cycles/{own.cycle_id}/cells/"
    answer = browser(person).post(address, json.dumps(told), content_type="application/json").json()
    assert "problem" in answer["cells"][cells[1]["key"]]
    assert {part.rpartition("-")[2] for part in answer["parts"]} == {str(own.pk)}
    assert answer["reports"] == [own.pk]
    assert [key for key in answer["findings"] if key.startswith(f"{wuhua.pk}|")] == []


@pytest.mark.django_db
def test_who_was_mentioned_reads_it_no_longer_once_the_role_has_ended(things: Things) -> None:
    """What is said of a figure tells of it, so it is read by who may see the figure today."""
    kunming = things.world.units["kunming"]
    person = appoint(things.world, "moves-on", Role.REPORTING_OFFICER, "kunming")
    document = things.world.document
    topic = Topic(document.code, "1.1.1", kunming, DataSet.OPERATIONAL, date(2024, 12, 31), 1)
    comments.say(things.person, topic, f"{MARK}：@moves-on 请核实")
    client = browser(person)
    assert MARK in client.get("/mentions/").text
    person.assignments.update(valid_to=timezone.localdate())
    assert MARK not in client.get("/mentions/").text
