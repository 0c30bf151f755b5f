"""The typed form of a plan file: frozen dataclasses, no Django, no database.

`plans.reading.read(text)` makes a `PlanDocument` of a YAML text; everything else in the house reads plans in this form.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Basis(StrEnum):
    """How values of an indicator accrue, as the plan words it."""

    CUMULATIVE = "cumulative"  # summed from the plan's first day
    ANNUAL = "annual"  # summed within each calendar year
    STOCK = "stock"  # what stands at a date
    INCREMENT = "increment"  # what stands at a date, less the baseline
    RATIO = "ratio"  # Σ numerator ÷ Σ denominator
    SHARE = "share"  # Σ part ÷ Σ whole, the part within the whole


class Comparator(StrEnum):
    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    LESS_THAN = "<"
    EQUAL = "="
    RANGE = "range"


class Cadence(StrEnum):
    """When a target must hold."""

    DEADLINE = "deadline"  # by one day
    ANNUAL = "annual"  # in every calendar year anew
    ONGOING = "ongoing"  # at every moment


class Nature(StrEnum):
    BINDING = "binding"  # 约束性
    EXPECTED = "expected"  # 预期性
    NOT_GIVEN = "not_given"  # the plan does not say


class TrajectoryKind(StrEnum):
    LINEAR = "linear"  # evenly in time from baseline to target
    MILESTONES = "milestones"  # through the values named in `milestones`, linear between them
    PROFILE = "profile"  # cumulative share of each calendar year reached by month end (12 numbers)
    STEP = "step"  # nothing is required before the deadline (or before each milestone)
    HOLD = "hold"  # the target must stand on every day


@dataclass(frozen=True)
class Trajectory:
    kind: TrajectoryKind
    profile: tuple[Decimal, ...] = ()  # 12 cumulative shares in 0..1, last 1


@dataclass(frozen=True)
class Baseline:
    value: Decimal
    on: date
    source: str = ""


@dataclass(frozen=True)
class Term:
    """One measure in a formula: its value times `factor`."""

    measure: str
    factor: Decimal = Decimal(1)
    breakdown: tuple[tuple[str, str], ...] = ()  # only entries with these dimension values
    counts: str = "quantity"  # or "persons": distinct persons


@dataclass(frozen=True)
class Formula:
    """Σ numerator, or Σ numerator ÷ Σ denominator when there is a denominator."""

    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Choice:
    """An ambiguity of the plan's text: the readings, the one in force, and why.

    What the chosen reading sets (another basis, another comparator) already stands in the indicator's own fields.
    """

    question: str
    readings: tuple[tuple[str, str], ...]  # (key, what it means)
    chosen: str
    note: str
    line: int = 0


@dataclass(frozen=True)
class Indicator:
    code: str
    name: str
    action: str
    basis: Basis
    comparator: Comparator
    target: Decimal
    target_max: Decimal | None  # upper end of a range
    unit: str
    cadence: Cadence
    deadline: date | None  # last day of the plan's word; None when annual or ongoing
    nature: Nature
    formula: Formula
    channel: str = "reported"  # or "evidenced"
    direction: int = 1  # +1 a rise is good, -1 a fall is good
    baseline: Baseline | None = None  # None: the plan gives none
    trajectory: Trajectory | None = None  # None: the default of its basis
    milestones: tuple[tuple[date, Decimal], ...] = ()
    lead: tuple[str, ...] | None = None  # organization keys; None: the plan names none
    support: tuple[str, ...] | None = None
    reporters: tuple[str, ...] = ()  # who owes it: kinds of organizations (county ...) or organization keys
    age_limit_days: int | None = None  # how old an observation of a level may be
    report_by: str = "annual"  # annual, half, quarter, month: how often it is reported
    choices: tuple[Choice, ...] = ()
    quote: str = ""
    note: str = ""
    not_given: tuple[str, ...] = ()  # fields that the plan's text is known to leave open: lead, baseline ...
    adds_up: bool = (
        True  # False for rates and averages: the values of the units below do not sum to the whole
    )
    plan: str = ""  # code of the plan it belongs to
    line: int = 0  # where it stands in the file

    @property
    def is_rate(self) -> bool:
        """Say whether values are numerator over denominator, in per cent."""
        return self.basis in (Basis.RATIO, Basis.SHARE)

    @property
    def course(self) -> Trajectory:
        """Return the trajectory in force: the plan's own, or the default where the plan draws none.

        A target that is ongoing, a share without baseline, and the yearly target of a stock or ratio must hold; the rest runs
        through its milestones if it has any (those of yearly sums are targets of their own years), else evenly.
        """
        if self.trajectory is not None:
            return self.trajectory
        is_sum = self.basis in (Basis.CUMULATIVE, Basis.ANNUAL, Basis.INCREMENT)
        is_share_to_date = self.basis is Basis.SHARE and self.baseline is None and not self.milestones
        if is_share_to_date or (not is_sum and self.cadence is not Cadence.DEADLINE):
            return Trajectory(TrajectoryKind.HOLD)
        if self.milestones and self.cadence is not Cadence.ANNUAL:
            return Trajectory(TrajectoryKind.MILESTONES)
        return Trajectory(TrajectoryKind.LINEAR)

    def measures(self) -> tuple[str, ...]:
        """Return the codes of the measures its formula counts, in order, each once."""
        terms = self.formula.numerator + self.formula.denominator
        return tuple(dict.fromkeys(term.measure for term in terms))


@dataclass(frozen=True)
class Action:
    code: str
    name: str
    initiative: str
    lead: tuple[str, ...] | None = None
    support: tuple[str, ...] | None = None
    line: int = 0


@dataclass(frozen=True)
class Initiative:
    code: str
    name: str
    line: int = 0


@dataclass(frozen=True)
class Safeguard:
    code: str
    name: str
    line: int = 0


@dataclass(frozen=True)
class Milestone:
    """A qualitative milestone: something that must stand by a day, not a quantity."""

    code: str
    name: str
    action: str
    due_on: date | None
    quote: str = ""
    line: int = 0


@dataclass(frozen=True)
class Relation:
    """A comparison the plan demands with something outside it, such as the previous term."""

    code: str
    name: str
    action: str
    quote: str = ""
    line: int = 0


@dataclass(frozen=True)
class Duty:
    code: str
    name: str
    kind: str  # annual_return, annual_summary, mid_term, final, meeting, study, work_list
    every: str  # year, once, as_needed
    due: str  # "12-31" each year, a date, or "" when the plan names no day
    owed_by: tuple[str, ...] = ()  # kinds of organizations or organization keys
    owed_to: str = ""  # organization key of who receives it
    quote: str = ""
    line: int = 0


@dataclass(frozen=True)
class MeasureDeclaration:
    code: str
    name: str
    unit: str
    kind: str
    scale: int = 0
    counts_persons: bool = False
    is_additive: bool = True
    dimensions: tuple[str, ...] = ()
    definition: str = ""
    part_of: str = ""  # the measure whose quantities contain these, such as 高技能人才 within 技能人才
    line: int = 0


@dataclass(frozen=True)
class DimensionDeclaration:
    code: str
    name: str
    values: tuple[tuple[str, str], ...]
    line: int = 0


@dataclass(frozen=True)
class Actual:
    """One number with which the plan's text tells how something stood."""

    name: str
    value: Decimal
    unit: str
    year: int | None = None


