"""Importing a file: read it, check every row, post it in one batch or tell every problem."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..models import Batch
from ..posting import Receipt, post_drafts
from ..refusals import PostingRefused
from ..segment_files import digest_of
from ..writing import Act
from . import csv_files, error_files, parquet_files, xlsx_files
from .problems import FileRefused, RowProblem
from .rows import CheckedRows, check_rows
from .sheets import Sheet

# How much of the work is done when a file is read, checked and posted; measured on 200,000 rows.
_READ, _CHECKED, _POSTED = 0.2, 0.4, 1.0


@dataclass(frozen=True)
class Outcome:
    """What importing a file came to. With problems nothing was posted, unless only the valid rows were asked for."""

    row_count: int = 0
    problems: tuple[RowProblem, ...] = ()
    batch: Batch | None = None
    posted_count: int = 0  # sources entered in a new revision
    unchanged_count: int = 0  # sources already in the ledger as they came
    reversed_count: int = 0  # postings taken back
    entry_count: int = 0  # entries written, reversals included
    refused_row_count: int = 0  # rows with problems
    error_path: Path | None = None  # where these rows were written


def import_file(
    path: Path | str,
    *,
    data_set: str,
    by: str,
    valid_only: bool = False,
    error_path: Path | str | None = None,
    on_progress: Callable[[float], None] | None = None,
    sheet_name: str | None = None,
    title: str = "",
    reason: str = "",
) -> Outcome:
    """Post what a csv, xlsx or parquet file says, in one batch under the file's name and digest.

    Every problem is told with its row and column, and with one nothing is posted. With `valid_only` the sources without any
    problem are posted and the rows of the others are written to `error_path` (default: beside the file). `on_progress` is
    told which part of the work is done, from 0 to 1.
    """
    path, done = Path(path), on_progress or (lambda part: None)
    done(0.0)
    try:
        sheet = read(path, sheet_name)
    except FileRefused as refusal:
        return Outcome(problems=(refusal.problem,))
    if sheet.headings.problems:
        return Outcome(sheet.rows.height, (*sheet.headings.problems, *sheet.problems))
    done(_READ)
    checked = check_rows(sheet, data_set=data_set, file_name=path.name, valid_only=valid_only)
    done(_CHECKED)
    act = Act.checked(data_set, by, title or path.name[:200], reason or f"SM3 {digest_of(path).hex()}")
    receipt = _post(checked, act, sheet, valid_only)
    refused_row_count, written_to = len(checked.bad_rows()), None
    if valid_only and refused_row_count:
        written_to = Path(error_path) if error_path else _beside(path)
        error_files.write(sheet, checked.problems, written_to)
    done(_POSTED)
    return Outcome(
        sheet.rows.height,
        tuple(checked.problems),
        receipt.batch,
        receipt.posted_count,
        receipt.unchanged_count,
        receipt.reversed_count,
        receipt.entry_count,
        refused_row_count,
        written_to,
    )


def read(path: Path, sheet_name: str | None = None) -> Sheet:
    """Return the sheet of a file by the ending of its name. Raises FileRefused."""
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".parquet"):
        raise FileRefused("file_kind_unknown", suffix=suffix)
    if not path.is_file():
        raise FileRefused("file_missing", path=str(path))
    if suffix == ".parquet":
        return parquet_files.read(path)
    return csv_files.read(path) if suffix in (".csv", ".txt", ".tsv") else xlsx_files.read(path, sheet_name)


def _post(checked: CheckedRows, act: Act, sheet: Sheet, valid_only: bool) -> Receipt:
    """Post the drafts; what the ledger refuses about sources is added to the problems of their rows."""
    while valid_only or not checked.problems:
        try:
            return post_drafts(checked.drafts, checked.lines, act)
        except PostingRefused as refusal:
            checked.leave_out(refusal.problems, sheet)
    return Receipt(None)


def _beside(path: Path) -> Path:
    ending = ".xlsx" if path.suffix.lower().startswith(".xls") else ".csv"
    return path.with_name(f"{path.stem}.errors{ending}")
