"""Rows that were understood become drafts: one a source, with the rows and the place in the file behind it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from ..drafts import Drafts, Lines, starts
from ..problems import Problem
from .problems import RowProblem
from .sheets import ROW, Sheet


@dataclass
class CheckedRows:
    """What a sheet came to."""

    drafts: Drafts
    lines: Lines
    rows_of: list[list[int]]  # the rows behind each draft
    problems: list[RowProblem] = field(default_factory=list)

    def bad_rows(self) -> set[int]:
        """Return the rows that have a problem."""
        return {problem.row for problem in self.problems if problem.row is not None}

    def leave_out(self, refused: Sequence[Problem], sheet: Sheet) -> None:
        """Take the drafts that the ledger refused out, and tell their rows what is wrong with their source."""
        place = sheet.headings.places.get("source")
        heading = (sheet.heading[place] if place is not None else None) or ""
        out = {problem.record: problem for problem in refused if problem.record is not None}
        for number, problem in sorted(out.items()):
            self.problems += [
                RowProblem(problem.code, problem.facts, row, heading) for row in self.rows_of[number]
            ]
        first = starts(self.drafts.line_count)
        kept = [number for number in range(len(self.rows_of)) if number not in out]
        self.lines = self.lines.picked(
            [place for number in kept for place in range(first[number], first[number + 1])]
        )
        self.drafts = self.drafts.picked(kept)
        self.rows_of = [self.rows_of[number] for number in kept]


def drafted(rows: pl.DataFrame, file_name: str, sheet_name: str) -> tuple[Drafts, Lines, list[list[int]]]:
    """Return the rows as drafts, one a source in the order of first rows, with their lines and the rows behind each."""
    rows = rows.with_columns(pl.col(ROW).min().over("source").alias("first")).sort("first", ROW)
    text = pl.concat_str(
        "measure code",
        "organization key",
        pl.col("since_on").fill_null(""),
        "happened_on",
        pl.concat_str("units", pl.lit("e-"), "scale"),
        "bound",
        "breakdown",
        pl.lit(""),
        separator="\t",
    )
    rows = rows.with_columns(text.alias("text"))
    lines = Lines(
        *(
            rows[name].to_list()
            for name in (
                "measure_id",
                "organization_id",
                "since_on",
                "happened_on",
                "units",
                "bound",
                "breakdown",
                "person",
                "text",
            )
        )
    )
    sources = rows.group_by("source", maintain_order=True).agg(
        pl.col("revision number").first(), pl.col("channel").first(), pl.col(ROW), pl.col("note").drop_nulls()
    )
    rows_of = sources[ROW].to_list()
    drafts = Drafts(
        sources["source"].to_list(),
        sources["revision number"].to_list(),
        sources["channel"].to_list(),
        [
            _evidence(file_name, sheet_name, numbers, notes)
            for numbers, notes in zip(rows_of, sources["note"].to_list(), strict=True)
        ],
        [len(numbers) for numbers in rows_of],
    )
    return drafts, lines, rows_of


def _evidence(file_name: str, sheet_name: str, rows: list[int], notes: list[str]) -> str:
    """Return the canonical text of where a source was read (see `digests.canonical`)."""
    name = json.dumps(file_name, ensure_ascii=False)
    note = f'"note":{json.dumps("; ".join(notes), ensure_ascii=False)},' if notes else ""
    where = f'"row":{rows[0]}' if len(rows) == 1 else f'"rows":[{",".join(map(str, rows))}]'
    sheet = f',"sheet":{json.dumps(sheet_name, ensure_ascii=False)}' if sheet_name else ""
    return f'{{"file":{name},{note}{where}{sheet}}}'
