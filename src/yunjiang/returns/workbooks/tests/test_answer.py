"""The workbook that goes back: marked, otherwise untouched, openable, and good to be corrected and sent again."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill

from yunjiang.returns.workbooks import answering
from yunjiang.returns.workbooks.form import Shape
from yunjiang.returns.workbooks.layout import CHECKED
from yunjiang.returns.workbooks.problems import Weight
from yunjiang.returns.workbooks.reading import Reading

from .forms import RATE, WOMEN, WORKERS, edited, form, read, said, unit, value_at, written

SHEET = "五华区"


def wrong(book: openpyxl.Workbook) -> None:
    sheet = book[SHEET]
    value_at(sheet, WORKERS).value = "1.28万"
    value_at(sheet, WOMEN).value = -3
    value_at(sheet, WOMEN).comment = Comment("同去年", "张三")
    value_at(sheet, RATE).value = 5
    value_at(sheet, RATE).comment = Comment("已核", "李四")


def answered(found: Reading) -> bytes:
    assert found.book is not None
    return answering.answer(found.book, found.problems)


def marked(content: bytes, sheet: str = SHEET) -> tuple[dict[str, str], set[str]]:
    """Return the notes by cell, and the cells that are filled."""
    page = openpyxl.load_workbook(io.BytesIO(content))[sheet]
    notes = {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}
    ours = [
        str(each.sqref)
        for each in page.conditional_formatting
        for rule in each.rules
        if any("yunjiang" in formula for formula in rule.formula)
    ]
    return notes, {cell for each in ours for cell in each.split()}


def test_wrong_cells_are_noted_and_filled_and_listed_first() -> None:
    asked = form()
    content = answered(read(edited(written(asked), wrong), asked))
    notes, fills = marked(content)
    assert fills == {"F7", "F8"}
    assert notes["F7"].startswith(CHECKED)
    assert "12800" in notes["F7"]
    assert notes["F8"].startswith(f"同去年\n{CHECKED}")
    assert notes["F11"] == "已核"
    book = openpyxl.load_workbook(io.BytesIO(content))
    listed = book.worksheets[0]
    assert book.active is listed
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets].count(True) == 1
    assert [listed.cell(4, column).value for column in (3, 4)] == [SHEET, "F7"]
    assert listed["C4"].hyperlink.location == f"'{SHEET}'!F7"


def test_what_is_not_wrong_stays_byte_for_byte() -> None:
    asked = form(unit(), unit("530103", "盘龙区"))
    content = edited(written(asked, Shape.SHEETS), wrong)
    answer = answered(read(content, asked))
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(io.BytesIO(answer)) as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        assert changed <= {
            "[Content_Types].xml",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/styles.xml",
            "xl/worksheets/sheet1.xml",  # it is not the one that opens any more
            "xl/worksheets/sheet2.xml",
            "xl/comments/comment1.xml",
            "xl/drawings/commentsDrawing1.vml",
        }
        assert "xl/worksheets/sheet3.xml" in before.namelist()


def test_names_of_sheets_move_with_them() -> None:
    asked = form()
    before = openpyxl.load_workbook(io.BytesIO(written(asked)))
    after = openpyxl.load_workbook(io.BytesIO(answered(read(edited(written(asked), wrong), asked))))
    for sheet in before.worksheets:
        assert after[sheet.title].print_title_rows == sheet.print_title_rows
        assert after[sheet.title].print_area == sheet.print_area


def test_corrected_and_sent_again_it_is_taken_and_the_marks_go() -> None:
    asked = form()
    answer = answered(read(edited(written(asked), wrong), asked))

    def correct_one(book: openpyxl.Workbook) -> None:
        value_at(book[SHEET], WORKERS).value = 12800

    second = read(edited(answer, correct_one), asked)
    assert [each.code for each in second.problems] == ["negative"]
    again = answered(second)
    notes, fills = marked(again)
    assert fills == {"F8"}
    assert "F7" not in notes
    assert notes["F8"].count(CHECKED) == 1
    assert (
        openpyxl.load_workbook(io.BytesIO(again)).sheetnames
        == openpyxl.load_workbook(io.BytesIO(answer)).sheetnames
    )

    def correct_all(book: openpyxl.Workbook) -> None:
        value_at(book[SHEET], WOMEN).value = 3

    third = read(edited(again, correct_all), asked)
    assert third.problems == ()
    assert third.answers["530102"][WORKERS] == said(12800)
    notes, fills = marked(answered(third))
    assert (notes["F8"], notes["F11"], fills) == ("同去年", "已核", set())


def test_people_s_own_conditional_formats_stay() -> None:
    asked = form()

    def colour(book: openpyxl.Workbook) -> None:
        wrong(book)
        rule = CellIsRule("greaterThan", ["100"], fill=PatternFill("solid", bgColor="FFFF00"))
        book[SHEET].conditional_formatting.add("F7:F11", rule)

    answer = answered(read(edited(written(asked), colour), asked))
    rules = [
        rule
        for each in openpyxl.load_workbook(io.BytesIO(answer))[SHEET].conditional_formatting
        for rule in each.rules
    ]
    assert {rule.type for rule in rules} == {"cellIs", "expression"}


def test_the_wide_sheet_is_marked_too() -> None:
    asked = form(unit(), unit("530103", "盘龙区"))

    def edit(book: openpyxl.Workbook) -> None:
        book.worksheets[1]["D8"].value = "约3"

    content = answered(read(edited(written(asked), edit), asked))
    name = openpyxl.load_workbook(io.BytesIO(content)).sheetnames[2]
    assert marked(content, name)[1] == {"D8"}


def test_a_row_that_is_wrong_as_a_whole_is_marked_at_its_name() -> None:
    asked = form()

    def edit(book: openpyxl.Workbook) -> None:
        for cell in book[SHEET][7]:
            book[SHEET].cell(30, cell.column, cell.value)

    notes, fills = marked(answered(read(edited(written(asked), edit), asked)))
    assert fills == {"C30"}
    assert set(notes) == {"C30"}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_another_program_opens_it_and_keeps_it_readable(tmp_path: Path) -> None:
    asked = form()
    source = tmp_path / "answer.xlsx"
    source.write_bytes(answered(read(edited(written(asked), wrong), asked)))
    program = shutil.which("soffice")
    assert program is not None
    subprocess.run(
        [program, "--headless", "--norestore", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), str(source)],
        check=True, capture_output=True, timeout=120, env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    content = (tmp_path / "out" / "answer.xlsx").read_bytes()
    notes, fills = marked(content)
    assert fills == {"F7", "F8"}
    assert notes["F7"].startswith(CHECKED)
    found = read(content, asked)
    assert [each.code for each in found.problems if each.weight is Weight.PROBLEM] == [
        "other_unit",
        "negative",
    ]
    notes, _fills = marked(answered(found))
    assert notes["F8"].count(CHECKED) == 1
