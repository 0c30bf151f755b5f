"""Small forms for tests, and surgery on workbooks: cells changed as people and programs change them."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from yunjiang.returns.workbooks import reading, writing
from yunjiang.returns.workbooks.form import (
    Form,
    FormCell,
    FormQuestion,
    FormSection,
    FormUnit,
    Said,
    Shape,
    Topic,
)
from yunjiang.returns.workbooks.reading import Reading

KEY = b"the key of the site in tests"
WRITTEN_AT = datetime(2025, 1, 2, 9, 30)
CYCLE = "small/operational/annual/2024"
WORKERS, WOMEN, MONEY, RATE = "workers", "workers;sex=female", "funds", "rate"
QUESTIONS = (
    FormQuestion(WORKERS, 1, "1.1", "参训职工", "人", definition="当期参加培训的职工。"),
    FormQuestion(WOMEN, 2, "1.1", "女职工", "人", part_of=WORKERS),
    FormQuestion(MONEY, 3, "1.2", "投入资金", "万元", scale=2),
    FormQuestion(RATE, 4, "1.2", "覆盖率", "%", scale=1),
    FormQuestion("balance", 5, "1.2", "净增", "人", is_signed=True),
)
HEADINGS = (("progress", "工作进展"), ("problems", "存在问题"))


def said(value: int | str | None = None, explanation: str = "") -> Said:
    return Said(None if value is None else Decimal(value), False, explanation)


def unit(
    key: str = "530102",
    name: str = "五华区",
    cells: Mapping[str, FormCell] | None = None,
    passages: Mapping[tuple[str, str], str] | None = None,
    *,
    without: tuple[str, ...] = (),
    **more: Any,
) -> FormUnit:
    asked = {each.code: FormCell() for each in QUESTIONS if each.code not in without}
    return FormUnit(
        key, f"昆明市{name}", name, key, cells={**asked, **(cells or {})}, passages=passages or {}, **more
    )


def form(*units: FormUnit, **more: Any) -> Form:
    given: dict[str, Any] = {
        "cycle": CYCLE,
        "cycle_name": "小规划2024年年报",
        "questions": QUESTIONS,
        "sections": (FormSection("1.1", "培训", "省总工会"), FormSection("1.2", "投入")),
        "units": units or (unit(),),
        "topics": (Topic("1.1", "技能培训"), Topic("", "总体情况")),
        "headings": HEADINGS,
        "slots": frozenset({("1.1", "progress"), ("", "progress"), ("", "problems")}),
        "last_time_name": "2023",
        "due_on": date(2025, 1, 15),
        "contacts": ("上级单位：昆明市总工会",),
    }
    return Form(**(given | more))


def written(form: Form, shape: Shape | None = None, key: bytes = KEY) -> bytes:
    return writing.write(form, key=key, written_at=WRITTEN_AT, shape=shape)


def read(content: bytes, form: Form) -> Reading:
    return reading.read(content, form, keys=[KEY])


def place_of(sheet: Worksheet, identity: str) -> tuple[int, int]:
    """Return row and column, counted from 1, of the cell with a hidden id."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == identity:
                return cell.row, cell.column
    raise LookupError(identity)


def edited(content: bytes, edit: Callable[[openpyxl.Workbook], None]) -> bytes:
    """Open, edit and save a workbook with openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def value_at(sheet: Worksheet, question: str, role: str = "value") -> Any:
    """Return the cell of a question on a unit's sheet, to be changed."""
    row, _ = place_of(sheet, f"q:{question}")
    _, column = place_of(sheet, f"c:{role}")
    return sheet.cell(row, column)


def filled(content: bytes, sheet: str = "五华区", **values: Any) -> bytes:
    """Fill a unit's sheet in: numbers by question."""

    def fill(book: openpyxl.Workbook) -> None:
        for question, value in values.items():
            value_at(book[sheet], question).value = value

    return edited(content, fill)


def surgery(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change one part of the package."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for member in before.infolist():
            data = before.read(member.filename)
            after.writestr(member.filename, change(data) if member.filename == part else data)
    return file.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """Add a part to the package."""
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)
    return file.getvalue()


def cell_xml(content: bytes, address: str, xml: str, part: str = "xl/worksheets/sheet2.xml") -> bytes:
    """Put XML in the place of a cell."""
    pattern = re.compile(rf'<c r="{address}"[^>]*?(?:/>|>.*?</c>)'.encode(), re.DOTALL)

    def change(data: bytes) -> bytes:
        new, count = pattern.subn(lambda _match: xml.encode(), data, count=1)
        assert count == 1
        return new

    return surgery(content, part, change)
