"""What goes wrong in the generated province: units that are late or silent, and returns that are wrong at first. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from yunjiang.ledger.records import Record

_NEVER_SPEAKING, _LATE_AT_MID_TERM, _FALLING_SILENT = 3, 8, 2
_LATE_FROM, _LATE_TO = date(2023, 10, 1), date(2023, 12, 31)
_SILENT_FROM = date(2024, 7, 1)
_WRONG_AT_FIRST = 1 / 60
_NOUGHT_TOO_MANY = 0.2  # of the wrong ones; the others slip by a tenth


@dataclass(frozen=True)
class Silence:
    """Which units do not report, by their keys."""

    never_speaking: frozenset[str]
    late: frozenset[str]  # nothing from the last quarter of 2023
    falling_silent: frozenset[str]  # nothing from the middle of 2024 on

    def covers(self, unit: str, last_on: date) -> bool:
        """Say whether a unit's return about a stretch that ends on the day never arrives."""
        return (
            unit in self.never_speaking
            or (unit in self.falling_silent and last_on >= _SILENT_FROM)
            or (unit in self.late and _LATE_FROM <= last_on <= _LATE_TO)
        )


def silence(units_by_size: Sequence[str], random: Random) -> Silence:
    """Let the smallest units say nothing, and draw the late and the falling silent from the others."""
    others = units_by_size[_NEVER_SPEAKING:]
    drawn = random.sample(others, min(_LATE_AT_MID_TERM + _FALLING_SILENT, len(others) // 2))
    return Silence(
        frozenset(units_by_size[:_NEVER_SPEAKING]),
        frozenset(drawn[_FALLING_SILENT:]),
        frozenset(drawn[:_FALLING_SILENT]),
    )


def wrong_at_first(
    returns: Sequence[Record], random: Random, evidence: Callable[[str], Mapping[str, str]]
) -> tuple[list[Record], list[Record]]:
    """Return the returns as they arrive, a few with one wrong number, and the later corrections of those few."""
    arriving, corrections = [], []
    for record in returns:
        large = [n for n, line in enumerate(record.lines) if line.quantity > 20]
        if not large or random.random() >= _WRONG_AT_FIRST:
            arriving.append(record)
            continue
        n = random.choice(large)
        line = record.lines[n]
        true = int(line.quantity)
        slip = true * 10 if random.random() < _NOUGHT_TOO_MANY else true * 9 // 10
        lines = [*record.lines[:n], replace(line, quantity=slip), *record.lines[n + 1 :]]
        arriving.append(replace(record, lines=lines))
        corrections.append(replace(record, revision=2, evidence=evidence("更正前一季度报送的数")))
    return arriving, corrections
