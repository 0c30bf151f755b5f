"""The pages about members: from the rate to the queue to the fix, the transfer desk, drives, joining."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yunjiang.persons import purposes
from yunjiang.registers.members import applying, tallies, transfers
from yunjiang.registers.members.models import Campaign, Membership, Transfer, TransferStarter
from yunjiang.registers.members.tests.world import World, furnish

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    found = furnish()
    found.enrol(1)
    found.enrol(2, person__phone="", person__native_place="")
    late = found.enrol(3)
    Membership.objects.filter(pk=late.pk).update(
        confirmed_on=timezone.localdate() - timedelta(days=400), quality="stale"
    )
    tallies.recount()
    return found


@pytest.fixture
def clerk(client: Client, world: World) -> Client:
    client.force_login(world.clerk)
    return client


def text(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_rate_leads_to_the_queue_and_the_queue_to_the_fix(clerk: Client, world: World) -> None:
    page = text(clerk, "member-quality")
    assert "33.3" in page
    assert "移动电话 1" in page
    queue = text(clerk, "member-quality", unit="u-mill", lack="stale")
    late = Membership.objects.get(quality="stale")
    assert late.person.name in queue
    clerk.post(reverse("member-confirm"), {"picked": [late.pk], "unit": "u-mill", "lack": "stale"})
    late.refresh_from_db()
    assert (late.confirmed_on, late.quality) == (timezone.localdate(), "qualified")
    assert "66.6" in text(clerk, "member-quality")


def test_the_queue_leads_to_the_field_that_is_to_be_mended(clerk: Client) -> None:
    queue = text(clerk, "member-quality", unit="u-mill", lack="incomplete")
    lacking = Membership.objects.get(quality="incomplete")
    back = "%2Fmembers%2Fquality%2F%3Funit%3Du-mill%26lack%3Dincomplete%23queue"
    assert f"/registers/members/{lacking.pk}/edit/?next={back}#id_person__phone" in queue
    record = text(clerk, "register-record", "members", lacking.pk)
    assert "信息不合格：缺移动电话、籍贯。" in record
    assert f'<a href="/registers/members/{lacking.pk}/edit/">补充信息</a>' in record


def test_who_keeps_other_records_confirms_nothing(client: Client, world: World) -> None:
    client.force_login(world.far)
    late = Membership.objects.get(quality="stale")
    assert client.post(reverse("member-confirm"), {"picked": [late.pk]}).status_code == 403
    assert client.get(reverse("member-quality"), {"unit": "u-mill"}).status_code == 403
    client.force_login(world.reader)
    assert client.post(reverse("member-confirm"), {"picked": [late.pk]}).status_code == 403


def test_both_sides_of_a_transfer_see_it_and_the_other_answers(client: Client, world: World) -> None:
    member = Membership.objects.order_by("pk").first()
    assert member is not None
    transfer = transfers.claim(member, world.mine, by=world.clerk, starter=TransferStarter.SOURCE)
    client.force_login(world.far)
    assert member.person.name in text(client, "member-transfers")
    assert 'name="act" value="accept"' in text(client, "member-transfer", transfer.pk)
    address = reverse("member-transfer", args=[transfer.pk])
    assert client.post(address, {"act": "refuse", "answer": ""}).status_code == 422
    assert client.post(address, {"act": "accept", "work_place": "矿"}).status_code == 302
    assert Membership.objects.get(current_person=member.person).organization == world.mine


def test_who_is_on_the_way_leads_to_the_transfer_and_back(clerk: Client, world: World) -> None:
    member = Membership.objects.order_by("pk")[0]
    record = ("register-record", "members", member.pk)
    assert "正在转往" not in text(clerk, *record)
    transfer = transfers.claim(member, world.mine, by=world.clerk, starter=TransferStarter.SOURCE)
    address = reverse("member-transfer", args=[transfer.pk])
    assert address in text(clerk, *record)
    course = text(clerk, "register-tab", "members", member.pk, "course")
    assert address in course
    assert "申请转出" in course
    assert reverse("register-record", args=["members", member.pk]) in text(
        clerk, "member-transfer", transfer.pk
    )
    arrived = transfers.accept(transfer, by=world.far)
    assert address not in text(clerk, *record)
    far = Client()
    far.force_login(world.far)
    assert reverse("register-record", args=["members", arrived.pk]) in text(
        far, "member-transfer", transfer.pk
    )
    assert "转入" in text(far, "register-tab", "members", arrived.pk, "course")
    clerk.force_login(world.chief)
    both = text(clerk, "register-tab", "members", arrived.pk, "course")
    assert reverse("register-record", args=["members", member.pk]) in both


def test_a_transfer_of_others_is_closed(client: Client, world: World) -> None:
    member = Membership.objects.order_by("pk").first()
    assert member is not None
    transfer = transfers.claim(member, world.riders, by=world.clerk, starter=TransferStarter.SOURCE)
    client.force_login(world.far)
    assert client.get(reverse("member-transfer", args=[transfer.pk])).status_code == 403
    assert Transfer.objects.get().state == "open"


def test_a_drive_shows_what_is_left(clerk: Client, world: World) -> None:
    today = timezone.localdate()
    given = {
        "name": "年度核实",
        "before_on": today - timedelta(days=365),
        "until_on": today + timedelta(days=30),
    }
    assert clerk.post(reverse("member-campaigns"), given).status_code == 302
    drive = Campaign.objects.get()
    assert "年度核实" in text(clerk, "member-campaigns")
    assert "五华区纺织厂工会" in text(clerk, "member-campaign", drive.pk)


def test_an_officer_writes_a_member_down(clerk: Client, world: World) -> None:
    given = {
        "union": "五华区外卖配送行业工会",
        "person__name": "王例一",
        "person__identity_kind": "resident",
        "person__identity": world.number(9),
        "work_state": "working",
        "new_form_job": "food_rider",
        "joined_on": timezone.localdate(),
    }
    assert clerk.get(reverse("member-join")).status_code == 200
    assert clerk.post(reverse("member-join"), given).status_code == 302
    assert Membership.objects.get(person__name="王例一").new_form_job == "food_rider"
    again = clerk.post(reverse("member-join"), given)
    assert again.status_code == 422


def test_an_application_from_a_phone_is_decided_at_the_desk(client: Client, world: World) -> None:
    notice = purposes.of("membership").notice_version
    made, _receipt = applying.receive(world.riders, world.values(7), notice=notice, agrees={})
    known, _receipt = applying.receive(world.riders, world.values(1), notice=notice, agrees={})
    address = reverse("member-application", args=[made.pk])
    for stranger in (world.far, world.reader):
        client.force_login(stranger)
        assert client.get(address).status_code == client.post(address, {"act": "admit"}).status_code == 403
    assert "张例辛" not in text(client, "member-applications")
    client.force_login(world.clerk)
    assert "张例辛" in text(client, "member-applications")
    page = text(client, "member-application", made.pk)
    assert world.number(7) in page
    assert "138****0007" in page
    assert client.post(address, {"act": "admit"}).status_code == 422
    assert client.post(address, {"act": "refuse", "answer": ""}).status_code == 422
    assert client.post(address, {"act": "pass", "unit": ""}).status_code == 422
    assert client.post(address, {"act": "admit", "shown_by": "card"}).status_code == 302
    assert Membership.objects.get(person__name="张例辛").state == "current"
    assert world.number(7) not in text(client, "member-application", made.pk)
    assert "五华区纺织厂工会" in text(client, "member-application", known.pk)
