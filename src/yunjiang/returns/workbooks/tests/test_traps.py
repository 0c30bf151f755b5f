"""One crafted file for each trap: what people, programs and attackers send instead of the template filled in."""

import dataclasses
import io
import struct
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from yunjiang.returns.workbooks import package
from yunjiang.returns.workbooks.form import Form, FormCell, Said, Shape
from yunjiang.returns.workbooks.problems import Weight
from yunjiang.returns.workbooks.reading import Reading

from .forms import (
    MONEY,
    QUESTIONS,
    RATE,
    WOMEN,
    WORKERS,
    cell_xml,
    edited,
    filled,
    form,
    place_of,
    read,
    said,
    surgery,
    unit,
    value_at,
    with_part,
    written,
)

SHEET = "五华区"
TEMPLATE = written(form())


def codes(found: Reading, *weights: Weight) -> list[str]:
    wanted = weights or (Weight.REFUSAL, Weight.PROBLEM)
    return [each.code for each in found.problems if each.weight in wanted]


def everything(found: Reading) -> list[str]:
    return [each.code for each in found.problems]


# --- files that are not read at all


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return file.getvalue()


def bomb() -> bytes:
    return surgery(TEMPLATE, "xl/worksheets/sheet2.xml", lambda data: data + b" " * (120 << 20))


def lying_about_its_size() -> bytes:
    """A package that says of a large part that it is small."""
    content = bytearray(surgery(TEMPLATE, "xl/worksheets/sheet2.xml", lambda data: data + b" " * (120 << 20)))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        size = struct.unpack_from("<I", content, at + 24)[0]
        if size > 1 << 20:
            struct.pack_into("<I", content, at + 24, 1000)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def encrypted_package() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )


def encrypted_entry() -> bytes:
    content = bytearray(TEMPLATE)
    at = content.find(b"PK\x01\x02")
    struct.pack_into("<H", content, at + 8, 1)
    return bytes(content)


def without_ids() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write(0, 0, "填报表")
    return file.getvalue()


def of_the_future() -> bytes:
    return surgery(
        TEMPLATE, "xl/sharedStrings.xml", lambda data: data.replace(b"yunjiang:1:", b"yunjiang:9:")
    )


def deep() -> bytes:
    nested = b"<a>" * 300 + b"</a>" * 300
    return surgery(
        TEMPLATE,
        "xl/worksheets/sheet2.xml",
        lambda data: data.replace(b"</worksheet>", nested + b"</worksheet>"),
    )


def deep_styles() -> bytes:
    nested = b"<a>" * 5000 + b"</a>" * 5000
    return surgery(
        TEMPLATE, "xl/styles.xml", lambda data: data.replace(b"</styleSheet>", nested + b"</styleSheet>")
    )


