"""The list of drafts, taking documents in, publishing, giving up; and who may not."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yunjiang.plans.drafts import deciding
from yunjiang.plans.drafts.models import Draft, DraftState
from yunjiang.plans.models import Plan

from .conftest import TEXT, Desk

LIST = "/plans/drafts/"


def brought(desk: Desk, **sent: object) -> object:
    return desk.office.post(LIST, {"code": "another", "owner": "530100", "text": "", **sent})


def test_the_list_says_how_far_each_is(desk: Desk) -> None:
    text = desk.office.get(LIST).text
    assert "昆明市技能提升行动方案" in text
    assert "kunming-skills" in text
    assert "昆明市技能提升" not in desk.office.get(f"{LIST}?state=published").text


def test_a_file_is_read_and_leads_to_its_draft(desk: Desk) -> None:
    file = SimpleUploadedFile("方案.txt", TEXT.replace("5万", "6万").encode(), "text/plain")
    answer = brought(desk, file=file)
    made = Draft.objects.latest("pk")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{LIST}{made.pk}/")  # type: ignore[attr-defined]
    kept = desk.office.get(f"{LIST}{made.pk}/original/")
    assert b"".join(kept.streaming_content).decode() == TEXT.replace("5万", "6万")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "请选择文件，或粘贴正文"),
        ({"text": "今天天气很好。"}, "没有找到规划应有的内容"),
        ({"text": TEXT}, "打开那份草案"),
        ({"text": TEXT + "又。", "code": "Bad Code"}, "Bad Code"),
        ({"file": "%PDF-1.4 nothing"}, "◆"),
    ],
    ids=["nothing", "no plan", "again", "code", "damaged"],
)
def test_what_cannot_be_read_is_said_at_the_form(desk: Desk, sent: dict[str, str], told: str) -> None:
    if "file" in sent:
        sent = {**sent, "file": io.BytesIO(sent["file"].encode())}  # type: ignore[dict-item]
    answer = brought(desk, **sent)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert told in answer.text  # type: ignore[attr-defined]
    assert Draft.objects.count() == 1


def test_nobody_reads_for_a_unit_that_is_not_his(desk: Desk) -> None:
    desk.office.force_login(desk.cast.colleague)
    assert brought(desk, text=TEXT).status_code == 403  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["colleague", "clerk", "stranger"])
def test_who_may_change_no_plan_does_not_enter(desk: Desk, client: Client, who: str) -> None:
    client.force_login(getattr(desk.cast, who))
    for page in ("", "cards/", "pieces/0/", "publish/", "file/", "head/", "offer/?q=x"):
        assert client.get(desk.at(page)).status_code == 403
    for page in ("decide/", "undo/", "sure/", "drop/", "add/", "publish/"):
        assert client.post(desk.at(page)).status_code == 403


def test_what_is_open_stands_against_publishing(desk: Desk) -> None:
    text = desk.office.get(desk.at("publish/")).text
    assert "待定" in text
    assert "disabled" in text
    assert desk.office.post(desk.at("publish/"), follow=True).status_code == 200
    assert not Plan.objects.exists()


def test_published_and_on_to_the_cockpit(desk: Desk) -> None:
    deciding.accept_sure(desk.draft, 0, by="owner")
    for each in desk.draft.items.filter(verdict="open"):
        deciding.reject(each, "无此单位", by="owner")
    page = desk.office.get(desk.at("publish/")).text
    assert "code: kunming-skills" in page
    assert "职业技能培训" in desk.office.get(desk.at("file/")).text
    answer = desk.office.post(desk.at("publish/"))
    assert answer.headers["Location"] == "/?plan=kunming-skills&unit=530100"
    assert desk.office.get(answer.headers["Location"]).status_code == 200
    desk.draft.refresh_from_db()
    assert desk.draft.state == DraftState.PUBLISHED
    for page in ("", "publish/", "file/"):
        assert desk.office.get(desk.at(page)).status_code == 200
    assert desk.send("undo/").status_code == 409
    assert "kunming-skills" in desk.office.get(f"{LIST}?state=published").text


def test_a_draft_is_given_up_with_its_reason(desk: Desk) -> None:
    desk.office.post(desk.at("drop/"), {"reason": ""})
    desk.draft.refresh_from_db()
    assert desk.draft.state == DraftState.OPEN
    desk.office.post(desk.at("drop/"), {"reason": "重复"})
    desk.draft.refresh_from_db()
    assert desk.draft.state == DraftState.DROPPED
