"""The numbers in the rules, kept apart from the rules so that a run can be stored with the ones it used."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Thresholds:
    """Where one status ends and the next begins. Points are percentage points of the target's way.

    Sources: ±5 points for 超序时 and 滞后 in progress reports; 10 and 30 points behind schedule for the yellow and the red
    lamp in Yinchuan's practice of March 2025; docs/decisions/assessment-thresholds.md says why the rest is as it is.
    """

    ahead_points: Decimal = Decimal(5)  # this far before the course, or farther: ahead
    behind_points: Decimal = Decimal(5)  # farther than this behind the course: behind
    marked_points: Decimal = Decimal(10)  # this far or farther: marked
    serious_points: Decimal = Decimal(30)  # farther than this: serious
    serious_ratio: Decimal = Decimal(
        "0.5"
    )  # less than this part of what was required: serious, however early
    near_hundredths: Decimal = Decimal(1)  # nearer to the course than this part of the target: no distance
    serious_hundredths: Decimal = Decimal(2)  # nearer than this part of the target: not serious
    confidence: Decimal = Decimal("0.8")  # of the forecast's interval
    likely_from: Decimal = Decimal("0.8")
    unlikely_below: Decimal = Decimal("0.2")
    grace_days: int = (
        15  # after a month, quarter or half until its report is due, where the plan names no day
    )
