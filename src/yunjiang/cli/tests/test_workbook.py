"""`yunjiang return template` and `take`: out, filled in, wrong, marked, corrected, taken."""

import io
import json
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from pytest_django import Settings

from yunjiang.access import services as access
from yunjiang.access.models import Role
from yunjiang.organizations import queries as organizations
from yunjiang.returns.models import Cell

from .conftest import Command


@pytest.fixture
def folder(yunjiang: Command, site: object, settings: Settings, tmp_path: Path) -> Path:
    """Return a folder for workbooks, with a cycle open and two officers."""
    settings.YUNJIANG_FILES = tmp_path / "files"
    yunjiang("return", "open", "2024-Q3")
    today = timezone.localdate()
    for name, unit in (("wuhua", "五华区"), ("kunming", "昆明市")):
        at = organizations.resolve(unit, today)
        person = access.create_person(name, "", name=name, organization=at, is_password_checked=False)
        access.assign(person, Role.REPORTING_OFFICER, at, valid_from=today)
    (tmp_path / "workbooks").mkdir()
    return tmp_path / "workbooks"


def fill(file: Path, value: object) -> None:
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    for sheet in book.worksheets:
        for cell in sheet["A"]:
            if str(cell.value).startswith("q:"):
                sheet.cell(cell.row, 6).value = value
    book.save(file)


def test_out_and_in_again(yunjiang: Command, folder: Path) -> None:
    file = folder / "五华.xlsx"
    assert yunjiang("return", "template", "2024-Q3", "五华区", str(file), "--as", "wuhua").code == 0
    fill(file, "约3万")
    wrong = yunjiang("return", "take", "2024-Q3", "五华区", str(file), "--as", "wuhua", "-f", "json")
    assert wrong.code == 1
    assert [each["code"] for each in json.loads(wrong.out)] == ["inexact"]
    (marked,) = set(folder.iterdir()) - {file}
    fill(marked, 30000)
    preview = yunjiang("return", "take", "2024-Q3", "五华区", str(marked), "--as", "wuhua", "--preview")
    assert preview.code == 0
    assert not Cell.objects.filter(value=30000).exists()
    assert yunjiang("return", "take", "2024-Q3", "五华区", str(marked), "--as", "wuhua").code == 0
    assert Cell.objects.get(value=30000).report.place.short_name == "五华区"


def test_who_may_fill_in_nothing_gets_nothing(yunjiang: Command, folder: Path) -> None:
    file = folder / "a.xlsx"
    assert yunjiang("return", "template", "2024-Q3", "盘龙区", str(file), "--as", "wuhua").code == 3
    assert yunjiang("return", "template", "2024-Q3", "五华区", str(file), "--as", "nobody").code == 3
    assert not file.exists()


@pytest.mark.parametrize("shape", ["wide", "sheets"])
def test_all_counties_of_a_prefecture(yunjiang: Command, folder: Path, shape: str) -> None:
    file = folder / "昆明.xlsx"
    told = yunjiang("return", "template", "2024-Q3", "昆明市", str(file), "--as", "kunming", "--shape", shape)
    assert "14" in told.err
    taken = yunjiang(
        "return", "take", "2024-Q3", "昆明市", str(file), "--as", "kunming", "--good-units", "-f", "json"
    )
    assert (taken.code, json.loads(taken.out)) == (0, [])
