"""A number in a document: what is shown, and what it stands for, so that it can be asked for again."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class What(StrEnum):
    """What a number says about its indicator, unit or plan. The codes are written into documents and never change."""

    VALUE = "value"  # the figure to date, in the indicator's unit; with `on`, of that day
    JUDGED_VALUE = "judged_value"  # the value the judgement rests on: of an ongoing target the year's worst
    YEAR_VALUE = "year_value"  # the figure from 1 January to the day
    TARGET = "target"  # the target of the unit in force on the day
    TARGET_MAX = "target_max"  # the upper end of a target that is a range
    REQUIRED = "required"  # what the required course asks on the day of the data; with `on`, of that day
    COMPLETION = "completion"  # value ÷ target, per cent
    COURSE_DONE = "course_done"  # as drawn: the part of the target, or of the way from the plan's own baseline to it, per cent
    COURSE_REQUIRED = "course_required"  # as drawn: the same of what is required, per cent
    GAP = "gap"  # progress less required progress, percentage points; negative is behind
    LEAD = "lead"  # value less what is required by now, in the indicator's unit; negative is behind
    REMAINING = "remaining"  # what is missing to the target
    BEYOND = "beyond"  # what passes the target
    FORECAST = "forecast"  # the value expected on the day the target falls due; with `on`, of that day
    PACE_REQUIRED = "pace_required"  # what must come a month, quarter or year from now
    PACE_FACTOR = "pace_factor"  # required ÷ so far
    NEXT_YEAR_STAND = "next_year_stand"  # what must stand at the end of next year
    NEXT_YEAR_ADD = "next_year_add"  # what must still come for it
    ELAPSED = "elapsed"  # part of the plan's days gone by, per cent
    INDICATOR_COUNT = "indicator_count"  # the unit's indicators in the states named by `among`
    UNIT_COUNT = (
        "unit_count"  # units below whose indicator is in the states named by `among`; without
        # indicator, those with any in these states, or all of them
    )
    COUNT_AT = "count_at"  # indicators of one unit below in the states named by `among`
    IN_LINE_RATE = (
        "in_line_rate"  # of the indicators of one unit below that could be judged, those in line, per cent
    )
    RANK = "rank"  # the place of one unit below by that rate, equal rates sharing a place
    THRESHOLD = "threshold"  # a limit of the rules of judgement, by its name in `among`
    REPORTED_COUNT = "reported_count"  # units below with anything in the ledger for the indicator
    EXPECTED_COUNT = "expected_count"  # units below that owe it
    SILENT_COUNT = "silent_count"  # units below that owe it and have not reported
    PLAN_COUNT = "plan_count"  # parts of the plan: initiatives, actions, safeguards, duties
    STATEMENT_COUNT = (
        "statement_count"  # published statements up to the document's day; among "later", those after it
    )
    STATEMENT = "statement"  # one published statement, as stated


@dataclass(frozen=True)
class Address:
    """Where a number comes from. Empty fields do not apply; `among` names states, parts or the statement meant."""

    what: What
    indicator: str = ""
    organization: str = ""  # key
    on: date | None = None  # a day other than the document's own, such as a point of a trend
    among: str = ""


@dataclass(frozen=True)
class Number:
    """One number as a reader sees it, with the exact value and the address it was asked at.

    `shown` includes 万/亿, the bound word (超, 不足, 约) and, in running text, the unit. `value` is in `unit`, unrounded.
    """

    shown: str
    value: Decimal
    unit: str
    digits: int
    address: Address
    bound: str = "exact"
    window: tuple[date, date] | None = None  # first and last day it speaks about, both included
    label: str = ""  # what Word shows when the number is clicked