def laughing() -> bytes:
    doctype = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    return surgery(
        TEMPLATE,
        "xl/worksheets/sheet2.xml",
        lambda data: data.replace(b"<worksheet", doctype + b"<worksheet", 1),
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lambda: b"", "file_empty"),
        (lambda: b"PK" + b"\0" * (21 << 20), "file_too_large"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "kind_xls"),
        (lambda: zipped(**{"[Content_Types].xml": b"application/vnd.ms-excel.sheet.binary.macroEnabled.main"}), "kind_xlsb"),
        (lambda: zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "kind_ods"),
        (lambda: b"%PDF-1.7 ...", "kind_other"),
        (lambda: b"\xef\xbb\xbf\xe5\xa1\xab\xe6\x8a\xa5\xe9\xa1\xb9,1,2\r\n", "kind_other"),
        (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "kind_other"),
        (lambda: zipped(**{"[Content_Types].xml": b"wordprocessingml", "word__document.xml": b"<a/>"}), "kind_other"),
        (lambda: zipped(a=b"b"), "kind_other"),
        (encrypted_package, "password"),
        (encrypted_entry, "password"),
        (lambda: with_part(TEMPLATE, "xl/vbaProject.bin", b"macro"), "macros"),
        (lambda: with_part(TEMPLATE, "xl/embeddings/oleObject1.bin", b"ole"), "embedded_objects"),
        (lambda: with_part(TEMPLATE, "xl/activeX/activeX1.xml", b"<a/>"), "embedded_objects"),
        (lambda: TEMPLATE[:5000], "package_damaged"),
        (lambda: TEMPLATE[:3000] + b"\0" * 400 + TEMPLATE[3400:], "package_damaged"),
        (lambda: b"PK\x03\x04 nothing", "package_damaged"),
        (lambda: b"\x00\x01\x02\x03", "package_damaged"),
        (lambda: with_part(TEMPLATE, "xl/Workbook.xml", b"<a/>"), "package_damaged"),
        (lambda: with_part(TEMPLATE, "../../etc/passwd", b"x"), "package_damaged"),
        (lambda: surgery(TEMPLATE, "xl/workbook.xml", lambda data: data[:200]), "package_damaged"),
        (lambda: surgery(TEMPLATE, "xl/worksheets/sheet2.xml", lambda data: data[:500]), "package_damaged"),
        (bomb, "package_bomb"),
        (lambda: zipped(**{f"part{each}": b"" for each in range(2001)}), "package_bomb"),
        (lambda: zipped(**{"[Content_Types].xml": b" " * (90 << 20)}), "package_bomb"),
        (laughing, "xml_entities"),
        (deep, "xml_too_deep"),
        (deep_styles, "xml_too_deep"),
        (without_ids, "ids_missing"),
        (of_the_future, "format_newer"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_read_says_why(content: Callable[[], bytes], code: str) -> None:
    found = read(content(), form())
    assert (everything(found), found.units) == ([code], ())
    assert found.is_refused
    assert found.problems[0].sentence()


@pytest.mark.parametrize("limit", ["CELLS_AT_MOST", "EMPTY_AT_MOST"])
def test_a_workbook_of_too_many_cells(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"yunjiang.returns.workbooks.cells.{limit}", 60)
    assert everything(read(TEMPLATE, form())) == ["cells_too_many"]


def test_a_part_too_large_to_be_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "TREE_AT_MOST", 1000)
    assert everything(read(TEMPLATE, form())) == ["package_bomb"]


def test_a_package_that_lies_about_its_size_is_found_out() -> None:
    assert everything(read(lying_about_its_size(), form())) in (["package_bomb"], ["package_damaged"])


def test_a_stray_cell_at_the_end_of_a_sheet_costs_nothing() -> None:
    content = surgery(
        TEMPLATE,
        "xl/worksheets/sheet2.xml",
        lambda data: data.replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        ),
    )
    assert codes(read(content, form())) == []


def test_a_workbook_with_macros_allowed_but_none_in_it_is_taken() -> None:
    content = surgery(
        TEMPLATE,
        "[Content_Types].xml",
        lambda data: data.replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
    )
    assert len(read(content, form()).units) == 1


# --- sheets, rows and columns


def test_of_another_cycle() -> None:
    content = written(form(cycle="small/operational/annual/2023", cycle_name="小规划2023年年报"))
    found = read(content, form())
    assert codes(found) == ["cycle_differs"]
    assert "小规划2023年年报" in found.problems[0].sentence()
    assert found.units == ()


def test_of_another_unit() -> None:
    found = read(written(form(unit("530302", "麒麟区"))), form())
    assert codes(found) == ["unit_elsewhere"]
    assert "麒麟区" in found.problems[0].sentence()


def test_from_another_installation() -> None:
    found = read(written(form(), key=b"another"), form())
    assert codes(found) == ["checksum_wrong"]
    assert "hidden_sheet_missing" in everything(found)


def test_ids_altered() -> None:
    content = surgery(
        TEMPLATE,
        "xl/sharedStrings.xml",
        lambda data: data.replace(b'"530102', b'"530103'),
    )
    assert codes(read(content, form())) == ["checksum_wrong"]


def test_of_an_old_template_says_what_has_changed() -> None:
    questions = (dataclasses.replace(QUESTIONS[0], unit="人次"), *QUESTIONS[2:])
    older = form(unit(without=(WOMEN,)), questions=questions)
    found = read(written(older), form())
    assert codes(found) == ["template_old"]
    sentence = found.problems[0].sentence()
    assert "+ 女职工" in sentence
    assert "参训职工（人次）→ 参训职工（人）" in sentence


def test_of_an_older_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yunjiang.returns.workbooks.marks.FORMAT", 2)
    assert codes(read(TEMPLATE, form())) == ["format_old"]


def test_a_renamed_sheet_is_found_by_its_ids() -> None:
    def rename(book: openpyxl.Workbook) -> None:
        book[SHEET].title = "改了名"

    found = read(edited(TEMPLATE, rename), form())
    assert everything(found) == ["sheet_renamed"]
    assert len(found.units[0].answers) == 5


