"""Records over the API: listed, read, added, changed, moved and explained as on the pages."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.models import Place

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
PLACES = "/api/v1/sample-places/"
PROBLEM = "application/problem+json"


def send(client: Client, method: str, path: str, wanted: Any = None, **headers: str) -> HttpResponse:
    body = "" if wanted is None else json.dumps(wanted)
    return client.generic(method, path, body, content_type="application/json", headers=headers)  # type: ignore[return-value]


def new(desk: Desk, **values: Any) -> dict[str, Any]:
    given = {"number": "B1", "name": "翠湖书屋", "sort": "reading", "organization": desk.units["wuhua"].pk}
    return {"values": {**given, **values}}


def test_it_works(desk: Desk, clerk: Client) -> None:
    made = send(clerk, "POST", PLACES, new(desk, seats=12, keeper_phone="13812345678", cost="1200.50"))
    assert made.status_code == 201, made.content.decode()
    told = made.json()
    assert made.headers["Location"] == f"{PLACES}{told['id']}/"
    assert made.headers["ETag"] == '"1"'
    assert told["values"]["cost"] == "1200.50"
    assert told["values"]["organization"] == {"id": desk.units["wuhua"].pk, "name": "五华区"}
    assert told["masked"] == ["keeper_phone"]
    assert told["values"]["keeper_phone"] == "138****5678"
    changed = send(clerk, "PATCH", made.headers["Location"], {"values": {"seats": 20}}, **{"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["revision"]) == (200, 2)
    page = clerk.get(PLACES, {"sort": "reading"}).json()
    assert [each["values"]["seats"] for each in page["records"]] == [20]
    assert (page["further"], page["count"]) == ("", "1")
    history = clerk.get(f"{made.headers['Location']}history/").json()["changes"]
    assert [each["revision"] for each in history] == [2, 1]


def test_pages_follow_one_another_by_key(desk: Desk, clerk: Client) -> None:
    for number in range(5):
        desk.create(number=f"B{number}")
    first = clerk.get(PLACES, {"size": "3"}).json()
    second = clerk.get(PLACES, {"size": "3", "after": first["further"]}).json()
    numbers = [each["values"]["number"] for each in first["records"] + second["records"]]
    assert numbers == ["B0", "B1", "B2", "B3", "B4"]
    assert second["further"] == ""


def test_a_record_moves_on_and_says_why_it_counts(desk: Desk, clerk: Client) -> None:
    place = desk.create(seats=3)
    address = f"{PLACES}{place.pk}/"
    assert [each["code"] for each in clerk.get(f"{address}moves/").json()["moves"]] == ["file"]
    assert send(clerk, "POST", f"{address}moves/file/", {}, **{"If-Match": "1"}).status_code == 200
    [count] = clerk.get(f"{address}why/").json()["counts"]
    assert (count["is_counted"], count["reason"], count["sentence"]) == (False, "not_open", "尚未启用")
    checker = Client()
    checker.force_login(desk.checker)
    wanted = {"values": {"opened_on": "2024-03-01"}}
    opened = send(checker, "POST", f"{address}moves/open/", wanted, **{"If-Match": "2"})
    assert opened.status_code == 200, opened.content.decode()
    [count] = clerk.get(f"{address}why/").json()["counts"]
    assert count["is_counted"]
    assert [each["quantity"] for each in count["entries"]] == ["1"]


def test_what_was_changed_meanwhile_is_told_with_both_contents(desk: Desk, clerk: Client) -> None:
    place = desk.create(seats=3)
    desk.change(place, seats=4)
    wanted = {"values": {"seats": 5}}
    refused = send(clerk, "PATCH", f"{PLACES}{place.pk}/", wanted, **{"If-Match": '"1"'})
    assert (refused.status_code, refused.headers["Content-Type"]) == (412, PROBLEM)
    [conflict] = refused.json()["conflicts"]
    assert (conflict["path"], conflict["stands"], conflict["sent"]) == ("seats", "4", "5")
    assert send(clerk, "PATCH", f"{PLACES}{place.pk}/", wanted).status_code == 428


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"sort": "casino"}, "sort"),
        ({"seats": -1}, "seats"),
        ({"seats": "many"}, "seats"),
        ({"cost": 1.123}, "cost"),
        ({"opened_on": "2024-02-30"}, "opened_on"),
        ({"nothing": 1}, "nothing"),
        ({"state": "open"}, "state"),
        ({"organization": 10**17}, "organization"),
        ({"name": ["x"]}, "name"),
        ({"seats": True}, "seats"),
    ],
)
def test_every_wrong_value_is_told_by_its_field(
    desk: Desk, clerk: Client, values: dict[str, Any], path: str
) -> None:
    refused = send(clerk, "POST", PLACES, new(desk, **values))
    assert refused.status_code == 422, refused.content.decode()
    assert path in refused.json()["problems"]
    assert not Place.objects.exists()


def test_odd_requests_are_refused_with_a_sentence(desk: Desk, clerk: Client) -> None:
    place = desk.create()
    answers = {
        "no_json": send(clerk, "POST", PLACES, None),
        "no_object": send(clerk, "POST", PLACES, [1]),
        "unknown": send(clerk, "POST", PLACES, {"valuse": {}}),
        "filter": clerk.get(PLACES, {"sorte": "reading"}),
        "value": clerk.get(PLACES, {"sort": "casino"}),
        "size": clerk.get(PLACES, {"size": "0"}),
        "key": clerk.get(PLACES, {"after": "x"}),
        "surrogate": send(clerk, "POST", PLACES, new(desk, name="\ud800")),
        "revision": send(clerk, "PATCH", f"{PLACES}{place.pk}/", {}, **{"If-Match": "newest"}),
    }
    assert {name: each.status_code for name, each in answers.items()} == dict.fromkeys(answers, 422)
    assert {each.headers["Content-Type"] for each in answers.values()} == {PROBLEM}
    assert clerk.get(f"{PLACES}{10**30}/").status_code == 404
    assert clerk.get("/api/v1/nothing/").status_code == 404
    refused = clerk.delete(PLACES)
    assert (refused.status_code, refused.headers["Content-Type"]) == (405, PROBLEM)
    assert "GET" in refused.headers["Allow"]


def test_guarded_fields_and_forbidden_moves_conflict(desk: Desk, clerk: Client) -> None:
    place = desk.create()
    refused = send(clerk, "PATCH", f"{PLACES}{place.pk}/", {"values": {"number": "Z"}}, **{"If-Match": "1"})
    assert (refused.status_code, refused.json()["title"]) == (409, "GuardedField")
    assert (
        send(
            clerk, "POST", f"{PLACES}{place.pk}/moves/close/", {"reason": "x"}, **{"If-Match": "1"}
        ).status_code
        == 409
    )
    assert send(clerk, "POST", f"{PLACES}{place.pk}/moves/fly/", {}, **{"If-Match": "1"}).status_code == 404
