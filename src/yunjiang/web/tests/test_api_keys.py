"""Keys for programs, issued and revoked by the security administrator of the unit."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from yunjiang.access.keys import issuing
from yunjiang.access.keys.models import ApiKey
from yunjiang.access.keys.refusals import KeyRevoked
from yunjiang.access.people.tests import offices as opening
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.tests.cast import Cast

KEYS = "/people/keys/"


@pytest.fixture
def offices(cast: Cast) -> Offices:
    return opening.people_the(cast)


def typed(offices: Offices, **facts: object) -> dict[str, object]:
    day = timezone.localdate() + timedelta(days=90)
    given = {
        "name": "对接平台",
        "owner": offices.clerk.username,
        "acts": ["see_records"],
        "expires_on": str(day),
    }
    return given | facts


def test_it_works(client: Client, offices: Offices) -> None:
    client.force_login(offices.security)
    answer = client.post(KEYS, typed(offices))
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    secret = answer.context["secret"]
    assert secret in answer.text
    key = issuing.recognise(secret)
    assert key.owner == offices.clerk
    page = client.get(KEYS).text
    assert "对接平台" in page
    assert secret not in page
    assert client.post(f"{KEYS}{key.pk}/revoke/").status_code == 302
    assert "已吊销" in client.get(KEYS).text
    with pytest.raises(KeyRevoked):
        issuing.recognise(secret)


def test_what_is_wrong_is_said_beside_the_form(client: Client, offices: Offices) -> None:
    client.force_login(offices.security)
    for wrong in ({"owner": "nobody"}, {"acts": []}, {"expires_on": "2020-01-01"}, {"name": ""}):
        assert client.post(KEYS, typed(offices, **wrong)).status_code == 422
    assert not ApiKey.objects.exists()


def test_who_gives_no_roles_has_no_door(client: Client, offices: Offices) -> None:
    for person in (offices.system, offices.clerk):
        client.force_login(person)
        assert client.get(KEYS).status_code == 403
        assert client.post(KEYS, typed(offices)).status_code == 403
