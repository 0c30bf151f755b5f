"""The rows of a sheet as they were understood when it was checked, kept beside the database until it is committed.

A sheet is read and understood once: what is left for the commit is to hold it against what is on record by then. What is kept is
bound to all that it was made of (`_terms`) and lies sealed, for numbers of persons are in it; a file that is missing, was altered
or put in another's place does not open, and then the sheet is read as if nothing had been kept.
"""

import io
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

import polars as pl
from django.conf import settings

import yunjiang
from yunjiang.access import sealing
from yunjiang.access.sealing.refusals import SealRefusal
from yunjiang.standards.national_cryptography import sm3

from ..models import IntakeBatch
from .problems import Problems
from .staged import Understood, Work

_FACTS = "unpacked"  # under which the batch's summary says where they are, and what they were made of
_SEALED = "kit.unpacked"


class Lost(Exception):
    """Something that was kept is there no longer as it was."""


class Keeping:
    """Keeps the parts of a sheet as they are understood; a folder of its own for each checking of a batch."""

    def __init__(self, work: Work, day_zero: date | None, row_count: int) -> None:
        self._batch = work.batch
        self._folder = _shelf() / f"{work.batch.pk}.{secrets.token_hex(8)}"
        self._folder.mkdir(mode=0o700, parents=True)
        self._day_zero = day_zero.isoformat() if day_zero else None
        self._terms, self._row_count, self._part_count = _terms(work), row_count, 0
        self._can_keep = True

    def add(self, part: Understood) -> None:
        """Keep the next part."""
        self._part_count += 1
        # A column's own function may make values that no file keeps.
        self._can_keep &= pl.Object not in part.rows.dtypes
        if self._can_keep:
            self._put("rows", part.rows)
            self._put("problems", part.problems.frame())

    def settle(self, same: pl.DataFrame | None) -> None:
        """Keep of the part which was added last what rows that said nothing new were held against."""
        if self._can_keep and same is not None:
            self._put("settled", same)

    def done(self) -> None:
        """Tell the batch where they are, and clear away what earlier checkings kept; does not save the batch."""
        for folder in _folders(self._batch):
            if folder != self._folder or not self._can_keep:
                shutil.rmtree(folder, ignore_errors=True)
        self._batch.summary[_FACTS] = {
            "folder": self._folder.name,
            "terms": self._terms,
            "day_zero": self._day_zero,
            "rows": self._row_count,
            "parts": self._part_count,
        }

    def _put(self, what: str, frame: pl.DataFrame) -> None:
        content = io.BytesIO()
        frame.write_parquet(content, compression="lz4")
        path = _path(self._folder, self._part_count - 1, what)
        path.write_bytes(sealing.seal_bytes(content.getvalue(), _context(path)))


@dataclass(frozen=True)
class Unpacked:
    """The parts of a sheet as they were kept, in the place of the sheet itself."""

    folder: Path
    day_zero: date | None
    row_count: int
    part_count: int

    @classmethod
    def of(cls, work: Work) -> Self | None:
        """Return what is kept of a batch; None unless it was made of what a sheet would be made of now."""
        facts = work.batch.summary.get(_FACTS)
        if not facts or facts["terms"] != _terms(work):
            return None
        folder = _shelf() / facts["folder"]
        if not folder.is_dir():
            return None
        day_zero = date.fromisoformat(facts["day_zero"]) if facts["day_zero"] else None
        return cls(folder, day_zero, facts["rows"], facts["parts"])

    def parts(self) -> Iterator[Understood]:
        """Yield them. Raises Lost."""
        for number in range(self.part_count):
            problems = Problems()
            problems.add(self._kept(number, "problems"))
            settled = _path(self.folder, number, "settled")
            yield Understood(
                self._kept(number, "rows"),
                problems,
                self._kept(number, "settled") if settled.exists() else None,
            )

    def _kept(self, number: int, what: str) -> pl.DataFrame:
        path = _path(self.folder, number, what)
        try:
            content = sealing.open_bytes(path.read_bytes(), _context(path))
        except (OSError, SealRefusal) as error:
            raise Lost from error
        return pl.read_parquet(io.BytesIO(content))


def forget(batch: IntakeBatch) -> None:
    """Clear away what is kept of a batch."""
    for folder in _folders(batch):
        shutil.rmtree(folder, ignore_errors=True)


def shelved() -> Iterator[tuple[Path, int]]:
    """Yield everything that lies beside the database for batches, with the number of the batch."""
    for path in sorted(_shelf().glob("*")):
        number = path.name.partition(".")[0]
        if number.isdecimal():
            yield path, int(number)


def remove(path: Path) -> None:
    """Clear away what `shelved` named."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _shelf() -> Path:
    return Path(settings.HOME) / "intake"


def _folders(batch: IntakeBatch) -> list[Path]:
    return [path for path in _shelf().glob(f"{batch.pk}.*") if path.is_dir()]


def _path(folder: Path, number: int, what: str) -> Path:
    return folder / f"{number}.{what}"


def _context(path: Path) -> str:
    """Return what a file is sealed for: its own place, which no other file ever has."""
    return f"{_SEALED}:{path.parent.name}/{path.name}"


def _terms(work: Work) -> str:
    """Return a digest of all that rows are understood by, beside the file itself: any other, and they are understood anew."""
    batch = work.batch
    # The digest key: without it, or with another, every keyed digest among what is kept would be of no use.
    key = sealing.index("", _SEALED).hex()
    return sm3(repr((sorted(batch.mapping.items()), batch.sheet, work.day, key, _code())).encode()).hex()


@cache
def _code() -> str:
    """Return a digest of the program as it is installed, and of what it reads tables with."""
    root = Path(yunjiang.__file__).parent
    stats = ((path, path.stat()) for path in sorted(root.rglob("*.py")))
    told = [(str(path.relative_to(root)), each.st_size, each.st_mtime_ns) for path, each in stats]
    return sm3(repr((pl.__version__, told)).encode()).hex()
