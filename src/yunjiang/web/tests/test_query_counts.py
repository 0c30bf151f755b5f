"""How many queries each page asks, kept in a file: an increase must be explained, and no page asks one a row."""

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import Cast
from yunjiang.ledger.posting import Line
from yunjiang.organizations.models import Kind
from yunjiang.web.tests import world
from yunjiang.web.tests.world import LOOK, ON

KEPT: dict[str, dict[str, int]] = json.loads(Path(__file__).with_name("query_counts.json").read_text())
ADDRESSES = {
    "cockpit": "/",
    "changes": "/changes/?since=4&",
    "leading": "/leading/",
    "evidenced": "/evidenced/",
    "side-by-side": "/indicators/1.1.1/side-by-side/",
    "comments": "/indicators/1.1.1/comments/",
    "pivot": "/pivot/?rows=unit&columns=indicator&",
    "what-if": "/what-if/?indicator=1.1.1&on=2024-12-31&unit=530000&data=demonstration&",
    "search": "/search/?q=k&",
    "indicator": "/indicators/1.1.1/",
    "screen": "/?view=screen&at=places&",
    "views": "/views/",
    "entries": "/indicators/1.1.1/entries/",
    "statements": "/statements/",
    "units": "/units/",
    "runs": "/runs/",
    "documents": "/documents/",
}


def asked(client: Client, address: str) -> int:
    """Return the number of queries of a page that was shown well."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(f"{address}{'' if '?' in address else '?'}{urlencode(LOOK)}").status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_a_page_asks_no_more_than_is_kept(owner: Client, name: str) -> None:
    asked(owner, ADDRESSES[name])  # whatever a process asks once
    caches["figures"].clear()
    assert asked(owner, ADDRESSES[name]) <= KEPT[name]["first"]
    assert asked(owner, ADDRESSES[name]) <= KEPT[name]["again"]


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_more_rows_ask_no_more_queries(owner: Client, cast: Cast, name: str) -> None:
    for n in range(8):
        unit = casting.plant(f"5304{n:02}", f"第{n}市", Kind.PREFECTURE, cast.province)
        world.post(f"return:{n}", Line("proposals", unit.pk, ON, 10 + n))
    asked(owner, ADDRESSES[name])  # the new tree and the new entries are read once
    caches["figures"].clear()
    assert asked(owner, ADDRESSES[name]) <= KEPT[name]["first"]
