"""One indicator by every method, and the reasons where the others part from our rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from yunjiang.assessment.rules import status
from yunjiang.assessment.rules.exact import rounded
from yunjiang.assessment.rules.facts import Facts
from yunjiang.assessment.rules.judgement import Judgement, Status
from yunjiang.assessment.rules.methods import METHODS, yunjiang
from yunjiang.assessment.rules.methods.open_sdg import compound_growth
from yunjiang.assessment.rules.methods.reading import Reading, forgiving, reading
from yunjiang.assessment.rules.methods.result import Leaning, MethodResult
from yunjiang.assessment.rules.trajectory import rises
from yunjiang.plans.document import TrajectoryKind

GROWTH_METHODS = ("open_sdg", "eurostat", "un_progress_chart")


class Cause(StrEnum):
    """Why a method answers otherwise than our rule."""

    CANNOT_SAY = "cannot_say"  # the method has no answer here; its `why` says which condition fails
    SILENCE = "silence"  # ours does not judge (silence, nothing handed down, no course); the other takes the number as it is
    BASE_COUNTED = "base_counted"  # what stood at the start counts as if it had been done since
    UPSIDE_DOWN = "upside_down"  # more counts as better though less is promised
    TIME_IGNORED = "time_ignored"  # the final target is the measure on every day
    ZERO_BASE = "zero_base"  # growth from zero has no measure; a stand-in of 0.001 makes it enormous
    COMPOUND = "compound"  # required growth is compound, so less is asked early and more late
    OTHER_COURSE = "other_course"  # the plan's course is not even; the method knows even ones only
    WHOLE_YEARS = (
        "whole_years"  # the method knows whole years: an unfinished one counts as whole, or not at all
    )
    TREND = "trend"  # judged by where the trend would end, not by today's place
    REACHED_OR_HELD = "reached_or_held"  # reached today, where ours asks that it be held to its day
    BANDS = "bands"  # the same comparison, cut into other bands


@dataclass(frozen=True)
class Parting:
    """That a method parts from our rule, with every cause that applies and the numbers that show it."""

    method: str
    ours: Leaning
    theirs: Leaning
    causes: tuple[Cause, ...]
    numbers: tuple[tuple[str, Decimal | None], ...] = ()


@dataclass(frozen=True)
class Comparison:
    """All methods on the same facts, ours first."""

    judgement: Judgement
    results: tuple[MethodResult, ...]
    partings: tuple[Parting, ...]


def compare(facts: Facts) -> Comparison:
    """Judge facts by every method and explain where the others part from ours."""
    judgement = status.assess(facts)
    ours = yunjiang.of_judgement(judgement)
    others = [judge(facts) for name, judge in METHODS.items() if name != yunjiang.METHOD]
    read = reading(facts)
    partings = [
        Parting(
            other.method,
            ours.leaning,
            other.leaning,
            tuple(_causes(facts, judgement, ours, other, read)),
            _numbers(read),
        )
        for other in others
        if other.leaning is not ours.leaning
    ]
    return Comparison(judgement, (ours, *others), tuple(partings))


def _causes(
    facts: Facts, judgement: Judgement, ours: MethodResult, other: MethodResult, read: Reading | None
) -> Iterator[Cause]:
    if other.leaning is Leaning.UNKNOWN:
        yield Cause.CANNOT_SAY
        return
    if ours.leaning is Leaning.UNKNOWN:
        yield Cause.SILENCE
        return
    found = list(_by_method(facts, judgement, other, read))
    if (
        not found
        and other.leaning is Leaning.REACHED
        and judgement.status in (Status.ON_COURSE, Status.BEHIND)
    ):
        found.append(Cause.REACHED_OR_HELD)
    yield from found or [Cause.BANDS]


def _by_method(
    facts: Facts, judgement: Judgement, other: MethodResult, read: Reading | None
) -> Iterator[Cause]:
    is_rising = rises(facts.promise)
    is_at_an_end = other.leaning is Leaning.REACHED
    if other.method in ("ratio_to_target", "ratio_to_date"):
        if not is_rising and other.method == "ratio_to_target":
            yield Cause.UPSIDE_DOWN
        if judgement.start and not is_at_an_end:
            yield Cause.BASE_COUNTED
        if other.method == "ratio_to_target" and not is_at_an_end and judgement.on < judgement.due_on:
            yield Cause.TIME_IGNORED
        if (
            other.method == "ratio_to_date"
            and judgement.judged_on != judgement.due_on
            and _is_within_a_year(judgement)
        ):
            yield Cause.WHOLE_YEARS
        return
    if is_at_an_end:
        return
    if other.why == "zero_base":
        yield Cause.ZERO_BASE
    elif other.method in GROWTH_METHODS and read is not None and _is_compound_lower(read):
        yield Cause.COMPOUND
    if other.method in ("escap", "un_progress_chart"):
        yield Cause.TREND
    if judgement.course is not TrajectoryKind.LINEAR:
        yield Cause.OTHER_COURSE
    if _is_within_a_year(judgement):
        yield Cause.WHOLE_YEARS


def _is_within_a_year(judgement: Judgement) -> bool:
    return (judgement.judged_on.month, judgement.judged_on.day) != (12, 31)


def _is_compound_lower(read: Reading) -> bool:
    """Say whether the compound way asks for less by now than the even one does."""
    compound, even = compound_and_even(read)
    return (
        compound is not None and even is not None and (compound < even if read.is_rising else compound > even)
    )


def compound_and_even(read: Reading) -> tuple[Decimal | None, Decimal | None]:
    """Return what the current year requires by compound growth and by an even course; None where there is none."""
    years = read.target_year - read.base_year
    if read.target is None or years < 1:
        return None, None
    even = Fraction(read.base) + (Fraction(read.target) - Fraction(read.base)) * Fraction(
        read.current_year - read.base_year, years
    )
    with forgiving():
        growth = compound_growth(read.base, read.target, years)
        compound = read.base * (1 + growth) ** (read.current_year - read.base_year)
        known = compound if compound.is_finite() else None
    return (None if known is None else rounded(Fraction(known), 4)), rounded(even, 4)


def _numbers(read: Reading | None) -> tuple[tuple[str, Decimal | None], ...]:
    if read is None:
        return ()
    compound, even = compound_and_even(read)
    return (
        ("base", read.base),
        ("current", read.current),
        ("target", read.target),
        ("required_compound", compound),
        ("required_even", even),
    )
