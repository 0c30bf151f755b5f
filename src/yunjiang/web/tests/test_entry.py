"""One entry all the way down to what it came from, for who may see it."""

from django.test import Client

from yunjiang.access import services
from yunjiang.access.models import Role
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import FIRST_DAY, Cast
from yunjiang.ledger.models import Entry
from yunjiang.web.tests.world import LOOK


def entry_of(unit: str, quantity: int) -> Entry:
    """Return the newest entry of a unit with a quantity that was posted, not taken back."""
    found = Entry.objects.filter(organization__key=unit, quantity=quantity, weight=1)
    return found.order_by("-pk")[0]


def test_it_works(owner: Client, cast: Cast) -> None:
    entry = entry_of("530300", 200)
    page = owner.get(f"/entries/{entry.pk}/", {**LOOK, "indicator": "1.1.1"}).text
    assert "曲靖市" in page
    assert "职工合理化建议" in page
    assert 'href="/indicators/1.1.1/?unit=530000' in page
    assert "return.xlsx · Sheet1" in page


def test_a_number_taken_back_says_when_and_shows_what_replaced_it(owner: Client, cast: Cast) -> None:
    page = owner.get(f"/entries/{entry_of('530300', 280).pk}/", LOOK).text
    assert "冲销，不再计入" in page
    assert "r2" in page


def test_the_list_of_entries_leads_there_and_says_how_the_figure_was_put_together(
    owner: Client, cast: Cast
) -> None:
    page = owner.get("/indicators/1.1.2/entries/", LOOK).text
    assert f'href="/entries/{entry_of("530300", 20).pk}/?' in page
    assert "分子" in page
    assert "分母" in page


def test_another_prefectures_clerk_does_not_see_it(clerk: Client, cast: Cast) -> None:
    assert clerk.get(f"/entries/{entry_of('530100', 100).pk}/").status_code == 403


def test_who_leads_the_indicator_sees_its_entries_of_any_unit_and_no_others(
    client: Client, cast: Cast
) -> None:
    lead = casting.person("lead", cast.kunming)
    services.assign(lead, Role.LEAD_DEPARTMENT, cast.kunming, valid_from=FIRST_DAY)
    client.force_login(lead)
    led = entry_of("530300", 200)
    assert client.get(f"/entries/{led.pk}/", {"indicator": "1.1.1"}).status_code == 200
    other = entry_of("530300", 20)
    assert client.get(f"/entries/{other.pk}/", {"indicator": "1.1.1"}).status_code == 403
    assert client.get(f"/entries/{led.pk}/").status_code == 403


def test_an_entry_that_is_not_there_is_not_found(owner: Client) -> None:
    assert owner.get("/entries/99999999999999999999/").status_code == 404
