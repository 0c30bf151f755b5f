"""Anything is found by name, code, pinyin or initials, by who may see it."""

import pytest
from django.test import Client

from yunjiang.access import services
from yunjiang.access.models import AuditRecord, Role
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import Cast
from yunjiang.web.pages.search import SHOWN
from yunjiang.web.tests.world import LOOK


def hits(client: Client, text: str, **look: str) -> dict[str, list[str]]:
    answer = client.get("/search/", {**LOOK, "q": text, **look})
    assert answer.status_code == 200
    return {sort.name: [hit.name for hit in sort.hits] for sort in answer.context["sorts"]}


@pytest.mark.parametrize("text", ["昆明", "kunming", "kms", "5301"])
def test_a_unit_is_found(owner: Client, text: str) -> None:
    assert "昆明市" in hits(owner, text)["机构"]


@pytest.mark.parametrize("text", ["建议", "hlhjy", "helihua", "1.1.1", "ＨＬＨＪＹ"])
def test_an_indicator_is_found(owner: Client, text: str) -> None:
    assert hits(owner, text)["指标"] == ["职工合理化建议"]


def test_an_action_and_a_measure_are_found(owner: Client) -> None:
    assert hits(owner, "qzxcx")["具体措施"] == ["群众性创新"]
    assert hits(owner, "craftsmen")["计量项"] == ["工匠"]


def test_what_is_found_leads_there_with_what_is_looked_at(owner: Client) -> None:
    [sort] = owner.get("/search/", {**LOOK, "q": "1.1.1"}).context["sorts"]
    assert sort.hits[0].href == "/indicators/1.1.1/?unit=530000&on=2023-12-31&data=demonstration"


def test_only_what_one_may_see_is_found(clerk: Client) -> None:
    look = {"unit": "530300"}
    assert "机构" not in hits(clerk, "昆明", **look)
    assert hits(clerk, "曲靖", **look)["机构"] == ["曲靖市"]


def test_people_are_found_by_who_keeps_their_accounts_and_that_is_recorded(owner: Client, cast: Cast) -> None:
    assert "人员" not in hits(owner, "clerk")
    both = casting.person("keeper", cast.province)
    services.assign(both, Role.SYSTEM_ADMINISTRATOR, cast.province, valid_from=casting.FIRST_DAY)
    services.assign(both, Role.AUDITOR, cast.province, valid_from=casting.FIRST_DAY)
    keeper = Client()
    keeper.force_login(both)
    assert hits(keeper, "clerk")["人员"] == ["clerk"]
    record = AuditRecord.objects.filter(action="web.search").latest("pk")
    assert '"text":"clerk"' in record.facts.replace(" ", "")


def test_there_is_a_limit_of_each_sort(owner: Client, cast: Cast) -> None:
    for n in range(SHOWN + 2):
        casting.plant(f"5304{n:02}", f"新平第{n}县", casting.Kind.COUNTY, cast.province)
    [sort] = owner.get("/search/", {**LOOK, "q": "新平"}).context["sorts"]
    assert len(sort.hits) == SHOWN
    assert sort.has_more


def test_nothing_found_says_what_to_try(owner: Client) -> None:
    assert "试试名称的一部分" in owner.get("/search/", {**LOOK, "q": "没有这个"}).text


def test_typing_fetches_a_fragment(owner: Client) -> None:
    answer = owner.get("/search/", {**LOOK, "q": "昆明"}, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "昆明市" in answer.text


def test_the_box_stands_on_every_page(owner: Client) -> None:
    assert 'id="search"' in owner.get("/", LOOK).text


def test_long_and_odd_texts_do_no_harm(owner: Client) -> None:
    for text in ("%", "_", "'", "<b>", "x" * 500, "\\", "１．１．１"):
        assert owner.get("/search/", {**LOOK, "q": text}).status_code == 200
