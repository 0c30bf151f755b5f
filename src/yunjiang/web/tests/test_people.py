"""The list of people and the page of one person."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from yunjiang.access import services, trail
from yunjiang.access.models import AuditRecord, Role, User
from yunjiang.access.people import accounts, posts
from yunjiang.access.people.tests import offices as opening
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import Cast
from yunjiang.web import listing
from yunjiang.web.tests.test_query_counts import KEPT


@pytest.fixture
def offices(cast: Cast) -> Offices:
    return opening.people_the(cast)


@pytest.fixture
def system(client: Client, offices: Offices) -> Client:
    client.force_login(offices.system)
    return client


def shown(client: Client, **asked: str) -> list[str]:
    answer = client.get("/people/", asked)
    assert answer.status_code == 200
    return [str(row.cells[0].small) for row in answer.context["table"].rows]


def test_it_works(system: Client) -> None:
    answer = system.get("/people/")
    assert "11人有账号" in answer.text
    assert "填报员（曲靖市）" in answer.text


def test_people_are_found_and_filtered(system: Client, offices: Offices) -> None:
    assert shown(system, q="cler") == ["clerk"]
    assert shown(system, unit="昆明市") == ["colleague", "kunming-security", "kunming-system"]
    assert shown(system, role="auditor") == ["auditor"]
    assert shown(system, state="active") == ["system"]
    assert len(shown(system, state="never")) == 10


def test_a_unit_that_is_not_known_is_told_with_the_nearest(system: Client) -> None:
    answer = system.get("/people/", {"unit": "昆明县"})
    assert answer.context["table"].rows == []
    assert "昆明县" in answer.text


@pytest.mark.parametrize("asked", [{"role": "king"}, {"state": "gone"}, {"after": "x"}])
def test_what_cannot_be_read_in_the_address_is_refused(system: Client, asked: dict[str, str]) -> None:
    assert system.get("/people/", asked).status_code == 400


def test_the_list_goes_on_by_key_and_shows_everybody_once(
    system: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing.leaf, "__defaults__", (4,))
    seen: list[str] = []
    address = "/people/"
    while address:
        table = system.get(address).context["table"]
        seen += [str(row.cells[0].small) for row in table.rows]
        address = table.next_href
    assert len(seen) == len(set(seen)) == 11


def test_a_sign_in_address_is_masked_for_who_is_not_cleared_and_reading_it_is_recorded(
    client: Client, offices: Offices
) -> None:
    with trail.acting("tests", user=offices.clerk) as situation:
        situation.ip = "10.20.30.40"
        trail.note("access.sign_in", subject=f"user:{offices.clerk.pk}")
    User.objects.filter(pk=offices.clerk.pk).update(last_login=timezone.now())
    client.force_login(offices.security)
    assert "10.20.*.*" in client.get(f"/people/{offices.clerk.pk}/").text
    assert not AuditRecord.objects.filter(action="people.see_addresses").exists()
    client.force_login(offices.system)
    assert "10.20.30.40" in client.get(f"/people/{offices.clerk.pk}/").text
    record = AuditRecord.objects.get(action="people.see_addresses")
    assert (record.user, record.subject) == (offices.system, f"user:{offices.clerk.pk}")


def test_a_person_is_shown_with_past_present_and_future(system: Client, offices: Offices) -> None:
    today = timezone.localdate()
    [held] = offices.clerk.assignments.all()
    services.end(held, today - timedelta(days=10))
    services.assign(offices.clerk, Role.REVIEWER, offices.qujing, valid_from=today - timedelta(days=5))
    services.assign(offices.clerk, Role.AUDITOR, offices.wuhua, valid_from=today + timedelta(days=5))
    posts.transfer(
        offices.clerk, offices.wuhua, on=today + timedelta(days=9), by=offices.system, reason="调任五华区"
    )
    answer = system.get(f"/people/{offices.clerk.pk}/")
    standing = [(each.role, is_coming) for each, _href, is_coming in answer.context["standing"]]
    assert standing == [(Role.AUDITOR, True), (Role.REVIEWER, False)]
    assert [each.role for each in answer.context["past"]] == [Role.REPORTING_OFFICER]
    to_come = [each.what for each in answer.context["history"] if each.is_to_come]
    assert any("调动 五华区" in each for each in to_come)
    assert "调任五华区" in answer.text


def test_acts_are_offered_only_to_who_may(client: Client, offices: Offices) -> None:
    client.force_login(offices.system)
    text = client.get(f"/people/{offices.clerk.pk}/").text
    assert "/transfer/" in text
    assert "/give-role/" not in text
    assert "/roles/" not in text
    client.force_login(offices.security)
    text = client.get(f"/people/{offices.clerk.pk}/").text
    assert "/transfer/" not in text
    assert "/give-role/" in text
    assert "/roles/" in text
    text = client.get(f"/people/{offices.security.pk}/").text
    assert "/give-role/" not in text
    assert "/roles/" not in text


def test_an_ended_account_can_only_be_reopened(system: Client, offices: Offices) -> None:
    accounts.end_account(offices.clerk, by=offices.system, reason="退休")
    text = system.get(f"/people/{offices.clerk.pk}/").text
    assert "/reopen/" in text
    assert "/transfer/" not in text


@pytest.mark.parametrize(
    "name", ["people", "people-dormant", "people-responsible", "people-requests", "person"]
)
def test_more_people_ask_no_more_queries(system: Client, offices: Offices, name: str) -> None:
    address = reverse(name, args=[offices.clerk.pk] if name == "person" else [])

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert system.get(address).status_code == 200
        return len(captured)

    assert asked() <= KEPT[name]["first"]
    few = asked()
    assert few <= KEPT[name]["again"]
    for n in range(9):
        unit = casting.plant(f"5301{n + 11}", f"第{n}区", "county", offices.kunming)  # type: ignore[arg-type]
        person = casting.person(f"person{n}", unit)
        services.assign(person, Role.REPORTING_OFFICER, unit, valid_from=timezone.localdate())
    assert asked() <= few
