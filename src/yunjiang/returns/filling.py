"""Filling a return in: answers to its cells and words under its headings, all of them saved or none.

What cannot be a number of its question is refused here, each with a sentence; what is merely odd is for the rules to find. Two
who fill at once learn of each other by the return's version. Callers ask `rights.may_fill` first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from yunjiang.access import trail
from yunjiang.access.models import User

from .answers import Answer, Change, PassageKey, Spot, changes_of, problems_of, said, texts_of, would_say
from .held import hold, hold_many
from .models import Cell, CellChange, Origin, Passage, Return, State
from .moments import now
from .refusals import AnswersRefused, CellProblem, ChangedMeanwhile, Conflict, NotOpenForFilling
from .standing import FILLABLE, locked_since

__all__ = ["Answer", "Change", "Filled", "Saved", "Spot", "preview", "problems_of", "save", "save_many"]


@dataclass(frozen=True)
class Saved:
    """What saving came to: the return's version now, and how many cells and passages changed."""

    version: int
    changed_count: int


@dataclass(frozen=True)
class Filled:
    """What is to be saved in one return: answers by the questions' codes, words by action and heading, spots of the answers."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    passages: Mapping[PassageKey, str] = field(default_factory=dict)
    spots: Mapping[str, Spot] = field(default_factory=dict)


def save(
    report: Return,
    answers: Mapping[str, Answer],
    *,
    by: User | None,
    origin: Origin,
    version: int | None = None,
    spots: Mapping[str, Spot] | None = None,
    passages: Mapping[PassageKey, str] | None = None,
) -> Saved:
    """Save answers by the questions' codes, and words by action and heading; what stays the same is no change.

    `version` is the one the person had open; without it whatever was saved meanwhile is overwritten where answers are given.
    Raises NotOpenForFilling, ChangedMeanwhile, AnswersRefused.
    """
    facts = {"answers": len(answers), "origin": str(origin)}
    with trail.recording(
        "returns.save", subject=f"return:{report.pk}", organization_id=report.organization_id, facts=facts
    ) as deed:
        held = hold(report)
        _refuse_unless_open(held)
        if version is not None and version != held.version:
            raise _changed_meanwhile(held, cells_of([held])[held.pk], answers)
        filled = Filled(answers, passages or {}, spots or {})
        changes, saved = _save([held], {held.pk: filled}, by, origin)
        deed.changed(
            before={each.cell.question.code: each.before for each in changes},
            after={each.cell.question.code: each.after for each in changes},
        )
        return saved[held.pk]


def save_many(filled: Mapping[Return, Filled], *, by: User | None, origin: Origin) -> dict[int, Saved]:
    """Save many returns, all or none, such as a workbook of a whole prefecture; return what it came to by the returns' ids.

    Raises NotOpenForFilling, AnswersRefused.
    """
    by_id = {report.pk: each for report, each in filled.items()}
    with transaction.atomic():
        held = hold_many(list(filled))
        for each in held:
            _refuse_unless_open(each)
        changes, saved = _save(held, by_id, by, origin)
        by_report: dict[int, list[Change]] = {}
        for change in changes:
            by_report.setdefault(change.cell.report_id, []).append(change)
        for each in held:
            _record(
                each,
                by_report.get(each.pk, []),
                {"answers": len(by_id[each.pk].answers), "origin": str(origin)},
            )
        return saved


def _record(report: Return, changes: Sequence[Change], facts: Mapping[str, Any]) -> None:
    with trail.recording(
        "returns.save", subject=f"return:{report.pk}", organization_id=report.organization_id, facts=facts
    ) as deed:
        deed.changed(
            before={each.cell.question.code: each.before for each in changes},
            after={each.cell.question.code: each.after for each in changes},
        )


def preview(
    report: Return, answers: Mapping[str, Answer], today: date | None = None
) -> tuple[list[Change], list[CellProblem]]:
    """Return what saving answers would change, and every problem with them; nothing is written.

    Raises NotOpenForFilling.
    """
    _refuse_unless_open(report, today)
    return changes_of(cells_of([report])[report.pk], answers)


def _refuse_unless_open(report: Return, today: date | None = None) -> None:
    if report.state not in FILLABLE:
        raise NotOpenForFilling(report.place.short_name, report.state)
    locked = locked_since(report, today)
    if locked is not None:
        raise NotOpenForFilling(report.place.short_name, report.state, locked)


def cells_of(reports: Sequence[Return]) -> dict[int, dict[str, Cell]]:
    """Return the cells of returns by their questions' codes, in one query."""
    found: dict[int, dict[str, Cell]] = {each.pk: {} for each in reports}
    rows = Cell.objects.filter(report__in=found).select_related("question", "section", "changed_by")
    for cell in rows:
        found[cell.report_id][cell.question.code] = cell
    return found


