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
    drafts = Drafts(
        sources["source"].to_list(),
        sources["revision number"].to_list(),
        sources["channel"].to_list(),
        _evidence(sources, file_name, sheet_name),
        sources[ROW].list.len().to_list(),
    )
    return drafts, lines, sources[ROW].to_list()


def _evidence(sources: pl.DataFrame, file_name: str, sheet_name: str) -> list[str]:
    """Return the canonical texts of where the sources were read (see `digests.canonical`)."""
    start = f'{{"file":{_quoted(file_name)},'
    end = f',"sheet":{_quoted(sheet_name)}}}' if sheet_name else "}"
    notes = pl.Series(
        "notes",
        [f'"note":{_quoted("; ".join(notes))},' if notes else "" for notes in sources["note"].to_list()],
        pl.String,
    )
    row = pl.concat_str(pl.lit('"row":'), pl.col(ROW).list.first())
    rows = pl.concat_str(pl.lit('"rows":['), pl.col(ROW).cast(pl.List(pl.String)).list.join(","), pl.lit("]"))
    where = pl.when(pl.col(ROW).list.len() == 1).then(row).otherwise(rows)
    texts = sources.with_columns(notes).select(
        pl.concat_str(pl.lit(start), "notes", where, pl.lit(end)).alias("evidence")
    )
    return texts["evidence"].to_list()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
