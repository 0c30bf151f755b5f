"""Reading the sheet of all units, a row each, with the sheet of explanations beside it."""

from collections.abc import Mapping, Sequence

from ..answers import EXPLANATION_LENGTH
from .cells import Sort
from .form import Said
from .layout import NAME, QUESTION, ROLE, UNIT_ROW
from .marks import Marked, Telling
from .understood import ReadCell, ReadUnit, amount, names_of, tell_closed, words
from .unit_sheets import labels


def read(telling: Telling, marked: Marked, remarks: Sequence[Marked]) -> list[ReadUnit]:
    """Return the units of the sheet; everything wrong is told."""
    columns = _columns(telling, marked)
    known = names_of(telling.units)
    name_column = next((column for column, role in marked.columns(ROLE) if role == NAME), None)
    explained = _Explanations(telling, remarks)
    units: list[ReadUnit] = []
    for row, text in marked.rows(UNIT_ROW):
        stamp = telling.identity(text, marked, row)
        if stamp is None:
            continue
        unit = telling.units[stamp.unit]
        read = ReadUnit(
            unit.key, unit.short_name, marked.sheet.name, row, stamp.version, stamp.written_at, stamp.before
        )
        is_its_own = telling.check_name(
            marked, row, name_column, meant=unit.short_name, mine=unit.key, known=known, unit=unit.key
        )
        if not is_its_own:
            units.append(read)
            continue
        for code, column in columns.items():
            _cell(telling, marked, row, column, code, read, explained)
        units.append(read)
    _tell_strays(telling, marked, columns)
    return units


def _columns(telling: Telling, marked: Marked) -> dict[str, int]:
    """Return the column of each question whose name agrees with its id."""

    def name(code: str) -> str:
        return telling.questions[code].name if code in telling.questions else code

    found = marked.columns(QUESTION)
    columns = telling.once(found, marked, name, of_rows=False)
    known = {label: code for code in telling.questions for label in labels(telling.questions[code].name)}
    names_row = next((row for row, role in marked.rows(ROLE) if role == NAME), None)
    good: dict[str, int] = {}
    for code, column in columns.items():
        if code not in telling.questions:
            telling.tell("checksum_wrong", marked.sheet.name, marked.row, column)
        elif names_row is None or telling.check_name(
            marked, names_row, column, meant=name(code), mine=code, known=known, unit=""
        ):
            good[code] = column
    present = {code for _column, code in found}
    asked = {code for unit in telling.units.values() for code in unit.cells}
    for code in telling.questions:
        if code in asked and code not in present:
            telling.tell("column_missing", marked.sheet.name, question=code, name=name(code))
    order = [code for _column, code in found if code in asked]
    expected = [each.code for each in telling.form.in_order() if each.code in order]
    if order != expected:
        telling.tell("moved", marked.sheet.name)
    return good


def _cell(
    telling: Telling,
    marked: Marked,
    row: int,
    column: int,
    code: str,
    read: ReadUnit,
    explained: "_Explanations",
) -> None:
    unit, question = telling.units[read.key], telling.questions[code]
    if code not in unit.cells:
        raw = marked.sheet.cells.get((row, column))
        if raw is not None and raw.text.strip():
            telling.tell(
                "not_asked",
                marked.sheet.name,
                row,
                column,
                unit.key,
                code,
                name=question.name,
                whose=unit.short_name,
            )
        return
    said, is_good = amount(telling, marked, row, column, question, unit.key)
    explanation, has_words, is_explained = explained.of(unit.key, code)
    if not unit.cells[code].is_open:
        if is_good:
            now = Said(said.value, said.is_unavailable)
            tell_closed(telling, marked, row, column, question, read, now)
    elif is_good and is_explained:
        whole = Said(said.value, said.is_unavailable, explanation)
        read.answers[code] = ReadCell(whole, marked.sheet.name, row, column, has_words)


def _tell_strays(telling: Telling, marked: Marked, columns: Mapping[str, int]) -> None:
    """Tell of numbers in rows that no id says the unit of; sums are formulas and no numbers of anybody."""
    with_id = {row for row, _text in marked.rows(UNIT_ROW)}
    with_question = set(columns.values())
    for (row, column), raw in sorted(marked.sheet.cells.items()):
        is_typed = raw.sort is Sort.NUMBER and raw.formula is None and row > marked.row
        if is_typed and column in with_question and row not in with_id:
            telling.tell("row_without_id", marked.sheet.name, row, column)


class _Explanations:
    """The sheet of explanations, found by its own ids."""

    def __init__(self, telling: Telling, remarks: Sequence[Marked]) -> None:
        self._telling = telling
        self._marked = remarks[0] if remarks else None
        self._rows: dict[str, int] = {}
        self._columns: dict[str, int] = {}
        if self._marked is not None:
            self._rows = telling.once(
                self._marked.rows(UNIT_ROW), self._marked, lambda key: key, of_rows=True
            )
            self._columns = telling.once(
                self._marked.columns(QUESTION), self._marked, lambda code: code, of_rows=False
            )

    def of(self, unit: str, code: str) -> tuple[str, bool, bool]:
        """Return the words, whether there is a place for them, and whether they can be taken."""
        row, column = self._rows.get(unit), self._columns.get(code)
        if self._marked is None or row is None or column is None:
            return "", False, True
        text, is_good = words(self._telling, self._marked, row, column, unit, EXPLANATION_LENGTH, code)
        return text, True, is_good
