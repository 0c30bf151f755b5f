"""The large screen of a meeting: one matter a screen, always with its day and data set, each leading to the next."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from yunjiang.access.signing.models import SignInSession
from yunjiang.access.tests.cast import Cast
from yunjiang.web.tests.world import LOOK

SCREEN = {**LOOK, "view": "screen"}


def way(page: str, rel: str) -> str:
    """Return where a screen's link leads."""
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def test_the_page_has_a_way_in_and_the_screen_a_way_out(owner: Client) -> None:
    page = owner.get("/", LOOK).text
    assert "view=screen" in page
    screen = owner.get("/", SCREEN).text
    assert 'class="standard screen"' in screen
    assert 'data-part="leave"' in screen
    assert 'class="masthead"' not in screen


def test_the_round_goes_over_every_screen_and_back_to_the_first(owner: Client) -> None:
    first = "/?unit=530000&on=2023-12-31&data=demonstration&view=screen"
    address, seen = first, []
    for _turn in range(10):
        page = owner.get(address).text
        assert "2023-12-31" in page
        assert "演示数据" in page
        seen.append(address)
        address = way(page, "next")
        assert way(owner.get(address).text, "prev") == seen[-1]
        if address == first:
            break
    matters = [each.split("?")[0] + ("#" + each.split("at=")[1] if "at=" in each else "") for each in seen]
    assert matters == [
        "/",
        "/#behind",
        "/#places",
        "/indicators/1.1.1/",
        "/indicators/1.1.2/",
        "/indicators/1.1.3/",
    ]


def test_dark_and_the_pace_are_kept_from_screen_to_screen(owner: Client) -> None:
    page = owner.get("/", {**SCREEN, "dark": "1", "every": "20"}).text
    assert 'class="standard screen dark"' in page
    assert 'data-every="20"' in page
    assert "dark=1&every=20" in way(page, "next")


@pytest.mark.parametrize(
    ("asked", "stands"), [("1", 5), ("9999", 600), ("0", 0), ("-3", 0), ("x", 0), ("٣٠", 0), ("99999", 0)]
)
def test_a_pace_is_between_five_seconds_and_ten_minutes(owner: Client, asked: str, stands: int) -> None:
    assert f'data-every="{stands}"' in owner.get("/", {**SCREEN, "every": asked}).text


def test_a_unit_without_units_below_has_no_screen_of_them(client: Client, cast: Cast) -> None:
    client.force_login(cast.colleague)
    page = client.get("/", {**SCREEN, "unit": "530102", "at": "places"}).text
    assert "1 / 5" in page


def test_what_is_not_understood_is_the_first_screen(owner: Client) -> None:
    assert "1 / 6" in owner.get("/", {**SCREEN, "at": "elsewhere"}).text


def test_the_filters_of_the_page_do_not_narrow_a_meetings_screens(owner: Client) -> None:
    narrowed = owner.get("/", {**SCREEN, "status": "behind.serious", "at": "behind"}).text
    assert narrowed.count("<tr>") == owner.get("/", {**SCREEN, "at": "behind"}).text.count("<tr>")


def test_a_screen_opens_no_door(clerk: Client) -> None:
    assert clerk.get("/", SCREEN).status_code == 403
    assert clerk.get("/indicators/1.1.2/", SCREEN).status_code == 403


def test_a_screen_asked_for_by_time_keeps_nobody_signed_in(owner: Client, cast: Cast) -> None:
    def active() -> datetime:
        return SignInSession.objects.get(user=cast.owner).active_at

    owner.get("/", SCREEN)
    earlier = timezone.now() - timedelta(minutes=10)
    SignInSession.objects.filter(user=cast.owner).update(active_at=earlier)
    owner.get("/", SCREEN, headers={"Yunjiang-Uncaused": "1"})
    assert active() == earlier
    owner.get("/", SCREEN)
    assert active() > earlier
