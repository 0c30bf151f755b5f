"""Reading one unit's sheet: a row a question."""

from collections.abc import Mapping

from ..answers import EXPLANATION_LENGTH
from . import unit_sheets
from .cells import Sort
from .form import UNAVAILABLE, Form, FormQuestion, FormUnit, Said, joined
from .layout import EXPLANATION, NAME, QUESTION, REASON, ROLE, SHOWN, VALUE, WITHOUT
from .marks import Marked, Telling
from .understood import ReadCell, ReadUnit, amount, tell_closed, words
from .unit_sheets import labels

_NEEDED = (VALUE, WITHOUT, REASON, EXPLANATION)


def read(telling: Telling, marked: Marked) -> ReadUnit | None:
    """Return the unit whose sheet this is, or None where it cannot be taken for one; everything wrong is told."""
    stamp = telling.identity(marked.marker.rest, marked)
    if stamp is None:
        return None
    unit, sheet = telling.units[stamp.unit], marked.sheet.name
    read = ReadUnit(unit.key, unit.short_name, sheet, None, stamp.version, stamp.written_at, stamp.before)
    before = telling.manifest.sheets.get(unit.key)
    if before and before != sheet:
        telling.tell("sheet_renamed", sheet, unit=unit.key, before=before)
    found = [each for each in marked.columns(ROLE) if each[1] != SHOWN]
    roles = telling.once(found, marked, lambda role: role, unit.key, of_rows=False)
    missing = [role for role in _NEEDED if role not in roles]
    if missing:
        if not {role for _column, role in found} >= set(_NEEDED):  # one that is there twice has been told
            telling.tell("columns_missing", sheet, unit=unit.key, columns="、".join(missing))
        return read

    def name(code: str) -> str:
        return telling.questions[code].name if code in telling.questions else code

    ids = marked.rows(QUESTION)
    rows = telling.once(ids, marked, name, unit.key, of_rows=True)
    known = {label: code for code in telling.questions for label in labels(telling.questions[code].name)}
    for code, row in rows.items():
        question = telling.questions.get(code)
        if question is None or code not in unit.cells:
            telling.tell(
                "not_asked", sheet, row, None, unit.key, code, name=name(code), whose=unit.short_name
            )
        elif telling.check_name(
            marked, row, roles.get(NAME), meant=question.name, mine=code, known=known, unit=unit.key
        ):
            _question(telling, marked, roles, row, question, unit, read)
    present = {code for _row, code in ids}
    for question in telling.form.asked_of(unit):
        if question.code not in present:
            telling.tell("row_missing", sheet, unit=unit.key, question=question.code, name=question.name)
    _tell_moved(telling, telling.form, unit, rows, sheet)
    _tell_strays(telling, marked, roles, rows, read)
    return read


def _question(
    telling: Telling,
    marked: Marked,
    roles: Mapping[str, int],
    row: int,
    question: FormQuestion,
    unit: FormUnit,
    read: ReadUnit,
) -> None:
    column = roles[VALUE]
    said, is_good = amount(telling, marked, row, column, question, unit.key)
    mark = marked.words(row, roles[WITHOUT])
    if mark not in ("", UNAVAILABLE):
        telling.tell(
            "mark_unknown", marked.sheet.name, row, roles[WITHOUT], unit.key, question.code, text=mark[:60],
            word=UNAVAILABLE,
        )  # fmt: skip
        is_good = False
    merged = marked.sheet.merged_around(row, roles[WITHOUT])
    if merged:
        telling.tell("merged", marked.sheet.name, row, roles[WITHOUT], unit.key, question.code, range=merged)
        is_good = False
    if mark == UNAVAILABLE and said.value is not None:
        telling.tell("both", marked.sheet.name, row, column, unit.key, question.code, word=UNAVAILABLE)
        is_good = False
    reason, has_reason = words(
        telling, marked, row, roles[REASON], unit.key, EXPLANATION_LENGTH, question.code
    )
    told, has_words = words(
        telling, marked, row, roles[EXPLANATION], unit.key, EXPLANATION_LENGTH, question.code
    )
    explanation = joined(reason, told)
    if has_reason and has_words and len(explanation) > EXPLANATION_LENGTH:
        telling.tell(
            "text_too_long", marked.sheet.name, row, roles[EXPLANATION], unit.key, question.code,
            length=len(explanation), limit=EXPLANATION_LENGTH,
        )  # fmt: skip
        has_words = False
    whole = Said(said.value, said.is_unavailable or mark == UNAVAILABLE, explanation)
    if not unit.cells[question.code].is_open:
        if is_good:
            tell_closed(telling, marked, row, column, question, read, whole)
    elif is_good and has_reason and has_words:
        read.answers[question.code] = ReadCell(whole, marked.sheet.name, row, column)


def _tell_moved(telling: Telling, form: Form, unit: FormUnit, rows: Mapping[str, int], sheet: str) -> None:
    expected, _heads = unit_sheets.rows_of(form.asked_of(unit))
    if any(expected.get(code) != row for code, row in rows.items()):
        telling.tell("moved", sheet, unit=unit.key)


def _tell_strays(
    telling: Telling, marked: Marked, roles: Mapping[str, int], rows: Mapping[str, int], read: ReadUnit
) -> None:
    """Tell of numbers where no id says what they are: in inserted rows, or in inserted columns while the right cell is empty."""
    sheet = marked.sheet
    with_id = dict.fromkeys((row for row, _code in marked.rows(QUESTION)), "")
    with_id |= {row: code for code, row in rows.items()}
    with_role = {column for column, _role in marked.columns(ROLE)} | {marked.column}
    last = max(with_role)
    for (row, column), raw in sorted(sheet.cells.items()):
        is_amount = raw.sort is Sort.NUMBER or (
            raw.sort is Sort.TEXT and any(each.isdigit() for each in raw.text)
        )
        if not is_amount or raw.formula is not None or row <= marked.row:
            continue
        if column == roles[VALUE] and row not in with_id:
            telling.tell("row_without_id", sheet.name, row, column, read.key)
        elif column not in with_role and column < last and with_id.get(row):
            answer = read.answers.get(with_id[row])
            if answer is not None and answer.said.is_empty:
                telling.tell("column_without_id", sheet.name, row, column, read.key, with_id[row])
