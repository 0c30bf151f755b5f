"""How many queries the pages of registers ask, kept beside those of the other pages; none asks one a row."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yunjiang.web.tests.registers.world import HERE, World

KEPT: dict[str, dict[str, int]] = json.loads((Path(__file__).parent.parent / "query_counts.json").read_text())
PAGES = {
    "registers": "/registers/",
    "register": HERE,
    "register-filtered": f"{HERE}?sort=reading&organization=530100&q=K-001",
    "register-record": f"{HERE}{{place}}/",
    "register-history": f"{HERE}{{place}}/history/",
    "register-handling": f"{HERE}{{place}}/handling/",
    "register-counted": f"{HERE}{{place}}/counted/",
    "register-edit": f"{HERE}{{place}}/edit/",
    "change-requests": "/registers/requests/",
    "register-deadlines": "/registers/deadlines/",
    "register-notices": "/registers/notices/",
}


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_asks_no_more_than_is_kept_however_many_rows(officer: Client, world: World, name: str) -> None:
    place = world.opened()
    address = PAGES[name].format(place=place.pk)
    asked(officer, address)  # whatever a process asks once
    assert asked(officer, address) <= KEPT[name]["first"]
    for number in range(8):
        world.place(f"M-{number}")
    assert asked(officer, address) <= KEPT[name]["first"]
