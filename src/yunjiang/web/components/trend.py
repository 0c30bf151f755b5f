"""A small drawing of a course: what happened, what was required, and the fan of the forecast to the deadline.

Drawn as inline SVG on the server: no script, prints, and costs a table row some microseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yunjiang.web.components.status import Tone

WIDTH, HEIGHT, MARGIN = 132, 36, 3


@dataclass(frozen=True)
class Dot:
    on: date
    value: Decimal | None  # None breaks the line: missing is not zero


@dataclass(frozen=True)
class Fan:
    """The forecast from the last known value to the day it is about."""

    on: date
    value: Decimal
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class Trend:
    """SVG path texts in a WIDTH × HEIGHT box; empty where there is nothing to draw."""

    actual: str
    course: str
    fan: str
    forecast: str
    end: tuple[str, str] | None  # where the last known value stands
    tone: Tone
    words: str
    width: int = WIDTH
    height: int = HEIGHT


def trend(
    dots: Sequence[Dot],
    course: Sequence[Dot],
    fan: Fan | None,
    first: date,
    last: date,
    tone: Tone = Tone.QUIET,
    words: str = "",
) -> Trend:
    """Draw the days from `first` to `last` on a scale that holds 0 when it is near, and every value."""
    known = [dot for dot in dots if dot.value is not None]
    values = [dot.value for dot in (*known, *course) if dot.value is not None]
    if fan is not None:
        values += [bound for bound in (fan.value, fan.low, fan.high) if bound is not None]
    if not values:
        return Trend("", "", "", "", None, tone, words)
    floor, ceiling = min(values), max(values)
    # A scale that starts at 0 tells no lies; one that must show 72 % against 80 % may not.
    if floor > 0 and floor < ceiling * Decimal("0.5"):
        floor = Decimal(0)
    reach = (ceiling - floor) or Decimal(1)
    days = max((last - first).days, 1)

    def across(on: date) -> str:
        share = min(max((on - first).days / days, 0), 1)
        return f"{MARGIN + share * (WIDTH - 2 * MARGIN):.1f}"

    def down(value: Decimal) -> str:
        share = float((value - floor) / reach)
        return f"{HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN):.1f}"

    def line(points: Sequence[Dot]) -> str:
        parts, pen = [], "M"
        for point in points:
            if point.value is None:
                pen = "M"
                continue
            parts.append(f"{pen}{across(point.on)} {down(point.value)}")
            pen = "L"
        return "".join(parts)

    end = (across(known[-1].on), down(known[-1].value)) if known and known[-1].value is not None else None
    wedge = ray = ""
    if fan is not None and end is not None:
        start = f"M{end[0]} {end[1]}"
        ray = f"{start}L{across(fan.on)} {down(fan.value)}"
        if fan.low is not None and fan.high is not None:
            wedge = f"{start}L{across(fan.on)} {down(fan.high)}L{across(fan.on)} {down(fan.low)}Z"
    return Trend(line(dots), line(course), wedge, ray, end, tone, words)
