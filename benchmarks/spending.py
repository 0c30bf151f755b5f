"""What steps of an import took, and the lines that say so."""

import os
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self


@dataclass
class Spent:
    """Seconds that pass inside, by the clock and of processors: of this process, and of the database's that serves it."""

    seconds: float = 0.0
    processor: float = 0.0
    has_database: bool = True

    @classmethod
    def sum(cls, several: Sequence[Self]) -> Self:
        return cls(sum(each.seconds for each in several), sum(each.processor for each in several))

    def rates(self, rows: int) -> tuple[float, float]:
        """Return rows in a second, by the clock and of processors."""
        return rows / max(self.seconds, 1e-9), rows / max(self.processor, 1e-9)

    def __enter__(self) -> Self:
        self.seconds, self.processor = -time.perf_counter(), -self._processor()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter()
        self.processor += self._processor()

    def _processor(self) -> float:
        return time.process_time() + (_of_database() if self.has_database else 0.0)


def _of_database() -> float:
    """Return the processor seconds of PostgreSQL's process that serves this one; SQLite has none of its own."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def shares(seconds: Any) -> str:
    """Say which part of the time each stage takes."""
    whole = sum(seconds.values()) or 1
    return ", ".join(
        f"{stage} {each / whole:.0%}" for stage, each in sorted(seconds.items(), key=lambda pair: -pair[1])
    )


def line(name: str, rows: int, spent: Spent, note: str = "") -> dict[str, Any]:
    by_clock, by_processor = spent.rates(rows)
    return {
        "name": name,
        "rows": rows,
        "seconds": round(spent.seconds, 3),
        "processor": round(spent.processor, 3),
        "a_second": round(by_clock),
        "a_processor_second": round(by_processor),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
        "note": note,
    }
