"""Accepted sections become ledger records, in one batch however many there are; taking back is a reversal.

Flows are posted over the days they cover, levels and balances on the period's last day. Cells that are not available post
nothing, zeros post a zero. A whole of which parts are asked too posts what its parts leave over, because in the ledger parts
and rest add up to the whole. Where the value of the year to date is reported, the increment since the last accepted is posted.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from yunjiang.access.models import User
from yunjiang.ledger import posting as ledger
from yunjiang.ledger.models import MeasureKind
from yunjiang.ledger.records import Line, Record
from yunjiang.organizations.models import Standing

from . import cumulative, steps
from .models import Cell, CellChange, Section, Step, StepKind

TITLE_LENGTH = 200


@dataclass(frozen=True)
class Amount:
    """What a cell adds to the ledger, and from which day on it covers."""

    quantity: Decimal
    since_on: date | None  # None: it stands on the last day alone


def post(sections: Sequence[Section], *, by: str, title: str, reason: str = "") -> int | None:
    """Post sections of one cycle that have just been accepted; return the ledger's position, None when nothing changed.

    Later periods of the same year that report cumulatively are posted anew with them.
    """
    if not sections:
        return None
    cycle = sections[0].report.cycle
    wanted = [*sections, *cumulative.followers(sections)]
    records = _records(wanted)
    if not records:
        return None
    receipt = ledger.post(
        records, data_set=cycle.data_set, by=by, title=title[:TITLE_LENGTH], reason=reason[:400]
    )
    if receipt.batch is None:
        return None
    # A section of which nothing was ever available has no posting to take back one day.
    sources = {each.source for each in records}
    _note_position([each for each in wanted if each.source in sources], receipt.batch.position)
    return receipt.batch.position


def take_back(sections: Sequence[Section], *, by: str, title: str, reason: str) -> int | None:
    """Reverse what stands of sections that were reopened; return the ledger's position, None when nothing stood."""
    posted = [each for each in sections if each.position is not None]
    if not posted:
        return None
    cycle = posted[0].report.cycle
    receipt = ledger.withdraw(
        [each.source for each in posted],
        data_set=cycle.data_set,
        by=by,
        title=title[:TITLE_LENGTH],
        reason=reason[:400],
    )
    position = receipt.batch.position if receipt.batch else None
    followers = cumulative.followers(sections)
    if followers:
        again = ledger.post(
            _records(followers),
            data_set=cycle.data_set,
            by=by,
            title=title[:TITLE_LENGTH],
            reason=reason[:400],
        )
        position = again.batch.position if again.batch else position
    return position


def _note_position(sections: Sequence[Section], position: int | None) -> None:
    Section.objects.filter(pk__in=[each.pk for each in sections]).update(position=position)
    for each in sections:
        each.position = position


def _records(sections: Sequence[Section]) -> list[Record]:
    cells = _cells(sections)
    changes = _changes([cell for found in cells.values() for cell in found])
    submitted = steps.newest(sorted({each.report_id for each in sections}), StepKind.SUBMITTED)
    known = cumulative.accepted({each.report_id: each.report for each in sections}.values())
    days = _days(sections)
    records = []
    for section in sections:
        amounts = _amounts(section, cells[section.pk], known)
        happened_on = days[section.report_id]
        lines = [
            Line(
                measure=cell.question.measure,
                organization=section.report.organization_id,
                happened_on=happened_on,
                quantity=amount.quantity,
                since_on=None if amount.since_on is None else min(amount.since_on, happened_on),
                breakdown=cell.question.breakdown,
            )
            for cell, amount in amounts
        ]
        # A section that says nothing is posted only to supersede what it said before.
        if lines or section.position is not None:
            evidence = _evidence(section, submitted.get(section.report_id), cells[section.pk], changes)
            records.append(Record(section.source, lines, evidence=evidence))
    return records


def _cells(sections: Sequence[Section]) -> dict[int, list[Cell]]:
    found: dict[int, list[Cell]] = {each.pk: [] for each in sections}
    for cell in (
        Cell.objects.filter(section__in=found)
        .select_related("question", "changed_by")
        .order_by("question__rank")
    ):
        found[cell.section_id].append(cell)
    return found


