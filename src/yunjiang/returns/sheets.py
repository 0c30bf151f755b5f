"""A return as it is laid before people: its sections and cells with all that belongs to them, in a bounded number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from yunjiang.access.models import User
from yunjiang.organizations.models import Organization
from yunjiang.plans import queries as plans

from . import narrative
from .models import Cell, Cycle, Evidence, Heading, Passage, Place, Question, Remark, Return, Section, Step


@dataclass(frozen=True)
class SheetCell:
    """One question as a unit sees it. `last` is what was accepted for the period before, at `last_code`."""

    cell: Cell
    question: Question
    part_of: str  # the code of the question on this sheet that contains it, or ""
    last: Decimal | None = None
    last_code: str = ""
    remarks: tuple[Remark, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Any, ...] = ()

    @property
    def code(self) -> str:
        return self.question.code

    @property
    def is_answered(self) -> bool:
        """Say whether it says something: a number, zero too, or that it is not available."""
        return self.cell.value is not None or self.cell.is_unavailable


@dataclass(frozen=True)
class SheetSection:
    """One indicator's cells, in the order of the questions."""

    section: Section
    lead: Organization
    cells: tuple[SheetCell, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Slot:
    """One place for the unit's own words: an action of the plan or the whole (""), under a heading."""

    action: str
    action_name: str
    heading: Heading
    is_owed: bool  # it, or another slot of the same heading, must be filled
    text: str = ""
    changed_at: datetime | None = None
    changed_by: User | None = None


@dataclass(frozen=True)
class FromRegister:
    """An indicator that is not asked, because a register knows it."""

    indicator: str
    name: str
    unit: str


@dataclass(frozen=True)
class Sheet:
    """A return with everything on it."""

    report: Return
    cycle: Cycle
    place: Place
    sections: tuple[SheetSection, ...]
    slots: tuple[Slot, ...] = ()
    from_registers: tuple[FromRegister, ...] = ()
    remarks: tuple[Remark, ...] = ()  # open ones about the return as a whole
    steps: tuple[Step, ...] = field(default=(), repr=False)

    @property
    def version(self) -> int:
        return self.report.version

    @property
    def cells(self) -> tuple[SheetCell, ...]:
        return tuple(cell for section in self.sections for cell in section.cells)

    @property
    def answered_count(self) -> int:
        return sum(cell.is_answered for cell in self.cells)


def sheet(report: Return, *, findings: Iterable[Any] = (), sections: Collection[str] | None = None) -> Sheet:
    """Return a return with everything on it.

    `findings` (of `checking.findings`) are put beside the cells they are about; each has a `question`. `sections` are the
    indicators to show, as `rights.readable_sections` says; then the unit's words stay out. None shows everything.
    """
    cycle, place = report.cycle, report.place
    rows = Section.objects.filter(report=report).select_related("lead", "accepted_by").order_by("rank")
    shown = list(rows if sections is None else rows.filter(indicator__in=sections))
    cells: dict[int, list[Cell]] = defaultdict(list)
    for cell in (
        Cell.objects.filter(section__in=shown)
        .select_related("question", "changed_by")
        .order_by("question__rank")
    ):
        cells[cell.section_id].append(cell)
    codes = {cell.question.code for found in cells.values() for cell in found}
    last, last_code = last_time([report]).get(report.pk, ({}, ""))
    beside = _Beside.of(report, findings)
    plan = plans.document(cycle.plan_version)
    return Sheet(
        report=report,
        cycle=cycle,
        place=place,
        sections=tuple(
            SheetSection(
                section,
                section.lead,
                tuple(
                    SheetCell(
                        cell,
                        cell.question,
                        cell.question.part_of if cell.question.part_of in codes else "",
                        last.get(cell.question.code),
                        last_code if cell.question.code in last else "",
                        tuple(beside.remarks[cell.pk]),
                        tuple(beside.evidence[cell.pk]),
                        tuple(beside.findings[cell.question.code]),
                    )
                    for cell in cells[section.pk]
                ),
                tuple(beside.remarks_of_section[section.indicator]),
            )
            for section in shown
        ),
        slots=tuple(_slots(report)) if sections is None else (),
        from_registers=tuple(
            FromRegister(each.code, each.name, each.unit)
            for each in plan.indicators
            if each.channel == "evidenced"
            and not {place.kind, report.organization.key}.isdisjoint(each.reporters)
            and (sections is None or each.code in sections)
        ),
        remarks=tuple(beside.remarks_of_section[""]) if sections is None else (),
        steps=tuple(report.steps.select_related("by", "desk").order_by("id")) if sections is None else (),
    )


def last_time(reports: Sequence[Return]) -> dict[int, tuple[dict[str, Decimal], str]]:
    """Return what was accepted of each unit in the cycle before, by question, and that cycle's code; reports of one cycle."""
    if not reports:
        return {}
    before = previous(reports[0].cycle)
    if before is None:
        return {}
    unit = {each.organization_id: each.pk for each in reports}
    found: dict[int, tuple[dict[str, Decimal], str]] = {}
    rows = Cell.objects.filter(
        report__cycle=before, report__organization__in=unit, section__is_accepted=True, value__isnull=False
    )
    for organization, code, value in rows.values_list("report__organization", "question__code", "value"):
        assert value is not None
        found.setdefault(unit[organization], ({}, before.code))[0][code] = value
    return found


def previous(cycle: Cycle) -> Cycle | None:
    """Return the newest earlier cycle of the same plan, data set and rhythm."""
    earlier = Cycle.objects.filter(
        plan_version__plan=cycle.plan_version.plan_id,
        data_set=cycle.data_set,
        rhythm=cycle.rhythm,
        last_on__lt=cycle.first_on,
    )
    return earlier.order_by("-last_on").first()


@dataclass(frozen=True)
class _Beside:
    """What stands beside cells: open remarks, evidence not removed, findings."""

    remarks: Mapping[int | None, list[Remark]]
    remarks_of_section: Mapping[str, list[Remark]]
    evidence: Mapping[int, list[Evidence]]
    findings: Mapping[str, list[Any]]

    @classmethod
    def of(cls, report: Return, findings: Iterable[Any]) -> "_Beside":
        beside = cls(defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(list))
        for remark in (
            Remark.objects.filter(report=report, settled_at=None).select_related("by").order_by("id")
        ):
            if remark.cell_id is not None:
                beside.remarks[remark.cell_id].append(remark)
            else:
                beside.remarks_of_section[remark.indicator].append(remark)
        kept = Evidence.objects.filter(cell__report=report, removed_at=None).select_related("file", "by")
        for each in kept.order_by("id"):
            beside.evidence[each.cell_id].append(each)
        for finding in findings:
            beside.findings[finding.question].append(finding)
        return beside


def _slots(report: Return) -> Iterable[Slot]:
    """Yield every place for words, in the order of the plan's actions; the whole comes last."""
    if not report.owes_narrative:
        return
    owed = narrative.headings(report)
    kept = {
        (each.action, each.heading): each
        for each in Passage.objects.filter(report=report).select_related("changed_by")
    }
    for action, name, heading in narrative.places(report.cycle):
        passage = kept.get((action, heading))
        yield Slot(
            action,
            name,
            heading,
            heading in owed,
            passage.text if passage else "",
            passage.changed_at if passage else None,
            passage.changed_by if passage else None,
        )
