"""A small drawing of a course: what happened, what was required, and the fan of the forecast to the deadline.

Drawn as inline SVG on the server: no script, prints, and costs a table row some microseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yunjiang.web.components.scale import Dot, Scale
from yunjiang.web.components.status import Tone

__all__ = ["Dot", "Fan", "Trend", "trend"]

WIDTH, HEIGHT, MARGIN = 132, 36, 3


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
    values = [dot.value for dot in (*dots, *course) if dot.value is not None]
    if fan is not None:
        values += [bound for bound in (fan.value, fan.low, fan.high) if bound is not None]
    if not values:
        return Trend("", "", "", "", None, tone, words)
    floor, ceiling = min(values), max(values)
    # A scale that starts at 0 tells no lies; one that must show 72 % against 80 % may not.
    if floor > 0 and floor < ceiling * Decimal("0.5"):
        floor = Decimal(0)
    scale = Scale(first, last, floor, ceiling, WIDTH, HEIGHT, MARGIN)
    end = scale.end(dots)
    wedge = ray = ""
    if fan is not None and end is not None:
        start = f"M{end[0]} {end[1]}"
        ray = f"{start}L{scale.across(fan.on)} {scale.down(fan.value)}"
        if fan.low is not None and fan.high is not None:
            wedge = f"{start}L{scale.across(fan.on)} {scale.down(fan.high)}L{scale.across(fan.on)} {scale.down(fan.low)}Z"
    return Trend(scale.line(dots), scale.line(course), wedge, ray, end, tone, words)
