"""Reading a workbook that came in: everything it says and everything wrong with it, by unit. Pure: nothing is written.

What is where is found by hidden ids, whatever was moved, sorted or renamed. A sheet without ids, or whose ids contradict what
people see, is never guessed at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from . import cells, reading_units, reading_wide, reading_words
from .cells import Book, Sort
from .form import Form
from .layout import MANIFEST, NARRATIVE, REMARKS, UNIT, WIDE
from .marks import Manifest, Marked, Telling, manifest_in, marked_sheets
from .problems import Weight, WorkbookProblem, WorkbookRefused
from .understood import ReadUnit


@dataclass(frozen=True)
class Reading:
    """What a workbook came to. `problems` holds everything there is to say, in the order of sheets and cells."""

    problems: tuple[WorkbookProblem, ...]
    units: tuple[ReadUnit, ...] = ()
    shared_sheets: frozenset[str] = frozenset()  # sheets of words and explanations, which concern every unit
    book: Book | None = field(default=None, repr=False)

    @property
    def is_refused(self) -> bool:
        """Say whether the file could not be read at all."""
        return any(each.weight is Weight.REFUSAL for each in self.problems)

    @property
    def answers(self) -> Mapping[str, Mapping[str, object]]:
        """Return what is said, by unit and question."""
        return {unit.key: {code: cell.said for code, cell in unit.answers.items()} for unit in self.units}

    def of_unit(self, unit: ReadUnit, weight: Weight = Weight.PROBLEM) -> list[WorkbookProblem]:
        """Return what there is to say of one unit, with what concerns its sheet or the whole file."""
        sheets = {"", unit.sheet, *self.shared_sheets}
        return [
            each
            for each in self.problems
            if each.weight is weight and (each.unit == unit.key or (not each.unit and each.sheet in sheets))
        ]


def read(content: bytes, form: Form, *, keys: Sequence[bytes]) -> Reading:
    """Return what a workbook says to a form, with everything wrong; a file that cannot be read is one refusal."""
    try:
        return _read(cells.read(content), form, list(keys))
    except WorkbookRefused as refused:
        return Reading((refused.problem,))


def _read(book: Book, form: Form, keys: list[bytes]) -> Reading:
    telling = Telling(book, form, keys)
    found = list(marked_sheets(book))
    marked = [each for _sheet, each in found if each is not None]
    if not any(each.marker.kind in (UNIT, WIDE) for each in marked):
        raise WorkbookRefused("ids_missing")
    manifest = next((each for each in marked if each.marker.kind == MANIFEST), None)
    known = manifest_in(manifest, keys)
    telling.manifest = known or Manifest()
    if known is None:
        telling.tell("hidden_sheet_missing")
    if book.counts_from_1904:
        telling.tell("counts_from_1904")
    if book.package.has_external_links:
        telling.tell("external_links")
    for sheet, mark in found:
        if mark is None and any(raw.sort is not Sort.NOTHING for raw in sheet.cells.values()):
            _tell_unmarked(telling, sheet.name)

    units = _units(telling, marked)
    reading_words.fill(telling, [each for each in marked if each.marker.kind == NARRATIVE], units)
    _tell_missing(telling, units)
    _tell_prefilled(telling, units)
    order = {sheet.name: number for number, sheet in enumerate(book.sheets)}
    ordered = sorted(
        telling.problems,
        key=lambda each: (
            order.get(each.sheet, -1),
            each.row if each.row is not None else -1,
            each.column or 0,
        ),
    )
    shared = {each.sheet.name for each in marked if each.marker.kind in (REMARKS, NARRATIVE)}
    return Reading(tuple(ordered), tuple(units.values()), frozenset(shared), book)


def _units(telling: Telling, marked: list[Marked]) -> dict[str, ReadUnit]:
    """Return the units in the workbook; one that is there more than once is told and left out."""
    found: list[ReadUnit] = []
    remarks = [each for each in marked if each.marker.kind == REMARKS]
    for each in marked:
        if each.marker.kind == UNIT:
            unit = reading_units.read(telling, each)
            found += [unit] if unit is not None else []
        elif each.marker.kind == WIDE:
            found += reading_wide.read(telling, each, remarks)
    units: dict[str, ReadUnit] = {}
    for key in dict.fromkeys(each.key for each in found):
        several = [each for each in found if each.key == key]
        if len(several) > 1:
            places = "、".join(each.place for each in several)
            first = several[0]
            telling.tell("unit_twice", first.sheet, first.row, unit=key, name=first.name, places=places)
        else:
            units[key] = several[0]
    return units


def _tell_unmarked(telling: Telling, sheet: str) -> None:
    """A sheet without ids is a sheet of ours that lost them, or somebody's own."""
    lost = [key for key, name in telling.manifest.sheets.items() if name == sheet]
    if lost:
        telling.tell("sheet_without_ids", sheet, unit=lost[0])
    else:
        telling.tell("sheet_unknown", sheet)


def _tell_missing(telling: Telling, units: Mapping[str, ReadUnit]) -> None:
    told = {each.unit for each in telling.problems if each.weight is Weight.PROBLEM}
    for key, name in telling.manifest.units.items():
        if key not in units and key not in told:
            telling.tell("sheet_missing", unit=key, name=name)


def _tell_prefilled(telling: Telling, units: Mapping[str, ReadUnit]) -> None:
    count = sum(
        cell.said.value is not None and cell.said.value == telling.units[unit.key].cells[code].offered
        for unit in units.values()
        for code, cell in unit.answers.items()
    )
    if count:
        telling.tell("prefill_confirmed", count=count)
