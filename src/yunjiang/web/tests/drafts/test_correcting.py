"""Correcting an item in its fields, and adding what the reader missed."""

import pytest

from yunjiang.plans.drafts.models import DraftItem, ItemVerdict

from .conftest import TEXT, Desk

MISSED = "全市有企业1200家"


def values(item: DraftItem, **changes: str) -> dict[str, object]:
    """Return what the form of an indicator sends."""
    kept = {name: value for name, value in item.values.items() if isinstance(value, str)}
    return {**kept, "parent": item.parent_id or "", "revision": item.revision, **changes}


def test_the_form_has_every_value_and_what_it_belongs_to(desk: Desk) -> None:
    item = desk.item("职业技能培训")
    text = desk.part(f"items/{item.pk}/correct/").text
    assert 'name="value" value="50000"' in text
    for name in (
        "comparator",
        "value_max",
        "unit",
        "basis",
        "deadline",
        "direction",
        "nature",
        "baseline",
        "parent",
    ):
        assert f'name="{name}"' in text
    assert 'name="lead-text"' in text
    assert f"/plans/drafts/{desk.draft.pk}/offer/" in text


def test_corrected_in_wan_moved_and_led(desk: Desk) -> None:
    item, other = desk.item("职业技能培训"), desk.item("技能竞赛")
    sent = values(item, value="6.5万", parent=str(other.pk), reason="以批复为准")
    sent |= {"deadline": "每年", "lead": ["530000"], "lead-new": "530100", "is_deadline_stated": "on"}
    answer = desk.send(f"items/{item.pk}/correct/", **sent)
    assert answer.status_code == 200, answer.text
    item.refresh_from_db()
    assert (item.verdict, item.values["value"], item.parent_id) == (ItemVerdict.CORRECTED, "65000", other.pk)
    assert item.values["deadline"] == "annual"
    assert item.values["lead"] == ["530000", "530100"]
    assert "6.5 万" in answer.text
    assert "云南省" in answer.text


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(desk: Desk) -> None:
    item = desk.item("职业技能培训")
    answer = desk.send(f"items/{item.pk}/correct/", **values(item, name="", value="很多", unit="人"))
    assert answer.status_code == 422
    assert 'id="v-name-fault"' in answer.text
    assert 'id="v-value-fault"' in answer.text
    assert 'value="很多"' in answer.text
    assert 'value="人"' in answer.text
    item.refresh_from_db()
    assert item.verdict == ItemVerdict.OPEN


@pytest.mark.parametrize(("typed", "status"), [("昆明市", 200), ("无此单位", 422)])
def test_a_unit_that_was_only_typed(desk: Desk, typed: str, status: int) -> None:
    item = desk.item("职业技能培训")
    answer = desk.send(f"items/{item.pk}/correct/", **values(item, **{"support-text": typed}))
    assert answer.status_code == status
    item.refresh_from_db()
    assert item.values["support"] == (["530100"] if status == 200 else [])


def test_units_and_kinds_of_units_are_offered(desk: Desk) -> None:
    assert 'data-value="530102"' in desk.part("offer/", q="五华").text
    assert 'data-value="prefecture"' in desk.part("offer/", q="州").text


def test_values_are_read_from_the_words_selected(desk: Desk) -> None:
    start = TEXT.index(MISSED)
    text = desk.part("add/", start=start, end=start + len(MISSED)).text
    assert 'name="value" value="1200"' in text
    assert 'name="unit" value="家"' in text
    other = desk.part("add/", start=start, end=start + len(MISSED), of="action").text
    assert 'name="value"' not in other
    assert "全市有企业" in other


def test_added_and_taken_back(desk: Desk) -> None:
    start = TEXT.index(MISSED)
    sent = {
        "of": "indicator",
        "name": "全市企业",
        "comparator": ">=",
        "value": "1200",
        "unit": "家",
        "basis": "stock",
    }
    answer = desk.send("add/", start=start, end=start + len(MISSED), **sent)
    made = desk.draft.items.latest("pk")
    assert answer.headers["Yunjiang-Items"] == str(made.pk)
    assert answer.headers["Yunjiang-Piece"] == "0"
    assert 'hx-swap-oob="afterbegin:#cards"' in answer.text
    assert made.parent is not None
    assert "技能培训" in made.parent.values["name"]
    undone = desk.send("undo/")
    assert f'id="item-{made.pk}" hx-swap-oob="delete"' in undone.text
    assert f'data-items="{made.pk}"' not in desk.part("pieces/0/").text


def test_a_passage_that_is_none_is_refused(desk: Desk) -> None:
    assert desk.part("add/", start=5, end=999999).status_code == 409
    assert desk.part("add/", start="x", end=3).status_code == 400


def test_the_head_is_corrected(desk: Desk) -> None:
    sent = {
        "name": "新名",
        "code": "Bad Code",
        "first_day": "2024-01-01",
        "last_day": "2023-01-01",
        "goal": "",
    }
    wrong = desk.office.post(desk.at("head/"), sent)
    assert wrong.status_code == 422
    assert 'id="v-last_day-fault"' in wrong.text
    desk.office.post(desk.at("head/"), {**sent, "code": "good-code", "last_day": "2026-12-31"})
    desk.draft.refresh_from_db()
    assert (desk.draft.name, desk.draft.code) == ("新名", "good-code")
