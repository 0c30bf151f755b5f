"""Progress, drawn one way everywhere: a bar for the actual, a tick for what is required today, a line for the target."""

from dataclasses import dataclass
from decimal import Decimal

from yunjiang.web.components.status import Tone

# The target always stands here, so that rows compare at a glance; what overshoots by more runs off with an arrow.
TARGET_AT = Decimal(80)


@dataclass(frozen=True)
class Bar:
    """Positions in per cent of the drawing's width; None where there is nothing to draw."""

    actual: Decimal | None
    required: Decimal | None
    target: Decimal | None
    tone: Tone
    is_cut: bool = False  # the actual runs beyond the drawing
    words: str = ""  # the same for those who do not see it


def bar(
    value: Decimal | None,
    required: Decimal | None,
    target: Decimal | None,
    tone: Tone,
    words: str = "",
    reach: Decimal | None = None,
) -> Bar:
    """Place value, required course and target on one scale from 0, on which the target stands at TARGET_AT.

    Where there is no target, `reach` takes that place: the largest value of those to be compared. Without it a value has
    nothing to be held against and draws as nothing, as negative values do. Of a target of 0 the largest value takes the place.
    """
    if target is not None:
        reach = target if target > 0 else max(value or Decimal(0), required or Decimal(0), Decimal(0))
    if not reach or reach < 0:
        return Bar(None, None, Decimal(0) if target is not None else None, tone, words=words)

    def place(quantity: Decimal | None) -> Decimal | None:
        if quantity is None:
            return None
        at = max(quantity, Decimal(0)) / reach * TARGET_AT
        return min(at, Decimal(100)).quantize(Decimal("0.1"))

    is_cut = value is not None and value / reach * TARGET_AT > 100
    return Bar(place(value), place(required), place(target), tone, is_cut, words)
