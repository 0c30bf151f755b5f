"""Checking a batch: every row understood, every problem told by row and column, and what committing would do.

Nothing is written but the batch itself.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import polars as pl
from django.db import transaction
from django.utils import timezone

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.files import answering
from yunjiang.files.kinds import Kind

from .. import registry
from ..models import IntakeBatch, IntakeState
from . import applying, columns, local, meeting, parsing, register_says, units, unpacked
from .checked import Checked
from .columns import Sort, Wanted
from .problems import ROW, Problems, told
from .reading import Sheet
from .refusals import BatchElsewhere
from .staged import MET, PATH, UNIT, Applied, Staged, Understood, Work

Progress = Callable[[int, int], None]
T = TypeVar("T")


def check(batch: IntakeBatch, *, progress: Progress | None = None) -> Checked:
    """Check a batch against what is on record now, and keep what came of it. Raises SheetRefused, BatchElsewhere."""
    work = work_of(batch, batch.received_by, is_rehearsal=True)
    checked = Checked()
    with timed(checked.seconds, "read"):
        sheet = opened(batch)
        keeping = unpacked.Keeping(work, sheet.day_zero, sheet.row_count)
    for staged in staged_parts(work, sheet, checked.seconds, progress, keeping):
        with timed(checked.seconds, "compare"):
            applied = apply(staged, work)
        checked.add(staged, applied)
        with timed(checked.seconds, "keep"):
            keeping.settle(applied.same)
    keeping.done()
    with transaction.atomic():
        kept = IntakeBatch.objects.select_for_update().get(pk=batch.pk)
        if kept.state not in (IntakeState.RECEIVED, IntakeState.CHECKED):
            raise BatchElsewhere(kept)
        checked.keep(batch)
        batch.state, batch.answer = IntakeState.CHECKED, None
        batch.save()
    checked.keep_verdicts(batch)
    return checked


def work_of(batch: IntakeBatch, by: User | None, *, is_rehearsal: bool) -> Work:
    """Return the work on a batch by a person: where that person may keep records, as of now."""
    register = registry.of(batch.register)
    now = timezone.now()
    day = timezone.localdate()
    scopes = sorted(permission.reach(by, register.keeps, day)) if by is not None else [batch.path]
    return Work(register, batch, by, now, day, scopes, is_rehearsal)


def opened(batch: IntakeBatch, *, is_head: bool = False) -> Sheet:
    """Open a batch's file, or its head. Raises SheetRefused, BatchElsewhere for a batch whose file was cleared away."""
    if batch.file is None:
        raise BatchElsewhere(batch)
    is_text = batch.file.media_type == Kind.CSV.media_type
    content, register = answering.Content(batch.file), registry.of(batch.register)
    return Sheet(content, register, batch.sheet, is_text=is_text, is_head=is_head)


def staged_parts(
    work: Work,
    sheet: Sheet | unpacked.Unpacked,
    seconds: Counter[str],
    progress: Progress | None = None,
    keeping: unpacked.Keeping | None = None,
) -> Iterator[Staged]:
    """Yield the sheet's parts, checked; they are kept as they were understood where that is wanted.

    Raises SheetRefused, and unpacked.Lost where what was kept does not open.
    """
    checking = Checking(work, sheet.day_zero)
    if isinstance(sheet, unpacked.Unpacked):
        parts = _timed_parts(sheet.parts(), seconds)
    else:
        parts = understood_parts(work, sheet, seconds)
    done = 0
    for part in parts:
        if keeping is not None:
            with timed(seconds, "keep"):
                keeping.add(part)
        yield checking.staged(part, seconds)
        done += part.rows.height
        if progress is not None:
            progress(done, max(done, sheet.row_count))


def understood_parts(work: Work, sheet: Sheet, seconds: Counter[str]) -> Iterator[Understood]:
    """Yield the parts of a sheet as they speak for themselves. Raises SheetRefused."""
    wanted, intake = local.of(work.batch, work.register), work.register.intake
    assert intake is not None
    for part in _timed_parts(sheet.parts(work.batch.mapping), seconds):
        with timed(seconds, "parse"):
            rows = parsing.parse(part.texts, wanted, part.problems, sheet.day_zero)
            if intake.understand is not None:
                rows = intake.understand(rows, work)
        _hide(part.problems, part.texts, work)
        yield Understood(rows, part.problems)


def _timed_parts(parts: Iterator[T], seconds: Counter[str]) -> Iterator[T]:
    while True:
        with timed(seconds, "read"):
            part = next(parts, None)
        if part is None:
            return
        yield part


def apply(staged: Staged, work: Work) -> Applied:
    """Write the sound rows of a part, or in a rehearsal say what would be written."""
    intake = work.register.intake
    assert intake is not None
    rows = staged.sound()
    if staged.settled is not None:
        rows = rows.join(staged.settled, on=ROW, how="left", maintain_order="left")
    return local.written(rows, (intake.apply or applying.apply)(rows, work), work)