def test_a_removed_sheet_is_told_and_the_others_are_taken() -> None:
    asked = form(unit(), unit("530103", "盘龙区"))

    def remove(book: openpyxl.Workbook) -> None:
        del book["盘龙区"]

    found = read(edited(written(asked, Shape.SHEETS), remove), asked)
    assert everything(found) == ["sheet_missing"]
    assert [each.key for each in found.units] == ["530102"]


def test_a_duplicated_sheet_is_refused() -> None:
    def copy(book: openpyxl.Workbook) -> None:
        book.copy_worksheet(book[SHEET])

    found = read(edited(TEMPLATE, copy), form())
    assert codes(found) == ["unit_twice"]
    assert found.units == ()


def test_a_sheet_moved_into_another_workbook_is_still_known() -> None:
    """A prefecture puts the counties' sheets into one file."""
    asked = form(unit(), unit("530103", "盘龙区"))
    other = written(form(unit("530103", "盘龙区", {WORKERS: FormCell(said(7))})))

    def move(book: openpyxl.Workbook) -> None:
        source = openpyxl.load_workbook(io.BytesIO(other))["盘龙区"]
        target = book.create_sheet("抄来的")
        for row in source.iter_rows():
            for cell in row:
                target.cell(cell.row, cell.column, cell.value)

    found = read(edited(written(form(unit())), move), asked)
    assert [each.key for each in found.units] == ["530102", "530103"]
    assert found.units[1].answers[WORKERS].said.value == 7


def test_a_sheet_that_lost_its_ids_is_not_guessed_at() -> None:
    asked = form(unit(), unit("530103", "盘龙区"))

    def lose(book: openpyxl.Workbook) -> None:
        book["盘龙区"].delete_rows(1)

    found = read(edited(written(asked, Shape.SHEETS), lose), asked)
    assert codes(found) == ["sheet_without_ids"]
    assert [each.key for each in found.units] == ["530102"]


def test_somebody_s_own_sheet_is_told_and_not_read() -> None:
    def add(book: openpyxl.Workbook) -> None:
        book.create_sheet("草稿")["A1"] = 5

    assert everything(read(edited(TEMPLATE, add), form())) == ["sheet_unknown"]


def test_the_hidden_sheet_gone_is_told() -> None:
    def remove(book: openpyxl.Workbook) -> None:
        del book["yunjiang"]

    assert everything(read(edited(TEMPLATE, remove), form())) == ["hidden_sheet_missing"]


def inserted(sheet: Worksheet) -> None:
    sheet.insert_rows(8)
    sheet.insert_cols(4)


def removed(sheet: Worksheet) -> None:
    sheet.delete_rows(place_of(sheet, f"q:{WOMEN}")[0])


def in_reverse(sheet: Worksheet) -> None:
    rows = [place_of(sheet, f"q:{each.code}")[0] for each in QUESTIONS]
    values = [[cell.value for cell in sheet[row]] for row in rows]
    for row, kept in zip(rows, reversed(values), strict=True):
        for cell, value in zip(sheet[row], kept, strict=True):
            cell.value = value


@pytest.mark.parametrize(
    ("change", "told"),
    [(inserted, ["moved"]), (removed, ["row_missing", "moved"]), (in_reverse, ["moved"])],
)
def test_rows_and_columns_moved_are_found_by_their_ids(
    change: Callable[[Worksheet], None], told: list[str]
) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        value_at(book[SHEET], WORKERS).value = 128
        value_at(book[SHEET], RATE).value = 9.5
        change(book[SHEET])

    found = read(edited(TEMPLATE, edit), form())
    assert sorted(everything(found)) == sorted(told)
    answers = found.answers["530102"]
    assert answers[WORKERS] == said(128)
    assert answers[RATE] == said("9.5")
    assert (WOMEN in answers) == (change is not removed)


def test_a_part_sorted_without_its_hidden_column_is_refused() -> None:
    def sort(book: openpyxl.Workbook) -> None:
        sheet = book[SHEET]
        first, second = (place_of(sheet, f"q:{code}")[0] for code in (WORKERS, MONEY))
        for column in range(2, sheet.max_column + 1):
            one, other = sheet.cell(first, column), sheet.cell(second, column)
            one.value, other.value = other.value, one.value

    found = read(edited(TEMPLATE, sort), form())
    assert codes(found) == ["ids_shifted", "ids_shifted"]
    assert WORKERS not in found.answers["530102"]


