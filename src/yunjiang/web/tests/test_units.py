import pytest
from django.test import Client

from yunjiang.web.tests.world import LOOK


def found(client: Client, text: str, **changes: str) -> list[str]:
    answer = client.get("/units/", {**LOOK, "q": text, **changes})
    assert answer.status_code == 200
    return [each.name for each in answer.context["found"]]


@pytest.mark.parametrize("text", ["昆明", "kunming", "KunMing", "kms", "530100"])
def test_a_unit_is_found_by_name_pinyin_initials_and_code(owner: Client, text: str) -> None:
    assert found(owner, text)[0] == "昆明市"


def test_without_a_text_the_unit_and_its_neighbours_in_the_tree_are_offered(owner: Client) -> None:
    assert found(owner, "") == ["云南省", "昆明市", "曲靖市"]


def test_only_what_one_may_see_is_found(clerk: Client) -> None:
    assert found(clerk, "昆明", unit="530300") == []
    assert found(clerk, "", unit="530300") == ["曲靖市"]


def test_a_unit_leads_back_to_the_page_one_came_from(owner: Client) -> None:
    answer = owner.get("/units/", {**LOOK, "q": "曲靖", "back": "/indicators/1.1.1/"})
    assert answer.context["found"][0].href.startswith("/indicators/1.1.1/?unit=530300&on=2023-12-31")


def test_a_page_elsewhere_is_not_gone_back_to(owner: Client) -> None:
    answer = owner.get("/units/", {**LOOK, "q": "曲靖", "back": "//elsewhere.example/"})
    assert answer.context["found"][0].href.startswith("/?unit=")


def test_typing_fetches_a_fragment_and_a_form_fetches_a_page(owner: Client) -> None:
    fragment = owner.get("/units/", {**LOOK, "q": "曲靖"}, headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert "曲靖市" in fragment
    assert "<html" in owner.get("/units/", {**LOOK, "q": "曲靖"}).text


def test_choosing_a_unit_keeps_day_data_plan_and_position(owner: Client) -> None:
    look = {**LOOK, "plan": "small-plan", "asof": "3", "q": "曲靖"}
    href = owner.get("/units/", look).context["found"][0].href
    for kept in ("on=2023-12-31", "data=demonstration", "plan=small-plan", "asof=3", "unit=530300"):
        assert kept in href
