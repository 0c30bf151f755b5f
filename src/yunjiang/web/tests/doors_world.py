"""A province in which everything that has an address is Kunming's, with marks in it that nobody of Qujing may ever read.

Wuhua's return is a draft ready to be submitted, with evidence and a workbook; Panlong's lies at Kunming's desk, Guandu's with the
leads, Xishan's is posted. Kunming has people, a waiting request, an invitation, a job, a document and a day off.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from yunjiang.access import services as access
from yunjiang.access.keys import issuing as keys
from yunjiang.access.models import Assignment, AuditRecord, Role, User
from yunjiang.access.people import invitations, requests
from yunjiang.access.permission import Act
from yunjiang.access.signing.models import SignInSession
from yunjiang.background.models import Job
from yunjiang.discussion import services as comments
from yunjiang.discussion.services import Topic
from yunjiang.documents import ordering
from yunjiang.files.tests.specimens import PDF
from yunjiang.ledger.models import DataSet, Entry
from yunjiang.organizations import services as organizations
from yunjiang.organizations.models import DayOff, Kind
from yunjiang.returns import days_off, evidence, filling
from yunjiang.returns.filling import Answer
from yunjiang.returns.models import Evidence, Heading, Origin, Return, Upload
from yunjiang.returns.tests.world import FIRST_DAY, World, build
from yunjiang.returns.workbooks import services as workbooks
from yunjiang.returns.workbooks import taking
from yunjiang.web.components import numbers
from yunjiang.web.pages.returns import texts
from yunjiang.web.tests import doors_drafts, doors_records
from yunjiang.web.tests.doors_drafts import Drafts
from yunjiang.web.tests.doors_records import Kept

MARK = "暗记"  # in every text of Kunming's: words, explanations, names of people and files
COUNTIES = ("wuhua", "panlong", "guandu", "xishan")
# Numbers that come about nowhere else, nor do their sums, halves and shares.
SECRETS = {
    "wuhua": {"proposals": 7340517, "funds": 8150923, "unions": 6203177, "enterprises": 9518263},
    "panlong": {"proposals": 7351629, "funds": 8261047, "unions": 6314299, "enterprises": 9629389},
    "guandu": {"proposals": 7362739, "funds": 8372161, "unions": 6425311, "enterprises": 9730411},
    "xishan": {"proposals": 7373851, "funds": 8483279, "unions": 6536429, "enterprises": 9841537},
}
MORE = PDF.replace(b"%PDF-1.7", b"%PDF-1.7\n% more")


@dataclass(frozen=True)
class Things:
    """What the addresses are aimed at."""

    world: World
    upload: Upload
    evidence: Evidence
    entry: Entry
    document_number: str
    document_file: bytes
    job: Job
    day_off: DayOff
    person: User
    leaver: User
    assignment: Assignment
    request: int
    invitation: int
    key: int
    session: SignInSession
    passkey: int
    record: int
    comment: int
    mention: int
    template: bytes
    kept: Kept  # in the registers
    drafts: Drafts

    def report(self, unit: str) -> Return:
        return self.world.report(unit)

    def workbook(self) -> SimpleUploadedFile:
        return SimpleUploadedFile("表.xlsx", self.template, "application/octet-stream")

    def paper(self) -> SimpleUploadedFile:
        return SimpleUploadedFile("证明.pdf", MORE, "application/pdf")


def secrets(units: tuple[str, ...] = COUNTIES, measures: tuple[str, ...] = ()) -> frozenset[str]:
    """Return every way in which a page could write the numbers of these units, of some measures or all."""
    found = set()
    for unit in units:
        for measure, value in SECRETS[unit].items():
            if not measures or measure in measures:
                number = Decimal(value)
                found |= {str(value), texts.shown(number), numbers.shortened(number, "")[0]}
    return frozenset(found)


def build_things() -> Things:
    """Build the province and let Kunming's counties report."""
    world = build()
    for key, name in (("530111", "guandu"), ("530112", "xishan")):
        world.units[name] = organizations.open_organization(
            key, on=FIRST_DAY, kind=Kind.COUNTY, code=key, name=name, short_name=name,
            parent=world.units["kunming"],
        )  # fmt: skip
    _administrators(world)
    person = _person(world, "kunming-clerk", Role.REPORTING_OFFICER)
    leaver = _person(world, "kunming-leaver", Role.REVIEWER)
    leaver.date_joined -= timedelta(days=200)  # and has never signed in
    leaver.save(update_fields=["date_joined"])
    world.people["kunming-clerk"] = person
    cycle = world.open("2024")
    for unit in COUNTIES:
        _fill(world, unit, person)
    world.tell("kunming", text=f"{MARK}：办了三场活动", by="clerks")
    report = world.report("wuhua")
    attached = evidence.attach(report, "proposals", io.BytesIO(PDF), f"{MARK}佐证.pdf", by=person)
    template = workbooks.template([report], person).content
    wuhua = world.units["wuhua"]
    took = taking.take_content(cycle, wuhua, template, f"{MARK}表格.xlsx", by=person)
    assert took.upload is not None
    for unit in ("panlong", "guandu", "xishan"):
        world.submit(unit, by="clerks")
    for unit in ("guandu", "xishan"):
        world.approve(unit)
    world.accept("xishan")
    document = ordering.order(
        "annual_report", world.version, world.units["kunming"],
        on=date(2024, 12, 31), data_set=DataSet.OPERATIONAL, by="office",
    )  # fmt: skip
    kunming = world.units["kunming"]
    days_off.declare([days_off.Day(cycle.due_on, False, "火把节", kunming, "")])
    asked = requests.ask(
        person, Role.REVIEWER, kunming, valid_from=timezone.localdate(), by=world.people["keeper"]
    )
    invitation, _secret = invitations.invite(f"{MARK}来者", kunming, by=world.people["keeper"])
    key, _secret = keys.issue(
        person,
        f"{MARK}接口",
        acts=[Act.SEE_RECORDS],
        expires_on=timezone.localdate() + timedelta(days=30),
        by=world.people["granter"],
        units=[kunming],
    )
    session = SignInSession.objects.create(user=person, session_key="k" * 32, address="10.53.1.1")
    [passkey, _other] = [
        Authenticator.objects.create(
            user=each, type=Authenticator.Type.WEBAUTHN, data={"name": MARK, "credential": {}}
        )
        for each in (person, leaver)
    ]
    saved = AuditRecord.objects.filter(action="returns.save", subject=f"return:{report.pk}")
    entry = Entry.objects.filter(organization=world.units["xishan"]).order_by("pk")[0]
    comment = comments.say(
        person,
        Topic(world.document.code, "1.1.1", kunming, DataSet.OPERATIONAL, date(2024, 12, 31), 1),
        f"{MARK}：@kunming-clerk 请核实",
    )
    return Things(
        world=world,
        upload=took.upload,
        evidence=attached,
        entry=entry,
        document_number=document.number,
        document_file=document.path.read_bytes(),
        job=Job.objects.create(work="documents.write", title="昆明市年度报告", asked_by="office"),
        day_off=DayOff.objects.get(),
        person=person,
        leaver=leaver,
        assignment=person.assignments.get(),
        request=asked.pk,
        invitation=invitation.pk,
        key=key.pk,
        session=session,
        passkey=passkey.pk,
        record=saved.order_by("-position")[0].position,
        comment=comment.pk,
        mention=comment.mentions.get().pk,
        template=template,
        kept=doors_records.keep(kunming, MARK, appoint(world, "officer", Role.REGISTER_OFFICER, "kunming")),
        drafts=doors_drafts.begin(kunming, MARK, world.people["office"]),
    )


