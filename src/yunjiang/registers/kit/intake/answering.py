"""The file that goes back: as it came, with whether each row succeeded and what is wrong with it in two more columns, and in a
third what only wants to be looked at.

A workbook carries a comment on each wrong cell too. What was in these columns before is what an earlier answer said.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.files import keeping
from yunjiang.files.kinds import Kind
from yunjiang.files.models import KeptFile
from yunjiang.ledger.intake.headings import normal

from .. import registry
from ..models import IntakeBatch, IntakeState
from . import checking, local, verdicts
from .columns import Wanted
from .problems import NOTES, ROW
from .reading import Sheet

COMMENTS = 2_000  # that a workbook carries; programs grow slow beyond
NARROWEST, WIDEST = 8, 60  # columns of a workbook, in Latin characters
_HEADING = 14  # what a heading widens its column to; it has two lines
_TWO_LINES = 30
_A4 = 9  # as Excel numbers paper
_EXTRA = ("是否成功", "错误原因")
_NOTES = "导入提示"  # a column more, where anything was told that holds nothing up

Told = dict[int, list[tuple[str, str]]]  # row → columns by path with what is told of them


@dataclass
class Verdicts:
    """What is told of the rows of a batch: what is wrong, and what only wants to be looked at."""

    wrong: Told = field(default_factory=lambda: defaultdict(list))
    notes: Told = field(default_factory=lambda: defaultdict(list))

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings of the columns that the answer adds."""
        return (*_EXTRA, _NOTES) if self.notes else _EXTRA


def answer(batch: IntakeBatch) -> KeptFile:
    """Write the answer to a batch, keep it, and have the batch refer to it. Raises SheetRefused."""
    sheet = checking.opened(batch)
    told = Verdicts()
    for row, column, code, text in verdicts.of(batch).select(ROW, "column", "code", "text").iter_rows():
        (told.notes if code in NOTES else told.wrong)[row].append((column, text))
    is_text = batch.file is not None and batch.file.media_type == Kind.CSV.media_type
    content = (_text if is_text else _workbook)(batch, sheet, told)
    batch.answer = keeping.keep_ours(content, Kind.CSV if is_text else Kind.XLSX, is_sealed=True)
    batch.save(update_fields=["answer"])
    return batch.answer


def _rows(batch: IntakeBatch, sheet: Sheet, told: Verdicts) -> Iterator[tuple[int, list[object]]]:
    """Yield the file's rows with the columns that are ours, numbered from 1."""
    wanted = local.of(batch, registry.of(batch.register))
    ours = {normal(each) for each in (*_EXTRA, _NOTES)}
    old = [place for place, name in enumerate(sheet.headings.names) if normal(name) in ours]
    width = len(sheet.headings.names)
    for first, part in sheet.whole():
        for number, cells in enumerate(part, first):
            row = [
                cell
                for place, cell in enumerate([*cells, *[""] * (width - len(cells))][:width])
                if place not in old
            ]
            if number == sheet.headings.row:
                yield number, [*row, *told.headings]
            elif number < sheet.headings.row or not any(cell not in (None, "") for cell in row):
                yield number, row
            else:
                wrong, notes = told.wrong.get(number, []), told.notes.get(number, [])
                said = [_reasons(wrong, wanted), *([_reasons(notes, wanted)] if told.notes else [])]
                yield number, [*row, _verdict(batch, bool(wrong)), *said]


def _reasons(told: Sequence[tuple[str, str]], wanted: Mapping[str, Wanted]) -> str:
    return " ".join(f"{wanted[path].name}：{text}" if path in wanted else text for path, text in told)


def _verdict(batch: IntakeBatch, is_faulty: bool) -> str:
    if is_faulty:
        return pgettext("workbook", "no")
    return pgettext("workbook", "yes") if batch.state == IntakeState.COMMITTED else _("Without problems")


def _text(batch: IntakeBatch, sheet: Sheet, told: Verdicts) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for _number, row in _rows(batch, sheet, told):
        writer.writerow(row)
    # The mark tells Excel that the text is UTF-8.
    return file.getvalue().encode("utf-8-sig")


def _workbook(batch: IntakeBatch, sheet: Sheet, told: Verdicts) -> bytes:
    places = _places(batch, sheet)
    file = io.BytesIO()
    left = COMMENTS
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        page = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        wrong = book.add_format({"bg_color": "#fdecea", "font_color": "#b42318"})
        widths: dict[int, int] = defaultdict(int)
        for number, row in _rows(batch, sheet, told):
            by_place = {places[path]: text for path, text in told.wrong.get(number, []) if path in places}
            if number == sheet.headings.row:
                page.set_row(number - 1, _TWO_LINES)
            for place, cell in enumerate(row):
                if number >= sheet.headings.row:
                    most = WIDEST if number > sheet.headings.row else _HEADING
                    widths[place] = max(widths[place], min(_width(cell), most))
                look = bold if number == sheet.headings.row else wrong if place in by_place else None
                if isinstance(cell, float | int) and not isinstance(cell, bool):
                    page.write_number(number - 1, place, cell, look)
                elif cell not in (None, "") or look is not None:
                    page.write_string(number - 1, place, _as_shown(cell), look)
            for place, text in by_place.items():
                if left > 0:
                    page.write_comment(number - 1, place, text)
                    left -= 1
        for place, width in widths.items():
            page.set_column(place, place, max(width + 2, NARROWEST))
        page.freeze_panes(sheet.headings.row, 0)
        page.repeat_rows(sheet.headings.row - 1)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
    return file.getvalue()


def _places(batch: IntakeBatch, sheet: Sheet) -> dict[str, int]:
    """Return where each path's column stands in the answer."""
    ours = {normal(each) for each in (*_EXTRA, _NOTES)}
    names: Sequence[str] = [name for name in sheet.headings.names if normal(name) not in ours]
    return {batch.mapping[name]: place for place, name in enumerate(names) if batch.mapping.get(name)}


def _width(cell: object) -> int:
    """Return how many Latin characters a cell is wide; a Chinese one counts as two."""
    text = _as_shown(cell)
    return len(text) + sum(not character.isascii() for character in text)


def _as_shown(cell: object) -> str:
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else "" if cell is None else str(cell)
