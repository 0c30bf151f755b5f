"""Accounts from a workbook through the pages: template, dry run, agreement, result."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yunjiang.access.models import User
from yunjiang.access.people.tests import offices as opening
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.people.tests.workbooks import filled
from yunjiang.access.people.workbook import reading
from yunjiang.access.tests.cast import Cast


@pytest.fixture
def offices(cast: Cast) -> Offices:
    return opening.people_the(cast)


@pytest.fixture
def system(client: Client, offices: Offices) -> Client:
    client.force_login(offices.system)
    return client


GOOD = ("张三", "zhang.san", "五华区", "填报员")
BAD = ("李四", "li.si", "无此区", "局长")


def bring(client: Client, content: bytes, name: str = "账号.xlsx") -> object:
    return client.post("/people/import/", {"file": SimpleUploadedFile(name, content)})


def test_the_template_is_a_workbook(system: Client) -> None:
    answer = system.get("/people/import/template/")
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames == ["账号", "机构", "填写说明"]


def test_a_dry_run_changes_nothing_and_agreement_opens_accounts_with_passwords(system: Client) -> None:
    preview = bring(system, filled(GOOD))
    assert preview.status_code == 200  # type: ignore[attr-defined]
    assert "将开立1个账号" in preview.text  # type: ignore[attr-defined]
    assert not User.objects.filter(username="zhang.san").exists()
    answer = system.post("/people/import/agree/", {"carried": preview.context["rows"]})  # type: ignore[attr-defined]
    assert "no-store" in answer.headers["Cache-Control"]
    [done] = answer.context["done"]
    assert User.objects.get(username="zhang.san").check_password(done.password)
    taken = system.post("/people/import/result/", {"carried": answer.context["result"]})
    cells = [
        cell.value
        for row in openpyxl.load_workbook(io.BytesIO(taken.content)).active.iter_rows()
        for cell in row
    ]
    assert done.password in cells


def test_every_problem_is_listed_and_good_rows_may_go_alone(system: Client) -> None:
    preview = bring(system, filled(GOOD, BAD))
    assert preview.status_code == 422  # type: ignore[attr-defined]
    assert [(each.row, each.column) for each in preview.context["problems"]] == [(3, "所在单位"), (3, "角色")]  # type: ignore[attr-defined]
    carried = preview.context["rows"]  # type: ignore[attr-defined]
    assert system.post("/people/import/agree/", {"carried": carried}).status_code == 422
    assert not User.objects.filter(username="zhang.san").exists()
    answer = system.post("/people/import/agree/", {"carried": carried, "rows": "good"})
    assert "已开立1个账号，1行未导入" in answer.text
    assert not User.objects.filter(username="li.si").exists()


def test_agreeing_twice_opens_nothing_twice(system: Client) -> None:
    carried = bring(system, filled(GOOD)).context["rows"]  # type: ignore[attr-defined]
    system.post("/people/import/agree/", {"carried": carried})
    answer = system.post("/people/import/agree/", {"carried": carried})
    assert [each.password for each in answer.context["done"]] == [""]
    assert User.objects.filter(username="zhang.san").count() == 1


def test_what_another_administrator_was_shown_is_not_agreed_to(system: Client, offices: Offices) -> None:
    carried = bring(system, filled(GOOD)).context["rows"]  # type: ignore[attr-defined]
    system.force_login(offices.qujing_system)
    assert system.post("/people/import/agree/", {"carried": carried}).status_code == 422
    assert not User.objects.filter(username="zhang.san").exists()


@pytest.mark.parametrize("carried", ["", "x", "a:b:c"])
def test_what_the_site_has_not_signed_is_not_taken(system: Client, carried: str) -> None:
    for step in ("agree", "result"):
        assert system.post(f"/people/import/{step}/", {"carried": carried}).status_code == 422


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "空"), (b"not a workbook", "不是Excel工作簿"), (bytes(reading.LARGEST + 1), "MB")],
    ids=["empty", "other", "large"],
)
def test_a_file_that_is_none_gets_its_sentence(system: Client, content: bytes, told: str) -> None:
    answer = bring(system, content)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert told in answer.context["fault"]  # type: ignore[attr-defined]


def test_no_file_is_told(system: Client) -> None:
    assert "请先选择" in system.post("/people/import/").text
