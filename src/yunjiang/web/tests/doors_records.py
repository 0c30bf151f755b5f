"""What of registers is Kunming's in the trial of doors: a place with everything that can hang on it, marked in every text."""

import io
from dataclasses import dataclass
from datetime import date

from yunjiang.access.models import User
from yunjiang.files.tests.specimens import PDF
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import attachments, notices, requests, writing
from yunjiang.registers.kit.attachments import Upload
from yunjiang.registers.kit.intake import receiving
from yunjiang.registers.kit.models import Attachment, ChangeRequest, IntakeBatch, Notice, Objection
from yunjiang.registers.kit.tests.sample.models import Place, Sort
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.registers.unions import firms, founding
from yunjiang.registers.unions.choices import Ownership, UnionForm, UnionKind, UnionState

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
    union: int  # in office, with the firm that it covers
    firm: int


def keep(unit: Organization, mark: str, by: User) -> Kept:
    """Let somebody keep records of a unit; `mark` is in every text of theirs."""
    place = _place(unit, f"{mark}1", mark, by)
    voided = _place(unit, f"{mark}2", mark, by)
    writing.void(Places, voided, by=by, reason=mark)
    # Nobody is asked for a notice that is not the record's own; the request comes last, because it waits for somebody else.
    notice = notices.open_notice(Places, place, where=mark, text=mark, by=by)
    union, firm = _union(unit, mark)
    sheet = io.BytesIO(f"编号,名称,类别\n{mark}9,{mark},职工书屋\n".encode())
    return Kept(
        union=union,
        firm=firm,
        place=place,
        voided=voided,
        notice=notice,
        objection=notices.object_to(notice, mark, by=by),
        attachment=attachments.attach(Places, place, Upload(io.BytesIO(PDF), f"{mark}.pdf"), by=by),
        batch=receiving.receive(Places, unit, sheet, f"{mark}.csv", by=by),
        asked=requests.ask(Places, place, {"number": f"{mark}3"}, mark, by),
    )


def aimed(kept: Kept, name: str) -> dict[str, object]:
    """Return what stands in an address of registers for each of its parameters."""
    return {
        "register": Places.code,
        "record": kept.voided.pk if name == "register-restore" else kept.place.pk,
        "tab": "history",
        "move": "file",
        "field": "organization",
        "change": kept.asked.pk,
        "notice": kept.notice.pk,
        "act": "extend",
        "attachment": kept.attachment.pk,
        "batch": kept.batch.pk,
        "union": kept.union,
    }


def _union(unit: Organization, mark: str) -> tuple[int, int]:
    """Found a union in a firm of the unit, without any person doing it."""
    day = date(2024, 3, 1)
    firm = firms.enter(
        {"name": f"{mark}公司", "code": FIRM_CODE, "ownership": Ownership.PRIVATE, "opened_on": day},
        unit,
        by=None,
        staff=150,
        counted_on=day,
    )
    plan = founding.Plan(
        f"{mark}工会", UnionKind.SINGLE, UnionForm.COMMITTEE, day, members=90, workplace=firm
    )
    union = founding.begin(plan, unit, by=None, values={"state": UnionState.NORMAL, "founded_on": day})
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
