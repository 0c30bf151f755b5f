"""Local columns where a reader meets them: chosen in the list, taken away in a file, and not offered to other units."""

import json
from datetime import date

import pytest
from django.test import Client

from yunjiang.registers.kit import extras, writing
from yunjiang.registers.kit.models import ExtraKind
from yunjiang.registers.kit.tests.sample.models import Place
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.web.tests.registers.world import HERE, World

pytestmark = pytest.mark.django_db
PATH = "extra__books"


@pytest.fixture
def place(world: World) -> Place:
    extras.declare(
        Places,
        world.cast.kunming,
        "books",
        "藏书量",
        ExtraKind.NUMBER,
        by=world.officer,
        since_on=date(2024, 1, 1),
    )
    place = world.place()
    writing.change(Places, place, {PATH: "1200"}, by=world.officer)
    return place


def test_a_local_column_is_chosen_in_the_list_and_exported(officer: Client, place: Place) -> None:
    assert f'value="{PATH}"' in officer.get(HERE).text
    assert ">1,200" in officer.get(f"{HERE}?columns=name&columns={PATH}").text
    file = officer.post(f"{HERE}export/", {"columns": ["name", PATH]})
    text = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]
    assert "藏书量" in text
    assert "1200" in text


def test_units_elsewhere_are_not_offered_it(client: Client, world: World, place: Place) -> None:
    client.force_login(world.other)
    text = client.get(f"{HERE}?columns=name&columns={PATH}").text
    assert PATH not in text.partition("<main")[2].replace(f"columns={PATH}", "")


def test_programs_read_and_write_it(officer: Client, place: Place) -> None:
    here = f"/api/v1/sample-places/{place.pk}/"
    assert officer.get(here).json()["values"][PATH] == "1200"
    changed = officer.patch(
        here,
        json.dumps({"values": {PATH: "1300"}}),
        content_type="application/json",
        headers={"If-Match": "2"},
    )
    assert changed.json()["values"][PATH] == "1300"
