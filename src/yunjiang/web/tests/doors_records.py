"""What of registers is Kunming's in the trial of doors: a place with everything that can hang on it, marked in every text."""

import io
from dataclasses import dataclass
from datetime import date

from yunjiang.access.models import User
from yunjiang.access.tests import cast
from yunjiang.files.tests.specimens import PDF
from yunjiang.organizations.models import Kind, Organization
from yunjiang.persons import likeness, merging, purposes, rights
from yunjiang.persons.models import Candidate, Likeness, Person, Right
from yunjiang.registers.kit import attachments, extras, fitting, notices, requests, scope, writing
from yunjiang.registers.kit.attachments import Upload
from yunjiang.registers.kit.intake import receiving
from yunjiang.registers.kit.models import (
    Attachment,
    BulkAct,
    ChangeRequest,
    ExtraField,
    ExtraKind,
    IntakeBatch,
    Notice,
    Objection,
)
from yunjiang.registers.kit.tests.sample.models import Place, Sort
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.registers.members import applying, joining, transfers
from yunjiang.registers.members.models import Campaign, TransferStarter
from yunjiang.registers.services import codes
from yunjiang.registers.services.models import Claim, Service, ServiceKind, ServiceState
from yunjiang.registers.unions import firms, founding
from yunjiang.registers.unions.choices import Ownership, UnionForm, UnionKind, UnionState
from yunjiang.standards.identifiers import citizens

FIRM_CODE = "91350100M000100Y43"  # the standard's own example


@dataclass(frozen=True)
class Kept:
    """One place of the sample register and what there is about it."""

    place: Place
    voided: Place
    asked: ChangeRequest
    notice: Notice
    objection: Objection
    attachment: Attachment
    batch: IntakeBatch
    column: ExtraField
    bulk: BulkAct
    union: int  # in office, with the firm that it covers
    firm: int
    service: int
    claim: int
    person: int  # with a claim, and so within reach of who keeps Kunming's records
    pair: int
    merge: int
    request: int
    membership: int
    transfer: int
    application: int
    campaign: int


def keep(unit: Organization, mark: str, by: User) -> Kept:
    """Let somebody keep records of a unit; `mark` is in every text of theirs."""
    place = _place(unit, f"{mark}1", mark, by)
    voided = _place(unit, f"{mark}2", mark, by)
    writing.void(Places, voided, by=by, reason=mark)
    # Nobody is asked for a notice that is not the record's own; the request comes last, because it waits for somebody else.
    notice = notices.open_notice(Places, place, where=mark, text=mark, by=by)
    union, firm = _union(unit, mark)
    service = _service(unit, mark)
    people = [_claimant(unit, service, f"{mark}{letter}") for letter in "甲乙丙丁"]
    claim = Claim.objects.get(person=people[0])
    path = scope.path_of(unit.pk)
    likeness.note_pairs([(people[0].pk, people[1].pk, Likeness.WEAK)], path)
    pair = Candidate.objects.get(first=people[0])
    likeness.note_pairs([(people[2].pk, people[3].pk, Likeness.WEAK)], path)
    merge = merging.merge(people[2], people[3], by=None, reason=mark)
    asking = rights.ask(people[0], Right.ACCESS, mark, by=None)
    membership, transfer, campaign, application = _members(unit, mark, by)
    sheet = io.BytesIO(f"编号,名称,类别\n{mark}9,{mark},职工书屋\n".encode())
    return Kept(
        union=union,
        firm=firm,
        service=service.pk,
        claim=claim.pk,
        person=people[0].pk,
        pair=pair.pk,
        merge=merge.pk,
        request=asking.pk,
        membership=membership,
        transfer=transfer,
        application=application,
        campaign=campaign,
        place=place,
        voided=voided,
        notice=notice,
        objection=notices.object_to(notice, mark, by=by),
        attachment=attachments.attach(Places, place, Upload(io.BytesIO(PDF), f"{mark}.pdf"), by=by),
        batch=receiving.receive(Places, unit, sheet, f"{mark}.csv", by=by),
        column=extras.declare(Places, unit, "own", mark, ExtraKind.TEXT, by=by),
        bulk=fitting.ask(Places, "change:seats", {}, {"seats": 7}, reason=mark, by=by, name=mark),
        asked=requests.ask(Places, place, {"number": f"{mark}3"}, mark, by),
    )


