"""Taking a workbook: held against what stands now, decided unit by unit, written in one transaction.

Permission is asked for every unit in the file. Whatever comes of it is kept: the file, everything said of it, the marked copy,
and with each changed cell the sheet, row and column it was read from.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yunjiang.access import permission, trail
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.files import keeping
from yunjiang.files.keeping import Source
from yunjiang.files.kinds import Kind
from yunjiang.files.models import KeptFile
from yunjiang.files.refusals import FileRefused
from yunjiang.organizations.models import Organization

from .. import filling
from ..answers import Answer, Spot, changes_of
from ..filling import Filled
from ..held import hold_many
from ..models import Cell, Cycle, Origin, Return, Upload
from ..moments import now
from ..refusals import NotOpenForFilling
from ..standing import is_filling_open, locked_since
from . import answering, gathering, merging, outcomes
from .layout import letters
from .merging import Merged
from .outcomes import Mode, Outcome, UnitOutcome, UnitState
from .package import FILE_AT_MOST
from .problems import Weight, WorkbookProblem, WorkbookRefused
from .reading import Reading
from .services import read


def preview(
    content: bytes,
    cycle: Cycle,
    organization: Organization,
    *,
    by: User,
    mode: Mode = Mode.WHOLE,
    overwrites: bool = False,
) -> Outcome:
    """Return what taking a workbook would come to; nothing is written, and who asks needs no right but to fill in."""
    found = read(content, cycle, organization, by)
    judged = _judged(found, _reports(found, cycle, organization), by, mode, overwrites)
    return Outcome(judged.problems, tuple(judged.units))


def take(
    cycle: Cycle,
    organization: Organization,
    stream: Source,
    name: str,
    *,
    by: User,
    mode: Mode = Mode.WHOLE,
    overwrites: bool = False,
) -> Outcome:
    """Take a workbook for a unit and all below it, and say what became of it; never raises for what is wrong with the file.

    With `overwrites` the workbook counts where the system was changed after it was taken from there. Everything is kept: whole
    or by good units, as `mode` says, one unit is never taken in part.
    """
    content = stream.read(FILE_AT_MOST + 1)
    return take_content(cycle, organization, content, name, by=by, mode=mode, overwrites=overwrites)


def take_content(
    cycle: Cycle,
    organization: Organization,
    content: bytes,
    name: str,
    *,
    by: User,
    mode: Mode = Mode.WHOLE,
    overwrites: bool = False,
) -> Outcome:
    """Take a workbook whose bytes are at hand (see `take`)."""
    found = read(content, cycle, organization, by)
    with trail.recording(
        "returns.take_workbook",
        subject=f"cycle:{cycle.pk}",
        organization_id=organization.pk,
        facts={"name": name, "mode": str(mode), "overwrites": overwrites},
    ) as deed:
        # Held before anything is compared: what is decided here is still so when it is written.
        reports = {each.organization.key: each for each in hold_many(_reports(found, cycle, organization))}
        judged = _judged(found, list(reports.values()), by, mode, overwrites)
        try:
            file = _kept(content, name, is_workbook=not found.is_refused)
        except FileRefused as refused:
            problem = WorkbookProblem("not_kept", {"reason": str(refused)})
            deed.changed(before={}, after={"taken": 0, "problems": [problem.code]})
            refusals = [each for each in judged.problems if each.weight is Weight.REFUSAL]
            return Outcome(tuple(refusals) or (problem,))
        upload = _upload(cycle, organization, file, name, by, found, judged)
        taken = [each for each in judged.units if each.state is UnitState.TAKEN]
        filled = {reports[each.key]: _filled(judged.merged[each.key], upload) for each in taken}
        if filled:
            filling.save_many(filled, by=by, origin=Origin.WORKBOOK)
        deed.changed(
            before={},
            after={
                "upload": upload.pk,
                "taken": [each.key for each in taken],
                "changes": upload.changed_count,
            },
        )
    return Outcome(judged.problems, tuple(judged.units), upload)


@dataclass(frozen=True)
class _Judged:
    problems: tuple[WorkbookProblem, ...]
    units: list[UnitOutcome]
    merged: Mapping[str, Merged]


def _reports(found: Reading, cycle: Cycle, organization: Organization) -> list[Return]:
    wanted = {unit.key for unit in found.units}
    below = gathering.returns_below(cycle, organization)
    return [each for each in below if each.organization.key in wanted]


def _judged(found: Reading, reports: Sequence[Return], by: User, mode: Mode, overwrites: bool) -> _Judged:
    """Hold what was read against what stands now, and decide what is taken."""
    if not found.units:
        return _Judged(found.problems, [], {})
    form = gathering.form(reports[0].cycle, reports, by)
    questions = {each.code: each for each in form.questions}
    units = {each.key: each for each in form.units}
    report_of = {each.organization.key: each for each in reports}
    may_fill = permission.reached_organizations(by, Act.FILL_RETURNS)
    allowed = set(may_fill.values_list("organization_id", flat=True))
    cells = filling.cells_of(reports)
    problems = list(found.problems)
    merged: dict[str, Merged] = {}
    wrong: dict[str, list[WorkbookProblem]] = {}
    for unit in found.units:
        report = report_of[unit.key]
        each = merging.merge(unit, units[unit.key], questions, overwrites=overwrites)
        merged[unit.key] = each
        closed = [one for one in found.of_unit(unit) if one.code == "section_closed"]
        has_changes = bool(each.changed_count or closed)
        may = report.organization_id in allowed
        doors = _doors(report, unit.sheet, unit.row, may_fill=may, has_changes=has_changes)
        if any(one.code == "unit_closed" for one in doors):
            problems = [one for one in problems if one not in closed]  # said once, not by cell
        unsaved = _unsaved(each, cells[report.pk]) if not doors else []
        problems += [*doors, *each.conflicts, *each.notices, *unsaved]
        own = [one for one in found.of_unit(unit) if one in problems]
        wrong[unit.key] = [*own, *doors, *each.conflicts, *unsaved]
    is_whole = not any(each.weight is Weight.PROBLEM for each in problems)
    decided = outcomes.decided(
        merged.values(), wrong, {unit.key: unit.name for unit in found.units}, mode, is_whole=is_whole
    )
    return _Judged((*outcomes.told(decided), *problems), decided, merged)


def _doors(
    report: Return, sheet: str, row: int | None, *, may_fill: bool, has_changes: bool
) -> list[WorkbookProblem]:
    """Return why the unit's part may not be taken, whatever it says: who brings it, or when."""
    key, name = report.organization.key, report.place.short_name
    if not may_fill:
        return [WorkbookProblem("unit_forbidden", {"whose": name}, sheet, row, None, key)]
    if has_changes and not is_filling_open(report):
        reason = str(NotOpenForFilling(name, report.state, locked_since(report)))
        return [WorkbookProblem("unit_closed", {"whose": name, "reason": reason}, sheet, row, None, key)]
    return []


