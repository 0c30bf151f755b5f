"""What a person at a terminal, or a program behind a pipe, gets to see."""

import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

# A pipe has no width; a table cut to 80 columns would lose what the reader pipes it for.
_PIPE_WIDTH = 240

OnProgress = Callable[[int, int | None], None]
"""Told how much of how much is done, as often as the worker likes; None: nobody knows how much there is."""


class Format(StrEnum):
    """The forms in which a command gives its data."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True)
class Column:
    """One column: its key for machines, its title for people."""

    key: str
    title: str
    is_number: bool = False


def show(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]], form: Format) -> None:
    """Write rows to stdout: a table for people, an array of objects or comma-separated lines for machines.

    None is null in JSON, an empty field in CSV, and a dash in a table; zero is zero everywhere.
    """
    if form is Format.JSON:
        write_json([{column.key: row.get(column.key) for column in columns} for row in rows])
    elif form is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([column.key for column in columns])
        writer.writerows([_plain(row.get(column.key)) for column in columns] for row in rows)
    else:
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for column in columns:
            table.add_column(
                column.title,
                justify="right" if column.is_number else "left",
                no_wrap=column.is_number,
                overflow="fold",
            )
        for row in rows:
            table.add_row(*(Text(_shown(row.get(column.key))) for column in columns))
        _stdout().print(table)


def without_idle(
    columns: Sequence[Column], rows: Sequence[Mapping[str, Any]], idle: Mapping[str, Sequence[Any]]
) -> list[Column]:
    """Return the columns of a table for people, without those that hold nothing but their idle values in every row."""
    return [
        column
        for column in columns
        if column.key not in idle or any(row.get(column.key) not in idle[column.key] for row in rows)
    ]


def show_one(columns: Sequence[Column], row: Mapping[str, Any], form: Format) -> None:
    """Write one thing: its attributes one a line for people, one object for JSON, one line for CSV."""
    if form is Format.JSON:
        write_json({column.key: row.get(column.key) for column in columns})
    elif form is Format.CSV:
        show(columns, [row], form)
    else:
        grid = Table.grid(padding=(0, 2))
        for column in columns:
            grid.add_row(Text(column.title, style="dim"), Text(_shown(row.get(column.key))))
        _stdout().print(grid)


def write_json(content: Any) -> None:
    """Write one JSON text to stdout."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2, default=_machine) + "\n")


def say(text: str) -> None:
    """Tell the person at the terminal something that is not data (stderr)."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(Text(text))


@contextmanager
def progress(title: str) -> Iterator[OnProgress]:
    """Show a bar on stderr while the work goes on; on anything but a terminal, show nothing."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def counting(title: str) -> Iterator[Callable[[int], None]]:
    """Like `progress`, for work that only knows how much more is done each time and not how much there is."""
    done = 0
    with progress(title) as on_progress:

        def advance(count: int) -> None:
            nonlocal done
            done += count
            on_progress(done, None)

        yield advance


def number(value: Decimal | int) -> str:
    """Write a number exactly, without exponent or trailing zeros: 541.28, 100, 0.5."""
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _stdout() -> Console:
    return Console(
        file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH, soft_wrap=False
    )


def _shown(value: Any) -> str:
    if value is None or value in ("", [], ()):
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, int) and not isinstance(value, Enum):
        return f"{value:,}"
    if isinstance(value, Decimal):
        # What a person reads; machines get every digit.
        return f"{Decimal(number(round(value, 2 if abs(value) >= 1 else 4))):,f}"
    return str(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list | tuple):
        return " ".join(str(_plain(each)) for each in value)
    return value


def _machine(value: Any) -> Any:
    if isinstance(value, Decimal):
        # JSON numbers keep the digits of any value the ledger can hold (int64 with a few decimals) up to 15 of them.
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"no JSON form for {type(value).__name__}")
