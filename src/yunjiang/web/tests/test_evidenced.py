"""Reported beside evidenced."""

from datetime import date

from django.test import Client

from yunjiang.access.tests.cast import Cast
from yunjiang.ledger import posting
from yunjiang.ledger.models import DataSet
from yunjiang.ledger.posting import Line, Record
from yunjiang.web.pages.evidenced import Evidenced
from yunjiang.web.tests.world import LOOK


def shown(client: Client, **asked: str) -> Evidenced:
    answer = client.get("/evidenced/", {**LOOK, **asked})
    assert answer.status_code == 200
    found: Evidenced = answer.context["evidenced"]
    return found


def hold(cast: Cast, quantity: int) -> None:
    """Post what a register in Qujing holds."""
    line = Line("proposals", cast.qujing.pk, date(2023, 5, 1), quantity)
    record = Record("register:proposals/1", [line], channel="evidenced")
    posting.post([record], data_set=DataSet.DEMONSTRATION, by="tests", title="台账")


def lead(found: Evidenced) -> str:
    return "".join(each.text for each in found.lead)


def test_where_no_register_holds_anything_it_says_so(owner: Client) -> None:
    found = shown(owner)
    assert lead(found) == "3项指标目前均无台账佐证，全部依据填报数。"
    assert {row.cells[4].shown for row in found.table.rows} == {"–"}


def test_it_works(owner: Client, cast: Cast) -> None:
    hold(cast, 150)
    found = shown(owner)
    assert lead(found) == "3项指标中1项有台账佐证。"
    first = found.table.rows[0]
    assert first.cells[0].shown == "职工合理化建议"
    assert (first.cells[3].shown, first.cells[4].shown) == ("+150 件", "50%")


def test_the_indicators_page_says_it_too(owner: Client, cast: Cast) -> None:
    hold(cast, 150)
    evidence = owner.get("/indicators/1.1.1/", LOOK).context["portrait"].evidence
    assert (evidence.held.text, evidence.rate) == ("150", "50%")


def test_published_values_have_no_registers(owner: Client) -> None:
    page = owner.get("/indicators/1.1.1/", {**LOOK, "data": "published"})
    assert page.context["portrait"].evidence is None


def test_another_prefectures_clerk_is_refused(clerk: Client) -> None:
    assert clerk.get("/evidenced/", {**LOOK, "unit": "530100"}).status_code == 403
