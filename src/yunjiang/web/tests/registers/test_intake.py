"""An officer brings a sheet, says which column is what, sees what is wrong, imports it, and takes it back."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from yunjiang.background.tests.performed import perform_all
from yunjiang.registers.kit.models import IntakeBatch, IntakeState
from yunjiang.registers.kit.tests.desk import Desk, furnish
from yunjiang.registers.kit.tests.sample.models import Place

HERE = reverse("register-import", args=["sample-places"])
GOOD = "登记表,,\n编号,场所叫什么,类别\nA001,东门书屋,职工书屋\nA002,西门球馆,健身场所\n"
BAD = "编号,名称,类别\nA001,东门书屋,职工书屋\nA002,西门球馆,网吧\n"


@pytest.fixture
def desk(db: None) -> Desk:
    return furnish()


@pytest.fixture
def clerk(client: Client, desk: Desk) -> Client:
    client.force_login(desk.clerk)
    return client


def bring(browser: Client, text: str, name: str = "场所.csv") -> HttpResponse:
    return browser.post(HERE, {"file": SimpleUploadedFile(name, text.encode())})  # type: ignore[return-value]


def at(batch: IntakeBatch, step: str = "") -> str:
    return reverse(f"register-batch{step}", args=["sample-places", batch.pk])


def do(browser: Client, batch: IntakeBatch, step: str, **given: str) -> str:
    browser.post(at(batch, f"-{step}"), given)
    perform_all()
    batch.refresh_from_db()
    return browser.get(at(batch)).content.decode()


def test_it_works(clerk: Client) -> None:
    batch_page = bring(clerk, GOOD)
    batch = IntakeBatch.objects.get()
    assert batch_page.headers["Location"] == at(batch)
    page = clerk.get(at(batch)).content.decode()
    assert "场所叫什么" in page
    page = do(clerk, batch, "check", **{"column-0": "number", "column-1": "name", "column-2": "sort"})
    assert batch.state == IntakeState.CHECKED
    assert at(batch, "-commit") in page
    do(clerk, batch, "commit")
    assert batch.state == IntakeState.COMMITTED
    assert {each.name for each in Place.objects.all()} == {"东门书屋", "西门球馆"}
    assert "场所.csv" in clerk.get(HERE).content.decode()
    page = do(clerk, batch, "undo", reason="来错了")
    assert batch.state == IntakeState.UNDONE
    assert not Place.objects.filter(voided_at=None).exists()
    assert "作废2条。" in page
    assert "撤销：wang" in page
    assert "来错了" in page


def test_what_was_said_of_columns_is_remembered(clerk: Client) -> None:
    bring(clerk, GOOD)
    do(
        clerk,
        IntakeBatch.objects.get(),
        "check",
        **{"column-0": "number", "column-1": "name", "column-2": "sort"},
    )
    bring(clerk, GOOD.replace("A00", "B00"))
    assert IntakeBatch.objects.latest("pk").mapping == {
        "编号": "number",
        "场所叫什么": "name",
        "类别": "sort",
    }


def test_problems_are_shown_and_come_back_in_the_file(clerk: Client) -> None:
    file = io.BytesIO()
    book = openpyxl.Workbook()
    for row in (line.split(",") for line in BAD.splitlines()):
        book.active.append(row)
    book.save(file)
    clerk.post(HERE, {"file": SimpleUploadedFile("场所.xlsx", file.getvalue())})
    batch = IntakeBatch.objects.get()
    page = do(clerk, batch, "check", **{"column-0": "number", "column-1": "name", "column-2": "sort"})
    assert "网吧" in page
    do(clerk, batch, "answer")
    answer = clerk.get(at(batch, "-file"))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert [cell.value for cell in sheet[1]] == ["编号", "名称", "类别", "是否成功", "错误原因"]
    assert sheet["E2"].value is None
    assert "网吧" in sheet["E3"].value
    assert "网吧" in sheet["C3"].comment.text
    do(clerk, batch, "commit", rows="good")
    assert Place.objects.count() == 1


def test_a_column_must_be_said_that_tells_rows_apart(clerk: Client) -> None:
    bring(clerk, GOOD)
    batch = IntakeBatch.objects.get()
    answer = clerk.post(at(batch, "-check"), {"column-1": "name"})
    assert answer.status_code == 422
    assert "编号" in answer.content.decode()


def test_what_cannot_be_read_is_told_on_the_page(clerk: Client) -> None:
    for name, content in (
        ("场所.csv", b"\x80\x81\xff\xff,\n"),
        ("场所.xlsx", b"PK\x03\x04 torn"),
        ("场所.pdf", b"%PDF-1.7"),
    ):
        answer = clerk.post(HERE, {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422
    assert clerk.post(HERE, {}).status_code == 422
    assert not IntakeBatch.objects.exists()


def test_strangers_see_nothing(client: Client, desk: Desk) -> None:
    client.force_login(desk.clerk)
    bring(client, GOOD)
    batch = IntakeBatch.objects.get()
    client.force_login(desk.stranger)
    assert "场所.csv" not in client.get(HERE).content.decode()
    for step in ("", "-progress", "-file"):
        assert client.get(at(batch, step)).status_code == 403
    for step in ("-check", "-commit", "-undo", "-answer", "-drop"):
        assert client.post(at(batch, step)).status_code == 403
    client.force_login(desk.reader)
    assert client.get(HERE).status_code == 403
    assert client.get(reverse("register-import-template", args=["sample-places"])).status_code == 403


@pytest.mark.parametrize("typed", [False, True])
def test_a_whole_sheet_is_brought_for_one_unit_below(client: Client, desk: Desk, typed: bool) -> None:
    client.force_login(desk.checker)
    desk.checker.organization = desk.units["kunming"]
    desk.checker.save()
    assert 'name="organization__text" value="昆明市"' in client.get(HERE).content.decode()
    unit = {"organization__text": "五华区"} if typed else {"organization": str(desk.units["wuhua"].pk)}
    client.post(HERE, unit | {"file": SimpleUploadedFile("场所.csv", GOOD.encode())})
    batch = IntakeBatch.objects.get()
    assert (batch.organization, batch.path) == (desk.units["wuhua"], desk.path("wuhua"))
    do(client, batch, "check", **{"column-0": "number", "column-1": "name", "column-2": "sort"})
    do(client, batch, "commit")
    assert {each.organization for each in Place.objects.all()} == {desk.units["wuhua"]}


@pytest.mark.parametrize("unit", ["qujing", "province"])
def test_a_sheet_is_brought_for_no_unit_that_is_not_ones_own(client: Client, desk: Desk, unit: str) -> None:
    client.force_login(desk.checker)
    number = str(desk.units[unit].pk)
    for sent in (
        {"organization": number},
        {"organization__text": {"qujing": "曲靖市", "province": "云南省"}[unit]},
    ):
        answer = client.post(HERE, sent | {"file": SimpleUploadedFile("场所.csv", GOOD.encode())})
        assert answer.status_code == 422
        assert "您管理的单位中没有这个名称" in answer.content.decode()
    assert not IntakeBatch.objects.exists()


def test_the_unit_of_a_sheet_is_put_right_while_its_columns_are_said(client: Client, desk: Desk) -> None:
    client.force_login(desk.checker)
    bring(client, GOOD)
    batch = IntakeBatch.objects.get()
    assert batch.organization == desk.units["wuhua"]
    assert 'name="organization"' in client.get(at(batch)).text
    columns = {"column-0": "number", "column-1": "name", "column-2": "sort"}
    refused = client.post(at(batch, "-check"), columns | {"organization": str(desk.units["qujing"].pk)})
    assert (refused.status_code, "您管理的单位中没有这个名称" in refused.text) == (422, True)
    assert '<option value="sort" selected>' in refused.text  # what was chosen is not lost
    batch.refresh_from_db()
    assert batch.organization == desk.units["wuhua"]
    do(client, batch, "check", **columns, organization=str(desk.units["kunming"].pk))
    assert (batch.organization, batch.path) == (desk.units["kunming"], desk.path("kunming"))
    do(client, batch, "commit")
    assert {each.organization for each in Place.objects.all()} == {desk.units["kunming"]}


def test_who_keeps_one_unit_is_not_asked_which(clerk: Client) -> None:
    assert "organization__text" not in clerk.get(HERE).content.decode()


def test_what_stands_in_no_list_is_counted_by_column_with_its_rows(clerk: Client) -> None:
    bring(clerk, GOOD)
    batch = IntakeBatch.objects.get()
    do(clerk, batch, "check", **{"column-0": "number", "column-1": "name", "column-2": "sort"})
    batch.summary["unlisted"] = [
        ["sort", "“网吧”在列外", 12, [2, 3]],
        ["sort", "“茶馆”在列外", 1, [9]],
        ["name", "", 4, [5]],
    ]
    batch.save()
    page = clerk.get(at(batch)).content.decode()
    assert "不在可填范围</dt><dd>17</dd>" in page
    assert '<td class="right">13</td>' in page
    assert "“网吧”在列外 <small>第2、3行等</small>" in page
    assert "“茶馆”在列外 <small>第9行</small>" in page


def test_an_empty_sheet_may_be_had(clerk: Client) -> None:
    answer = clerk.get(reverse("register-import-template", args=["sample-places"]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[1]][:3] == ["编号", "名称", "所属单位"]


def test_a_sheet_is_given_up(clerk: Client) -> None:
    bring(clerk, GOOD)
    batch = IntakeBatch.objects.get()
    do(clerk, batch, "drop")
    assert batch.state == IntakeState.DROPPED
