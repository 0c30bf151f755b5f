"""What a judgement is made of: the official words, the reasons by name, and the numbers behind them.

Rates are in per cent (59 means 59 %), gaps in percentage points of the target's way, ratios plain (1 means as required).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from yunjiang.plans.document import Nature, TrajectoryKind


class Status(StrEnum):
    """How far a promise is kept, in the words of official evaluations."""

    ACHIEVED = "achieved"  # 提前完成: the target is reached before its day
    MET = "met"  # 完成: its day has come and it is reached
    AHEAD = "ahead"  # 快于预期
    ON_COURSE = "on_course"  # 基本符合预期
    BEHIND = "behind"  # 滞后
    NOT_MET = "not_met"  # 未完成: its day has come and it is not reached
    NOT_REPORTED = "not_reported"  # 未报送: owed, due, and nothing there
    NO_DATA = "no_data"  # 尚无数据: nothing there, and nothing due yet
    NOT_ASSESSED = (
        "not_assessed"  # 暂不评价: something is known, but a reason given by name forbids a judgement
    )


class Severity(StrEnum):
    """How far behind."""

    SLIGHT = "slight"  # 滞后
    MARKED = "marked"  # 明显滞后, the yellow lamp
    SERIOUS = "serious"  # 严重滞后, the red lamp


# What a known value can come out as, from the worst to the best.
WORST_FIRST: tuple[tuple[Status, Severity | None], ...] = (
    (Status.NOT_MET, None),
    (Status.BEHIND, Severity.SERIOUS),
    (Status.BEHIND, Severity.MARKED),
    (Status.BEHIND, Severity.SLIGHT),
    (Status.NOT_ASSESSED, None),
    (Status.ON_COURSE, None),
    (Status.AHEAD, None),
    (Status.ACHIEVED, None),
    (Status.MET, None),
)


class Reason(StrEnum):
    """Why a judgement is as it is, where the plain comparison with the course does not say it all."""

    NO_TARGET = "no_target"  # nothing was handed down to this organization
    NOT_BEGUN = "not_begun"  # the day lies before the plan's first
    NO_BASELINE = (
        "no_baseline"  # neither a baseline nor an earlier value: nobody can say what is required by now
    )
    FIRST_OBSERVATION = "first_observation"  # no baseline given: the course starts from the first value known
    HOLD = "hold"  # the course asks to hold a value, there is no way to go: points are of the target itself
    ALREADY_MET = "already_met"  # the baseline meets the target: to be held
    ZERO_TARGET = "zero_target"  # the target to hold is 0, nothing can be measured in parts of it
    NOTHING_REQUIRED = "nothing_required"  # the course requires nothing more than its start by this day
    OVERSHOT = "overshot"  # an equality, a range or a ceiling is passed
    WORST_OF_YEAR = "worst_of_year"  # an ongoing target is judged by the worst value of the calendar year
    REPORT_MISSING = "report_missing"  # the newest report due is missing, but what is there suffices
    DATA_OLDER = (
        "data_older"  # the data end before the day of the assessment and are held against their own day
    )
    INCOMPLETE = "incomplete"  # units below are silent, and their silence alone may explain the gap
    SCATTERED = "scattered"  # sums of what was published on some days: more may have been done between them
    WITHIN_ONE = "within_one"  # less than one whole thing away from the course
    NEAR = "near"  # a small part of the target away from the course, though much of a short way
    INEXACT = "inexact"  # the source gave a bound (超, 不足, 近) on the side that matters


class Likelihood(StrEnum):
    """Whether the target will be reached by its day."""

    REACHED = "reached"  # it is reached already
    LIKELY = "likely"  # 预计可如期完成
    UNCERTAIN = "uncertain"  # 存在不确定性
    UNLIKELY = "unlikely"  # 预计难以如期完成
    NOT_FORESEEABLE = "not_foreseeable"  # 尚难预测: too few values, or no target


class PaceUnit(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class Forecast:
    """The value expected on the day the target falls due, with an interval that holds it with probability `confidence`.

    `value` is None where fewer than two values are known; `low` and `high` need three.
    """

    on: date
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    confidence: Decimal
    probability: Decimal | None  # of meeting the target on that day, 0..1
    likelihood: Likelihood
    step_count: int = 0  # differences between known values that it rests on


@dataclass(frozen=True)
class Pace:
    """How fast it went and how fast it must go, in the indicator's unit per month, quarter or year.

    `required` is None once the day is there or without a target; 0 when nothing is left to do.
    """

    unit: PaceUnit
    so_far: Decimal | None
    required: Decimal | None
    factor: Decimal | None  # required ÷ so far; None where that has no meaning


@dataclass(frozen=True)
class YearResult:
    """One finished year of a target that must be met every year; `is_met` is None when nothing is known of it."""

    year: int
    value: Decimal | None
    required: Decimal | None
    is_met: bool | None


@dataclass(frozen=True)
class Judgement:
    """The status of one indicator at one organization on one day, with all that leads to it."""

    indicator: str
    nature: Nature
    status: Status
    severity: Severity | None  # of BEHIND only
    reasons: tuple[Reason, ...]
    rules_version: str
    on: date
    judged_on: (
        date  # the day whose requirement the value is held against: `on`, or the last day the data speak for
    )
    due_on: (
        date  # the day on which the target judged must be there; 31 December of the year for annual targets
    )
    course: TrajectoryKind  # what the requirement follows
    value: Decimal | None
    start: Decimal | None  # where the course starts; None: not known
    target: Decimal | None
    required: Decimal | None  # by judged_on
    time_rate: Decimal  # 时间进度 of the course up to judged_on, per cent
    completion_rate: Decimal | None  # value ÷ target, per cent: 完成率
    progress_rate: Decimal | None  # (value − start) ÷ (target − start), per cent
    increment_ratio: Decimal | None  # (value − start) ÷ (required − start)
    gap_points: Decimal | None  # points of the target's way before (+) or behind (−) the course
    is_partial: bool
    reported_count: int
    expected_count: int
    is_certain: bool  # False when the bound of the source could turn the status
    forecast: Forecast
    pace: Pace
    years: tuple[YearResult, ...] = ()  # finished years of an annual target, oldest first
