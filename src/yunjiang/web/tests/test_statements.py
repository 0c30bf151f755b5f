from datetime import date
from decimal import Decimal

from django.test import Client

from yunjiang.access.tests.cast import Cast
from yunjiang.web.tests import world

PUBLISHED = {"unit": "530000", "on": "2023-12-31", "data": "published"}


def test_a_statement_is_shown_as_its_source_puts_it(owner: Client, cast: Cast) -> None:
    world.publish(
        cast,
        Decimal(900),
        date(2023, 6, 30),
        title="通报",
        url="https://example.org/a",
        quote="累计超过900件",
        printed="超900件",
        doubt="起算日期不明",
        conflicts_with=["publication:7"],
        is_expected=True,
    )
    shown = owner.get("/statements/", PUBLISHED).text
    for text in (
        "≥900",
        "累计超过900件",
        "https://example.org/a",
        "超900件",
        "起算日期不明",
        "publication:7",
        "并非已经完成",
    ):
        assert text in shown


def test_an_address_that_is_none_is_no_link(owner: Client, cast: Cast) -> None:
    world.publish(cast, Decimal(900), date(2023, 6, 30), title="通报", url="javascript:alert(1)")
    assert "javascript:" not in owner.get("/statements/", PUBLISHED).text


def test_nothing_published_is_said(owner: Client) -> None:
    assert "没有收录关于本机构的公开说法" in owner.get("/statements/", PUBLISHED).text


def test_another_prefectures_clerk_is_refused(clerk: Client) -> None:
    assert clerk.get("/statements/", PUBLISHED).status_code == 403