def _unsaved(merged: Merged, cells: Mapping[str, Cell]) -> list[WorkbookProblem]:
    """Return what filling would refuse."""
    _changes, refused = changes_of(cells, _answers(merged))
    found = []
    for each in refused:
        read = merged.answers[each.question].read
        facts = {"reason": each.sentence()}
        found.append(
            WorkbookProblem("not_saved", facts, read.sheet, read.row, read.column, merged.key, each.question)
        )
    return found


def _answers(merged: Merged) -> dict[str, Answer]:
    return {
        code: Answer(
            each.said.value, each.said.is_unavailable, None if each.keeps_words else each.said.explanation
        )
        for code, each in merged.answers.items()
    }


def _filled(merged: Merged, upload: Upload) -> Filled:
    spots = {
        code: Spot(upload, each.read.sheet[:60], each.read.row + 1, letters(each.read.column))
        for code, each in merged.answers.items()
    }
    passages = {key: each.text for key, each in merged.passages.items()}
    return Filled(_answers(merged), passages, spots)


def _kept(content: bytes, name: str, *, is_workbook: bool) -> KeptFile:
    """Keep the file as it came; the name that it has says nothing, so it is kept under one that fits what it is."""
    if is_workbook:
        stem = name.rpartition(".")[0] or name or "workbook"
        return keeping.keep(io.BytesIO(content), f"{stem}.xlsx", allowed={Kind.XLSX}, limit=FILE_AT_MOST)
    return keeping.keep(io.BytesIO(content), name, limit=FILE_AT_MOST)


def _marked(found: Reading, judged: _Judged) -> KeptFile | None:
    """Keep the marked copy of a workbook with problems; None where its parts are too large to be edited."""
    if found.book is None or not any(each.weight is Weight.PROBLEM for each in judged.problems):
        return None
    try:
        return keeping.keep_ours(answering.answer(found.book, judged.problems), Kind.XLSX)
    except WorkbookRefused:
        return None


def _upload(
    cycle: Cycle,
    organization: Organization,
    file: KeptFile,
    name: str,
    by: User,
    found: Reading,
    judged: _Judged,
) -> Upload:
    answer = _marked(found, judged)
    problems: list[dict[str, Any]] = [each.as_json() for each in judged.problems]
    changed = sum(each.count for each in judged.units if each.state is UnitState.TAKEN)
    return Upload.objects.create(
        cycle=cycle,
        organization=organization,
        file=file,
        name=name[:200],
        at=now(cycle),
        by=by,
        is_taken=any(each.state in (UnitState.TAKEN, UnitState.UNCHANGED) for each in judged.units),
        changed_count=changed,
        problems=problems,
        answer=answer,
    )
