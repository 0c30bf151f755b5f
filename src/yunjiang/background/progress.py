"""How far a job is, kept in a small file beside the database.

A job's own transaction hides what it writes until it commits, and on SQLite nobody else may write meanwhile; a file is seen at
once. Its time of change is also the sign of life: a job whose file has grown old has lost its machine.
"""

import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import connection

BEAT_SECONDS = 2.0


class JobCancelled(Exception):
    """That who asked for the job has cancelled it."""


@dataclass(frozen=True)
class Reached:
    """How many of how many; `total` is 0 where nobody knows. `note` says what is being done."""

    done: int = 0
    total: int = 0
    note: str = ""

    @property
    def per_cent(self) -> int | None:
        return min(100, 100 * self.done // self.total) if self.total else None


def reached(job: UUID) -> Reached | None:
    """Return how far a running job is; None when nothing was reported."""
    try:
        return Reached(**json.loads(_path(job).read_text("utf-8")))
    except (FileNotFoundError, ValueError):
        return None


def alive_at(job: UUID) -> float | None:
    """Return when a job last gave a sign of life, in seconds since 1970; None when it never did."""
    try:
        return _path(job).stat().st_mtime
    except FileNotFoundError:
        return None


def forget(job: UUID) -> None:
    """Remove what a finished job had reported."""
    _path(job).unlink(missing_ok=True)


class Progress:
    """What a work reports to. Use as a context: within it, signs of life are given and a wish to cancel is heard."""

    def __init__(self, job: UUID | None = None, is_cancel_asked: Callable[[], bool] = lambda: False) -> None:
        self._job = job
        self._is_cancel_asked = is_cancel_asked
        self._cancelled = threading.Event()
        self._over = threading.Event()
        self._beating: threading.Thread | None = None

    def report(self, done: int, total: int = 0, note: str = "") -> None:
        """Say how far the work is. Raises JobCancelled when it was cancelled meanwhile."""
        if self._job is not None:
            _write(self._job, Reached(done, total, note))
        if self._cancelled.is_set():
            raise JobCancelled

    def __enter__(self) -> Self:
        if self._job is not None:
            _write(self._job, Reached())
            self._beating = threading.Thread(target=self._beat, name=f"job {self._job}", daemon=True)
            self._beating.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._beating is not None:
            self._beating.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(BEAT_SECONDS):
                if self._job is not None and _path(self._job).exists():
                    os.utime(_path(self._job))
                if self._is_cancel_asked():
                    self._cancelled.set()
        finally:
            connection.close()  # this thread's own


def _path(job: UUID) -> Path:
    return Path(settings.HOME) / "progress" / f"{job}.json"


def _write(job: UUID, what: Reached) -> None:
    path = _path(job)
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(f".{os.getpid()}.part")
    scratch.write_text(json.dumps(what.__dict__, ensure_ascii=False), "utf-8")
    os.replace(scratch, path)
