"""One person's page: masks, purposes, consents, requests and what follows from them."""

import json
from datetime import date

import pytest
from django.utils import timezone

from yunjiang.access.models import AuditRecord
from yunjiang.persons import merging, rights, unsealing
from yunjiang.persons.models import Consent, Right, SubjectRequest
from yunjiang.persons.refusals import NotCleared

from .conftest import NUMBER, World


def page(world: World) -> str:
    return f"/persons/{world.first.pk}/"


def test_it_works(world: World) -> None:
    text = world.officer.get(page(world)).text
    assert "530*************31" in text
    assert NUMBER not in text
    assert "13800138000" not in text
    assert "会籍管理" in text


def test_another_prefectures_officer_does_not_enter(world: World) -> None:
    assert world.stranger.get(page(world)).status_code == 403
    for act in ("unseal", "hand-out", "consent", "request", "restrict", "erase"):
        answer = world.stranger.post(f"{page(world)}{act}/", {"field": "identity", "purpose": "verify"})
        assert answer.status_code == 403, act
        assert NUMBER not in answer.text


def test_nobody_is_there(world: World) -> None:
    assert world.officer.get("/persons/99999999/").status_code == 404
    assert world.officer.get("/persons/99999999999999999999/").status_code == 404


def test_a_number_is_shown_for_a_purpose_and_on_record(world: World) -> None:
    address = f"{page(world)}unseal/"
    refused = world.officer.post(
        address, {"field": "identity", "purpose": ""}, headers={"HX-Request": "true"}
    )
    assert refused.status_code == 422
    assert NUMBER not in refused.text
    answer = world.officer.post(
        address, {"field": "identity", "purpose": "verify"}, headers={"HX-Request": "true"}
    )
    assert answer.text == NUMBER
    assert answer.headers["Cache-Control"] == "no-store"
    record = AuditRecord.objects.get(action="persons.unseal")
    assert json.loads(record.facts) == {"field": "identity", "purpose": "verify"}
    assert NUMBER in world.officer.post(address, {"field": "identity", "purpose": "verify"}).text
    assert world.officer.post(address, {"field": "name", "purpose": "verify"}).status_code == 404


def test_who_is_not_cleared_reads_no_number(world: World) -> None:
    with pytest.raises(NotCleared):
        unsealing.unseal(world.first, "identity", "verify", world.hall.stranger)
    assert not AuditRecord.objects.filter(action="persons.unseal").exists()


def test_a_registers_rows_are_opened_for_a_purpose(world: World) -> None:
    closed = world.officer.get(page(world)).text
    assert "打开" in closed
    answer = world.officer.post(page(world), {"held": "unions.Post", "purpose": "membership"})
    assert AuditRecord.objects.get(action="persons.read").subject == f"person:{world.first.pk}"
    assert answer.text.count("<dt>") > closed.count("<dt>")
    world.officer.post(page(world), {"held": "unions.Post", "purpose": "service"})  # needs consent
    assert AuditRecord.objects.filter(action="persons.read").count() == 1


def test_consents_are_recorded_and_withdrawn(world: World) -> None:
    for given in ("1", "0"):
        world.officer.post(f"{page(world)}consent/", {"purpose": "service", "given": given, "how": "书面"})
    assert list(Consent.objects.order_by("pk").values_list("is_given", flat=True)) == [True, False]
    assert "已撤回" in world.officer.get(page(world)).text


def test_a_request_is_taken_down_and_answered(world: World) -> None:
    world.officer.post(f"{page(world)}request/", {"right": "correct", "text": "学历应为本科"})
    asked = SubjectRequest.objects.get()
    assert "学历应为本科" in world.officer.get(page(world)).text
    address = f"/persons/requests/{asked.pk}/answer/"
    assert world.stranger.post(address, {"decision": "grant"}).status_code == 403
    world.officer.post(address, {"decision": "refuse", "answer": ""})
    asked.refresh_from_db()
    assert asked.answered_at is None  # a refusal says why
    world.officer.post(address, {"decision": "grant", "answer": "已更正"})
    asked.refresh_from_db()
    assert asked.is_granted
    assert world.officer.post(f"{page(world)}request/", {"right": "x"}).status_code == 400


def test_what_persons_ask_stands_on_one_desk_the_first_due_first(world: World) -> None:
    later = rights.ask(world.first, Right.CORRECT, "学历有误", by=None)
    sooner = rights.ask(world.second, Right.ERASE, "离职", received_on=date(2020, 1, 2), by=None)
    page = world.officer.get("/persons/requests/").text
    assert page.index(str(sooner.due_on)) < page.index(str(later.due_on))
    assert "逾期" in page
    assert "/persons/requests/" in world.officer.get("/registers/").text
    rights.answer(sooner, is_granted=True, text="", by=world.hall.officer)
    assert str(sooner.due_on) not in world.officer.get("/persons/requests/").text
    assert str(sooner.due_on) in world.officer.get("/persons/requests/?state=answered").text
    assert str(later.due_on) not in world.stranger.get("/persons/requests/").text


def test_all_that_is_held_is_handed_out_and_on_record(world: World) -> None:
    rights.ask(world.first, Right.ACCESS, by=world.hall.officer)
    answer = world.officer.post(f"{page(world)}hand-out/")
    given = json.loads(answer.content)
    assert given["本人"]["证件号码"] == NUMBER
    assert len(given["台账"]) == 2
    assert AuditRecord.objects.filter(action="persons.hand_out").count() == 1


def test_restricted_lifted_and_erased_as_far_as_the_law_goes(world: World) -> None:
    world.officer.post(f"{page(world)}restrict/", {"reason": "本人要求"})
    world.first.refresh_from_db()
    assert world.first.restricted_at is not None
    refused = world.officer.post(
        f"{page(world)}unseal/", {"field": "phone", "purpose": "contact"}, headers={"HX-Request": "true"}
    )
    assert refused.status_code == 422
    world.officer.post(f"{page(world)}restrict/", {"reason": "本人要求"})
    answer = world.officer.post(f"{page(world)}erase/", {"reason": "本人要求"}, follow=True)
    world.first.refresh_from_db()
    assert (world.first.name, world.first.education) == ("刀安娜", "")
    assert world.first.restricted_at is not None
    assert "依法保留" in answer.text


def test_a_merged_record_leads_to_the_one_that_stays(world: World) -> None:
    merging.merge(world.first, world.second, by=world.hall.officer, reason="同一人")
    answer = world.officer.get(f"/persons/{world.second.pk}/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == page(world)
    assert "并入" in world.officer.get(page(world)).text


def test_overdue_requests_stand_out(world: World) -> None:
    asked = rights.ask(world.first, Right.ACCESS, by=None)
    SubjectRequest.objects.filter(pk=asked.pk).update(due_on=timezone.localdate().replace(year=2020, day=1))
    assert "tone-serious" in world.officer.get(page(world)).text
