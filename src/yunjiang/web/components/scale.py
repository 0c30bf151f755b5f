"""Where days and values lie in a small drawing: one scale for everything that is drawn in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Dot:
    on: date
    value: Decimal | None  # None breaks the line: missing is not zero


@dataclass(frozen=True)
class Scale:
    """Days from `first` to `last` across, values from `floor` to `ceiling` upwards, within a box and its margin."""

    first: date
    last: date
    floor: Decimal
    ceiling: Decimal
    width: int
    height: int
    margin: int

    def across(self, on: date) -> str:
        """Return how far to the right a day lies; days beyond lie at the edges."""
        days = max((self.last - self.first).days, 1)
        share = min(max((on - self.first).days / days, 0), 1)
        return f"{self.margin + share * (self.width - 2 * self.margin):.1f}"

    def down(self, value: Decimal) -> str:
        """Return how far down a value lies."""
        reach = (self.ceiling - self.floor) or Decimal(1)
        share = float((value - self.floor) / reach)
        return f"{self.height - self.margin - share * (self.height - 2 * self.margin):.1f}"

    def line(self, dots: Sequence[Dot]) -> str:
        """Return the SVG path through dots, interrupted where a value is missing."""
        parts, pen = [], "M"
        for dot in dots:
            if dot.value is None:
                pen = "M"
                continue
            parts.append(f"{pen}{self.across(dot.on)} {self.down(dot.value)}")
            pen = "L"
        return "".join(parts)

    def end(self, dots: Sequence[Dot]) -> tuple[str, str] | None:
        """Return where the last known value stands."""
        last = next((dot for dot in reversed(dots) if dot.value is not None), None)
        if last is None or last.value is None:
            return None
        return self.across(last.on), self.down(last.value)
