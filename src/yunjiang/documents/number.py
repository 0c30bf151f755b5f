"""A number in a document: what is shown, and what it stands for, so that it can be asked for again."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class What(StrEnum):
    """What a number says about its indicator, unit or plan. The codes are written into documents and never change."""

    VALUE = "value"  # the figure to date, in the indicator's unit
    YEAR_VALUE = "year_value"  # the figure from 1 January to the day
    TARGET = "target"  # the target of the unit in force on the day
    TARGET_MAX = "target_max"  # the upper end of a target that is a range
    REQUIRED = "required"  # the required course on the day
    PROGRESS = "progress"  # value less baseline ÷ target less baseline, per cent
    REQUIRED_PROGRESS = "required_progress"  # the same share of the required course, per cent
    GAP = "gap"  # progress less required progress, percentage points; negative is behind
    REMAINING = "remaining"  # target less value, when short
    BEYOND = "beyond"  # value less target, when reached
    FORECAST = "forecast"  # the value expected on the deadline
    QUARTERLY_NEED = "quarterly_need"  # what each remaining quarter must add
    NEXT_YEAR = "next_year"  # what next year must add, or reach
    ELAPSED = "elapsed"  # part of the plan's days gone by, per cent
    INDICATOR_COUNT = "indicator_count"  # indicators of the plan in the states named by `among`
    UNIT_COUNT = "unit_count"  # units below whose indicator is in the states named by `among`
    REPORTED_COUNT = "reported_count"  # units below with anything in the ledger for the indicator
    EXPECTED_COUNT = "expected_count"  # units below that owe it
    PLAN_COUNT = "plan_count"  # parts of the plan: initiatives, actions, safeguards, duties
    STATEMENT_COUNT = "statement_count"  # published statements behind the document
    STATEMENT = "statement"  # one published statement, as stated


@dataclass(frozen=True)
class Address:
    """Where a number comes from. Empty fields do not apply; `among` names states, parts or the statement meant."""

    what: What
    indicator: str = ""
    organization: str = ""
    first_on: date | None = None
    last_on: date | None = None
    among: str = ""


@dataclass(frozen=True)
class Number:
    """One number as a reader sees it, with the exact value and the address it was asked at.

    `shown` includes 万/亿, the bound word (超, 近) and, in running text, the unit. `value` is in `unit`, unrounded.
    """

    shown: str
    value: Decimal
    unit: str
    digits: int
    address: Address
    bound: str = "exact"
    label: str = ""  # what Word shows when the number is clicked
