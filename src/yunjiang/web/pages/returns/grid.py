"""Many returns of a cycle as one table, units by questions: filled in like a spreadsheet, pasted from one, saved cell by cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access import permission
from yunjiang.access.permission import Act
from yunjiang.plans import queries as plans
from yunjiang.returns import checking, lists, queries
from yunjiang.returns.models import Cell, Cycle, Question, Return
from yunjiang.returns.rules.finding import Finding
from yunjiang.returns.standing import is_filling_open
from yunjiang.returns.workbooks.form import UNAVAILABLE
from yunjiang.web import toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.components.status import Mark
from yunjiang.web.pages.returns import beside, marks, reading, saving, speech, texts
from yunjiang.web.pages.returns.beside import Progress
from yunjiang.web.pages.returns.reading import Reader
from yunjiang.web.pages.returns.saving import Content, Sent

UNITS = 60  # rows at once: a prefecture and all its counties


@dataclass(frozen=True)
class Head:
    """One question over its column. `sums` is its key where the units' answers add up."""

    code: str
    name: str
    unit: str
    indicator: str
    sums: str
    column: int


@dataclass(frozen=True)
class Over:
    """One indicator over its columns."""

    name: str
    span: int


@dataclass(frozen=True)
class Field:
    """One cell of the table; `is_asked` is False where the unit does not owe the question."""

    is_asked: bool
    key: str = ""
    name: str = ""
    text: str = ""
    is_open: bool = False
    label: str = ""
    told: str = ""  # what stands beside it: last time's value
    sort: str = ""
    row: int = 0
    column: int = 0
    sums: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Line:
    """One unit's row."""

    report: Return
    unit: str
    mark: Mark
    progress: Progress
    fields: Sequence[Field]


@dataclass(frozen=True)
class Said:
    """What is said of one cell, below the table: what the rules find, and the unit's word on it."""

    key: str
    name: str
    findings: SafeString
    explanation: str
    is_asked: bool  # an explanation is asked for


@dataclass(frozen=True)
class Page:
    """The table with all that is said of it."""

    cycle: Cycle
    crumbs: Sequence[Crumb]
    lead: str
    over: Sequence[Over]
    heads: Sequence[Head]
    lines: Sequence[Line]
    said: Sequence[Said]
    versions: Mapping[str, int]
    words: Mapping[str, str]
    user_id: int
    next_href: str
    has_totals: bool
    problems: Sequence[tuple[str, str]] = ()


def grid(request: HttpRequest, cycle: int) -> HttpResponse:
    """Show the returns that the person may fill in as one table; take it whole where no script saves. Raises Refused, Http404."""
    who, found = reading.cycle(request, cycle, Act.FILL_RETURNS)
    if request.method == "POST":
        return _taken(request, who, found)
    get_token(request)
    shown = page(request, who, found)
    if len(shown.lines) == 1 and not shown.next_href and "after" not in request.GET:
        # One return is a column, and its own page has that.
        return HttpResponseRedirect(reverse("return", args=[shown.lines[0].report.pk]))
    return render(request, "pages/returns/grid.html", {"page": shown})


def page(request: HttpRequest, who: Reader, found: Cycle, problems: Mapping[str, str] | None = None) -> Page:
    """Make the page's view model."""
    allowed = permission.visible_organizations(who.user, act=Act.FILL_RETURNS).values("organization_id")
    leaf = lists.page(
        Return.objects.filter(cycle=found, organization__in=allowed),
        after=reading.number(request, "after"),
        size=UNITS,
    )
    reports = list(leaf.reports)
    for each in reports:
        each.cycle = found
    cells = _cells(reports)
    questions = _questions(cells.values())
    findings = checking.findings_of_many(reports) if reports else {}
    far = beside.progress(reports, findings)
    at = {
        report.pk: beside.by_question(beside.while_filling(findings.get(report.pk, ()))) for report in reports
    }
    last = queries.last_time(reports)
    heads = _heads(found, questions)
    lines, said = [], []
    for row, report in enumerate(reports):
        is_open = is_filling_open(report)
        fields = []
        for head in heads:
            cell = cells[report.pk].get(head.code)
            one = _field(report, head, cell, row, is_open, last.get(report.pk, ({}, ""))[0].get(head.code))
            found_here = at[report.pk].get(head.code, [])
            fields.append(_sorted(one, found_here, (problems or {}).get(one.key, "")))
            if cell is not None and one.is_open and (found_here or cell.explanation):
                wants = bool(cell.explanation) or any(not each.is_hard for each in found_here)
                said.append(Said(one.key, one.label, beside.drawn(found_here), cell.explanation, wants))
        unit = report.place.short_name
        lines.append(Line(report, unit, marks.mark_of(report.state), far[report.pk], fields))
    return Page(
        cycle=found,
        crumbs=reading.crumbs(found, here=_("Fill in as a table")),
        lead=_lead(lines),
        over=_over(found, heads),
        heads=heads,
        lines=lines,
        said=said,
        versions={str(each.pk): each.version for each in reports},
        words=speech.words(),
        user_id=who.user.pk,
        next_href=f"?after={leaf.after}" if leaf.after is not None else "",
        has_totals=len(lines) > 1,
    )