def _save(
    reports: Sequence[Return], filled: Mapping[int, Filled], by: User | None, origin: Origin
) -> tuple[list[Change], dict[int, Saved]]:
    cells = cells_of(reports)
    kept = _passages_of(reports) if any(each.passages for each in filled.values()) else {}
    changes: dict[int, list[Change]] = {}
    texts: dict[int, list[Passage]] = {}
    problems: list[CellProblem] = []
    for report in reports:
        each = filled[report.pk]
        changes[report.pk], wrong = changes_of(cells[report.pk], each.answers)
        texts[report.pk], misplaced = texts_of(report, each.passages, kept.get(report.pk, {}))
        problems += [replace(one, unit=report.place.short_name) for one in (*wrong, *misplaced)]
    if problems:
        raise AnswersRefused(problems)
    if reports:
        moment = now(reports[0].cycle)
        _write_cells(changes, filled, by, origin, moment)
        _write_texts([text for found in texts.values() for text in found], by, moment)
    saved = {}
    for report in reports:
        changed_count = len(changes[report.pk]) + len(texts[report.pk])
        if changed_count:
            report.version += 1
            if report.state == State.NOT_STARTED:
                report.state = State.DRAFT
            report.save(update_fields=["version", "state"])
        saved[report.pk] = Saved(report.version, changed_count)
    return [each for found in changes.values() for each in found], saved


def _changed_meanwhile(
    held: Return, cells: Mapping[str, Cell], answers: Mapping[str, Answer]
) -> ChangedMeanwhile:
    last_text = held.passages.filter(changed_at__isnull=False).select_related("changed_by")
    changed: list[Cell | Passage] = [
        *(each for each in cells.values() if each.changed_at),
        *last_text.order_by("-changed_at")[:1],
    ]
    newest = max(changed, key=lambda each: each.changed_at or held.cycle.opened_at, default=None)
    conflicts = [
        Conflict(code, said(cells[code]), would_say(cells[code], answer))
        for code, answer in answers.items()
        if code in cells and said(cells[code]) != would_say(cells[code], answer)
    ]
    return ChangedMeanwhile(
        held.version,
        str(newest.changed_by or "") if newest else "",
        newest.changed_at if newest else None,
        conflicts,
    )


def _write_cells(
    changes: Mapping[int, Sequence[Change]],
    filled: Mapping[int, Filled],
    by: User | None,
    origin: Origin,
    moment: datetime,
) -> None:
    cells, rows = [], []
    for report, found in changes.items():
        for change in found:
            cell, code = change.cell, change.cell.question.code
            value = change.after["value"]
            cell.value = None if value is None else Decimal(value)
            cell.is_unavailable = change.after["unavailable"]
            cell.explanation = change.after["explanation"]
            cell.origin, cell.changed_at, cell.changed_by = origin, moment, by
            cells.append(cell)
            spot = filled[report].spots.get(code)
            rows.append(
                CellChange(
                    cell=cell,
                    at=moment,
                    by=by,
                    origin=origin,
                    before=change.before,
                    after=change.after,
                    upload=spot.upload if spot else None,
                    sheet=spot.sheet if spot else "",
                    row=spot.row if spot else None,
                    column=spot.column if spot else "",
                )
            )
    # All of these rows are there: an INSERT that meets them updates them, many times faster than an UPDATE with a CASE a row.
    Cell.objects.bulk_create(
        cells,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["value", "is_unavailable", "explanation", "origin", "changed_at", "changed_by"],
    )
    CellChange.objects.bulk_create(rows)


def _write_texts(texts: Sequence[Passage], by: User | None, moment: datetime) -> None:
    for text in texts:
        text.changed_at, text.changed_by = moment, by
    Passage.objects.bulk_create([each for each in texts if each.pk is None])
    Passage.objects.bulk_update(
        [each for each in texts if each.pk is not None], ["text", "changed_at", "changed_by"]
    )


def _passages_of(reports: Sequence[Return]) -> dict[int, dict[PassageKey, Passage]]:
    found: dict[int, dict[PassageKey, Passage]] = {each.pk: {} for each in reports}
    for passage in Passage.objects.filter(report__in=found):
        found[passage.report_id][passage.action, passage.heading] = passage
    return found
