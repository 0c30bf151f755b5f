"""What spreadsheets do to data: each is told in a sentence, or read as it was meant."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from yunjiang.files.refusals import FileRefused
from yunjiang.registers.kit.intake import checking, committing, receiving, workbooks
from yunjiang.registers.kit.intake.refusals import NoIntake
from yunjiang.registers.kit.models import IntakeBatch
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.models import Place
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.registers.kit.tests.test_intake import checked, received, told, workbook

pytestmark = pytest.mark.django_db
HEADINGS = ["编号", "名称", "类别", "启用日期", "座位数"]


def saved(book: openpyxl.Workbook) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def sheet(*row: object, headings: list[str] = HEADINGS) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.append(headings)
    book.active.append(list(row))
    return book


def brought(desk: Desk, book: openpyxl.Workbook) -> IntakeBatch:
    return checked(desk, saved(book))


def test_a_formula_whose_result_was_not_saved_is_told(desk: Desk) -> None:
    batch = brought(desk, sheet("A1", "书屋", "职工书屋", None, "=1+1"))
    assert told(batch) == [(2, "seats", "formula_without_value")]


def test_an_error_value_is_told(desk: Desk) -> None:
    batch = brought(desk, sheet("A1", "书屋", "职工书屋", None, "#N/A"))
    assert told(batch) == [(2, "seats", "error_value")]


def test_days_are_counted_from_1904_where_the_workbook_does(desk: Desk) -> None:
    book = sheet("A1", "书屋", "职工书屋", date(2024, 3, 1), 1)
    book.epoch = CALENDAR_MAC_1904
    batch = brought(desk, book)
    committing.commit(batch, desk.clerk)
    assert Place.objects.get().opened_on == date(2024, 3, 1)


def test_a_day_that_lost_its_format_is_read(desk: Desk) -> None:
    committing.commit(brought(desk, sheet("A1", "书屋", "职工书屋", 45352, 1)), desk.clerk)
    assert Place.objects.get().opened_on == date(2024, 3, 1)


@pytest.mark.parametrize("written", ["2024.3.1", "2024/03/01", "2024年3月1日", "20240301", "２０２４-３-１"])
def test_days_are_read_as_people_write_them(desk: Desk, written: str) -> None:
    committing.commit(brought(desk, sheet("A1", "书屋", "职工书屋", written, 1)), desk.clerk)
    assert Place.objects.get().opened_on == date(2024, 3, 1)


@pytest.mark.parametrize("written", ["2024-02-30", "3/4/24", "2024年", "1024-01-01"])
def test_what_is_no_day_is_told(desk: Desk, written: str) -> None:
    batch = brought(desk, sheet("A1", "书屋", "职工书屋", written, 1))
    assert told(batch) == [(2, "opened_on", "not_understood")]


def test_a_number_that_lost_digits_is_told(desk: Desk) -> None:
    book = sheet("A1", "书屋", "职工书屋", 530102199001011234, headings=["编号", "名称", "类别", "电话"])
    assert told(brought(desk, book)) == [(2, "keeper_phone", "digits_lost")]


def test_a_phone_typed_as_a_number_is_kept_whole(desk: Desk) -> None:
    book = sheet("A1", "书屋", "职工书屋", 13888880001, headings=["编号", "名称", "类别", "电话"])
    committing.commit(brought(desk, book), desk.clerk)
    assert Place.objects.get().keeper_phone == "13888880001"


def test_a_workbook_with_a_password_or_a_bomb_is_refused(desk: Desk, settings: object) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<x/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (4 << 20))
    settings.YUNJIANG_UNPACKED_LIMIT = 1 << 20  # type: ignore[attr-defined]
    for content in (bomb.getvalue(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, b""):
        with pytest.raises(FileRefused):
            received(desk, io.BytesIO(content))


def test_a_guarded_field_is_not_changed_by_a_sheet(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Places, "guarded", ("number", "name"))
    desk.create(number="A001", name="老名字")
    batch = checked(desk, workbook(["A001", "新名字", "职工书屋"]))
    assert told(batch) == [(2, "name", "guarded")]


def test_what_is_there_is_skipped_or_told_when_asked(desk: Desk) -> None:
    desk.create(number="A001", name="老名字")
    for how, faulty in (("skip", 0), ("refuse", 1)):
        batch = received(desk, workbook(["A001", "新名字", "职工书屋"]))
        batch.on_conflict = how
        batch.save()
        assert (checking.check(batch).changed_count, batch.faulty_count) == (0, faulty)


def test_a_register_may_take_no_sheets(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Places, "intake", None)
    with pytest.raises(NoIntake):
        receiving.receive(Places, desk.units["wuhua"], workbook(), "场所.xlsx", by=desk.clerk)


def test_headings_are_found_in_the_head_of_a_workbook(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    book = sheet("A1", "书屋", "职工书屋", None, 1)
    for number in range(2, 500):
        book.active.append([f"A{number}", f"书屋{number}", "职工书屋", None, number])
    content = saved(book)
    lengths = []
    heads = workbooks._heads
    monkeypatch.setattr(
        workbooks, "_heads", lambda *of: lengths.append(len((head := heads(*of)).getvalue())) or head
    )
    batch = received(desk, content)
    assert lengths < [
        len(content.getvalue()) * 2
    ]  # unpacked, and yet hardly longer than the whole one packed
    assert batch.mapping == dict(zip(HEADINGS, ["number", "name", "sort", "opened_on", "seats"], strict=True))
    checking.check(batch)
    assert (batch.row_count, batch.faulty_count) == (499, 0)