def test_a_row_copied_is_there_twice() -> None:
    def copy(book: openpyxl.Workbook) -> None:
        sheet = book[SHEET]
        row = place_of(sheet, f"q:{WORKERS}")[0]
        for cell in sheet[row]:
            sheet.cell(30, cell.column, cell.value)

    found = read(edited(TEMPLATE, copy), form())
    assert codes(found) == ["row_twice"]
    assert WORKERS not in found.answers["530102"]


def test_numbers_in_an_inserted_row_are_not_lost_in_silence() -> None:
    def insert(book: openpyxl.Workbook) -> None:
        sheet = book[SHEET]
        sheet.insert_rows(8)
        sheet.cell(8, place_of(sheet, "c:value")[1], 55)

    assert codes(read(edited(TEMPLATE, insert), form())) == ["row_without_id"]


def test_numbers_in_an_inserted_column_are_not_lost_in_silence() -> None:
    def insert(book: openpyxl.Workbook) -> None:
        sheet = book[SHEET]
        column = place_of(sheet, "c:value")[1]
        sheet.insert_cols(column)
        sheet.cell(place_of(sheet, f"q:{WORKERS}")[0], column, 55)

    assert codes(read(edited(TEMPLATE, insert), form())) == ["column_without_id"]


def test_a_column_of_ids_missing_or_double() -> None:
    def lose(book: openpyxl.Workbook) -> None:
        sheet = book[SHEET]
        sheet.cell(*place_of(sheet, "c:value")).value = None

    def double(book: openpyxl.Workbook) -> None:
        sheet = book[SHEET]
        sheet.cell(1, 20, "c:value")

    assert codes(read(edited(TEMPLATE, lose), form())) == ["columns_missing"]
    assert codes(read(edited(TEMPLATE, double), form())) == ["column_twice"]


def test_a_changed_name_is_told_and_changes_nothing() -> None:
    def rename(book: openpyxl.Workbook) -> None:
        value_at(book[SHEET], WORKERS, "name").value = "参加培训的职工（合计）"
        value_at(book[SHEET], WORKERS).value = 3

    found = read(edited(TEMPLATE, rename), form())
    assert everything(found) == ["label_changed"]
    assert found.answers["530102"][WORKERS] == said(3)


def test_a_closed_number_changed_is_refused_and_left_alone_is_not() -> None:
    asked = form(
        unit(
            cells={WORKERS: FormCell(said(7), is_open=False), RATE: FormCell(Said(None, True), is_open=False)}
        )
    )
    content = written(asked)
    assert codes(read(content, asked)) == []
    found = read(filled(content, **{WORKERS: 8}), asked)
    assert codes(found) == ["section_closed"]
    assert "7" in found.problems[0].sentence()


# --- cells


def test_every_problem_is_told_not_only_the_first() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book[SHEET]
        value_at(sheet, WORKERS).value = "1.28万"
        value_at(sheet, WOMEN).value = -3
        value_at(sheet, MONEY).value = "约5"
        value_at(sheet, RATE).value = True
        value_at(sheet, "balance", "unavailable").value = "是"

    found = read(edited(TEMPLATE, edit), form())
    assert codes(found) == ["other_unit", "negative", "inexact", "boolean", "mark_unknown"]
    first = found.problems[0]
    assert (first.sheet, first.cell, first.unit, first.question) == (SHEET, "F7", "530102", WORKERS)


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ('<c r="F7" t="e"><v>#N/A</v></c>', "error_value"),
        ('<c r="F7" t="e"><f>A1/0</f><v>#DIV/0!</v></c>', "error_value"),
        ('<c r="F7"><f>SUM(F8:F9)</f></c>', "formula_without_value"),
        ('<c r="F7"><f>SUM(F8:F9)</f><v></v></c>', "formula_without_value"),
        ('<c r="F7"><f>[1]Sheet1!$A$1</f><v>5</v></c>', "formula_external"),
        ('<c r="F7" t="b"><v>1</v></c>', "boolean"),
        ('<c r="F7" t="d"><v>2024-03-31</v></c>', "date_in_cell"),
        ('<c r="F7"><v>12345678901234567</v></c>', "digits_lost"),
        ('<c r="F7"><v>1.5</v></c>', "fraction"),
        ('<c r="F7" t="inlineStr"><is><r><t>12</t></r><r><t>万</t></r><rPh><t>x</t></rPh></is></c>', "other_unit"),
        ('<c r="F7" t="s"><v>99999</v></c>', None),
        ('<c r="F7" t="str"><f>IF(A1="","",A1)</f><v></v></c>', None),
    ],
)  # fmt: skip
def test_what_a_cell_may_hold_instead_of_a_number(xml: str, code: str | None) -> None:
    found = read(cell_xml(TEMPLATE, "F7", xml), form())
    assert codes(found) == ([code] if code else [])


