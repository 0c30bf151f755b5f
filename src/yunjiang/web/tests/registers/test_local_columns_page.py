"""An office declares a local column on a page, filters its list by it, and ends it."""

from typing import Any

import pytest
from django.test import Client

from yunjiang.registers.kit import writing
from yunjiang.registers.kit.models import ExtraField
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.web.tests.registers.world import HERE, World

pytestmark = pytest.mark.django_db
PAGE = f"{HERE}columns/"


def declare(officer: Client, world: World, **given: str) -> Any:
    unit = str(world.cast.kunming.pk)
    sent = {
        "unit": unit,
        "key": "grade",
        "name": "评级",
        "kind": "choice",
        "choices": "甲、乙",
        "is_filter": "1",
    }
    return officer.post(PAGE, sent | given, follow=True)


def test_it_works(officer: Client, world: World) -> None:
    page = declare(officer, world)
    field = ExtraField.objects.get()
    assert (field.name, field.choices, field.is_filter) == ("评级", ["甲", "乙"], True)
    assert "评级" in page.text
    graded, plain = world.place(), world.place(number="K-002")
    writing.change(Places, graded, {"extra__grade": "甲"}, by=world.officer)
    shown = officer.get(f"{HERE}?extra__grade=甲").text
    assert 'name="extra__grade"' in shown
    assert f"{HERE}{graded.pk}/" in shown
    assert f"{HERE}{plain.pk}/" not in shown
    listed = officer.get("/api/v1/sample-places/?extra__grade=甲").json()["records"]
    assert [each["id"] for each in listed] == [graded.pk]
    officer.post(f"{PAGE}{field.pk}/end/")
    assert 'name="extra__grade"' not in officer.get(HERE).text


def test_what_cannot_be_is_told(officer: Client, world: World) -> None:
    answer = declare(officer, world, choices="甲")
    assert answer.status_code == 422
    assert not ExtraField.objects.exists()


def test_others_neither_declare_nor_end(officer: Client, client: Client, world: World) -> None:
    declare(officer, world)
    field = ExtraField.objects.get()
    client.force_login(world.other)
    assert declare(client, world, key="more").status_code == 403
    assert client.post(f"{PAGE}{field.pk}/end/").status_code == 403
    field.refresh_from_db()
    assert field.until_on is None


def test_a_key_that_is_left_empty_is_the_names_pinyin(officer: Client, world: World) -> None:
    declare(officer, world, key="", name="藏书量", kind="number")
    assert ExtraField.objects.get().key == "cangshuliang"