def appoint(world: World, name: str, role: Role, unit: str, **more: Any) -> User:
    """Return a new person who holds a role over a unit, and works there."""
    where = world.units[unit]
    person = access.create_person(name, "", name=name, organization=where, is_password_checked=False, **more)
    access.assign(person, role, where, valid_from=FIRST_DAY)
    world.people[name] = person
    return person


def _administrators(world: World) -> None:
    for name, role in (
        ("keeper", Role.SYSTEM_ADMINISTRATOR),
        ("granter", Role.SECURITY_ADMINISTRATOR),
        ("watcher", Role.AUDIT_ADMINISTRATOR),
    ):
        appoint(world, name, role, "province")


def _person(world: World, username: str, role: Role) -> User:
    where = world.units["kunming"]
    name = f"{MARK}{username[-3:]}"
    person = access.create_person(username, "", name=name, organization=where, is_password_checked=False)
    access.assign(person, role, where, valid_from=FIRST_DAY)
    return person


def _fill(world: World, unit: str, by: User) -> None:
    report = world.report(unit)
    answers = {
        code: Answer(Decimal(SECRETS[unit].get(code, 10)), explanation=f"{MARK}：已核对")
        for code in report.cells.values_list("question__code", flat=True)
    }
    words = {("", Heading.PROGRESS): f"{MARK}：办了活动"} if report.owes_narrative else {}
    filling.save(report, answers, by=by, origin=Origin.TYPED, passages=words)