def _amounts(
    section: Section, cells: Sequence[Cell], known: Mapping[cumulative.Key, Sequence[cumulative.Known]]
) -> list[tuple[Cell, Amount]]:
    """Return what each cell adds to the ledger, wholes without their parts."""
    cycle = section.report.cycle
    amounts: dict[str, Amount] = {}
    for cell in cells:
        code = cell.question.code
        if cell.value is None:
            continue
        if cumulative.is_to_date(cell, cycle):
            earlier = known.get((section.report.organization_id, code), ())
            amounts[code] = Amount(*cumulative.increment(cell.value, cycle, earlier))
        else:
            is_flow = cell.question.kind == MeasureKind.FLOW
            amounts[code] = Amount(cell.value, cycle.first_on if is_flow else None)
    for whole in cells:
        parts = [
            each.question.code
            for each in cells
            if each.question.measure == whole.question.measure and each != whole
        ]
        if whole.question.breakdown or not parts:
            continue
        if whole.question.code not in amounts:
            # Parts alone would be read as the whole.
            for part in parts:
                amounts.pop(part, None)
            continue
        told = sum((amounts[part].quantity for part in parts if part in amounts), Decimal(0))
        amount = amounts[whole.question.code]
        amounts[whole.question.code] = Amount(amount.quantity - told, amount.since_on)
    return [(cell, amounts[cell.question.code]) for cell in cells if cell.question.code in amounts]


def _days(sections: Sequence[Section]) -> dict[int, date]:
    """Return the day on which each return's quantities are posted: the period's last, or the last on which the unit was open.

    A unit may turn out, after the cycle was opened, to have ended before that day; the ledger posts to open units only.
    """
    reports = {each.report_id: each.report for each in sections}
    open_days: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    rows = Standing.objects.filter(organization__in={each.organization_id for each in reports.values()})
    for organization, since, until in rows.order_by("valid_from").values_list(
        "organization", "valid_from", "valid_to"
    ):
        open_days[organization].append((since, until))
    return {
        number: max(
            (
                last_on if until is None or until > last_on else until - timedelta(days=1)
                for since, until in open_days[report.organization_id]
                if since <= last_on
            ),
            default=last_on,
        )
        for number, report in reports.items()
        for last_on in (report.cycle.last_on,)
    }


def _changes(cells: Sequence[Cell]) -> dict[int, CellChange]:
    """Return the change by which each cell came to its value; a change of the explanation alone is none."""
    found = {}
    rows = CellChange.objects.filter(cell__in=[each.pk for each in cells]).select_related(
        "by", "upload__file"
    )
    for change in rows.order_by("id"):
        if change.before.get("value") != change.after.get("value"):
            found[change.cell_id] = change
    return found


def _evidence(
    section: Section, submitted: Step | None, cells: Sequence[Cell], changes: Mapping[int, CellChange]
) -> dict[str, Any]:
    """Say where a section's quantities were read: return, step, and for each question who entered it, when, from which spot."""
    report, cycle = section.report, section.report.cycle
    evidence: dict[str, Any] = {
        "return": report.pk,
        "cycle": cycle.pk,
        "title": f"{cycle.name} {report.place.name}",
        "indicator": section.indicator,
        "cells": {cell.question.code: _origin(cell, changes.get(cell.pk)) for cell in cells},
    }
    if submitted is not None:
        evidence |= {"step": submitted.pk, "digest": submitted.digest, "submitted_by": _name(submitted.by)}
    return evidence


def _origin(cell: Cell, change: CellChange | None) -> dict[str, Any]:
    said: dict[str, Any] = {"cell": cell.pk, "value": steps.written(cell.value) or "", "origin": cell.origin}
    if change is not None:
        said |= {"change": change.pk, "by": _name(change.by), "at": change.at.isoformat(timespec="seconds")}
        if change.upload is not None:
            said |= {
                "file": change.upload.name,
                "digest": change.upload.file.digest,
                "sheet": change.sheet,
                "row": change.row or 0,
                "column": change.column,
            }
    return said


def _name(person: User | None) -> str:
    return person.username if person is not None else ""
