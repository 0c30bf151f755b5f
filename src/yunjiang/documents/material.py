"""What a document is made of: one assessment of one unit and of those below it, with the plan and the sources behind it.

Plain values. `gathering` fills them from an assessment run and the ledger; tests fill them by hand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from yunjiang.assessment.rules.judgement import Judgement
from yunjiang.figures.figure import Figure
from yunjiang.plans.document import Indicator, PlanDocument


@dataclass(frozen=True)
class Unit:
    """An organization as it stood on the day of the document."""

    id: int
    key: str
    name: str
    short_name: str
    kind: str


@dataclass(frozen=True)
class CourseDay:
    """One day of a trend: what stood in the ledger, what the course required, what is expected."""

    on: date
    actual: Decimal | None = None
    required: Decimal | None = None
    forecast: Decimal | None = None


@dataclass(frozen=True)
class NextYear:
    """What the year after the document asks: `stand` is required at its end, `add` must still come for it.

    `add` is None where nothing is added up, as with rates, or where the value to date is not known.
    """

    ends_on: date
    stand: Decimal
    add: Decimal | None


@dataclass(frozen=True)
class Appraisal:
    """One indicator at one unit: its figure, the judgement on it, and what the text and charts need beside them."""

    unit: Unit
    indicator: Indicator
    judgement: Judgement
    figure: Figure | None = None
    year_figure: Figure | None = None  # from 1 January to the day; for sums only
    course: tuple[CourseDay, ...] = ()
    next_year: NextYear | None = None

    @property
    def value(self) -> Decimal | None:
        """Return the value to date, None when nothing is known."""
        return None if self.figure is None else self.figure.value

    @property
    def bound(self) -> str:
        return "exact" if self.figure is None else self.figure.bound


@dataclass(frozen=True)
class Statement:
    """One published value as its source put it. `source` is the ledger's name of the record."""

    source: str
    organization: str  # key
    organization_name: str
    subject: str  # what is counted, in the measure's words
    measure: str
    period: str  # as printed
    since_on: date | None
    happened_on: date
    printed: str  # value and unit as printed
    value: Decimal
    unit: str
    bound: str
    title: str
    url: str
    quote: str
    is_expected: bool = False
    conflicts_with: tuple[str, ...] = ()
    doubt: str = ""
    note: str = ""


@dataclass(frozen=True)
class Footnote:
    """A remark on what the figures rest on, such as a changed boundary; `on` is its day if it has one."""

    text: str
    on: date | None = None


@dataclass(frozen=True)
class Material:
    """Everything one document says, about one unit, on one day, in one data set, as of one ledger position."""

    plan: PlanDocument
    plan_version: int
    unit: Unit
    on: date
    data_set: str
    position: int
    chain_digest: str
    rules_version: str
    appraisals: tuple[Appraisal, ...]
    tree: str = "as_then"
    below: tuple[tuple[Unit, tuple[Appraisal, ...]], ...] = ()
    statements: tuple[Statement, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    names: Mapping[str, str] = field(
        default_factory=dict
    )  # organization keys the plan mentions → short names
    issuer: str = ""  # who issues documents about the unit, unless told otherwise
    receiver: str = ""  # whom its reports go to, unless told otherwise; empty: nobody by the plan

    @property
    def is_over(self) -> bool:
        """Say whether the plan's last day has come: then targets are met or not, and no course is left to run."""
        return self.on >= self.plan.last_day

    def statements_until_day(self) -> list[Statement]:
        """Return the statements that speak about no day after the document's own."""
        return [each for each in self.statements if each.happened_on <= self.on]

    def appraisal(self, indicator: str, organization: str = "") -> Appraisal | None:
        """Return the appraisal of an indicator at the unit itself or at one below, by key; None when there is none."""
        for each in self._at(organization or self.unit.key):
            if each.indicator.code == indicator:
                return each
        return None

    def of_indicator(self, indicator: str) -> list[Appraisal]:
        """Return the appraisals of an indicator at the units directly below, in their order."""
        return [each for _, all_of in self.below for each in all_of if each.indicator.code == indicator]

    def of_action(self, action: str) -> list[Appraisal]:
        """Return the unit's appraisals under one action, in the plan's order."""
        return [each for each in self.appraisals if each.indicator.action == action]

    def of_initiative(self, initiative: str) -> list[Appraisal]:
        """Return the unit's appraisals under one initiative, in the plan's order."""
        actions = [action.code for action in self.plan.actions if action.initiative == initiative]
        return [each for each in self.appraisals if each.indicator.action in actions]

    def _at(self, organization: str) -> Iterator[Appraisal]:
        if organization == self.unit.key:
            yield from self.appraisals
            return
        for unit, appraisals in self.below:
            if unit.key == organization:
                yield from appraisals
