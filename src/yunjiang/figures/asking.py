"""A question as it is put to the ledger: indicators bound to measures, trees and rosters; figures made of the answer."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from yunjiang.figures import answering, splitting, windows, wording
from yunjiang.figures.binding import BoundMeasure, Breakdowns, bound_measures
from yunjiang.figures.figure import Coverage, Figure, Footnote, Tree, Window
from yunjiang.figures.holdings import room
from yunjiang.figures.posing import Portions, Posed, Poser
from yunjiang.figures.posing import compose as composed
from yunjiang.figures.question import BARE, Answer, Ask, Kind, Request
from yunjiang.figures.rosters import Rosters
from yunjiang.ledger import queries as ledger
from yunjiang.ledger.entry_tables import CHANNELS, DATA_SETS
from yunjiang.ledger.models import Channel, DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.plans import queries as plans
from yunjiang.plans.document import Basis, Indicator, PlanDocument, Term

WindowOf = Window | str | Callable[[Indicator], Window]


@dataclass
class Question:
    """One question to the ledger: its data set, position and tree, and what was posed so far."""

    indicators: Sequence[Indicator]
    on: date
    data_set: str
    position: int | None
    tree: Tree
    restated_on: date | None
    classes: tuple[str, Mapping[str, int]] | None = None  # a dimension and the class of each of its values
    posed: list[Posed] = field(default_factory=list)

    def __post_init__(self) -> None:
        newest = ledger.position()
        self.seen = newest if self.position is None else min(self.position, newest)
        self.is_published = self.data_set == DataSet.PUBLISHED
        self.poser = Poser(bound_measures(self.indicators), self.ask)
        self.breakdowns = Breakdowns()
        self.rosters = Rosters(self.on, is_owed=not self.is_published)
        self._plans: dict[str, tuple[PlanDocument, int | None]] = {}
        self._portions: Portions = {}
        room().trees.renew()

    @classmethod
    def again(cls, indicator: Indicator, figure: Figure, restated_on: date | None = None) -> "Question":
        """Return the question that a figure answers, posed."""
        question = cls(
            [indicator], figure.window.last, figure.data_set, figure.position, figure.tree, restated_on
        )
        question.posed = [question.pose(indicator, figure.window)]
        return question

    def window(self, indicator: Indicator, window_of: WindowOf) -> Window:
        """Return the window that an asker means."""
        if isinstance(window_of, Window):
            return window_of
        return self.to_date(indicator, self.on) if isinstance(window_of, str) else window_of(indicator)

    def to_date(self, indicator: Indicator, day: date) -> Window:
        """Return an indicator's own window until the end of a day."""
        return windows.to_date(indicator, self._plan(indicator)[0].first_day, day)

    def pose(self, indicator: Indicator, window: Window) -> Posed:
        """Ask for an indicator over a window."""
        eve = self._eve(indicator) if indicator.basis is Basis.INCREMENT else None
        return self.poser.pose(indicator, window, eve)

    def ask(
        self, figure: int, indicator: Indicator, term: Term, measure: BoundMeasure, window: Window
    ) -> Ask:
        """Ask for a term: published values and stated percentages of the very organization, all else summed up the tree."""
        is_bare = self.is_published or not measure.is_additive
        forest = (
            BARE if is_bare else room().trees.forest(measure.kind, self.tree, window.last, self.restated_on)
        )
        labels = (
            self.breakdowns.classed(term, *self.classes) if self.classes else self.breakdowns.admitted(term)
        )
        return Ask(
            figure=figure,
            measure=measure.id,
            kind=measure.kind,
            window=window,
            forest=forest,
            channel=CHANNELS[Channel.REPORTED if self.is_published else indicator.channel],
            age_limit_days=indicator.age_limit_days if measure.kind is Kind.LEVEL else None,
            counts_persons=term.counts == "persons",
            labels=labels,
            roster=self.rosters.number(indicator),
            is_as_stated=self.is_published,
        )

    def answer(self, places: Sequence[int]) -> Answer:
        """Run the engine once for everything posed."""
        request = self.request(places)
        found = self._run(request)
        self._portions = self._carried(request)
        return found

    def request(self, places: Sequence[int]) -> Request:
        """Return everything posed as a request to the engine."""
        wanted = list(dict.fromkeys(places))
        pairs = self.rosters.pairs(wanted)
        return Request(DATA_SETS[self.data_set], self.seen, self.poser.asks, wanted, pairs)

    def figures(
        self, posed: Sequence[Posed], places: Sequence[int], answer: Answer, label: int = 0
    ) -> list[Figure]:
        """Make figures of what was posed, for each place."""
        notes = self._notes(posed, places)
        return [
            self._figure(each, place, answer, label, notes[each.window].get(place, ()))
            for each in posed
            for place in places
        ]

    def _run(self, request: Request) -> Answer:
        here = room()
        return answering.answer(request, here.holdings(self.seen), here.shelf(), here.engine)

    def _carried(self, request: Request) -> Portions:
        """Return what splits with a known share carry elsewhere on the restated tree."""
        if self.tree is not Tree.RESTATED or self.is_published or self.classes:
            return {}
        wanted = set(request.places)
        portions = [
            each for each in organizations.apportionment(self.restated_on) if each.ancestor_id in wanted
        ]
        asks, of = splitting.ask_parts(request.asks, portions)
        if not asks:
            return {}
        alone = replace(
            request, asks=asks, places=sorted({each.organization_id for _, each in of}), rosters=((),)
        )
        return splitting.add_up(asks, of, self._run(alone))

    def _figure(
        self, posed: Posed, place: int, answer: Answer, label: int, notes: Iterable[Footnote]
    ) -> Figure:
        indicator = posed.indicator
        value = composed(posed, answer, place, label, self.baseline(indicator, place), self._portions)
        amounts = [
            answer[number, place, label] for number in posed.numbers if (number, place, label) in answer
        ]
        days = [amount.last_on for amount in amounts if amount.last_on is not None]
        expected = self.rosters.count(indicator, place)
        return Figure(
            indicator=indicator.code,
            organization=place,
            window=posed.window,
            position=self.seen,
            data_set=self.data_set,
            tree=self.tree,
            value=value.value,
            numerator=value.numerator,
            denominator=value.denominator,
            bound=value.bound,
            entry_count=sum(amount.entry_count for amount in amounts),
            last_on=max(days, default=None),
            coverage=None
            if expected is None
            else Coverage(max((amount.unit_count for amount in amounts), default=0), expected),
            straddling_count=sum(amount.straddling_count for amount in amounts),
            overlap_count=sum(amount.overlap_count for amount in amounts),
            stale_count=max((amount.stale_count for amount in amounts), default=0),
            footnotes=(*notes, *(wording.footnote(reason) for reason in value.reasons)),
        )

    def _notes(
        self, posed: Sequence[Posed], places: Sequence[int]
    ) -> dict[Window, dict[int, tuple[Footnote, ...]]]:
        """Return the footnotes of boundary changes within each window, by place; asked once for all windows."""
        windows = {each.window for each in posed}
        notes: dict[Window, dict[int, tuple[Footnote, ...]]] = defaultdict(dict)
        if not windows:
            return notes
        first, last = min(each.first for each in windows), max(each.last for each in windows)
        for place, told in organizations.footnotes_of(places, first, last, tree=self.tree.value).items():
            for window in windows if told else ():
                notes[window][place] = tuple(
                    Footnote(day, text) for day, text in told if window.first < day <= window.last
                )
        return notes

    def _plan(self, indicator: Indicator) -> tuple[PlanDocument, int | None]:
        """Return the current document of an indicator's plan, and the organization whose plan it is."""
        if indicator.plan not in self._plans:
            version = plans.current(indicator.plan or None)
            self._plans[indicator.plan] = (plans.document(version), version.plan.owner_id)
        return self._plans[indicator.plan]

    def _eve(self, indicator: Indicator) -> date:
        """Return the day on which an increment begins: the baseline's own, or the eve of the plan."""
        if indicator.baseline is not None:
            return indicator.baseline.on
        return self._plan(indicator)[0].first_day - timedelta(days=1)

    def baseline(self, indicator: Indicator, place: int) -> Decimal | None:
        """Return the plan's baseline at the plan's owner; below, and without one, the ledger's own level must do."""
        if indicator.basis is not Basis.INCREMENT or indicator.baseline is None:
            return None
        return indicator.baseline.value if place == self._plan(indicator)[1] else None
