"""Looking at a draft beside its document, and deciding on its items."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from yunjiang.plans.drafts import queries
from yunjiang.plans.drafts.models import DraftItem, ItemVerdict
from yunjiang.web.pages.drafts import facts

from .conftest import TEXT, Desk

KEPT = json.loads((Path(__file__).parent.parent / "query_counts.json").read_text())


def test_it_works(desk: Desk) -> None:
    text = desk.office.get(desk.at()).text
    assert "昆明市技能提升行动方案" in text
    item = desk.item("职业技能培训")
    assert f'data-items="{item.pk}"' in text
    assert f'id="item-{item.pk}"' in text
    assert "≥ 5 万人次" in text
    assert "<script>" not in text
    assert " style=" not in text


def test_what_is_drawn_keeps_the_places_of_the_text(desk: Desk) -> None:
    """As the script counts: characters of the text alone, and those left out where a line was wrapped."""
    html = desk.part("pieces/0/").text
    found = 0
    for at, inside in re.findall(r'<(?:p|td)[^>]* data-at="(\d+)">(.*?)</(?:p|td)>', html):
        told = re.sub(r"<span class=\"sign.*?</span></span>", "", inside)
        told = re.sub(r'<i data-gap="(\d+)"></i>', lambda gap: "\n" * int(gap[1]), told)
        told = re.sub(r"<[^>]+>", "", told).replace("&quot;", '"')
        start = int(at)
        found += 1
        assert [each for each in TEXT[start : start + len(told)] if not each.isspace()] == [
            each for each in told if not each.isspace()
        ]
    assert found >= 9


def test_the_least_certain_come_first_and_the_text_has_its_own_order(desk: Desk) -> None:
    def confidences(query: str) -> list[str]:
        html = desk.part("cards/" + query).text
        return re.findall(r"confidence \w+\">[^\d]*([\d.]+)", html)

    unsure_first = confidences("")
    assert unsure_first == sorted(unsure_first)
    assert confidences("?order=text") != unsure_first


def test_filters(desk: Desk) -> None:
    html = desk.part("cards/?kind=duty").text
    assert "工作总结" in html
    assert "职业技能培训" not in html
    assert "技能竞赛" in desk.part("cards/?q=20").text
    assert desk.part("cards/?verdict=rejected").text.count('class="card') == 0
    assert desk.office.get(desk.at("cards/?kind=nonsense")).status_code == 400


def test_accepting_answers_with_the_card_and_how_far_it_is(desk: Desk) -> None:
    item = desk.item("职业技能培训")
    answer = desk.decide("accept", item, revision=item.revision)
    item.refresh_from_db()
    assert item.verdict == ItemVerdict.ACCEPTED
    assert answer.headers["Yunjiang-Items"] == str(item.pk)
    assert answer.headers["Yunjiang-Next"] == "1"
    assert f'id="item-{item.pk}"' in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    assert 'id="progress"' in answer.text


def test_rejecting_wants_a_reason_and_a_refusal_is_a_sentence(desk: Desk) -> None:
    item = desk.item("职业技能培训")
    refused = desk.decide("reject", item)
    assert refused.status_code == 409
    assert refused.headers["Content-Type"].startswith("text/plain")
    desk.decide("reject", item, reason="现状")
    item.refresh_from_db()
    assert (item.verdict, item.reason) == (ItemVerdict.REJECTED, "现状")


def test_a_decision_on_what_changed_meanwhile_is_refused(desk: Desk) -> None:
    item = desk.item("职业技能培训")
    desk.decide("accept", item, revision=item.revision)
    assert desk.decide("reject", item, reason="现状", revision=item.revision).status_code == 409


def test_undone_and_opened_again(desk: Desk) -> None:
    item = desk.item("职业技能培训")
    desk.decide("accept", item)
    assert desk.send("undo/").headers["Yunjiang-Items"] == str(item.pk)
    item.refresh_from_db()
    assert item.verdict == ItemVerdict.OPEN
    assert desk.send("undo/").status_code == 409
    desk.decide("accept", item)
    desk.decide("reopen", item)
    item.refresh_from_db()
    assert item.verdict == ItemVerdict.OPEN


def test_all_that_is_certain_at_once(desk: Desk) -> None:
    unsure = desk.item("职业技能培训")
    unsure.confidence = Decimal("0.65")
    unsure.save()
    answer = desk.send("sure/")
    assert answer.headers["Yunjiang-Cards"] == "stale"
    counts = queries.progress(desk.draft)
    assert 0 < counts.accepted < counts.total


def test_without_script_every_decision_leads_back(desk: Desk) -> None:
    item = desk.item("职业技能培训")
    sent = {"item": item.pk, "decision": "accept"}
    answer = desk.office.post(desk.at("decide/"), sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, desk.at())
    assert desk.office.get(desk.at(f"items/{item.pk}/correct/")).text.count("<form") >= 1


def test_long_documents_are_sent_in_pieces(desk: Desk) -> None:
    type(desk.draft).objects.filter(pk=desk.draft.pk).update(text=TEXT + TEXT * 100)
    text = desk.office.get(desk.at()).text
    assert text.count('class="piece"') == 2
    assert text.count("is-waiting") >= 2
    assert desk.part("pieces/3/").status_code == 200
    assert desk.part("pieces/999/").status_code == 404


def test_queries_do_not_grow_with_items(desk: Desk) -> None:
    pages = {"draft": desk.at(), "draft-cards": desk.at("cards/"), "drafts": "/plans/drafts/"}
    for name, page in pages.items():
        desk.office.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert desk.office.get(page).status_code == 200
        assert len(asked) <= KEPT[name]["first"], name


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("2027", "2027 年底前"),
        ("2027-06", "2027 年 6 月底前"),
        ("2027-06-15", "2027-06-15 前"),
        ("", "原文没写时限"),
    ],
)
def test_the_day_of_a_milestone_is_told_in_words(due: str, told: str) -> None:
    item = DraftItem(kind="milestone", values={"name": "建成茶市", "due": due, "quote": ""})
    with translation.override("zh-hans"):
        assert [each.text for each in facts.facts_of(item, {})] == [told]
