"""The site's virus scanner: a command that is given the file's path (clamdscan, or any other that answers like it).

It answers 0 for a clean file and 1 for an infected one. Any other answer, or none in time, is no answer.
"""

import shlex
import subprocess
from enum import Enum
from pathlib import Path

PATIENCE = 120  # seconds


class Verdict(Enum):
    """What the scanner says."""

    CLEAN = "clean"
    INFECTED = "infected"
    SILENT = "silent"


def scan(command: str, path: Path) -> Verdict:
    """Run the scanner on a file; without a command everything is clean."""
    if not command.strip():
        return Verdict.CLEAN
    try:
        words = [*shlex.split(command), str(path)]
        # The command is the administrator's own setting, and no shell reads it.
        done = subprocess.run(words, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return Verdict.SILENT
    return {0: Verdict.CLEAN, 1: Verdict.INFECTED}.get(done.returncode, Verdict.SILENT)
