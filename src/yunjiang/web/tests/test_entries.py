import pytest
from django.test import Client

from yunjiang.web.pages import entries as page
from yunjiang.web.pages.entries import Behind
from yunjiang.web.tests.world import LOOK


def behind(client: Client, code: str = "1.1.1", **changes: str) -> Behind:
    answer = client.get(f"/indicators/{code}/entries/", {**LOOK, **changes})
    assert answer.status_code == 200
    shown: Behind = answer.context["page"]
    return shown


def test_it_works(owner: Client) -> None:
    shown = behind(owner)
    assert sorted(row.value.text for row in shown.entries) == ["0", "0", "100", "200"]
    assert {row.unit_name for row in shown.entries} == {"昆明市", "曲靖市"}


def test_an_entry_says_where_it_was_read(owner: Client) -> None:
    assert behind(owner).entries[0].source.title == "return.xlsx · Sheet1 · 第7行"


def test_a_correction_shows_what_it_replaced(owner: Client) -> None:
    corrected = next(row for row in behind(owner).entries if row.value.text == "200")
    assert [(old.value.text, old.revision) for old in corrected.superseded] == [("280", 1)]


def test_a_list_goes_on_by_key_and_meets_every_entry_once(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "PAGE", 3)
    first = behind(owner)
    assert first.next_href
    second = owner.get(first.next_href).context["page"]
    assert second.next_href == ""
    seen = [row.entry.id for row in (*first.entries, *second.entries)]
    assert len(seen) == len(set(seen)) == 4


def test_a_ratio_lists_both_its_parts(owner: Client) -> None:
    shown = behind(owner, "1.1.2")
    assert {row.measure for row in shown.entries} == {"企业", "已建工会的企业"}
    assert [number.text for _label, number in shown.strip] == ["45", "90", "200"]


def test_nothing_behind_is_said(owner: Client) -> None:
    answer = owner.get("/indicators/1.1.3/entries/", LOOK)
    assert "这个数值背后没有分录" in answer.text


def test_a_place_in_the_list_that_cannot_be_read_is_refused(owner: Client) -> None:
    assert owner.get("/indicators/1.1.1/entries/", {**LOOK, "after": "<x>"}).status_code == 400


def test_another_prefectures_clerk_is_refused(clerk: Client) -> None:
    assert clerk.get("/indicators/1.1.1/entries/", {**LOOK, "unit": "530100"}).status_code == 403
