"""The texts of a sheet that was checked, kept beside the database until it is committed: a workbook is unpacked once.

They are what `reading.Sheet` gives and are checked again when they are written. Where they are missing, or are not what was kept,
the workbook is read as if they had never been. They lie sealed: numbers of persons are in them.
"""

import io
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

import polars as pl
from django.conf import settings

from yunjiang.access import sealing
from yunjiang.access.sealing.refusals import SealRefusal
from yunjiang.standards.national_cryptography import Sm3

from ..models import IntakeBatch
from .problems import Problems
from .reading import Part

_FACTS = "unpacked"  # under which the batch's summary says where they are, and what they were
_PIECE = 1 << 20
_SEALED = "kit.unpacked"


class Keeping:
    """Keeps the parts of a sheet as they are read; a folder of its own for each checking of a batch."""

    def __init__(self, batch: IntakeBatch, day_zero: date | None, row_count: int) -> None:
        self._batch = batch
        self._folder = _shelf() / f"{batch.pk}.{secrets.token_hex(8)}"
        self._folder.mkdir(mode=0o700, parents=True)
        self._facts: dict[str, Any] = {
            "folder": self._folder.name,
            "day_zero": day_zero.isoformat() if day_zero else None,
            "rows": row_count,
            "mapping": batch.mapping,
            "parts": [],
        }

    def add(self, part: Part) -> None:
        """Keep the next part."""
        parts = self._facts["parts"]
        texts, problems = _paths(self._folder, len(parts))
        _keep(part.texts, texts)
        _keep(part.problems.frame(), problems)
        parts.append([_digest(texts), _digest(problems)])

    def done(self) -> None:
        """Tell the batch where they are, and clear away what earlier checkings kept; does not save the batch."""
        for folder in _folders(self._batch):
            if folder != self._folder:
                shutil.rmtree(folder, ignore_errors=True)
        self._batch.summary[_FACTS] = self._facts


@dataclass(frozen=True)
class Unpacked:
    """The parts of a sheet as they were kept, in the place of the sheet itself."""

    folder: Path
    day_zero: date | None
    row_count: int
    part_count: int

    @classmethod
    def of(cls, batch: IntakeBatch) -> Self | None:
        """Return what is kept of a batch; None unless all of it is there as it was kept, for the mapping of now."""
        facts = batch.summary.get(_FACTS)
        if not facts or facts["mapping"] != batch.mapping:
            return None
        folder = _shelf() / facts["folder"]
        for number, digests in enumerate(facts["parts"]):
            paths = _paths(folder, number)
            if not all(path.is_file() for path in paths) or [_digest(path) for path in paths] != digests:
                return None
            if not _opens(paths[1]):
                return None
        day_zero = date.fromisoformat(facts["day_zero"]) if facts["day_zero"] else None
        return cls(folder, day_zero, facts["rows"], len(facts["parts"]))

    def parts(self, mapping: Mapping[str, str]) -> Iterator[Part]:
        """Yield them; the mapping is the one for which they were kept."""
        for number in range(self.part_count):
            texts, told = _paths(self.folder, number)
            problems = Problems()
            problems.add(_kept(told))
            yield Part(_kept(texts), problems)


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


def _paths(folder: Path, number: int) -> tuple[Path, Path]:
    return folder / f"{number}.texts", folder / f"{number}.problems"


def _keep(frame: pl.DataFrame, path: Path) -> None:
    content = io.BytesIO()
    frame.write_parquet(content, compression="lz4")
    path.write_bytes(sealing.seal_bytes(content.getvalue(), _SEALED))


def _kept(path: Path) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(sealing.open_bytes(path.read_bytes(), _SEALED)))


def _opens(path: Path) -> bool:
    """Say whether the key is still there under which it was sealed."""
    try:
        sealing.open_bytes(path.read_bytes(), _SEALED)
    except SealRefusal:
        return False
    return True


def _digest(path: Path) -> str:
    digest = Sm3()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
