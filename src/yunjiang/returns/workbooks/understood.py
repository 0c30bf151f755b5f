"""What was understood of a workbook, before it is compared with what stands in the system; and how one cell is understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from yunjiang.standards.numbers import plain

from .amounts import Found, found
from .cells import Sort
from .form import UNAVAILABLE, FormQuestion, FormUnit, Said, tidy
from .marks import Marked, Telling
from .problems import PROBLEMS
from .stamps import said_without_words


@dataclass(frozen=True)
class ReadCell:
    """What one cell says, and where; `has_words` is False where the workbook has no place for an explanation any more."""

    said: Said
    sheet: str
    row: int
    column: int
    has_words: bool = True


@dataclass(frozen=True)
class ReadPassage:
    """The words under one heading, and where."""

    text: str
    sheet: str
    row: int
    column: int


@dataclass
class ReadUnit:
    """One unit as the workbook has it; only what was found and understood is in it."""

    key: str
    name: str
    sheet: str
    row: int | None  # in a sheet of all units
    version: int
    written_at: str
    before: Mapping[str, str]
    answers: dict[str, ReadCell] = field(default_factory=dict)
    passages: dict[tuple[str, str], ReadPassage] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Return where it stands, for people."""
        return self.sheet if self.row is None else f"{self.sheet}!{self.row + 1}"

    def before_of(self, question: FormQuestion) -> str:
        """Return what the cell said when the workbook was written, as `stamps.said_briefly` words it."""
        return self.before.get(str(question.rank), "")


def amount(
    telling: Telling, marked: Marked, row: int, column: int, question: FormQuestion, unit: str
) -> tuple[Found, bool]:
    """Return what a cell says, and whether it can be taken; what is wrong or worth saying is told."""
    sheet, name = marked.sheet, marked.sheet.name
    merged = sheet.merged_around(row, column)
    if merged:
        telling.tell("merged", name, row, column, unit, question.code, range=merged)
        return Found(), False
    raw = sheet.cells.get((row, column))
    day = telling.book.day(raw.text) if raw is not None and raw.sort is Sort.NUMBER else ""
    said = found(raw, question, day)
    for code, facts in said.remarks:
        telling.tell(code, name, row, column, unit, question.code, **facts)
    return said, not any(code in PROBLEMS for code, _facts in said.remarks)


def words(
    telling: Telling, marked: Marked, row: int, column: int, unit: str, limit: int, question: str = ""
) -> tuple[str, bool]:
    """Return the words in a cell, and whether they can be taken."""
    sheet, name = marked.sheet, marked.sheet.name
    merged = sheet.merged_around(row, column)
    if merged:
        telling.tell("merged", name, row, column, unit, question, range=merged)
        return "", False
    raw = sheet.cells.get((row, column))
    if raw is None:
        return "", True
    if raw.sort is Sort.ERROR:
        telling.tell("error_value", name, row, column, unit, question, text=raw.text)
        return "", False
    if raw.sort is Sort.NOTHING:
        telling.tell("formula_without_value", name, row, column, unit, question)
        return "", False
    text = tidy(plain(Decimal(raw.text)) if raw.sort is Sort.NUMBER and len(raw.text) < 20 else raw.text)
    if len(text) > limit:
        telling.tell("text_too_long", name, row, column, unit, question, length=len(text), limit=limit)
        return text, False
    return text, True


def is_unchanged(said: Said, read: ReadUnit, question: FormQuestion) -> bool:
    """Say whether a cell's value is what it was when the workbook was written."""
    before = said_without_words(read.before_of(question))
    return before == ("!" if said.is_unavailable else "" if said.value is None else plain(said.value))


def tell_closed(
    telling: Telling,
    marked: Marked,
    row: int,
    column: int,
    question: FormQuestion,
    read: ReadUnit,
    said: Said,
) -> None:
    """Tell of a number that was changed where nothing is filled in any more."""
    if is_unchanged(said, read, question):
        return
    before = said_without_words(read.before_of(question)) or "—"
    shown = UNAVAILABLE if before == "!" else before
    telling.tell(
        "section_closed",
        marked.sheet.name,
        row,
        column,
        read.key,
        question.code,
        name=question.name,
        before=shown,
    )


def names_of(units: Mapping[str, FormUnit]) -> dict[str, str]:
    """Return every name that a unit goes by, with its key."""
    return {name: key for key, unit in units.items() for name in (unit.short_name, unit.name)}