@dataclass(frozen=True)
class PlanDocument:
    code: str
    name: str
    document_number: str
    first_day: date
    last_day: date
    owner: str  # organization key of the unit whose plan it is
    goal: str
    initiatives: tuple[Initiative, ...]
    actions: tuple[Action, ...]
    indicators: tuple[Indicator, ...]
    safeguards: tuple[Safeguard, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    relations: tuple[Relation, ...] = ()
    duties: tuple[Duty, ...] = ()
    measures: tuple[MeasureDeclaration, ...] = ()
    dimensions: tuple[DimensionDeclaration, ...] = ()
    not_given: tuple[tuple[str, str], ...] = ()  # (what, why) that the plan's text leaves open
    source: str = ""  # the text this file was made from
    issued_on: date | None = None  # of the document with the number
    valid_from: date | None = None  # that document is in force
    valid_until: date | None = None
    actuals: tuple[Actual, ...] = ()

    def measure(self, code: str) -> MeasureDeclaration:
        """Return the declaration of the measure with this code. Raises KeyError."""
        for each in self.measures:
            if each.code == code:
                return each
        raise KeyError(code)

    def indicator(self, code: str) -> Indicator:
        """Return the indicator with this code. Raises KeyError."""
        for each in self.indicators:
            if each.code == code:
                return each
        raise KeyError(code)
