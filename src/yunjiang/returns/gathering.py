"""From returns to sheets: what the rules are told of each return of a cycle, in a bounded number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.db.models import Q

from yunjiang.figures import services as figures
from yunjiang.figures.figure import Window
from yunjiang.organizations.models import GroupMembership
from yunjiang.plans import queries as plans
from yunjiang.plans.document import PlanDocument

from .courses import Course, courses, reached
from .models import Cell, Counting, Cycle, Question, Return
from .past import SAID, Key, Past, indicator_of, pasts
from .rules.rulebook import Rulebook
from .rules.sheet import PER_CENT, Line, Peers, Sheet
from .rules.spread import Spread

_SIZE_GROUPS = "size"  # the group set of sizes


@dataclass(frozen=True)
class _Answer:
    """One cell of the cycle: whose, and what it says. `is_said`: handed in, so that others may be compared with it."""

    report: int
    organization: int
    above: int | None
    kind: str
    question: int
    value: Decimal | None
    is_unavailable: bool
    explanation: str
    section: str
    is_settled: bool
    is_said: bool


def sheets(reports: Iterable[Return], book: Rulebook, *, with_courses: bool = False) -> dict[int, Sheet]:
    """Return the sheet of each return, by its id. `with_courses` adds what the units must reach by the end of the period."""
    by_cycle: dict[int, list[int]] = defaultdict(list)
    for report in reports:
        by_cycle[report.cycle_id].append(report.pk)
    found: dict[int, Sheet] = {}
    for cycle in Cycle.objects.filter(pk__in=by_cycle).select_related("plan_version__plan"):
        found |= _Gathering(cycle, by_cycle[cycle.pk], book, with_courses).sheets()
    return found


class _Gathering:
    """Everything known of some returns of one cycle."""

    def __init__(self, cycle: Cycle, report_ids: Sequence[int], book: Rulebook, with_courses: bool) -> None:
        self.cycle, self.book, self.with_courses = cycle, book, with_courses
        self.reports = list(
            Return.objects.filter(pk__in=report_ids).select_related("place").order_by("place__rank")
        )
        self.organizations = [report.organization_id for report in self.reports]
        self.questions = {each.pk: each for each in Question.objects.filter(cycle=cycle)}
        self.document: PlanDocument = plans.document(cycle.plan_version)
        self.answers = self._answers()

    def sheets(self) -> dict[int, Sheet]:
        mine: dict[int, list[_Answer]] = defaultdict(list)
        for answer in self.answers:
            mine[answer.report].append(answer)
        pasts_of = self._pasts(mine)
        courses_of = self._courses()
        found = {}
        for report in self.reports:
            answers = sorted(mine[report.pk], key=lambda each: self.questions[each.question].rank)
            values = {self.questions[each.question].code: each.value for each in answers}
            lines = []
            for answer in answers:
                past = pasts_of.get((report.organization_id, answer.question), Past())
                lines.append(self._line(report, answer, past, values, courses_of))
            found[report.pk] = Sheet(
                unit=report.organization_id,
                name=report.place.short_name,
                kind=report.place.kind,
                above=report.place.parent_id,
                period=self.cycle.code,
                rhythm=self.cycle.rhythm,
                is_to_date=self.cycle.counting == Counting.TO_DATE,
                size=self.sizes.get(report.organization_id),
                lines=tuple(lines),
            )
        return found

    def _line(
        self,
        report: Return,
        answer: _Answer,
        past: Past,
        values: Mapping[str, Decimal | None],
        courses_of: Mapping[tuple[str, int], Course],
    ) -> Line:
        question = self.questions[answer.question]
        course = courses_of.get((answer.section, report.organization_id))
        return Line(
            question=question.code,
            name=question.name,
            unit=question.unit,
            kind=question.kind,
            measure=question.measure,
            breakdown=tuple(sorted(question.breakdown.items())),
            basis=self._bases.get(answer.section, ""),
            scale=question.scale,
            part_of=question.part_of,
            adds_up=question.measure not in self._unadded and question.unit not in PER_CENT,
            value=answer.value,
            is_unavailable=answer.is_unavailable,
            explanation=answer.explanation,
            is_settled=answer.is_settled,
            last=past.last,
            last_period=past.last_period,
            standing=past.standing,
            standing_period=past.standing_period,
            history=past.history,
            register=past.register,
            reached=None if course is None else reached(course, question.code, values, past.before),
            target=None if course is None else course.required,
            is_target_rate=course is not None and bool(course.formula.denominator),
            below=self._below.get((report.organization_id, answer.question), ()),
            peers=self._peers_of(report, question),
        )

    def _answers(self) -> list[_Answer]:
        """Read the cells of the returns, those of the units directly below, and what like units have handed in."""
        kinds = {report.place.kind for report in self.reports}
        wanted = (
            Q(report__in=[report.pk for report in self.reports])
            | Q(report__place__parent__in=self.organizations)
            | Q(report__place__kind__in=kinds, report__state__in=SAID, value__isnull=False)
        )
        rows = Cell.objects.filter(wanted, report__cycle=self.cycle).values_list(
            "report",
            "report__organization",
            "report__place__parent",
            "report__place__kind",
            "question",
            "value",
            "is_unavailable",
            "explanation",
            "section__indicator",
            "section__is_accepted",
            "report__state",
        )
        said = set(SAID)
        return [_Answer(*row[:10], row[10] in said) for row in rows]

    def _pasts(self, mine: Mapping[int, Sequence[_Answer]]) -> dict[Key, Past]:
        asked = {answer.question for report in self.reports for answer in mine[report.pk]}
        questions = {number: each for number, each in self.questions.items() if number in asked}
        first_day = self.document.first_day
        return pasts(self.cycle, first_day, questions, self.organizations, self._below.keys())

    def _courses(self) -> dict[tuple[str, int], Course]:
        if not self.with_courses:
            return {}
        return courses(self.cycle, self.document, self.organizations)

    @cached_property
    def _bases(self) -> dict[str, str]:
        return {each.code: str(each.basis) for each in self.document.indicators}

    @cached_property
    def _unadded(self) -> set[str]:
        return {each.code for each in self.document.measures if not each.is_additive}

    @cached_property
    def _below(self) -> dict[Key, tuple[Decimal | None, ...]]:
        """What the units directly below a unit say; None for those that have not handed in."""
        wanted = set(self.organizations)
        found: dict[Key, list[Decimal | None]] = defaultdict(list)
        for each in self.answers:
            if each.above is not None and each.above in wanted:
                found[each.above, each.question].append(each.value if each.is_said else None)
        return {key: tuple(values) for key, values in found.items()}

    def _peers_of(self, report: Return, question: Question) -> Peers | None:
        group = (report.place.kind, self._groups.get(report.organization_id), question.pk)
        if group not in self._peers:
            self._peers[group] = self._compared(group, question)
        return self._peers[group]

    @cached_property
    def _peers(self) -> dict[tuple[str, int | None, int], Peers | None]:
        return {}

    def _compared(self, group: tuple[str, int | None, int], question: Question) -> Peers | None:
        said = self._said.get(group, [])
        least = int(self.book["peers"].thresholds["least_count"])
        if question.unit in PER_CENT:
            values = [value for _, value in said]
            return Peers(Spread.of(values)) if len(values) >= least else None
        if question.measure not in self.book.size_measures:
            sized = [
                Fraction(value) / Fraction(self.sizes[unit])
                for unit, value in said
                if value > 0 and unit in self.sizes
            ]
            if len(sized) >= least:
                return Peers(Spread.of_logarithms(sized), is_by_size=True, is_by_factors=True)
        values = [value for _, value in said if value > 0]
        return Peers(Spread.of_logarithms(values), is_by_factors=True) if len(values) >= least else None

    @cached_property
    def _said(self) -> dict[tuple[str, int | None, int], list[tuple[int, Decimal]]]:
        found: dict[tuple[str, int | None, int], list[tuple[int, Decimal]]] = defaultdict(list)
        for each in self.answers:
            if each.is_said and each.value is not None:
                group = (each.kind, self._groups.get(each.organization), each.question)
                found[group].append((each.organization, each.value))
        return found

    @cached_property
    def _groups(self) -> dict[int, int]:
        """The size group of each unit that is in one on the period's last day."""
        last_on = self.cycle.last_on
        rows = GroupMembership.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=last_on),
            group__group_set__code=_SIZE_GROUPS,
            valid_from__lte=last_on,
        )
        return dict(rows.values_list("organization", "group"))

    @cached_property
    def sizes(self) -> dict[int, Decimal]:
        """How large units are: by their answers where the cycle asks for it, otherwise by what the ledger knows."""
        for measure in self.book.size_measures:
            asked = [
                each for each in self.questions.values() if each.measure == measure and not each.breakdown
            ]
            if asked:
                found = {
                    each.organization: each.value
                    for each in self.answers
                    if each.question == asked[0].pk and each.value is not None and each.value > 0
                }
            else:
                found = self._sizes_told(measure)
            if found:
                return found
        return {}

    def _sizes_told(self, measure: str) -> dict[int, Decimal]:
        declared = next((each for each in self.document.measures if each.code == measure), None)
        if declared is None:
            return {}
        question = Question(
            code=measure,
            measure=measure,
            name=declared.name,
            unit=declared.unit,
            kind=declared.kind,
            breakdown={},
        )
        window = Window(self.cycle.last_on - timedelta(days=366), self.cycle.last_on)
        units = sorted({each.organization for each in self.answers})
        told = figures.values(
            [(indicator_of(self.cycle, question, "reported", window), window)],
            units,
            on=self.cycle.last_on,
            data_set=self.cycle.data_set,
        )
        return {unit: value for (_, unit), value in told.items() if value > 0}
