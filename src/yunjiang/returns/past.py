"""What is known of the same questions from before and from elsewhere: earlier returns, the ledger, the registers.

All of it comes in one run of the engine and two queries, however many units and questions. What a unit told in its last return
counts although nobody has accepted it yet; before that the ledger speaks. Where units below are asked the same question the
ledger cannot tell the unit's own number from theirs, and nothing is said.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.core.cache import caches
from django.db.models import Max

from yunjiang.figures import services as figures
from yunjiang.figures.figure import Window
from yunjiang.ledger.models import Head
from yunjiang.organizations.models import Event
from yunjiang.plans.document import Basis, Cadence, Comparator, Formula, Indicator, Nature, Term
from yunjiang.standards import periods
from yunjiang.standards.national_cryptography import sm3
from yunjiang.standards.periods import Period

from .models import Cell, Counting, Cycle, Question, State

SAID = (State.SUBMITTED, State.APPROVED, State.POSTED)
KEEP_SECONDS = 60 * 60
MOST_PERIODS = 12  # how far back a history goes
_LEVEL, _FLOW = "level", "flow"

Key = tuple[int, int]  # organization and question


@dataclass(frozen=True)
class Past:
    """What is known of one question at one unit. `history` is of comparable periods, oldest first."""

    last: Decimal | None = None
    accepted: Decimal | None = None  # of the same period, as the ledger has it
    last_period: str = ""
    standing: Decimal | None = None
    standing_period: str = ""
    history: tuple[Decimal, ...] = ()
    register: Decimal | None = None
    before: Decimal | None = (
        None  # flows: everything from the plan's first day until the day before the period
    )


@dataclass
class _Asking:
    """Collects what to ask the ledger, and remembers for what."""

    asked: list[tuple[Indicator, Window]] = field(default_factory=list)
    meant: list[tuple[int, str, str]] = field(default_factory=list)  # question, use, period

    def ask(self, question: int, use: str, period: str, indicator: Indicator, window: Window) -> None:
        self.asked.append((indicator, window))
        self.meant.append((question, use, period))


def pasts(
    cycle: Cycle,
    first_day: date,
    questions: Mapping[int, Question],
    organizations: Sequence[int],
    shared: Collection[Key],
) -> dict[Key, Past]:
    """Return what is known of each question at each unit; nothing where nothing is.

    `first_day` is the plan's. `shared` are the questions that units directly below are asked too.
    """
    period = periods.parse(cycle.code)
    asking = _Asking()
    for number, question in questions.items():
        for use, window, name in _windows(cycle, period, question, first_day):
            channel = "evidenced" if use == "register" else "reported"
            asking.ask(number, use, name, indicator_of(cycle, question, channel, window), window)
    told = _told(cycle, asking, questions, organizations)
    found: dict[Key, dict[tuple[str, str], Decimal]] = {}
    for (index, organization), value in told.items():
        number, use, name = asking.meant[index]
        if use == "register" or (organization, number) not in shared:
            found.setdefault((organization, number), {})[use, name] = value
    for facts in found.values():
        facts |= {("accepted", name): value for (use, name), value in facts.items() if use == "history"}
    for key, use, name, value in _earlier_answers(cycle, period, questions, organizations):
        found.setdefault(key, {})[use, name] = value
    return {key: _past(cycle, period, questions[key[1]], facts) for key, facts in found.items()}


def _told(
    cycle: Cycle, asking: _Asking, questions: Collection[int], organizations: Sequence[int]
) -> Mapping[tuple[int, int], Decimal]:
    """Return what the ledger says of all that is asked.

    Kept as long as ledger and tree stand where they stood: an officer saves thirty cells one after the other, and each time the
    rules look at the same past.
    """
    head = Head.objects.filter(pk=1).values_list("chain_digest", flat=True).first() or b""
    newest = Event.objects.aggregate(newest=Max("pk"))["newest"]
    rests_on = (bytes(head).hex(), newest, cycle.pk, sorted(questions), sorted(organizations))
    key = f"pasts:{sm3(repr(rests_on).encode()).hex()}"
    told: Mapping[tuple[int, int], Decimal] | None = caches["figures"].get(key)
    if told is None:
        told = figures.values(asking.asked, organizations, on=cycle.last_on, data_set=cycle.data_set)
        caches["figures"].set(key, told, KEEP_SECONDS)
    return told


def indicator_of(cycle: Cycle, question: Question, channel: str, window: Window) -> Indicator:
    """Return an indicator that counts just what a question asks, in one channel."""
    is_level = question.kind == _LEVEL
    return Indicator(
        code=question.code,
        name=question.name,
        action="",
        basis=Basis.STOCK if is_level else Basis.ANNUAL,
        comparator=Comparator.AT_LEAST,
        target=Decimal(0),
        target_max=None,
        unit=question.unit,
        cadence=Cadence.DEADLINE,
        deadline=None,
        nature=Nature.NOT_GIVEN,
        formula=Formula((Term(question.measure, breakdown=tuple(sorted(question.breakdown.items()))),)),
        channel=channel,
        # An observation from before the period is no answer for it.
        age_limit_days=(window.last - window.first).days if is_level and channel == "reported" else None,
        plan=cycle.plan_version.plan.code,
    )


def _windows(
    cycle: Cycle, period: Period, question: Question, first_day: date
) -> Iterator[tuple[str, Window, str]]:
    """Yield what to ask the ledger of a question: the use of it, the days, and the period's code."""
    is_to_date = cycle.counting == Counting.TO_DATE and question.kind == _FLOW
    year_first = date(period.first.year, 1, 1)
    yield "register", Window(year_first if is_to_date else period.first, period.last), ""
    earlier = period
    for _ in range(MOST_PERIODS):
        earlier = earlier.year_before() if is_to_date else earlier.previous()
        if earlier.first < first_day:
            break
        first = date(earlier.first.year, 1, 1) if is_to_date else earlier.first
        yield "history", Window(first, earlier.last), str(earlier)
    previous = period.previous()
    if is_to_date and previous.first >= year_first:
        yield "standing", Window(year_first, previous.last), str(previous)
    eve = (year_first if is_to_date else period.first) - timedelta(days=1)
    if question.kind == _FLOW and eve >= first_day:
        yield "before", Window(first_day, eve), ""


