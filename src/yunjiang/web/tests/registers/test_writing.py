"""Adding and changing records on pages: faults at their fields, two who change the same, guarded fields, voiding."""

from typing import Any

import pytest
from django.test import Client

from yunjiang.registers.kit.models import ChangeRequest
from yunjiang.registers.kit.tests.sample.models import Place
from yunjiang.web.tests.registers.world import HERE, World

NEW = {
    "number": "K-100",
    "name": "金碧职工书屋",
    "sort": "reading",
    "seats": "20",
    "organization": "",
    "organization__text": "五华区",
    "organization__was": "",
    "is_free": "true",
}


def filled(place: Place, **changes: str) -> dict[str, str]:
    """Return what the form of a place sends when only these fields are changed."""
    return {
        "number": place.number,
        "name": place.name,
        "organization": str(place.organization_id),
        "organization__text": "五华区",
        "organization__was": "五华区",
        "sort": place.sort,
        "seats": str(place.seats),
        "keeper_phone": "138****5678",
        "revision": str(place.revision),
        **changes,
    }


def test_it_works(officer: Client, world: World) -> None:
    answer = officer.post(f"{HERE}new/", NEW)
    place = Place.objects.get(number="K-100")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{HERE}{place.pk}/")
    assert (place.organization, place.seats, place.is_free) == (world.cast.wuhua, 20, True)
    assert "金碧职工书屋" in officer.get(f"{HERE}{place.pk}/").text


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(officer: Client) -> None:
    answer = officer.post(f"{HERE}new/", {**NEW, "number": "", "seats": "-1"})
    assert answer.status_code == 422
    assert 'id="id_number_error"' in answer.text
    assert 'id="id_seats_error"' in answer.text
    assert 'href="#id_number"' in answer.text
    assert "金碧职工书屋" in answer.text
    assert 'value="五华区"' in answer.text
    assert not Place.objects.exists()


def test_a_number_that_is_taken_is_told_at_the_number(officer: Client, world: World) -> None:
    world.place("K-100")
    answer = officer.post(f"{HERE}new/", NEW)
    assert answer.status_code == 422
    assert 'id="id_number_error"' in answer.text


def test_a_unit_of_somebody_else_is_none_that_may_be_chosen(officer: Client, world: World) -> None:
    answer = officer.post(f"{HERE}new/", {**NEW, "organization__text": "曲靖市"})
    assert answer.status_code == 422
    assert 'id="id_organization_error"' in answer.text
    answer = officer.post(
        f"{HERE}new/", {**NEW, "organization": str(world.cast.qujing.pk), "organization__text": "曲靖市"}
    )
    assert answer.status_code == 422
    assert not Place.objects.exists()


def test_a_change_leaves_what_is_masked_as_it_was(officer: Client, world: World) -> None:
    place = world.place()
    answer = officer.post(f"{HERE}{place.pk}/edit/", filled(place, name="翠湖书屋"))
    assert answer.status_code == 302
    place.refresh_from_db()
    assert (place.name, place.keeper_phone, place.revision) == ("翠湖书屋", "13812345678", 2)
    history = officer.get(f"{HERE}{place.pk}/history/").text
    assert "<ins>翠湖书屋</ins>" in history
    assert "13812345678" not in history


@pytest.mark.parametrize(
    ("next_page", "leads_to"), [("/work/?x=1%23y", "/work/?x=1#y"), ("//evil.example/", "")]
)
def test_a_change_leads_back_to_the_page_of_this_site_that_asked_for_it(
    officer: Client, world: World, next_page: str, leads_to: str
) -> None:
    place = world.place()
    answer = officer.post(f"{HERE}{place.pk}/edit/?next={next_page}", filled(place, name="翠湖书屋"))
    assert answer.headers["Location"] == (leads_to or f"{HERE}{place.pk}/")


def test_two_who_change_the_same_see_both_contents(officer: Client, world: World) -> None:
    place = world.place()
    sent = filled(place, name="我的名称", seats="41")
    officer.post(f"{HERE}{place.pk}/edit/", filled(place, name="别人的名称"))
    answer = officer.post(f"{HERE}{place.pk}/edit/", sent)
    assert answer.status_code == 422
    assert "<del>别人的名称</del>" in answer.text
    assert "<ins>我的名称</ins>" in answer.text
    place.refresh_from_db()
    assert place.name == "别人的名称"
    again = officer.post(f"{HERE}{place.pk}/edit/", {**sent, "revision": "2"})  # what the form now holds
    assert again.status_code == 302
    place.refresh_from_db()
    assert (place.name, place.seats) == ("我的名称", 41)


def test_a_guarded_field_is_changed_when_a_second_person_approves(officer: Client, world: World) -> None:
    place = world.place()
    officer.post(f"{HERE}{place.pk}/edit/", filled(place, number="K-999"))
    place.refresh_from_db()
    assert place.number == "K-001"  # the form keeps it closed
    answer = officer.post(
        f"{HERE}{place.pk}/request/", {"number": "K-999", "reason": "以批复为准", "revision": "1"}
    )
    asked = ChangeRequest.objects.get()
    assert answer.headers["Location"] == f"/registers/requests/{asked.pk}/"
    page = officer.get(f"/registers/requests/{asked.pk}/").text
    assert "<del>K-001</del>" in page
    assert "<ins>K-999</ins>" in page
    officer.post(f"/registers/requests/{asked.pk}/", {"decision": "approve"})
    place.refresh_from_db()
    assert place.number == "K-001"  # not by who asked
    officer.force_login(world.checker)
    assert "K-999" in officer.get("/registers/requests/").text
    officer.post(f"/registers/requests/{asked.pk}/", {"decision": "approve"})
    place.refresh_from_db()
    assert place.number == "K-999"


def test_a_request_is_rejected_only_with_an_answer(officer: Client, world: World) -> None:
    place = world.place()
    officer.post(f"{HERE}{place.pk}/request/", {"number": "K-999", "reason": "误"})
    asked = ChangeRequest.objects.get()
    officer.force_login(world.checker)
    officer.post(f"/registers/requests/{asked.pk}/", {"decision": "reject"})
    asked.refresh_from_db()
    assert asked.state == "pending"
    officer.post(f"/registers/requests/{asked.pk}/", {"decision": "reject", "answer": "无依据"})
    asked.refresh_from_db()
    assert asked.state == "rejected"


def test_a_voided_record_leaves_the_list_and_comes_back(officer: Client, world: World) -> None:
    place = world.place()
    officer.post(f"{HERE}{place.pk}/void/", {"reason": "重复"})
    assert place.name not in rows(officer.get(HERE))
    assert place.name in rows(officer.get(f"{HERE}?voided=only"))
    assert officer.get(f"{HERE}{place.pk}/").status_code == 200
    officer.post(f"{HERE}{place.pk}/restore/")
    assert place.name in rows(officer.get(HERE))


def rows(answer: Any) -> str:
    """Return what stands in the table; what was just done is told elsewhere on the page."""
    return "".join(answer.text.partition("<tbody>")[2].partition("</tbody>")[0])
