"""Finding a workbook's own ids again: which sheet is what, what the file was when it left, whose each part is."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import stamps
from .cells import Book, RawSheet, Sort
from .form import Form, FormQuestion, FormUnit, tidy
from .layout import FORMAT, MANIFEST, MARK, Marker, letters, marker_in
from .problems import WorkbookProblem, WorkbookRefused
from .unit_sheets import labels

_NAMES_TOLD = 8


@dataclass(frozen=True)
class Marked:
    """A sheet with its marker and where that stands: ids of rows in its column, ids of columns in its row."""

    sheet: RawSheet
    marker: Marker
    row: int
    column: int

    def rows(self, prefix: str) -> list[tuple[int, str]]:
        """Return the rows that carry an id with this prefix, and the id without it."""
        return sorted(
            (row, raw.text[len(prefix) :])
            for (row, column), raw in self.sheet.cells.items()
            if column == self.column and raw.text.startswith(prefix) and raw.sort is Sort.TEXT
        )

    def columns(self, prefix: str) -> list[tuple[int, str]]:
        """Return the columns that carry an id with this prefix, and the id without it."""
        return sorted(
            (column, raw.text[len(prefix) :])
            for (row, column), raw in self.sheet.cells.items()
            if row == self.row and raw.text.startswith(prefix) and raw.sort is Sort.TEXT
        )

    def words(self, row: int, column: int | None) -> str:
        """Return a cell's text, tidied; empty where there is none."""
        raw = self.sheet.cells.get((row, column)) if column is not None else None
        return tidy(raw.text) if raw is not None else ""


@dataclass(frozen=True)
class Manifest:
    """What the workbook was when it left."""

    cycle: str = ""
    cycle_name: str = ""
    template: str = ""
    units: Mapping[str, str] = field(default_factory=dict)  # key → name
    sheets: Mapping[str, str] = field(default_factory=dict)  # key → sheet
    questions: Mapping[str, tuple[str, str, int]] = field(default_factory=dict)  # code → name, unit, scale