def test_formats_that_change_what_a_number_means() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book[SHEET]
        for question, value, shown in (
            (WORKERS, 45382, "yyyy-mm-dd"),
            (WOMEN, 0.5, "0%"),
            (RATE, 0.955, "0.0%"),
            (MONEY, 12.5, '#,##0.00"万元"'),
        ):
            cell = value_at(sheet, question)
            cell.value, cell.number_format = value, shown

    found = read(edited(TEMPLATE, edit), form())
    assert codes(found) == ["date_in_cell", "percent_format"]
    assert "2024-03-31" in found.problems[0].sentence()
    assert found.answers["530102"][RATE] == said("95.5")
    assert found.answers["530102"][MONEY] == said("12.5")


def test_days_counted_from_1904_are_told_and_rightly_named() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        cell = value_at(book[SHEET], WORKERS)
        cell.value, cell.number_format = 43920, "yyyy-mm-dd"
        value_at(book[SHEET], WOMEN).value = 43920

    content = surgery(
        edited(TEMPLATE, edit),
        "xl/workbook.xml",
        lambda data: data.replace(b"<workbookPr", b'<workbookPr date1904="1"', 1),
    )
    found = read(content, form())
    assert everything(found) == ["counts_from_1904", "date_in_cell"]
    assert "2024-03-31" in found.problems[1].sentence()
    assert found.answers["530102"][WOMEN] == said(43920)


def test_merged_cells_over_inputs_are_refused() -> None:
    def merge(book: openpyxl.Workbook) -> None:
        sheet = book[SHEET]
        value_at(sheet, WORKERS).value = 9
        sheet.merge_cells("F7:F8")

    found = read(edited(TEMPLATE, merge), form())
    assert codes(found) == ["merged", "merged"]
    assert "F7:F8" in found.problems[0].sentence()


def test_a_number_and_none_exclude_each_other() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        value_at(book[SHEET], WORKERS).value = 5
        value_at(book[SHEET], WORKERS, "unavailable").value = "无法提供"
        value_at(book[SHEET], WOMEN).value = "无法提供"

    found = read(edited(TEMPLATE, edit), form())
    assert codes(found) == ["both"]
    assert found.answers["530102"][WOMEN] == Said(None, True)


def test_words_too_long_or_broken() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book[SHEET]
        value_at(sheet, WORKERS, "explanation").value = "长" * 501
        value_at(sheet, WOMEN, "reason").value = "其他"
        value_at(sheet, WOMEN, "explanation").value = "字" * 499
        words = book.worksheets[2]
        words.cell(5, 4).value = "字" * 8001
        words.cell(5, 5).value = "这里不问"

    assert codes(read(edited(TEMPLATE, edit), form())) == [
        "text_too_long",
        "text_too_long",
        "text_too_long",
        "words_not_asked",
    ]


def test_an_error_or_a_formula_without_value_among_words() -> None:
    content = cell_xml(TEMPLATE, "I7", '<c r="I7" t="e"><v>#REF!</v></c>')
    content = cell_xml(content, "I8", '<c r="I8"><f>A1</f></c>')
    assert codes(read(content, form())) == ["error_value", "formula_without_value"]


def test_a_link_to_another_workbook_is_told() -> None:
    assert everything(read(with_part(TEMPLATE, "xl/externalLinks/externalLink1.xml", b"<a/>"), form())) == [
        "external_links"
    ]


def test_words_of_a_unit_whose_sheet_is_gone_are_told() -> None:
    asked = form(unit(), unit("530103", "盘龙区"))

    def edit(book: openpyxl.Workbook) -> None:
        words = book.worksheets[3]
        words.cell(place_of(words, "t:530103\t")[0], 4).value = "开了三次会"
        del book["盘龙区"]

    assert sorted(everything(read(edited(written(asked, Shape.SHEETS), edit), asked))) == [
        "sheet_missing",
        "words_without_unit",
    ]


