"""What officers write down: everything they sent, and every answer before they go on."""

import json
import threading
from pathlib import Path
from typing import Any


class Diary:
    """A file of lines: an act with what was sent, and later its answer, or none where the connection broke."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")
        self._lock = threading.Lock()
        self._count = 0
        self.answered_count = 0
        self.broken_count = 0

    def sent(self, act: str, **facts: Any) -> int:
        """Write down that something is about to be sent; return its number."""
        with self._lock:
            self._count += 1
            self._write({"number": self._count, "act": act, **facts})
            return self._count

    def answered(self, number: int, **facts: Any) -> None:
        """Write down that it was acknowledged."""
        with self._lock:
            self.answered_count += 1
            self._write({"number": number, "answered": True, **facts})

    def refused(self, number: int) -> None:
        """Write down that it was refused: nothing may have come of it."""
        with self._lock:
            self._write({"number": number, "answered": False})

    def broken(self) -> None:
        """Count a connection that broke before the answer came."""
        with self._lock:
            self.broken_count += 1

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()


def read(path: Path) -> list[dict[str, Any]]:
    """Return every act with its answer: `answered` is True, False where it was refused, None where nobody knows."""
    acts: dict[int, dict[str, Any]] = {}
    for line in path.read_text("utf-8").splitlines():
        told = json.loads(line)
        acts.setdefault(told["number"], {"answered": None}).update(told)
    return [acts[number] for number in sorted(acts)]
