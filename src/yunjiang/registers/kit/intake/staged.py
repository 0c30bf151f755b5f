"""What passes from stage to stage: the work that is being done, a part of a sheet as understood, and what was written of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from yunjiang.access.models import User

from ..declaration import Register
from ..models import IntakeBatch
from .problems import ROW, Problems

PART = 50_000  # rows that are held at once

# Columns of a part's frame beside those by path.
UNIT = "organization"  # number of the unit that a row belongs to
PATH = "path"  # where that unit hangs
MET = "met"  # primary key of the record that a row meets; null: a new one
MET_PATH = "met path"
MET_VOIDED = "met voided"  # the record was voided: true, or false

# Of what was written.
CREATED = {ROW: pl.Int64, "record": pl.Int64}
BESIDE = {"record": pl.Int64, "replaced": pl.String}
CHANGED = {
    ROW: pl.Int64,
    "record": pl.Int64,
    "revision": pl.Int64,
    "before": pl.String,
    "after": pl.String,
    "replaced": pl.String,
}


class Overtaken(Exception):
    """Somebody else changed one of our records between our looking and our writing."""


@dataclass(frozen=True)
class Work:
    """One run over a batch. In a rehearsal nothing is written."""

    register: type[Register]
    batch: IntakeBatch
    by: User | None
    moment: datetime
    day: date
    scopes: Sequence[str]  # paths at and below which the person keeps this register's records
    is_rehearsal: bool
    reason: str = ""  # why a batch is taken back
    # What a register's own functions remember of the parts before, by a word of theirs.
    memory: dict[str, pl.DataFrame] = field(default_factory=dict)

    def reaches(self, path: str) -> bool:
        """Say whether the person keeps records of a unit that hangs there."""
        return any(path.startswith(scope) for scope in self.scopes)

    def within(self, column: str) -> pl.Expr:
        """Return whether a column of paths lies where the person keeps records."""
        return pl.any_horizontal(
            pl.lit(False), *(pl.col(column).str.starts_with(scope) for scope in self.scopes)
        )


@dataclass
class Understood:
    """A part of a sheet as it speaks for itself, whatever is on record: typed columns by path, units and links still as texts.

    `settled` is kept from an earlier look at the records: what each row that said nothing new was held against then, by row.
    """

    rows: pl.DataFrame
    problems: Problems
    settled: pl.DataFrame | None = None


@dataclass
class Staged:
    """A part of a sheet: `rows` has the row's number, one typed column for each path that the sheet has, and the columns above.

    Rows with problems are still there; `sound` leaves them out. `doubts` are told and hold nothing up.
    """

    rows: pl.DataFrame
    problems: Problems = field(default_factory=Problems)
    doubts: Problems = field(default_factory=Problems)
    settled: pl.DataFrame | None = None  # as `Understood` has it

    def sound(self) -> pl.DataFrame:
        """Return the rows without problems."""
        if not self.problems:
            return self.rows
        return self.rows.filter(~pl.col(ROW).is_in(self.problems.rows().implode()))


@dataclass
class Applied:
    """What became of the sound rows of a part.

    `created` are the keys of new records, with the row of each. `changed` has for each record that differed: record, revision
    (afterwards), before and after (as history keeps them) and `replaced`, the earlier values whole, for taking them back.
    """

    created: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CREATED))
    changed: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CHANGED))
    # Of new records, where writing them changed something else: record and what was replaced there, for taking it back.
    beside: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=BESIDE))
    same_count: int = 0
    # Rows whose record stays as it is while something that belongs to it was changed; none of the three above has them.
    besides: Sequence[int] = ()
    # Rows that said nothing new, and all that they were held against: one look tells later that they still do.
    same: pl.DataFrame | None = None
