"""Every problem of a batch, kept in a file beside the database, so that the sheet can go back with them."""

import os
from pathlib import Path

import polars as pl
from django.conf import settings

from ..models import IntakeBatch
from .problems import none

MOST = 1_000_000  # problems that are kept; a sheet with more of them is another sheet than it was taken for


def keep(batch: IntakeBatch, problems: pl.DataFrame) -> None:
    """Keep the problems of a batch instead of those of its last check."""
    path = _path(batch)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    scratch = path.with_suffix(f".{os.getpid()}.part")
    problems.write_parquet(scratch)
    os.replace(scratch, path)


def of(batch: IntakeBatch) -> pl.DataFrame:
    """Return the problems of a batch; none where they were cleared away."""
    try:
        return pl.read_parquet(_path(batch))
    except FileNotFoundError:
        return none()


def forget(batch: IntakeBatch) -> None:
    """Clear the problems of a batch away."""
    _path(batch).unlink(missing_ok=True)


def _path(batch: IntakeBatch) -> Path:
    return Path(settings.HOME) / "intake" / f"{batch.pk}.parquet"
