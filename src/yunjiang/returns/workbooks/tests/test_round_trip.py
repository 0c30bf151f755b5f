"""What is written is read back, whatever is in it, in both shapes, and through another program."""

import io
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from yunjiang.returns.workbooks import cells, merging
from yunjiang.returns.workbooks.cells import Sort
from yunjiang.returns.workbooks.form import REASONS, Form, FormCell, Said, Shape, joined, parted, tidy
from yunjiang.returns.workbooks.problems import Weight
from yunjiang.returns.workbooks.reading import Reading

from .forms import QUESTIONS, form, read, said, unit, written

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n：=@+-'"), max_size=60
).map(tidy)
EXPLANATION = st.one_of(
    st.just(""), TEXT, st.sampled_from(REASONS), st.builds(joined, st.sampled_from(REASONS), TEXT)
)


def answers(scale: int, *, is_signed: bool) -> st.SearchStrategy[Said]:
    numbers = st.decimals(
        min_value=-(10**10) if is_signed else 0, max_value=10**13, places=scale, allow_nan=False
    )
    return st.one_of(
        st.builds(Said, st.none(), st.booleans(), EXPLANATION),
        st.builds(Said, numbers, st.just(False), EXPLANATION),
    )


@st.composite
def forms(draw: st.DrawFn) -> Form:
    units = []
    for number in range(draw(st.integers(1, 3))):
        cells = {
            each.code: FormCell(draw(answers(each.scale, is_signed=each.is_signed)), last_time=Decimal(3))
            for each in QUESTIONS
        }
        words = {("", "progress"): draw(TEXT), ("1.1", "progress"): draw(TEXT)}
        units.append(unit(f"53010{number}", f"第{number}县", cells, words))
    return form(*units)


def assert_same(found: Reading, form: Form) -> None:
    assert [each.placed() for each in found.problems if each.weight is not Weight.NOTICE] == []
    assert {each.code for each in found.problems} <= {"text_number"}  # of more than 15 digits
    assert len(found.units) == len(form.units)
    questions = {each.code: each for each in form.questions}
    for unit_read, asked in zip(found.units, form.units, strict=True):
        assert {code: cell.said for code, cell in unit_read.answers.items()} == {
            code: cell.said for code, cell in asked.cells.items()
        }
        for key, text in asked.passages.items():
            assert unit_read.passages[key].text == text
        assert merging.merge(unit_read, asked, questions).changed_count == 0


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(forms(), st.sampled_from(Shape))
def test_what_is_written_is_read_back(form: Form, shape: Shape) -> None:
    assert_same(read(written(form, shape), form), form)


@given(EXPLANATION)
def test_reason_and_words_make_the_explanation_again(explanation: str) -> None:
    assert joined(*parted(explanation)) == explanation


@pytest.mark.parametrize("shape", Shape)
def test_another_reader_sees_the_same_cells(shape: Shape) -> None:
    """calamine, which is used for other files, agrees with our reading of values cell by cell."""
    content = written(
        form(unit(cells={"workers": FormCell(said(128, "其他：新增"))}), unit("2", "官渡区")), shape
    )
    others = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for sheet in cells.read(content).sheets:
        theirs = others.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        found = {
            (row, column): value
            for row, values in enumerate(theirs)
            for column, value in enumerate(values)
            if value != ""
        }
        ours = {
            at: Decimal(raw.text) if raw.sort is Sort.NUMBER else raw.text
            for at, raw in sheet.cells.items()
            if raw.text
        }
        assert ours == {
            at: Decimal(str(value)) if isinstance(value, float) else value for at, value in found.items()
        }


def test_a_workbook_written_in_one_language_is_read_in_another() -> None:
    asked = form(unit(cells={"workers": FormCell(said(5)), "funds": FormCell(Said(None, True, "台账未建"))}))
    for there, here in (("zh-hans", "en"), ("en", "zh-hans")):
        with translation.override(there):
            content = written(asked)
        with translation.override(here):
            assert_same(read(content, asked), asked)


@pytest.mark.parametrize("shape", Shape)
def test_everything_but_inputs_is_locked_and_ids_are_hidden(shape: Shape) -> None:
    closed = FormCell(said(7), is_open=False)
    book = openpyxl.load_workbook(
        io.BytesIO(written(form(unit(cells={"workers": closed}), unit("2", "官渡区")), shape))
    )
    assert book["yunjiang"].sheet_state == "veryHidden"
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        assert not sheet.protection.password
    sheet = book.worksheets[1]
    assert sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes
    assert sheet.page_setup.paperSize == 9
    locked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    count = 4 * 4 if shape is Shape.SHEETS else 4 + 5  # number, none, reason, words; one cell each
    assert len(locked) == count


def test_names_that_excel_forbids_become_sheets() -> None:
    units = [
        unit("1", "[甲]:县/区?*"),
        unit("2", "甲" * 40),
        unit("3", "甲" * 40),
        unit("4", "History"),
        unit("5", "'"),
    ]
    asked = form(*units)
    found = read(written(asked, Shape.SHEETS), asked)
    assert [each.key for each in found.units] == ["1", "2", "3", "4", "5"]


def test_demonstration_data_say_so_on_every_page() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(form(is_demonstration=True))))
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert all("演示数据" in sheet.oddHeader.right.text for sheet in shown)


def _through_libreoffice(content: bytes, folder: Path) -> bytes:
    program = shutil.which("soffice")
    assert program is not None
    source = folder / "in.xlsx"
    source.write_bytes(content)
    (folder / "out").mkdir()
    subprocess.run(
        [program, "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(source)],
        check=True, capture_output=True, timeout=120, env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    return (folder / "out" / "in.xlsx").read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("shape", Shape)
def test_saved_again_by_another_program_it_keeps_ids_and_values(shape: Shape, tmp_path: Path) -> None:
    cells_said = {
        "workers": FormCell(said(128, "其他：新增两个园区"), last_time=Decimal(90)),
        "funds": FormCell(said("12.34")),
        "rate": FormCell(Said(None, True, "台账未建")),
    }
    asked = form(
        unit(cells=cells_said, passages={("", "progress"): "三次会议。\n两次调研。"}), unit("2", "官渡区")
    )
    assert_same(read(_through_libreoffice(written(asked, shape), tmp_path), asked), asked)