Body = Callable[[Things], dict[str, Any]]
TODAY = timezone.localdate


def _cells(things: Things) -> dict[str, Any]:
    report = things.report("wuhua")
    cell = {
        "key": f"{report.pk}|proposals",
        "text": "12",
        "before": {"text": str(SECRETS["wuhua"]["proposals"])},
    }
    told = {"versions": {str(report.pk): report.version}, "cells": [cell], "passages": []}
    return {"data": told, "content_type": "application/json"}


def _sheet(things: Things) -> dict[str, Any]:
    """Return what a form that takes a sheet sends, for Kunming."""
    unit = things.world.units["kunming"].pk
    return {
        "data": {
            "organization": str(unit),
            "file": SimpleUploadedFile("表.csv", "编号,名称,类别\nX9,书屋,职工书屋\n".encode()),
        }
    }


def _place(**changes: str) -> Body:
    """Return what the form of Kunming's place sends."""

    def sent(things: Things) -> dict[str, Any]:
        place = things.kept.place
        known = {"number": place.number, "name": place.name, "sort": place.sort, "seats": "7"}
        return {"data": {**known, "organization": str(place.organization_id), **changes}}

    return sent


def _founded() -> dict[str, str]:
    """Return what is said of a union that is founded."""
    return {
        "name": "新工会委员会",
        "kind": "single",
        "form": "committee",
        "level": "70",
        "members": "30",
        "term_years": "5",
    }


def _founding(**fields: str) -> Body:
    """Return what the form sends by which a union is founded."""
    return _form(**_founded(), prepared_on="2024-05-01", **fields)


def _form(**fields: Any) -> Body:
    """Return a body that is the same whatever stands in the world."""
    return lambda things: {"data": fields}


def _days_file(things: Things) -> dict[str, Any]:
    text = f"{','.join(days_off.HEADINGS)}\n2025-07-01,否,节,530100,\n"
    return {"data": {"file": SimpleUploadedFile("days.csv", text.encode())}}


def _grid(things: Things) -> dict[str, Any]:
    key = f"{things.report('wuhua').pk}|proposals"
    return {"data": {f"v:{key}": "12", f"b:{key}": texts.shown(Decimal(SECRETS["wuhua"]["proposals"]))}}


@dataclass(frozen=True)
class Sending:
    """What is sent to an address, and who may: with him it must change something, or the trial would prove nothing."""

    body: Body
    who_may: str = ""  # empty: nobody's sending changes anything that is not the sender's own