def _cells(reports: Sequence[Return]) -> dict[int, dict[str, Cell]]:
    found: dict[int, dict[str, Cell]] = {each.pk: {} for each in reports}
    rows = Cell.objects.filter(report__in=found).select_related("question", "section")
    for cell in rows.order_by("section__rank", "question__rank"):
        found[cell.report_id][cell.question.code] = cell
    return found


def _questions(cells: Iterable[Mapping[str, Cell]]) -> list[Question]:
    known: dict[str, tuple[tuple[int, int], Question]] = {}
    for of_report in cells:
        for code, cell in of_report.items():
            known.setdefault(code, ((cell.section.rank, cell.question.rank), cell.question))
    return [question for _order, question in sorted(known.values(), key=lambda each: each[0])]


def _heads(found: Cycle, questions: Sequence[Question]) -> list[Head]:
    plan = plans.document(found.plan_version)
    added = {each.code for each in plan.measures if each.is_additive}
    return [
        Head(
            each.code,
            each.name,
            each.unit,
            each.indicator,
            f"column:{each.code}" if each.measure in added and each.unit not in ("%", "％") else "",
            column,
        )
        for column, each in enumerate(questions)
    ]


def _over(found: Cycle, heads: Sequence[Head]) -> list[Over]:
    names = {each.code: each.name for each in plans.document(found.plan_version).indicators}
    over: list[Over] = []
    before = None
    for head in heads:
        if head.indicator == before:
            over[-1] = Over(over[-1].name, over[-1].span + 1)
        else:
            over.append(Over(f"{head.indicator} {names.get(head.indicator, '')}".strip(), 1))
        before = head.indicator
    return over


def _field(
    report: Return, head: Head, cell: Cell | None, row: int, is_open: bool, last: Decimal | None
) -> Field:
    if cell is None:
        return Field(False, column=head.column, row=row)
    unit = f" {head.unit}" if head.unit else ""
    return Field(
        is_asked=True,
        key=f"{report.pk}|{head.code}",
        name=f"v:{report.pk}|{head.code}",
        text=UNAVAILABLE if cell.is_unavailable else texts.shown(cell.value),
        is_open=is_open and not cell.section.is_accepted,
        label=f"{report.place.short_name} · {head.name}" + (f"（{head.unit}）" if head.unit else ""),
        told=_("last time %(value)s%(unit)s") % {"value": texts.shown(last), "unit": unit} if last is not None else "",
        row=row,
        column=head.column,
        sums=head.sums,
    )  # fmt: skip


def _sorted(field: Field, findings: Sequence[Finding], problem: str) -> Field:
    if not findings and not problem:
        return field
    hard = any(each.is_hard for each in findings)
    return replace(field, sort="hard" if hard else "soft" if findings else "", problem=problem)


def _lead(lines: Sequence[Line]) -> str:
    if not lines:
        return _("There is no return that you may fill in here")
    empty = sum(each.progress.empty_count for each in lines)
    facts = {"units": len(lines), "empty": empty}
    if not empty:
        return _("%(units)d units: everything is filled in") % facts
    return ngettext(
        "%(units)d units, %(empty)d item still to fill in", "%(units)d units, %(empty)d items still to fill in", empty
    ) % facts  # fmt: skip


def _taken(request: HttpRequest, who: Reader, found: Cycle) -> HttpResponse:
    """Take the whole table where no script saves cell by cell; what was not changed is not touched."""
    told = request.POST
    sent = []
    for name in told:
        report, _bar, code = name[2:].partition("|")
        if name.startswith("v:") and code and report.isascii() and report.isdigit():
            text, before = told.get(name, "").strip(), told.get(f"b:{report}|{code}", "")
            explanation = told.get(f"e:{report}|{code}")  # only where something is said below the table
            if text != before or explanation is not None:
                sent.append(Sent(int(report), code, Content(text, explanation=explanation), Content(before)))
    outcome = saving.save(who.user, found, sent, [], {})
    if outcome.problems:
        toasts.warn(request, _("Not everything was saved; see below."))
        shown = page(request, who, found, outcome.problems)
        return render(request, "pages/returns/grid.html", {"page": shown}, status=422)
    toasts.say(
        request,
        ngettext("%(count)d item was saved.", "%(count)d items were saved.", outcome.saved_count)
        % {"count": outcome.saved_count},
    )
    return HttpResponseRedirect(reverse("cycle-grid", args=[found.pk]))
