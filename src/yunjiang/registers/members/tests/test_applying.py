"""Applying from a phone: nothing is learnt or changed by it, who decides has seen the applicant, and none is left lying."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from yunjiang.access.models import AuditRecord
from yunjiang.access.permission import Refused
from yunjiang.persons import consenting, purposes
from yunjiang.persons.models import Person
from yunjiang.registers.kit.writing_refusals import RecordRefused
from yunjiang.registers.members import applying, deciding, following, receipts, transfers
from yunjiang.registers.members.applicants import Application, ApplicationState
from yunjiang.registers.members.models import Membership, MembershipState
from yunjiang.registers.members.refusals import (
    AnswerMissing,
    ApplicationDecided,
    MayNotJoin,
    MemberAlready,
    NoticeNotShown,
    NotSeen,
    NoUnion,
    TooManyApplications,
    UnknownReceipt,
)
from yunjiang.registers.members.tests.world import World, held

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

NOTICE = purposes.of("membership").notice_version
SERVICE = purposes.of("service").current_version


def apply(world: World, serial: int = 1, unit: Any = None, **given: Any) -> tuple[Application, str]:
    agrees = given.pop("agrees", {})
    values = world.values(serial, new_form_job="food_rider") | given
    return applying.receive(unit or world.riders, values, notice=NOTICE, agrees=agrees)


def test_an_application_touches_no_record_and_is_decided_by_who_keeps_the_union(world: World) -> None:
    made, receipt = apply(world, agrees={"service": SERVICE})
    assert (Person.objects.count(), Membership.objects.count()) == (0, 0)
    assert world.number(1).encode() not in bytes(made.values)
    assert applying.told(applying.found(receipt)).due_on == made.due_on > timezone.localdate()
    assert list(deciding.desk(world.clerk)) == [made]
    assert list(deciding.desk(world.far)) == []
    for stranger in (world.far, world.reader):
        with pytest.raises(Refused):
            deciding.said(made, by=stranger)
        with pytest.raises(Refused):
            deciding.admit(made, by=stranger, shown_by="card")
        with pytest.raises(Refused):
            deciding.refuse(made, by=stranger, answer="否")
        with pytest.raises(Refused):
            deciding.pass_on(made, world.mill, by=stranger)
    with pytest.raises(NotSeen):
        deciding.admit(made, by=world.clerk, shown_by="")
    assert deciding.said(made, by=world.clerk)["person__identity"] == world.number(1)
    assert AuditRecord.objects.filter(action="members.read_application").exists()
    done = deciding.admit(made, by=world.clerk, shown_by="card")
    assert done.membership is not None
    assert (done.membership.state, done.membership.channel) == (MembershipState.CURRENT, "phone")
    assert [each.kind for each in done.membership.events.order_by("id")] == ["applied", "joined"]
    assert held("members-new-form-joined", timezone.localdate(), world.riders) == 1
    assert consenting.may_use(done.membership.person, "service")
    assert done.membership.person.consents.get().at == made.received_at
    assert (done.values, done.identity_key, done.name) == (None, None, "张*乙")
    assert "五华区外卖配送行业工会" in applying.told(applying.found(receipt)).sentence
    with pytest.raises(ApplicationDecided):
        deciding.refuse(made, by=world.clerk, answer="否")


def test_the_answer_is_the_same_whoever_is_meant(world: World) -> None:
    world.enrol(1, union=world.mine)
    answers = [applying.told(apply(world, serial)[0]) for serial in (1, 2)]
    assert answers[0] == answers[1]
    renamed, _receipt = apply(world, 1, person__name="王别名", person__phone="13900001111")
    assert Person.objects.get().name == "张例乙"
    with pytest.raises(RecordRefused):
        deciding.admit(renamed, by=world.clerk, shown_by="card")
    assert Person.objects.get().phone_mask == "138****0001"


def test_a_member_elsewhere_comes_by_a_transfer_with_its_own_last_day(world: World) -> None:
    member = world.enrol(1, union=world.mine)
    made, receipt = apply(world, 1)
    done = deciding.admit(made, by=world.clerk, shown_by="roster")
    member.refresh_from_db()
    assert (done.state, member.state) == (ApplicationState.MOVING, MembershipState.MOVING)
    assert applying.told(applying.found(receipt)).due_on == timezone.localdate() + timedelta(days=15)
    assert done.transfer is not None
    transfers.accept(done.transfer, by=world.far)
    assert Membership.objects.get(current_person=member.person).organization == world.riders
    assert "五华区外卖配送行业工会" in applying.told(applying.found(receipt)).sentence
    again, _receipt = apply(world, 1)
    with pytest.raises(MemberAlready), transaction.atomic():
        deciding.admit(again, by=world.clerk, shown_by="card")
    deciding.refuse(again, by=world.clerk, answer="您已是本会会员。")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"person__identity": "530102199001010011"}, RecordRefused),
        ({"person__name": ""}, RecordRefused),
        ({"person__phone": ""}, RecordRefused),
        ({"person__phone": "12345"}, RecordRefused),
        ({"new_form_job": "astronaut"}, RecordRefused),
        ({"quality": "qualified"}, RecordRefused),
        ({"person__confirmed_on": "2026-01-01"}, RecordRefused),
        ({"person__identity_kind": "passport", "person__identity": "E12345678"}, RecordRefused),
        ({"person__identity": "young"}, MayNotJoin),
    ],
)
def test_what_cannot_be_is_told_by_field(
    world: World, given: dict[str, Any], refusal: type[Exception]
) -> None:
    if given.get("person__identity") == "young":
        given = {"person__identity": world.number(born="20150101")}
    with pytest.raises(refusal):
        apply(world, 1, **given)
    assert not Application.objects.exists()


def test_nobody_applies_without_the_words_as_they_stand_today(world: World) -> None:
    for notice, agrees in (
        ("", {}),
        ("1999-1", {}),
        (NOTICE, {"service": "1999-1"}),
        (NOTICE, {"aid": "2026-1"}),
    ):
        with pytest.raises(NoticeNotShown):
            applying.receive(world.mill, world.values(), notice=notice, agrees=agrees)
    assert apply(world)[0].grounds == {"membership": {"basis": "duty", "notice": NOTICE}}


def test_one_number_does_not_fill_the_desk(world: World) -> None:
    for _time in range(applying.MOST_WAITING):
        apply(world)
    with pytest.raises(TooManyApplications):
        apply(world)


def test_what_nobody_decides_goes_up_and_never_beyond_the_top(world: World) -> None:
    made, receipt = apply(world, unit=world.mill)
    day = made.due_on
    assert deciding.raise_overdue(day) == 0
    desks = []
    for _time in range(4):
        day = Application.objects.get().due_on + timedelta(days=1)
        assert deciding.raise_overdue(day) == 1
        assert deciding.raise_overdue(day) == 0
        desks.append(Application.objects.get().desk)
    tree = world.tree
    assert desks == [tree.wuhua, tree.kunming, tree.province, tree.province]
    assert applying.told(applying.found(receipt)).state == "waiting"
    assert deciding.admit(made, by=world.chief, shown_by="platform").state == ApplicationState.ADMITTED


def test_who_has_no_union_at_work_is_passed_on_to_one_of_the_area(world: World) -> None:
    with pytest.raises(NoUnion):
        apply(world, unit=world.tree.province)
    made, receipt = apply(world, unit=world.tree.wuhua)
    with pytest.raises(NoUnion), transaction.atomic():
        deciding.admit(made, by=world.clerk, shown_by="card")
    deciding.pass_on(made, world.riders, by=world.clerk)
    assert applying.told(applying.found(receipt)).unit == "五华区外卖配送行业工会"
    done = deciding.admit(made, by=world.clerk, shown_by="card")
    assert done.membership is not None
    assert done.membership.organization == world.riders


def test_who_holds_the_receipt_takes_it_back_and_nobody_else(world: World) -> None:
    made, receipt = apply(world)
    assert applying.found(receipt.lower().replace("-", " ").replace("0", "o")) == made
    for wrong in ("", receipt[:-1], receipts.fresh(), "很长" * 20):
        with pytest.raises(UnknownReceipt):
            applying.found(wrong)
    applying.withdraw(made)
    assert applying.told(applying.found(receipt)).state == "withdrawn"
    with pytest.raises(ApplicationDecided):
        applying.withdraw(made)


def test_a_refusal_says_why_and_lets_go_of_what_was_said(world: World) -> None:
    made, receipt = apply(world)
    with pytest.raises(AnswerMissing):
        deciding.refuse(made, by=world.clerk, answer=" ")
    deciding.refuse(made, by=world.clerk, answer="不在本行业工作。")
    assert "不在本行业工作" in applying.told(applying.found(receipt)).sentence
    made.refresh_from_db()
    assert (made.values, made.identity_key) == (None, None)
    assert not Person.objects.exists()


def test_what_waits_at_a_union_that_ends_waits_at_the_one_that_took_over(world: World) -> None:
    made, receipt = apply(world, unit=world.mill)
    following.follow(world.mill.pk, world.riders.pk, date(2026, 7, 1))
    assert applying.told(applying.found(receipt)).desk == "五华区外卖配送行业工会"
    made.refresh_from_db()
    assert made.path.endswith(f"/{world.riders.pk}/")
