"""The reader chooses how pages are drawn; the choice stays in the browser and holds on every page, sign-in included."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_page_is_drawn_as_usual_without_a_choice(client: Client) -> None:
    assert 'class="standard"' in client.get("/sign-in/").text


@pytest.mark.parametrize("mode", ["elder", "contrast"])
def test_the_choice_holds_on_the_sign_in_page_and_within(owner: Client, mode: str) -> None:
    answer = owner.post("/display/", {"mode": mode, "next": "/account/"})
    assert answer.headers["Location"] == "/account/"
    for address in ("/account/", "/", "/no-such-page/"):
        assert f'class="{mode}"' in owner.get(address).text
    owner.logout()
    owner.cookies["display"] = mode
    assert f'class="{mode}"' in owner.get("/sign-in/").text


def test_the_choice_is_kept_for_a_year_by_this_site_alone(client: Client) -> None:
    kept = client.post("/display/", {"mode": "elder", "next": "/sign-in/"}).cookies["display"]
    assert kept["max-age"] == 365 * 24 * 60 * 60
    assert kept["samesite"] == "Lax"


def test_what_is_not_offered_is_the_standard_way(client: Client) -> None:
    client.post("/display/", {"mode": "enormous", "next": "/sign-in/"})
    assert 'class="standard"' in client.get("/sign-in/").text
    client.cookies["display"] = '"><script>'
    assert 'class="standard"' in client.get("/sign-in/").text


def test_the_switch_does_not_lead_away_from_the_site(client: Client) -> None:
    answer = client.post("/display/", {"mode": "elder", "next": "//elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_an_address_cannot_switch_it(client: Client) -> None:
    assert client.get("/display/?mode=elder").status_code == 405


def test_the_large_page_has_two_doors_beside_the_menu_and_all_in_it(owner: Client) -> None:
    owner.cookies["display"] = "elder"
    page = owner.get("/").text
    row, menu = page.split('class="chooser menu"', 1)
    assert row.split("<nav", 1)[1].count("<a ") == 2
    assert menu.split("</nav>", 1)[0].count("<a ") > 2