class Telling:
    """What is being read against what was asked, and everything that is found to say."""

    def __init__(self, book: Book, form: Form, keys: list[bytes]) -> None:
        self.book, self.form, self.keys = book, form, keys
        self.problems: list[WorkbookProblem] = []
        self.questions: dict[str, FormQuestion] = {each.code: each for each in form.questions}
        self.units: dict[str, FormUnit] = {each.key: each for each in form.units}
        self.template = stamps.template_digest(form)
        self.manifest = Manifest()

    def tell(
        self,
        code: str,
        sheet: str = "",
        row: int | None = None,
        column: int | None = None,
        unit: str = "",
        question: str = "",
        **facts: Any,
    ) -> None:
        """Say one thing."""
        self.problems.append(WorkbookProblem(code, facts, sheet, row, column, unit, question))

    def identity(self, text: str, marked: Marked, row: int | None = None) -> stamps.Stamp | None:
        """Return the stamp of a unit if it is one of this cycle, template and place; else tell why not."""
        sheet = marked.sheet.name
        if marked.marker.format < FORMAT:
            self.tell("format_old", sheet, row)
            return None
        try:
            stamp = stamps.read(text, self.keys)
        except stamps.StampBroken:
            self.tell("checksum_wrong", sheet, row)
            return None
        if stamp.cycle != self.form.cycle:
            named = self.manifest.cycle_name if self.manifest.cycle == stamp.cycle else stamp.cycle
            self.tell(
                "cycle_differs", sheet, row, unit=stamp.unit, cycle=named, expected=self.form.cycle_name
            )
            return None
        if stamp.unit not in self.units:
            name = self.manifest.units.get(stamp.unit, stamp.unit)
            self.tell("unit_elsewhere", sheet, row, unit=stamp.unit, name=name, here=self._here())
            return None
        if stamp.template != self.template:
            self.tell("template_old", sheet, row, unit=stamp.unit, changes=self._changes(stamp.template))
            return None
        return stamp

    def check_name(
        self,
        marked: Marked,
        row: int,
        column: int | None,
        *,
        meant: str,
        mine: str,
        known: Mapping[str, str],
        unit: str,
    ) -> bool:
        """Compare the visible name of a row or column with what its hidden id means; False where it is another's.

        `known` are the ids of everything that might stand there, by every name it goes by; `mine` is the id that does.
        """
        said = marked.words(row, column)
        if column is None or not said or known.get(said) == mine or said in labels(meant):
            return True
        is_another = said in known
        code = "ids_shifted" if is_another else "label_changed"
        self.tell(code, marked.sheet.name, row, column, unit, said=said[:60], meant=meant)
        return not is_another

    def once(
        self,
        found: list[tuple[int, str]],
        marked: Marked,
        name: Callable[[str], str],
        unit: str = "",
        *,
        of_rows: bool,
    ) -> dict[str, int]:
        """Return the place of each id; one that is there twice is told and left out."""
        places: dict[str, list[int]] = {}
        for place, identity in found:
            places.setdefault(identity, []).append(place)
        for identity, several in places.items():
            if len(several) < 2:
                continue
            if of_rows:
                rows = "、".join(str(each + 1) for each in several)
                self.tell(
                    "row_twice", marked.sheet.name, several[1], None, unit, name=name(identity), rows=rows
                )
            else:
                columns = "、".join(letters(each) for each in several)
                self.tell(
                    "column_twice",
                    marked.sheet.name,
                    marked.row,
                    several[1],
                    unit,
                    name=name(identity),
                    columns=columns,
                )
        return {identity: several[0] for identity, several in places.items() if len(several) == 1}

    def _here(self) -> str:
        names = [unit.short_name for unit in self.form.units[:_NAMES_TOLD]]
        return "、".join(names) + ("…" if len(self.form.units) > _NAMES_TOLD else "")

    def _changes(self, template: str) -> str:
        """Say what the questions of an earlier template had otherwise, as far as the workbook still tells."""
        if self.manifest.template != template:
            return " ?"
        before, now = self.manifest.questions, self.questions
        lines = [f"+ {now[code].name}" for code in now if code not in before]
        lines += [f"- {before[code][0]}" for code in before if code not in now]
        for code in before:
            if code in now:
                was = before[code]
                has = (now[code].name, now[code].unit, now[code].scale)
                if was != has:
                    lines.append(f"{was[0]}（{was[1]}）→ {has[0]}（{has[1]}）")
        return "".join(f"\n{line}" for line in lines) or " ~"


def marked_sheets(book: Book) -> Iterator[tuple[RawSheet, Marked | None]]:
    """Yield every sheet with its marker, if it has one. Raises WorkbookRefused for a format of the future."""
    for sheet in book.sheets:
        found = None
        for (row, column), raw in sheet.cells.items():
            if raw.sort is Sort.TEXT and raw.text.startswith(f"{MARK}:") and (marker := marker_in(raw.text)):
                if marker.format > FORMAT:
                    raise WorkbookRefused("format_newer")
                found = Marked(sheet, marker, row, column)
                break
        yield sheet, found


def manifest_in(marked: Marked | None, keys: list[bytes]) -> Manifest | None:
    """Return what the hidden sheet says, or None where it is gone or was altered."""
    if marked is None or marked.marker.kind != MANIFEST:
        return None
    cells = marked.sheet.cells
    pieces = [cells[at].text for at in sorted(cells) if at[1] == marked.column and at[0] > marked.row]
    seal = cells.get((marked.row, marked.column + 1))
    text = "".join(pieces)
    if seal is None or not stamps.is_sealed(text, seal.text, keys):
        return None
    content = json.loads(text)
    return Manifest(
        content["cycle"],
        content["cycle_name"],
        content["template"],
        {key: name for key, name, _sheet in content["units"]},
        {key: sheet for key, _name, sheet in content["units"]},
        {code: (name, unit, scale) for code, name, unit, scale in content["questions"]},
    )