BODIES: dict[str, Sending] = {
    "comments": Sending(_form(text="请核实"), "office"),
    "comment-step": Sending(_form(), "office"),
    "cells": Sending(_cells, "clerks"),
    "return": Sending(lambda things: {"data": {"v:proposals": "12", "version": ""}}, "clerks"),
    "cycle-grid": Sending(_grid, "clerks"),
    "return-submission": Sending(_form(), "clerks"),
    "return-withdraw": Sending(_form(), "clerks"),
    "return-review": Sending(_form(decision="approve"), "reviewer"),
    "reviews": Sending(lambda things: {"data": {"report": [things.report("panlong").pk]}}, "reviewer"),
    "acceptance-indicator": Sending(
        lambda things: {"data": {"report": [things.report("guandu").pk]}}, "office"
    ),
    "return-reopen": Sending(_form(indicators=["1.1.1"], reason="重复", takes_back="1"), "office"),
    "return-extend": Sending(
        lambda things: {"data": {"until": str(TODAY() + timedelta(days=9)), "reason": "灾"}}, "office"
    ),
    "return-attach": Sending(
        lambda things: {"data": {"question": "proposals", "files": [things.paper()]}}, "clerks"
    ),
    "evidence-remove": Sending(_form(), "clerks"),
    "return-upload": Sending(lambda things: {"data": {"file": things.workbook(), "mode": "whole"}}, "clerks"),
    "cycle-upload": Sending(lambda things: {"data": {"file": things.workbook(), "mode": "whole"}}, "clerks"),
    "cycle-lock": Sending(_form(locks_on="2020-01-01", reason="锁"), "office"),
    "cycle-close": Sending(_form(), "office"),
    "cycle-recompute": Sending(_form(), "office"),
    "cycle-new": Sending(
        _form(rhythm="annual", period="2023", data_set="operational", counting="period"), "office"
    ),
    "calendar": Sending(_form(day="2025-07-02", name="节", unit="530100", is_working=""), "office"),
    "calendar-import": Sending(_days_file, "office"),
    "day-off-withdraw": Sending(_form(), "office"),
    "leads": Sending(lambda things: {"data": {"lead-1.1.2": "yn-zgh", "reason": "分工"}}, "office"),
    "drafts": Sending(
        _form(text=doors_drafts.TEXT.format(mark="某", more=""), code="another", owner="530100"), "office"
    ),
    "draft-decide": Sending(
        lambda things: {"data": {"item": things.drafts.item, "decision": "accept"}}, "office"
    ),
    "draft-correct": Sending(_form(name="另名", value="3", comparator=">=", unit="人次"), "office"),
    "draft-undo": Sending(_form(), "office"),
    "draft-sure": Sending(_form(), "office"),
    "draft-add": Sending(_form(start="0", end="4", of="initiative", name="一"), "office"),
    "draft-head": Sending(_form(name="另名", code="other-code"), "office"),
    "draft-publish": Sending(_form(), "office"),
    "draft-drop": Sending(_form(reason="重复"), "office"),
    "document-new": Sending(_form(kind="annual_report"), "office"),
    "document-check": Sending(
        lambda things: {"data": {"file": SimpleUploadedFile("文.docx", things.document_file)}}
    ),
    "job-cancel": Sending(_form(), "office"),
    "person-new": Sending(_form(name="某某", username="somebody", unit="530100"), "keeper"),
    "api-keys": Sending(
        lambda things: {
            "data": {
                "name": "接口",
                "owner": things.leaver.username,
                "acts": ["see_records"],
                "expires_on": str(TODAY() + timedelta(days=30)),
            }
        },
        "granter",
    ),
    "api-key-revoke": Sending(_form(), "granter"),
    "people-invite": Sending(_form(name="某某", unit="530100"), "keeper"),
    "invitation-withdraw": Sending(_form(), "keeper"),
    "people-requests": Sending(
        lambda things: {"data": {"decision": "grant", "request": [things.request]}}, "granter"
    ),
    "people-dormant": Sending(
        lambda things: {"data": {"person": [things.leaver.pk], "reason": "不用"}}, "keeper"
    ),
    # What it would do is signed for one person; a page of somebody else's is refused as too old.
    "people-import": Sending(_form()),
    "people-import-agree": Sending(_form(carried="x")),
    "people-import-result": Sending(_form(carried="x")),
    "person-role-end": Sending(_form(on=str(TODAY()), reason="离岗"), "granter"),
    "person-act transfer": Sending(_form(unit="530300", on=str(TODAY()), reason="调动"), "keeper"),
    "person-act leave": Sending(_form(on=str(TODAY()), reason="离岗"), "keeper"),
    "person-act password": Sending(_form(), "keeper"),
    "person-act identity": Sending(_form(claim="K-1"), "keeper"),
    "person-act second-factor": Sending(_form(), "keeper"),
    "person-act give-role": Sending(
        _form(role="auditor", scope="530100", valid_from=str(TODAY())), "granter"
    ),
    "person-act ask-role": Sending(_form(role="auditor", scope="530100", valid_from=str(TODAY())), "keeper"),
    "person-act reopen": Sending(_form(reason="返岗")),  # of an account that stands
    "person-act unlock": Sending(_form()),  # of an account that is not locked
    "trail-export": Sending(_form(reason="核查")),
    "register-new": Sending(_place(number="K-9", name="新书屋"), "officer"),
    "register-edit": Sending(_place(), "officer"),
    "register-ask": Sending(
        lambda things: {"data": {"number": "K-8", "reason": "误"}}
    ),  # one is asked for already
    "register-move": Sending(_form(), "officer"),
    "register-void": Sending(_form(reason="重复"), "officer"),
    "register-restore": Sending(_form(), "officer"),
    "register-attach": Sending(lambda things: {"data": {"files": [things.paper()]}}, "officer"),
    "register-detach": Sending(_form(), "officer"),
    "register-notice-open": Sending(_form(where="公告栏", days="5")),  # one runs already
    "register-objector": Sending(
        lambda things: {"data": {"field": things.kept.objection.pk, "purpose": "verify"}}
    ),
    "register-notice-act": Sending(_form(days="3", reason="听取意见"), "officer"),
    "register-bulk-all": Sending(
        lambda things: {"data": {"what": "change:seats", "sort": "reading", "seats": "5"}}, "officer"
    ),
    "register-bulk": Sending(
        lambda things: {"data": {"what": "change:sort", "record": [things.kept.place.pk], "sort": "sport"}},
        "officer",
    ),
    "register-unmask": Sending(_form(field="keeper_phone", purpose="contact")),
    "register-export": Sending(_form(format="csv")),
    "change-request": Sending(_form(decision="approve"), "office"),
    "register-local-columns": Sending(
        lambda things: {"data": {"unit": things.kept.place.organization_id, "key": "books", "name": "藏书"}},
        "officer",
    ),
    "register-local-column-end": Sending(_form(), "officer"),
    "register-import": Sending(_sheet, "officer"),
    "register-batch-check": Sending(
        _form(**{"column-0": "number", "column-1": "name", "column-2": "sort"}), "officer"
    ),
    "register-batch-commit": Sending(_form()),  # of a sheet that was not checked yet
    "register-batch-undo": Sending(_form(reason="误")),  # of a sheet that was not imported yet
    "register-batch-answer": Sending(_form()),
    "register-batch-drop": Sending(_form(), "officer"),
    "duplicate": Sending(_form(decision="dismiss", reason="不是同一人"), "officer"),
    "retention": Sending(_form(rule="answered-requests", reason="到期")),
    "merge-undo": Sending(_form(reason="并错了"), "officer"),
    "natural-person-unseal": Sending(_form(field="identity", purpose="contact")),
    "natural-person-hand-out": Sending(_form()),
    "natural-person-consent": Sending(_form(purpose="services", given="1", how="书面")),
    "natural-person-request": Sending(_form(right="access", text="查阅"), "officer"),
    "natural-person-restrict": Sending(_form(reason="本人要求"), "officer"),
    "natural-person-erase": Sending(_form(reason="本人要求")),
    "subject-request-answer": Sending(_form(decision="grant", answer="已提供"), "officer"),
    "member-confirm": Sending(  # a record that lacks much is not confirmed by a click
        lambda things: {"data": {"picked": [things.kept.membership], "unit": "530100"}}
    ),
    "member-transfer": Sending(_form(act="accept"), "officer"),
    "member-application": Sending(_form(act="admit", shown_by="card"), "officer"),
    "member-campaigns": Sending(
        _form(name="核实", unit="530100", before_on="2099-01-01", until_on="2099-02-01")
    ),
    "member-campaign": Sending(_form(act="close")),
    "member-join": Sending(_form(unit="530100", name="某某")),
    "service-give": Sending(_form(number="530102199001011231", give="1")),
    "service-redeem": Sending(_form(code="1")),
    "service-allotments": Sending(_form(unit="530102", quota="3"), "officer"),
    "service-claim": Sending(_form(cancel="1", reason="放弃"), "officer"),
    "union-found": Sending(_founding(unit="530100"), "officer"),
    "union-split": Sending(
        lambda things: {
            "data": {
                **_founded(),
                "on": "2024-06-01",
                "document_number": "昆工〔2024〕1号",
                "firms": [things.kept.firm],
            }
        },
        "officer",
    ),
    "union-move": Sending(_form(unit="530102", on="2024-06-01"), "officer"),
    "union-firm": Sending(
        _form(
            unit="530100",
            name="又一公司",
            code="91530100MA6K00014D",
            ownership="170",
            opened_on="2024-03-01",
            status="operating",
        ),
        "officer",
    ),
    "session-end": Sending(_form()),
    "mfa_remove_webauthn": Sending(_form()),
    "language": Sending(_form(language="en")),
}
