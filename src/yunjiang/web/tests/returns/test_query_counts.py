"""How many queries the pages of reporting ask, kept beside those of the other pages; none asks one a row."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yunjiang.organizations import services as organizations
from yunjiang.organizations.models import Kind
from yunjiang.returns.tests.world import FIRST_DAY, World, build
from yunjiang.web.tests.returns.conftest import SignIn

KEPT: dict[str, dict[str, int]] = json.loads((Path(__file__).parent.parent / "query_counts.json").read_text())
# The page, and whose it is.
PAGES = {
    "work": ("/work/", "reviewer"),
    "cycles": ("/cycles/", "office"),
    "cycle-new": ("/cycles/new/?rhythm=annual&period=2023&data_set=operational&counting=period", "office"),
    "cycle": ("/cycles/{cycle}/", "office"),
    "cycle-late": ("/cycles/{cycle}/?view=late", "office"),
    "cycle-burden": ("/cycles/{cycle}/?view=burden", "office"),
    "cycle-grid": ("/cycles/{cycle}/grid/", "clerks"),
    "return": ("/returns/{report}/", "clerk"),
    "return-review": ("/returns/{report}/review/", "reviewer"),
    "return-submission": ("/returns/{draft}/submission/", "clerks"),
    "reviews": ("/review/", "reviewer"),
    "acceptance": ("/accept/", "lead"),
    "acceptance-indicator": ("/cycles/{cycle}/accept/1.1.1/", "lead"),
}


@pytest.fixture(scope="module", params=[2, 8], ids=["few", "many"])
def _world(lasting: None, request: pytest.FixtureRequest) -> Iterator[World]:
    """The small province with more counties; some have handed in, some are approved."""
    with transaction.atomic():
        yield peopled(request.param)
        transaction.set_rollback(True)


def peopled(count: int) -> World:
    world = build()
    for n in range(count):
        world.units[f"county{n}"] = organizations.open_organization(
            f"5301{n + 20}", on=FIRST_DAY, kind=Kind.COUNTY, code=f"5301{n + 20}",
            name=f"county{n}", short_name=f"county{n}", parent=world.units["kunming"],
        )  # fmt: skip
    world.open("2024")
    for unit in ("wuhua", *(each for each in world.units if each.startswith("county"))):
        world.fill_all(unit, by="clerks")
        world.submit(unit, by="clerks")
        if unit not in ("wuhua", "county1"):
            world.approve(unit)
    return world


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def address(world: World, name: str) -> str:
    reports = {"report": world.report("wuhua").pk, "draft": world.report("panlong").pk}
    return PAGES[name][0].format(cycle=world.cycles["2024"].pk, **reports)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_asks_no_more_than_is_kept(world: World, as_: SignIn, name: str) -> None:
    client, here = as_(PAGES[name][1]), address(world, name)
    asked(client, here)  # whatever a process asks once
    cache.clear()
    assert asked(client, here) <= KEPT[name]["first"]


def test_saving_a_block_asks_no_more_for_more_cells(world: World, as_: SignIn) -> None:
    client, report = as_("clerks"), world.report("panlong")
    codes = list(report.cells.values_list("question__code", flat=True))

    def save(*texts: str) -> int:
        fresh = world.report("panlong")
        cells = [
            {"key": f"{report.pk}|{code}", "text": text, "before": {"text": ""}}
            for code, text in zip(codes, texts, strict=False)
        ]
        body = {"versions": {str(report.pk): fresh.version}, "cells": cells, "passages": []}
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(
                f"/cycles/{report.cycle_id}/cells/", json.dumps(body), content_type="application/json"
            )
        assert answer.status_code == 200
        return len(queries)

    save("1")
    assert save("2") == save("3", "4", "5") <= KEPT["cells"]["first"]