# --- the sheet of all units


def wide_form() -> Form:
    return form(unit(), unit("530103", "盘龙区", without=(WOMEN,)), unit("530111", "官渡区"))


def wide_cell(sheet: Worksheet, name: str, question: str) -> openpyxl.cell.Cell:
    row = next(cell.row for cell in sheet["C"] if cell.value == name)
    return sheet.cell(row, place_of(sheet, f"q:{question}")[1])


def wide(edit: Callable[[Worksheet], None]) -> Reading:
    asked = wide_form()
    return read(edited(written(asked), lambda book: edit(book.worksheets[1])), asked)


def test_all_units_on_one_sheet() -> None:
    def edit(sheet: Worksheet) -> None:
        wide_cell(sheet, "五华区", WORKERS).value = 1
        wide_cell(sheet, "盘龙区", WORKERS).value = "无法提供"
        wide_cell(sheet, "官渡区", WORKERS).value = "2人"

    found = wide(edit)
    assert everything(found) == ["unit_repeated"]
    assert [found.answers[key][WORKERS] for key in ("530102", "530103", "530111")] == [
        said(1),
        Said(None, True),
        said(2),
    ]


def test_a_number_that_is_not_asked_of_the_unit() -> None:
    def edit(sheet: Worksheet) -> None:
        wide_cell(sheet, "盘龙区", WOMEN).value = 1

    found = wide(edit)
    assert codes(found) == ["not_asked"]
    assert found.problems[0].unit == "530103"


def test_rows_and_columns_of_all_units_moved() -> None:
    def edit(sheet: Worksheet) -> None:
        wide_cell(sheet, "官渡区", MONEY).value = 3
        sheet.insert_cols(5)
        sheet.insert_rows(8)
        sheet.delete_cols(place_of(sheet, f"q:{RATE}")[1])

    found = wide(edit)
    assert everything(found) == ["column_missing"]
    assert found.answers["530111"][MONEY] == said(3)
    assert RATE not in found.answers["530111"]


def test_unit_names_sorted_without_their_ids() -> None:
    def edit(sheet: Worksheet) -> None:
        first, last = sheet["C7"], sheet["C9"]
        first.value, last.value = last.value, first.value

    found = wide(edit)
    assert codes(found) == ["ids_shifted", "ids_shifted"]
    assert found.answers["530102"] == {}


def test_names_of_columns_sorted_without_their_ids() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["D5"].value, sheet["F5"].value = sheet["F5"].value, sheet["D5"].value

    assert codes(wide(edit)) == ["ids_shifted", "ids_shifted"]


def test_a_unit_s_row_copied_and_a_row_without_a_unit() -> None:
    def copy(sheet: Worksheet) -> None:
        for cell in sheet[7]:
            sheet.cell(20, cell.column, cell.value)
        sheet.cell(21, place_of(sheet, f"q:{WORKERS}")[1], 5)

    found = wide(copy)
    assert sorted(codes(found)) == ["row_without_id", "unit_twice"]
    assert [each.key for each in found.units] == ["530103", "530111"]


def test_a_column_copied() -> None:
    def copy(sheet: Worksheet) -> None:
        column = place_of(sheet, f"q:{WORKERS}")[1]
        sheet.cell(1, 30, f"q:{WORKERS}")
        assert column < 30

    found = wide(copy)
    assert codes(found) == ["column_twice"]
    assert WORKERS not in found.answers["530102"]


def test_both_shapes_in_one_file_say_a_number_twice() -> None:
    asked = form(unit())

    def both(book: openpyxl.Workbook) -> None:
        source = openpyxl.load_workbook(io.BytesIO(written(asked, Shape.WIDE))).worksheets[1]
        target = book.create_sheet("汇总")
        for row in source.iter_rows():
            for cell in row:
                if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                    target.cell(cell.row, cell.column, cell.value)

    assert codes(read(edited(written(asked), both), asked)) == ["unit_twice"]


def test_people_s_own_notes_and_colours_are_no_problem() -> None:
    def note(book: openpyxl.Workbook) -> None:
        cell = value_at(book[SHEET], WORKERS)
        cell.value, cell.comment = 3, Comment("同去年", "张三")

    assert everything(read(edited(TEMPLATE, note), form())) == []


def test_limits_are_what_the_sentences_say() -> None:
    assert package.FILE_AT_MOST < package.UNPACKED_AT_MOST
