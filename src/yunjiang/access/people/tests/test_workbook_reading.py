"""What comes in as a workbook of accounts, and what is none: each gets its sentence."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.people.tests.workbooks import filled
from yunjiang.access.people.workbook import reading, template
from yunjiang.access.people.workbook.days import NoDay, day
from yunjiang.access.people.workbook.problems import WorkbookRefused

ROW = ("张三", "zhang.san", 530102, "填报员", "", date(2024, 3, 1))


@pytest.mark.parametrize("is_1904", [False, True], ids=["1900", "1904"])
def test_it_works(is_1904: bool) -> None:
    sheet = reading.read(filled(ROW, is_1904=is_1904))
    [row] = sheet.rows
    assert row.number == 2
    assert row.texts == {
        "name": "张三",
        "username": "zhang.san",
        "unit": "530102",
        "role": "填报员",
        "scope": "",
        "valid_from": "2024-03-01",
        "valid_to": "",
    }


def test_titles_may_stand_above_and_empty_rows_between() -> None:
    sheet = reading.read(filled(ROW, (), ("李四", "li.si", "五华区"), title="账号申请表"))
    assert [row.number for row in sheet.rows] == [4, 6]


def test_the_sheet_is_found_whatever_its_name_and_place() -> None:
    assert reading.read(filled(ROW, sheet_name="Sheet7")).name == "Sheet7"


def test_other_columns_are_told_and_left_alone() -> None:
    sheet = reading.read(
        filled(
            (*ROW, None, "13812345678"),
            headings=("姓名", "登录名", "单位", "角色", "范围", "自", "至", "手机号"),
        )
    )
    assert sheet.unknown_headings == ("手机号",)


def test_a_template_can_be_filled_in_and_read(offices: Offices) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template.write(offices.kunming_system)))
    sheet = book.worksheets[0]
    sheet.append(["张三", "zhang.san", "五华区", "填报员"])
    file = io.BytesIO()
    book.save(file)
    [row] = reading.read(file.getvalue()).rows
    assert row.text("unit") == "五华区"


def test_the_template_offers_the_administrators_own_units_and_every_role(offices: Offices) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template.write(offices.kunming_system)))
    names = [cell.value for cell in book.worksheets[1]["B"][1:]]
    assert sorted(names) == ["五华区", "昆明市"]
    lists = [
        each.formula1 for each in book.worksheets[0].data_validations.dataValidation if each.type == "list"
    ]
    assert any("填报员" in each and "系统管理员" in each for each in lists)


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b" " * (61 * reading.MEGABYTE))
    return file.getvalue()


def locked() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    )


def other_package() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", b"<document/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"name,username\n", "not_a_workbook"),
        (b"PK\x03\x04 and then nothing", "not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not_a_workbook"),
        (other_package(), "not_a_workbook"),
        (locked(), "password"),
        (bytes(reading.LARGEST + 1), "too_large"),
        (bomb(), "unpacks_too_large"),
        (filled(ROW, headings=("甲", "乙", "丙")), "headings_missing"),
        (filled(ROW, headings=("姓名", "登录名", "单位", "姓名")), "heading_twice"),
        (filled(), "no_rows"),
        (filled(*[ROW] * (reading.MOST_ROWS + 1)), "too_many_rows"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_is_no_workbook_of_accounts_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(WorkbookRefused) as caught:
        reading.read(content)
    assert caught.value.code == code
    assert "%(" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01",
        "2024/3/1",
        "2024.3.1",
        "2024年3月1日",
        "20240301",
        "２０２４－３－１",
        "2024-03-01 00:00:00",
    ],
)
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert day(text) == date(2024, 3, 1)


@pytest.mark.parametrize("text", ["明天", "2024-02-30", "1/3/2024", "24-3-1", "2024-13-01", "1898-01-01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(NoDay):
        day(text)


def test_a_bare_number_is_refused_with_the_day_it_would_be() -> None:
    with pytest.raises(NoDay, match="2024-03-01"):
        day("45352")
    with pytest.raises(NoDay, match="2024-03-01"):
        day("43890", is_1904=True)