def _earlier_answers(
    cycle: Cycle, period: Period, questions: Mapping[int, Question], organizations: Sequence[int]
) -> Iterator[tuple[Key, str, str, Decimal]]:
    """Yield what units answered in earlier cycles of the same plan, accepted or not."""
    numbers = {question.code: number for number, question in questions.items()}
    previous, year_before = period.previous(), period.year_before()
    rows = Cell.objects.filter(
        report__cycle__plan_version__plan=cycle.plan_version.plan_id,
        report__cycle__data_set=cycle.data_set,
        report__cycle__rhythm=cycle.rhythm,
        report__cycle__counting=cycle.counting,
        report__cycle__code__in={str(previous), str(year_before)},
        report__organization__in=organizations,
        report__state__in=SAID,
        value__isnull=False,
    ).values_list("report__organization", "question__code", "report__cycle__code", "value")
    for organization, code, name, value in rows:
        number = numbers.get(code)
        if number is None or value is None:
            continue
        is_to_date = cycle.counting == Counting.TO_DATE and questions[number].kind == _FLOW
        if name == str(year_before if is_to_date else previous):
            yield (organization, number), "history", name, value
        elif is_to_date and previous.first.year == period.first.year:
            yield (organization, number), "standing", name, value


def _past(cycle: Cycle, period: Period, question: Question, facts: Mapping[tuple[str, str], Decimal]) -> Past:
    is_to_date = cycle.counting == Counting.TO_DATE and question.kind == _FLOW
    last_period = str(period.year_before() if is_to_date else period.previous())
    standing_period = str(period.previous())
    history = sorted((name, value) for (use, name), value in facts.items() if use == "history")
    return Past(
        last=facts.get(("history", last_period)),
        accepted=facts.get(("accepted", last_period)),
        last_period=last_period,
        standing=facts.get(("standing", standing_period)),
        standing_period=standing_period,
        history=tuple(value for _, value in history),
        register=facts.get(("register", "")),
        before=facts.get(("before", "")),
    )