class Checking:
    """The checks of one run over a sheet, part after part: which rows of the sheet came before is remembered."""

    def __init__(self, work: Work, day_zero: Any = None) -> None:
        self._work, self._day_zero = work, day_zero
        self._wanted: dict[str, Wanted] = local.of(work.batch, work.register)
        self._seen: pl.DataFrame | None = None

    def staged(self, part: Understood, seconds: Counter[str]) -> Staged:
        """Return a part with what each row meets, and everything wrong with it."""
        work, intake = self._work, self._work.register.intake
        assert intake is not None
        problems = part.problems
        with timed(seconds, "resolve"):
            rows = units.resolve(part.rows, self._wanted, problems, work)
            if intake.prepare is not None:
                rows = intake.prepare(rows, work)
        with timed(seconds, "rules"):
            self._tell_keys(rows, problems)
            self._tell_twice(rows, problems)
            for rule in intake.rules:
                # What could not be understood was told of already, and counts as empty.
                problems.add(rule(rows).join(problems.cells(), on=[ROW, "column"], how="anti"))
        with timed(seconds, "meet"):
            rows = meeting.joined(rows, work, problems)
            rows = local.understood(self._placed(rows), work, problems, self._day_zero)
            self._tell_needed(rows, problems)
            rows = register_says.completed(rows, work, problems)
            problems.add(applying.guarded(rows, work).frame())
        _hide(problems, rows, work)
        staged = Staged(rows, problems, settled=part.settled)
        staged.doubts.add(*self._unlisted(rows))
        if intake.candidates is not None:
            with timed(seconds, "candidates"):
                self._tell_candidates(staged)
        if intake.otherwise is not None:
            with timed(seconds, "compare"):
                staged.doubts.add(intake.otherwise(staged.sound(), work))
        return staged

    def _placed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Put new records that name no unit where the sheet came from."""
        batch = self._work.batch
        is_homeless = pl.col(MET).is_null() & pl.col(UNIT).is_null()
        return rows.with_columns(
            pl.when(is_homeless)
            .then(pl.lit(batch.organization_id, pl.Int64))
            .otherwise(pl.col(UNIT))
            .alias(UNIT),
            pl.when(is_homeless).then(pl.lit(batch.path)).otherwise(pl.col(PATH)).alias(PATH),
        )

    def _tell_keys(self, rows: pl.DataFrame, problems: Problems) -> None:
        told_already = problems.frame()
        for path in columns.key_of(self._work.register):
            if path in rows.columns and path in self._wanted:
                known = told_already.filter(pl.col("column") == path)[ROW]
                empty = pl.col(path).is_null() & ~pl.col(ROW).is_in(known.implode())
                problems.add(told(rows, empty, path, "cell_missing", column=self._wanted[path].name))

    def _tell_twice(self, rows: pl.DataFrame, problems: Problems) -> None:
        keys = [path for path in columns.key_of(self._work.register) if path in rows.columns]
        if not keys:
            return
        # A digest of eight bytes a row, so that a million rows are remembered in a few megabytes.
        own = rows.drop_nulls(keys).select(ROW, pl.struct(keys).hash(seed=0).alias("key"))
        seen = own if self._seen is None else pl.concat([self._seen, own])
        first = seen.group_by("key").agg(pl.col(ROW).min().alias("first"))
        twice = own.join(first, on="key").filter(pl.col(ROW) != pl.col("first"))
        self._seen = seen.unique("key", keep="first", maintain_order=True)
        name = "、".join(self._wanted[path].name for path in keys if path in self._wanted)
        column = next((path for path in keys if path in self._wanted), "")
        problems.add(told(twice, pl.lit(True), column, "row_twice", given=pl.col("first"), column=name))

    def _tell_needed(self, rows: pl.DataFrame, problems: Problems) -> None:
        new = rows.filter(pl.col(MET).is_null())
        if not new.height:
            return
        keys = columns.key_of(self._work.register)
        already = problems.frame()
        for path in applying.needed(self._work.register, rows):
            if path in keys:
                continue
            empty = pl.col(path).is_null() if path in new.columns else pl.lit(True)
            known = already.filter(pl.col("column") == path)[ROW]
            wrong = empty & ~pl.col(ROW).is_in(known.implode())
            problems.add(told(new, wrong, path, "column_needed", column=self._wanted[path].name))

    def _unlisted(self, rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Tell of texts that stand in no list and are kept as they were written."""
        for path, column in self._wanted.items():
            if column.sort is Sort.OWN and rows.schema.get(path) == pl.String:
                text = pl.col(path)
                given = "…" if path in self._work.register.masked else text.str.strip_prefix(parsing.UNLISTED)
                yield told(rows, text.str.starts_with(parsing.UNLISTED), path, "unlisted", given=given)

    def _tell_candidates(self, staged: Staged) -> None:
        intake = self._work.register.intake
        assert intake is not None
        assert intake.candidates is not None
        new = staged.sound().filter(pl.col(MET).is_null())
        if new.height:
            found = intake.candidates(new, self._work)
            staged.doubts.add(told(found, pl.lit(True), "", "possibly_twice", given=pl.col("text")))


def _hide(problems: Problems, rows: pl.DataFrame, work: Work) -> None:
    """Leave what stands in masked columns out of the sentences."""
    for path in work.register.masked:
        if rows.schema.get(path) == pl.String:
            problems.hide(rows, path)


class timed:
    """Add the seconds that pass inside to a stage's."""

    def __init__(self, seconds: Counter[str], stage: str) -> None:
        self._seconds, self._stage = seconds, stage

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self._seconds[self._stage] += time.perf_counter() - self._began  # type: ignore[assignment]
