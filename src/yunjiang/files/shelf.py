"""Where kept files lie, and the lock under which they are put there and taken away."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

INCOMING = "incoming"
SEALED = ".sealed"


def folder() -> Path:
    """Return the folder of kept files."""
    return Path(settings.YUNJIANG_FILES)


def place(digest: str, *, is_sealed: bool = False) -> Path:
    """Return where the file with this digest lies or would lie."""
    return folder() / digest[:2] / (f"{digest}{SEALED}" if is_sealed else digest)


@contextmanager
def incoming() -> Iterator[tuple[Path, IO[bytes]]]:
    """Open a file beside the others to write to; it is gone afterwards unless it was put in its place."""
    beside = folder() / INCOMING
    beside.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=beside)
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield path, file
    finally:
        path.unlink(missing_ok=True)


def put(path: Path, digest: str, *, is_sealed: bool = False) -> None:
    """Put a written file in its place, whole and on the disk, or find it there already and say it was wanted today.

    The file's own time tells the sweep when it was last handed in.
    """
    there = place(digest, is_sealed=is_sealed)
    with locked():
        if there.exists():
            os.utime(there)
            return
        there.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o640)
        os.replace(path, there)
        _reach_disk(there.parent)


@contextmanager
def locked() -> Iterator[None]:
    """Hold the shelf: nobody else puts files there or takes them away."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _reach_disk(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
