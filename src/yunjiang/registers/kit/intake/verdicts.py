"""Every problem of a batch, kept in a file beside the database, so that the sheet can go back with them."""

import io
import os
from pathlib import Path

import polars as pl
from django.conf import settings

from yunjiang.access import sealing
from yunjiang.access.sealing.refusals import SealRefusal

from ..models import IntakeBatch
from .problems import none

_SEALED = "kit.verdicts"
MOST = 1_000_000  # problems that are kept; a sheet with more of them is another sheet than it was taken for


def keep(batch: IntakeBatch, problems: pl.DataFrame) -> None:
    """Keep the problems of a batch instead of those of its last check."""
    path = place(batch)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    scratch = path.with_suffix(f".{os.getpid()}.part")
    content = io.BytesIO()
    problems.write_parquet(content, compression="lz4")
    # They quote what stands in cells.
    scratch.write_bytes(sealing.seal_bytes(content.getvalue(), _SEALED))
    os.replace(scratch, path)


def of(batch: IntakeBatch) -> pl.DataFrame:
    """Return the problems of a batch; none where they were cleared away, or were sealed under a key that is gone."""
    try:
        return pl.read_parquet(io.BytesIO(sealing.open_bytes(place(batch).read_bytes(), _SEALED)))
    except (FileNotFoundError, SealRefusal):
        return none()


def forget(batch: IntakeBatch) -> None:
    """Clear the problems of a batch away."""
    place(batch).unlink(missing_ok=True)


def place(batch: IntakeBatch) -> Path:
    """Return where the problems of a batch lie."""
    return Path(settings.HOME) / "intake" / f"{batch.pk}.problems"