def aimed(kept: Kept, name: str) -> dict[str, object]:
    """Return what stands in an address of registers for each of its parameters."""
    numbers = {
        "subject-request-answer": kept.request,
        "member-transfer": kept.transfer,
        "member-application": kept.application,
        "member-campaign": kept.campaign,
    }
    aim: dict[str, object] = {"number": numbers[name]} if name in numbers else {}
    if name.startswith("natural-person"):
        aim["person"] = kept.person
    return aim | {
        "register": Places.code,
        "request_id": "none",
        "record": kept.voided.pk if name == "register-restore" else kept.place.pk,
        "tab": "history",
        "move": "file",
        "field": "organization",
        "change": kept.asked.pk,
        "notice": kept.notice.pk,
        "act": "extend",
        "attachment": kept.attachment.pk,
        "batch": kept.batch.pk,
        "column": kept.column.pk,
        "bulk_act": kept.bulk.pk,
        "union": kept.union,
        "service": kept.service,
        "claim": kept.claim,
        "candidate": kept.pair,
        "merge": kept.merge,
    }


def _service(unit: Organization, mark: str) -> Service:
    made = Service(
        organization=unit,
        number=f"{mark}S",
        name=f"{mark}体检",
        kind=ServiceKind.HEALTH,
        state=ServiceState.OPEN,
        starts_on=date(2024, 1, 1),
        benefit="checkup",
        claimed_count=4,  # the claims below
    )
    scope.place(made)
    made.save()
    return made


def _claimant(unit: Organization, service: Service, name: str) -> Person:
    """Return a person whom a claim of Kunming's ties to Kunming."""
    person = Person.objects.create(name=name, sex="1", birth_on=date(1990, 1, 1))
    made = Claim(
        organization=unit,
        service=service,
        person=person,
        benefit=codes.fresh(),  # no benefit that anybody else has, or two could not be merged
        period="ever",
        slot=1,
        expires_on=date(2099, 1, 1),
        code=codes.fresh(),
    )
    scope.place(made)
    made.save()
    return person


def _members(unit: Organization, mark: str, by: User) -> tuple[int, int, int, int]:
    """Let two people join unions of the unit, one of them on the way to the other, a third apply, and begin a drive."""
    unions = [cast.plant(f"u-{mark}-{number}", f"昆明第{number}工会", Kind.UNION, unit) for number in (1, 2)]
    first, second = (
        joining.enrol(
            union,
            {
                "person__name": f"{mark}{letter}",
                "person__identity": f"{body}{citizens.check_character(body)}",
                "work_place": mark,
            },
            by=None,
            joined_on=date(2020, 1, 1),
        )
        for union, letter, body in zip(
            unions, "戊己", ("53010219900101101", "53010219900101103"), strict=True
        )
    )
    transfer = transfers.claim(second, unions[0], by=None, starter=TransferStarter.TARGET, note=mark)
    campaign = Campaign.objects.create(
        organization=unit,
        path=scope.path_of(unit.pk),
        name=mark,
        before_on=date(2099, 1, 1),
        since_on=date(2024, 1, 1),
        until_on=date(2099, 2, 1),
        opened_by=by,
    )
    body = "53010219900101105"
    asked = {
        "person__name": f"{mark}庚",
        "person__identity": f"{body}{citizens.check_character(body)}",
        "person__phone": "13800000001",
        "work_place": mark,
    }
    notice = purposes.of(applying.PURPOSE).notice_version
    application, _receipt = applying.receive(unions[0], asked, notice=notice, agrees={})
    return first.pk, transfer.pk, campaign.pk, application.pk


def _union(unit: Organization, mark: str) -> tuple[int, int]:
    """Found a union in a firm of the unit, by nobody. Units are named to everybody: their names bear no mark."""
    day = date(2024, 3, 1)
    firm = firms.enter(
        {
            "name": "昆明某公司",
            "address": mark,
            "code": FIRM_CODE,
            "ownership": Ownership.PRIVATE,
            "opened_on": day,
        },
        unit,
        by=None,
        staff=150,
        counted_on=day,
    )
    plan = founding.Plan("昆明某工会", UnionKind.SINGLE, UnionForm.COMMITTEE, day, members=90, workplace=firm)
    union = founding.begin(
        plan, unit, by=None, values={"state": UnionState.NORMAL, "founded_on": day, "head": mark}
    )
    founding.begin_work(union, by=None)
    return union.pk, firm.pk


def _place(unit: Organization, number: str, mark: str, by: User) -> Place:
    values = {
        "number": number,
        "name": f"{mark}书屋",
        "sort": Sort.READING,
        "keeper_phone": "13812345678",
        "note": mark,
    }
    found: Place = writing.create(Places, values, by=by, organization=unit)
    return found
