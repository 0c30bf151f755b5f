"""Where people come when they have signed in."""

import pytest
from django.test import Client

from yunjiang.access import services
from yunjiang.access.models import Role, User
from yunjiang.access.tests.cast import FIRST_DAY, PASSWORD, Cast, person
from yunjiang.web.tests.world import LOOK


@pytest.mark.parametrize(
    ("name", "first_page"), [("clerk", "/work/"), ("colleague", "/work/"), ("owner", "/")]
)
def test_signing_in_leads_to_ones_first_page(client: Client, cast: Cast, name: str, first_page: str) -> None:
    answer = client.post("/sign-in/", {"username": name, "password": PASSWORD})
    assert answer.headers["Location"] == first_page


def test_a_counter_begins_with_redeeming(client: Client, cast: Cast) -> None:
    person("desk", cast.wuhua)
    services.assign(User.objects.get(username="desk"), Role.SERVICE_DESK, cast.wuhua, valid_from=FIRST_DAY)
    answer = client.post("/sign-in/", {"username": "desk", "password": PASSWORD})
    assert answer.headers["Location"] == "/services/redeem/"
    assert client.get("/services/redeem/").status_code == 200


def test_the_overview_shows_ones_work_beside_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)
    assert 'hx-get="/work/"' in client.get("/", LOOK).text
