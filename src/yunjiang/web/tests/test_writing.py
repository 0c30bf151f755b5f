"""Documents through the browser: asked for, written beside the pages, held against the ledger, and found to have aged."""

import html
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yunjiang.access.tests.cast import Cast
from yunjiang.background.models import Job, JobState
from yunjiang.background.tests.performed import perform_all
from yunjiang.documents.models import Document
from yunjiang.ledger import posting
from yunjiang.web.tests import world
from yunjiang.web.tests.world import LOOK

ASK = f"/documents/new/?unit={LOOK['unit']}&on={LOOK['on']}&data={LOOK['data']}"


def written(owner: Client) -> Document:
    """Ask for the annual report of the province and let it be written."""
    answer = owner.post(ASK, {"kind": "annual_report"})
    assert answer.status_code == 302
    perform_all()
    job = Job.objects.latest("asked_at")
    assert job.state == JobState.DONE, job.refusal
    assert answer.headers["Location"] == f"/jobs/{job.pk}/"
    return Document.objects.get(number=job.outcome["document"])


def test_it_works(owner: Client) -> None:
    assert "年度实施情况报告" in owner.get(ASK).text
    document = written(owner)
    assert document.title in owner.get("/documents/", LOOK).text
    assert document.written_by == "owner"
    assert f"/documents/{document.number}/" in owner.get(f"/jobs/{Job.objects.get().pk}/").text


def test_a_document_is_written_from_the_ledger_as_it_stands(owner: Client, cast: Cast) -> None:
    first = written(owner)
    world.proposals(cast.kunming, 2023, 700)
    second = written(owner)
    assert second.position == first.position + 1 == posting.position()
    assert second.run_id != first.run_id


def test_every_number_of_a_fresh_document_is_confirmed(owner: Client) -> None:
    document = written(owner)
    found = owner.get(f"/documents/{document.number}/", headers={"HX-Request": "true"}).text
    assert "所有数字均与总账现状一致" in found
    assert f"<b>{document.number_count}</b>" in found


def test_a_later_correction_is_named_with_both_values(owner: Client, cast: Cast) -> None:
    document = written(owner)
    world.proposals(cast.qujing, 2023, 250)
    found = owner.get(f"/documents/{document.number}/?check=1").text
    assert "总账已变化" in found
    assert "300件" in found  # 100 + 200 as written
    assert "350件" in found


def test_a_file_that_is_brought_is_checked(owner: Client) -> None:
    document = written(owner)
    brought = SimpleUploadedFile("报告.docx", document.path.read_bytes())
    found = owner.post("/documents/check/", {"file": brought}).text
    assert document.title in found
    assert "所有数字均与总账现状一致" in found


def test_a_file_of_another_house_is_refused_in_a_sentence(owner: Client) -> None:
    found = owner.post("/documents/check/", {"file": SimpleUploadedFile("报告.docx", b"not a document")})
    assert found.status_code == 200
    assert 'class="fault"' in found.text


def test_nothing_chosen_is_said(owner: Client) -> None:
    assert "请先选择 Word 文件" in owner.post("/documents/check/").text


def test_a_kind_that_does_not_exist_is_refused(owner: Client) -> None:
    assert owner.post(ASK, {"kind": "novel"}).status_code == 400
    assert Job.objects.count() == 0


def test_who_may_only_read_cannot_ask_for_one(clerk: Client) -> None:
    ask = ASK.replace("530000", "530300")
    assert clerk.get(ask).status_code == 403
    assert clerk.post(ask, {"kind": "annual_report"}).status_code == 403
    assert Job.objects.count() == 0


def test_another_prefectures_clerk_neither_sees_nor_checks_it(owner: Client, cast: Cast) -> None:
    document = written(owner)
    content = document.path.read_bytes()
    owner.force_login(cast.clerk)
    assert owner.get(f"/documents/{document.number}/").status_code == 403
    answer = owner.post("/documents/check/", {"file": SimpleUploadedFile("报告.docx", content)})
    assert answer.status_code == 403


def test_who_has_no_role_checks_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.stranger)
    assert client.get("/documents/check/").status_code == 403


def test_each_number_of_its_text_opens_the_figure_as_it_was(owner: Client, cast: Cast) -> None:
    document = written(owner)
    world.proposals(cast.qujing, 2023, 777)
    text = owner.get(f"/documents/{document.number}/text/").text
    links = re.findall(r'href="(/indicators/1\.1\.1/[^"]+)"[^>]*>300件', text)
    assert links
    figure = owner.get(html.unescape(links[0])).text
    assert "300" in figure
    assert "877" not in figure


def test_another_prefectures_clerk_does_not_read_it(owner: Client, cast: Cast) -> None:
    document = written(owner)
    owner.force_login(cast.clerk)
    assert owner.get(f"/documents/{document.number}/text/").status_code == 403
