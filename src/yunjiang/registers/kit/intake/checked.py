"""What became of a batch, part by part: how many rows, what is wrong with them, what only wants to be looked at."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from ..models import IntakeBatch
from . import verdicts
from .problems import OTHERWISE, ROW, none
from .staged import Applied, Staged

SHOWN = 300  # problems that the batch keeps for its page; the file that goes back has all
DIFFERENT = 1_000  # texts of no list that are told apart: a column that was taken for another has any number
FEW = 10  # rows that are named for each of them


@dataclass
class Checked:
    """What checking a batch came to."""

    row_count: int = 0
    faulty_count: int = 0
    duplicate_count: int = 0
    created_count: int = 0
    changed_count: int = 0
    same_count: int = 0
    otherwise_count: int = 0  # rows that say something else, of which nothing was changed
    sorts: Counter[tuple[str, str]] = field(default_factory=Counter)  # (code, column) → how many
    first: list[dict[str, Any]] = field(default_factory=list)  # problems, by row
    doubts: list[dict[str, Any]] = field(default_factory=list)
    otherwise: list[dict[str, Any]] = field(default_factory=list)
    unlisted: dict[tuple[str, str], tuple[int, list[int]]] = field(
        default_factory=dict
    )  # (column, what is said of the text) → in how many rows, and the first of them
    every: list[pl.DataFrame] = field(default_factory=list)  # all that is told, for the file that goes back
    seconds: Counter[str] = field(default_factory=Counter)  # by stage

    def add(self, staged: Staged, applied: Applied | None) -> None:
        """Add what became of a part."""
        problems, doubts = staged.problems.frame(), staged.doubts.frame()
        self.row_count += staged.rows.height
        self.faulty_count += problems[ROW].n_unique()
        twice = doubts.filter(pl.col("code") == "possibly_twice")
        self.duplicate_count += twice[ROW].n_unique()
        for code, column, count in problems.group_by("code", "column").len().iter_rows():
            self.sorts[code, column] += count
        if sum(each.height for each in self.every) < verdicts.MOST:
            self.every += [problems, doubts]
        self.first += problems.head(SHOWN - len(self.first)).to_dicts()
        self.doubts += twice.head(SHOWN - len(self.doubts)).to_dicts()
        self._count_unlisted(doubts.filter(pl.col("code") == "unlisted"))
        otherwise = doubts.filter(pl.col("code") == OTHERWISE)
        self.otherwise += otherwise.head(SHOWN - len(self.otherwise)).to_dicts()
        if applied is not None:
            written = [*applied.created[ROW].to_list(), *applied.changed[ROW].to_list(), *applied.besides]
            left_count = otherwise.filter(~pl.col(ROW).is_in(written))[ROW].n_unique()
            self.created_count += applied.created.height
            self.changed_count += applied.changed.height + len(applied.besides)
            self.same_count += applied.same_count - left_count
            self.otherwise_count += left_count

    def _count_unlisted(self, told: pl.DataFrame) -> None:
        found = told.group_by("column", "text", maintain_order=True).agg(pl.len(), pl.col(ROW).head(FEW))
        for column, text, count, rows in found.iter_rows():
            is_apart = (column, text) in self.unlisted or len(self.unlisted) < DIFFERENT
            key = (column, text if is_apart else "")
            earlier, first = self.unlisted.get(key, (0, []))
            self.unlisted[key] = earlier + count, [*first, *rows][:FEW]

    def keep(self, batch: IntakeBatch) -> None:
        """Write the counts into the batch's fields; does not save."""
        for name in ("row", "faulty", "duplicate", "created", "changed", "same"):
            setattr(batch, f"{name}_count", getattr(self, f"{name}_count"))
        batch.summary |= {
            "sorts": [[code, column, count] for (code, column), count in self.sorts.most_common()],
            "problems": self.first,
            "doubts": self.doubts,
            "otherwise": self.otherwise,
            "otherwise_count": self.otherwise_count,
            "unlisted": [[*key, *told] for key, told in self.unlisted.items()],
            "seconds": {stage: round(seconds, 3) for stage, seconds in self.seconds.items()},
        }

    def keep_verdicts(self, batch: IntakeBatch) -> None:
        """Keep every problem for the file that goes back."""
        verdicts.keep(batch, pl.concat(self.every) if self.every else none())
