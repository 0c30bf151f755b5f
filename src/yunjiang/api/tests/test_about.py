"""What a program is told about one record: voided and restored, unmasked for a purpose, its files, and what it said before."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client

from yunjiang.access.models import AuditRecord
from yunjiang.api import reading
from yunjiang.api.tests.test_records import PLACES, send
from yunjiang.registers.kit import attachments
from yunjiang.registers.kit.attachments import Upload
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.models import Place, State
from yunjiang.registers.kit.tests.sample.register import Places

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def at(day: int) -> datetime:
    return datetime(2024, 3, day, 4, tzinfo=UTC)


def test_a_record_is_voided_with_a_reason_and_restored(desk: Desk, clerk: Client) -> None:
    here = f"{PLACES}{desk.create().pk}/"
    assert send(clerk, "POST", f"{here}void/", {"reason": "重复"}).status_code == 428
    assert send(clerk, "POST", f"{here}void/", {"reason": "重复"}, **{"If-Match": "7"}).status_code == 412
    assert send(clerk, "POST", f"{here}void/", {}, **{"If-Match": "1"}).status_code == 422
    voided = send(clerk, "POST", f"{here}void/", {"reason": "重复"}, **{"If-Match": "1"})
    assert (voided.json()["is_voided"], voided.headers["ETag"]) == (True, '"2"')
    assert send(clerk, "POST", f"{here}void/", {"reason": "重复"}, **{"If-Match": "2"}).status_code == 409
    restored = send(clerk, "POST", f"{here}restore/", {"reason": "误作废"}, **{"If-Match": "2"})
    assert (restored.json()["is_voided"], restored.json()["revision"]) == (False, 3)
    assert send(clerk, "POST", f"{here}restore/", {}, **{"If-Match": "3"}).status_code == 409


def test_a_hidden_field_is_shown_for_a_purpose_on_record(desk: Desk, clerk: Client) -> None:
    here = f"{PLACES}{desk.create(keeper_phone='13812345678').pk}/unmask/"
    told = send(clerk, "POST", here, {"path": "keeper_phone", "purpose": "contact"})
    assert told.json() == {"path": "keeper_phone", "value": "13812345678"}
    assert "contact" in AuditRecord.objects.get(action="registers.unmask").facts
    assert told.headers["Cache-Control"] == "private, no-store"
    for wanted, status in (
        ({"path": "keeper_phone", "purpose": ""}, 422),
        ({"path": "keeper_phone", "purpose": "curiosity"}, 422),
        ({"path": "seats", "purpose": "contact"}, 422),
        ({"path": "keeper_phone", "purpose": "service"}, 422),  # rests on consent, and names no person
        ({"path": "keeper_phone"}, 422),
    ):
        refused = send(clerk, "POST", here, wanted)
        assert refused.status_code == status, refused.content.decode()
        assert "13812345678" not in refused.content.decode()
    assert AuditRecord.objects.filter(action="registers.unmask").count() == 1


def test_files_are_listed_and_handed_out(desk: Desk, clerk: Client) -> None:
    place = desk.create()
    upload = Upload(BytesIO(PDF), "清单.pdf", "附表")
    attached = attachments.attach(Places, place, upload, by=desk.clerk)
    [told] = clerk.get(f"{PLACES}{place.pk}/attachments/").json()["attachments"]
    assert (told["id"], told["name"], told["note"]) == (attached.pk, "清单.pdf", "附表")
    file = clerk.get(f"{PLACES}{place.pk}/attachments/{attached.pk}/")
    assert b"".join(file.streaming_content) == PDF  # type: ignore[attr-defined]
    other = desk.create()
    for odd in (f"{other.pk}/attachments/{attached.pk}", f"{place.pk}/attachments/{10**30}"):
        assert clerk.get(f"{PLACES}{odd}/").status_code == 404


def test_what_it_said_on_a_day_comes_back(desk: Desk, clerk: Client) -> None:
    with time_machine.travel(at(1), tick=False):
        place = desk.create(seats=3, keeper_phone="13812345678")
    with time_machine.travel(at(9), tick=False):
        desk.change(place, seats=8)
    here = f"{PLACES}{place.pk}/as-of/"
    then = clerk.get(here, {"on": "2024-03-05"}).json()
    assert (then["on"], then["revision"], then["values"]["seats"]) == ("2024-03-05", 1, 3)
    assert then["values"]["keeper_phone"] == "138****5678"
    assert then["values"]["organization"]["name"] == "五华区"
    assert clerk.get(here, {"on": "2024-03-09"}).json()["values"]["seats"] == 8
    assert clerk.get(here, {"on": "2024-02-01"}).status_code == 404
    for odd in ("", "gestern", "2024-02-30"):
        assert clerk.get(here, {"on": odd}).status_code == 422


def test_history_comes_in_parts(desk: Desk, clerk: Client) -> None:
    place = desk.create(seats=0)
    for seats in range(1, 5):
        desk.change(place, seats=seats)
    here = f"{PLACES}{place.pk}/history/"
    first = clerk.get(here, {"size": "3"}).json()
    second = clerk.get(here, {"size": "3", "before": str(first["further"])}).json()
    assert [each["revision"] for each in first["changes"] + second["changes"]] == [5, 4, 3, 2, 1]
    assert second["further"] == 0
    assert clerk.get(here, {"before": "x"}).status_code == 422


def test_many_are_moved_or_none(desk: Desk, clerk: Client) -> None:
    places = [desk.create() for _ in range(3)]
    here = f"{PLACES}moves/file/"
    numbers = [each.pk for each in places]
    assert send(clerk, "POST", here, {"records": numbers[:2]}).json() == {"asked": 2, "changed": 2}
    refused = send(clerk, "POST", here, {"records": numbers})
    assert refused.status_code == 409
    assert set(refused.json()["problems"]) == {str(each) for each in numbers[:2]}
    assert Place.objects.get(pk=numbers[2]).state == State.DRAFT
    foreign = desk.create(unit="qujing", by=desk.stranger)
    assert send(clerk, "POST", here, {"records": [numbers[2], foreign.pk]}).status_code == 404
    for odd in ([], ["1"], [0], [True], [10**30], "all", None):
        answer = send(clerk, "POST", here, {"records": odd})
        assert answer.status_code == 422, answer.content.decode()
    assert send(clerk, "POST", f"{PLACES}moves/fly/", {"records": numbers}).status_code == 404


def test_every_operation_says_what_it_answers(db: None) -> None:
    """The document is exact: each operation has a schema of its answer, and names each parameter once."""
    for path, methods in reading.described()["paths"].items():
        for method, operation in methods.items():
            names = [(each["in"], each["name"]) for each in operation.get("parameters", [])]
            assert len(names) == len({*names}), f"{method} {path}: {names}"
            if "/sample-places/" in path:
                done: dict[str, Any] = next(
                    told for status, told in operation["responses"].items() if str(status).startswith("2")
                )
                assert done.get("content"), f"{method} {path} answers something unsaid"
