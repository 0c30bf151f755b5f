"""Forms of returns: what a cycle asks of some units and what stands there now, in a bounded number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yunjiang.access.models import User
from yunjiang.ledger.models import DataSet, MeasureKind
from yunjiang.organizations.models import Organization

from .. import narrative, sheets
from ..models import Cell, Cycle, Heading, Origin, Passage, Place, Question, Return, Section
from ..standing import is_filling_open
from .form import Form, FormCell, FormQuestion, FormSection, FormUnit, Said, Topic


def key_of(cycle: Cycle) -> str:
    """Return the key by which workbooks know a cycle for ever: plan, data set, rhythm and period."""
    return f"{cycle.plan_version.plan.code}/{cycle.data_set}/{cycle.rhythm}/{cycle.code}"


def returns_below(cycle: Cycle, organization: Organization) -> list[Return]:
    """Return the returns of a unit and of those below it in the cycle's tree, in the tree's order."""
    rows = Return.objects.filter(cycle=cycle, place__path__contains=f"/{organization.pk}/")
    return list(
        rows.select_related(
            "cycle__plan_version__plan__owner", "place__parent", "organization", "desk"
        ).order_by("place__rank", "pk")
    )


def form(cycle: Cycle, reports: Sequence[Return], by: User | None = None) -> Form:
    """Return the form of some returns of one cycle, as `by` would fill it in."""
    questions = [_question(each) for each in Question.objects.filter(cycle=cycle).order_by("rank")]
    cells = _cells(reports, by)
    passages = _passages(reports)
    places = narrative.places(cycle)
    owing = [each for each in reports if each.owes_narrative]
    earlier = sheets.previous(cycle)
    units = tuple(
        FormUnit(
            key=each.organization.key,
            name=each.place.name,
            short_name=each.place.short_name,
            code=each.place.code,
            version=each.version,
            due_on=each.in_time_until,
            is_open=is_filling_open(each),
            cells=cells[each.pk],
            passages=passages[each.pk],
            owes_words=each.owes_narrative,
        )
        for each in reports
    )
    due = {each.in_time_until for each in reports}
    return Form(
        cycle=key_of(cycle),
        cycle_name=cycle.name,
        questions=tuple(questions),
        sections=tuple(_sections(cycle)),
        units=units,
        topics=tuple(_topics(places)) if owing else (),
        headings=tuple((str(each), str(each.label)) for each in Heading),
        slots=frozenset((action, str(heading)) for action, _name, heading in places),
        last_time_name=_("Last time (%(period)s)") % {"period": earlier.code} if earlier is not None else "",
        due_on=due.pop() if len(due) == 1 else cycle.due_on,
        is_due_provisional=cycle.is_due_provisional,
        is_demonstration=cycle.data_set == DataSet.DEMONSTRATION,
        contacts=tuple(_contacts(cycle, reports)),
    )


def _question(question: Question) -> FormQuestion:
    return FormQuestion(
        code=question.code,
        rank=question.rank,
        section=question.indicator,
        name=question.name,
        unit=question.unit,
        scale=question.scale,
        definition=question.definition,
        part_of=question.part_of,
        is_signed=question.kind == MeasureKind.BALANCE,
    )


def _sections(cycle: Cycle) -> Iterable[FormSection]:
    rows = Section.objects.filter(report__cycle=cycle).order_by("rank")
    named = {
        place.organization_id: place.short_name
        for place in Place.objects.filter(
            cycle=cycle, organization__in=rows.order_by().values("lead").distinct()
        )
    }
    seen: dict[str, tuple[int, str, int]] = {}
    for rank, code, name, lead in (
        rows.order_by("rank").values_list("rank", "indicator", "name", "lead").distinct()
    ):
        seen.setdefault(code, (rank, name, lead))
    for code, (_rank, name, lead) in sorted(seen.items(), key=lambda each: each[1][0]):
        yield FormSection(code, name, named.get(lead, ""))


def _cells(reports: Sequence[Return], by: User | None) -> Mapping[int, dict[str, FormCell]]:
    found: dict[int, dict[str, FormCell]] = defaultdict(dict)
    last = sheets.last_time(list(reports))
    open_now = {each.pk: is_filling_open(each) for each in reports}
    rows = Cell.objects.filter(report__in=reports).order_by("question__rank")
    for row in rows.values(
        "report_id", "question__code", "value", "is_unavailable", "explanation", "origin", "changed_by_id",
        "prefilled", "section__is_accepted",
    ):  # fmt: skip
        report, code = row["report_id"], row["question__code"]
        offered, offered_from = _offer(row["prefilled"])
        found[report][code] = FormCell(
            said=Said(row["value"], row["is_unavailable"], row["explanation"]),
            offered=offered,
            offered_from=offered_from,
            last_time=last.get(report, ({}, ""))[0].get(code),
            is_own=_is_own(row["origin"], row["changed_by_id"], by),
            is_open=open_now[report] and not row["section__is_accepted"],
        )
    return found


def _is_own(origin: str, changed_by: int | None, by: User | None) -> bool:
    if origin == Origin.REGISTER and changed_by is None:
        return True
    return origin == Origin.WORKBOOK and by is not None and changed_by == by.pk


def _offer(prefilled: Mapping[str, Any] | None) -> tuple[Decimal | None, str]:
    """Return what a register offers for a cell, and the words that say so; what last time said stands in its own column."""
    if not prefilled or prefilled.get("origin") != Origin.REGISTER:
        return None, ""
    told = _("register, as of %(day)s") % {"day": str(prefilled.get("at", ""))[:10]}
    return Decimal(prefilled["value"]), told


def _passages(reports: Sequence[Return]) -> Mapping[int, dict[tuple[str, str], str]]:
    found: dict[int, dict[tuple[str, str], str]] = defaultdict(dict)
    for report, action, heading, text in Passage.objects.filter(report__in=reports).values_list(
        "report_id", "action", "heading", "text"
    ):
        found[report][action, heading] = text
    return found


def _topics(places: Sequence[tuple[str, str, Heading]]) -> Iterable[Topic]:
    named = {action: name for action, name, _heading in places}
    for action, name in named.items():
        yield Topic(action, name or _("The whole"))


def _contacts(cycle: Cycle, reports: Sequence[Return]) -> Iterable[str]:
    """Name the unit above, where all have the same, and the office of the plan's owner."""
    above = {each.place.parent_id for each in reports}
    owner = cycle.plan_version.plan.owner_id
    places = {
        each.organization_id: each.name
        for each in Place.objects.filter(cycle=cycle, organization__in={*above, owner} - {None})
    }
    if len(above) == 1 and (parent := above.pop()) in places and parent != owner:
        yield _("The unit above: %(name)s") % {"name": places[parent]}
    if owner in places:
        yield _("The office in charge: %(name)s") % {"name": places[owner]}
