"""Acceptance by indicator: all units' answers to its questions in one table, accepted together, or sent back with reasons."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access.permission import Act
from yunjiang.organizations.models import Organization
from yunjiang.returns import checking, queries, rights, workflow
from yunjiang.returns.models import Cell, Cycle, Question, Section, State
from yunjiang.returns.refusals import ReturnsRefusal
from yunjiang.returns.rules.finding import Finding
from yunjiang.web import toasts
from yunjiang.web.components.said import Empty
from yunjiang.web.components.tables import Cell as TableCell
from yunjiang.web.components.tables import Column, Row, Table
from yunjiang.web.pages.returns import beside, reading, texts
from yunjiang.web.pages.returns.reading import Reader

AT_MOST_CYCLES = 6  # with something waiting, on one page
AT_ONCE = 150  # units on one page: all counties of a province


@dataclass(frozen=True)
class Given:
    """One unit's answer to one question."""

    name: str
    text: str
    last: str
    sort: str
    findings: SafeString
    explanation: str
    evidence_count: int


@dataclass(frozen=True)
class Line:
    """One unit's section."""

    section: Section
    unit: str
    href: str
    given: Sequence[Given | None]
    is_clean: bool
    is_accepted: bool
    can_be_accepted: bool
    typed_reason: str = ""


def acceptance(request: HttpRequest) -> HttpResponse:
    """List the indicators that the person accepts, with how many units wait at each. Raises Refused."""
    who = reading.reader(request, Act.ACCEPT_RETURNS)
    asked = reading.number(request, "cycle")
    cycles = Cycle.objects.select_related("plan_version__plan__owner").order_by("-last_on", "-id")
    wanted = Q(pk=asked) if asked is not None else Q(returns__state=State.APPROVED)
    rows: list[Row] = []
    waiting_count = 0
    for found in cycles.filter(wanted).distinct()[:AT_MOST_CYCLES]:
        leads = _leads(who, found)
        for indicator, name, lead, waiting, accepted, all_count in _counted(found, leads):
            waiting_count += waiting
            rows.append(_row(found, indicator, name, lead, waiting, accepted, all_count))
    context = {
        "crumbs": reading.crumbs(here=_("Accept")),
        "lead": _lead(waiting_count),
        "table": Table(
            "indicators",
            _("By indicator"),
            [
                Column("indicator", _("Indicator")),
                Column("cycle", _("Cycle")),
                Column("waiting", _("Waiting"), is_number=True, place="end"),
                Column("accepted", _("Accepted"), is_number=True),
                Column("units", _("Units"), is_number=True, place="end"),
            ],
            rows,
            Empty(
                _("Nothing to accept"),
                _("Indicators that your organization leads are listed here once units have been approved on the way up."),
            ),
        ),
    }  # fmt: skip
    return render(request, "pages/returns/acceptance.html", context)


def _lead(count: int) -> str:
    if not count:
        return _("Nothing waits for acceptance")
    told = ngettext("%(count)d answer waits for acceptance", "%(count)d answers wait for acceptance", count)
    return told % {"count": count}


def _leads(who: Reader, found: Cycle) -> list[Organization]:
    every = Organization.objects.filter(pk__in=Section.objects.filter(report__cycle=found).values("lead"))
    return rights.leads_for(who.user, found, list(every))


def _counted(found: Cycle, leads: Sequence[Organization]) -> list[tuple[str, str, int, int, int, int]]:
    waiting = Q(report__state=State.APPROVED, is_accepted=False)
    rows = (
        Section.objects.filter(report__cycle=found, lead__in=leads)
        .order_by()
        .values_list("indicator", "name", "lead")
        .annotate(
            waiting=Count("pk", filter=waiting),
            accepted=Count("pk", filter=Q(is_accepted=True)),
            units=Count("pk"),
        )
    )
    return sorted(
        rows, key=lambda each: (not each[3], [int(n) if n.isdigit() else 0 for n in each[0].split(".")])
    )


def _row(found: Cycle, indicator: str, name: str, lead: int, waiting: int, accepted: int, units: int) -> Row:
    href = reverse("acceptance-indicator", args=[found.pk, indicator])
    return Row(
        [
            TableCell(f"{indicator} {name}", href=href),
            TableCell(reading.told(found)),
            TableCell(str(waiting) if waiting else "–", tone="late" if waiting else ""),
            TableCell(str(accepted)),
            TableCell(str(units)),
        ]
    )


def indicator(request: HttpRequest, cycle: int, code: str) -> HttpResponse:
    """Show all units' answers to an indicator; accept those picked, or send back those with a reason. Raises Refused, Http404."""
    who, found = reading.cycle(request, cycle, Act.ACCEPT_RETURNS)
    sections = _sections(who, found, code)
    if not sections:
        return _none_yet(request, who, found, code)
    refusal = ""
    if request.method == "POST":
        try:
            return _decided(request, who, sections, code)
        except ReturnsRefusal as refused:
            refusal = str(refused)
    return _shown(request, who, found, code, sections, refusal)


def _none_yet(request: HttpRequest, who: Reader, found: Cycle, code: str) -> HttpResponse:
    """Say that no unit's answer has come so far. Raises Http404 where the indicator is not this person's to accept."""
    asked = Section.objects.filter(report__cycle=found, indicator=code, lead__in=_leads(who, found))
    name = asked.order_by().values_list("name", flat=True).first()
    if name is None:
        raise Http404(_("The cycle asks nothing on this indicator that you accept."))
    empty = Empty(
        _("No unit's answer has come to you yet"),
        _(
            "%(count)d units are asked. What they hand in comes here once the units above them have let it pass."
        )
        % {"count": asked.count()},
        reverse("cycle", args=[found.pk]),
        _("See how far the units are"),
    )
    context = {
        "crumbs": [*reading.crumbs(found, here=_("Accept"))],
        "cycle": found,
        "lead": f"{code} {name}",
        "empty": empty,
    }
    return render(request, "pages/returns/acceptance_indicator.html", context)


def _sections(who: Reader, found: Cycle, code: str) -> list[Section]:
    leads = {each.pk for each in _leads(who, found)}
    rows = (
        Section.objects.filter(report__cycle=found, indicator=code, lead__in=leads)
        .filter(Q(report__state__in=(State.APPROVED, State.POSTED)) | Q(is_accepted=True))
        .select_related("report__place", "report__organization", "report__submitted_by", "lead")
        .order_by("is_accepted", "report__place__rank")
    )
    sections = list(rows[:AT_ONCE])
    for each in sections:
        each.report.cycle = found
    return sections


def _decided(request: HttpRequest, who: Reader, sections: Sequence[Section], code: str) -> HttpResponse:
    """Accept or send back. Raises what the acts raise."""
    told = request.POST
    here = request.get_full_path()
    by_report = {str(each.report_id): each for each in sections}
    if told.get("decision") == "send_back":
        reasons = {name[2:]: told.get(name, "") for name in told if name.startswith("r:")}
        wanted = [
            (by_report[number], text)
            for number, text in reasons.items()
            if number in by_report and text.strip()
        ]
        may = set(rights.acceptable(who.user, [each for each, _text in wanted]))
        wanted = [(each, text) for each, text in wanted if each in may]
        if not wanted:
            toasts.warn(request, _("Write a reason at each unit that goes back."))
            return HttpResponseRedirect(here)
        for section, reason in wanted:
            workflow.send_back(section.report, {}, who.user, reason, [code])
        names = _("、").join(each.report.place.short_name for each, _text in wanted)
        toasts.say(request, _("Sent back: %(units)s") % {"units": names})
        return HttpResponseRedirect(here)
    picked = [by_report[number] for number in told.getlist("report") if number in by_report]
    picked = rights.acceptable(who.user, picked)
    if not picked:
        toasts.warn(request, _("Pick at least one unit."))
        return HttpResponseRedirect(here)
    workflow.accept_many({each.report: [code] for each in picked}, who.user)
    return HttpResponseRedirect(reading.posted_address([each.report_id for each in picked], [code]))


def _shown(
    request: HttpRequest, who: Reader, found: Cycle, code: str, sections: Sequence[Section], refusal: str
) -> HttpResponse:
    reports = [each.report for each in sections]
    findings = checking.findings_of_many([each.report for each in sections if not each.is_accepted])
    last = queries.last_time(reports)
    cells: dict[int, dict[str, Cell]] = defaultdict(dict)
    rows = Cell.objects.filter(section__in=[each.pk for each in sections]).select_related("question")
    for cell in rows.annotate(evidence_count=Count("evidence", filter=Q(evidence__removed_at=None))):
        cells[cell.report_id][cell.question.code] = cell
    questions = _questions(cells.values())
    typed = request.POST if refusal else {}
    may = set(rights.acceptable(who.user, sections))
    lines = [
        _line(
            each,
            questions,
            cells[each.report_id],
            beside.by_question(findings.get(each.report_id, ())),
            last.get(each.report_id, ({}, ""))[0],
            str(typed.get(f"r:{each.report_id}", "")),
            can_be_accepted=each in may,
        )
        for each in sections
    ]
    waiting = [each for each in lines if each.can_be_accepted]
    clean = sum(each.is_clean for each in waiting)
    facts = {"name": f"{code} {sections[0].name}", "count": len(waiting), "clean": clean}
    lead = _("%(name)s: nothing waits any more") % facts
    if waiting:
        lead = ngettext(
            "%(name)s: %(count)d unit waits, in %(clean)d nothing odd was found",
            "%(name)s: %(count)d units wait, in %(clean)d nothing odd was found",
            len(waiting),
        )
        lead %= facts
    context = {
        "crumbs": [*reading.crumbs(found, here=_("Accept"))],
        "cycle": found,
        "lead": lead,
        "questions": questions,
        "lines": lines,
        "waiting_count": len(waiting),
        "refusal": refusal,
        "has_last": any(given and given.last for line in lines for given in line.given),
    }
    return render(request, "pages/returns/acceptance_indicator.html", context, status=409 if refusal else 200)


def _questions(cells: Iterable[Mapping[str, Cell]]) -> list[Question]:
    known = {code: cell.question for of_report in cells for code, cell in of_report.items()}
    return sorted(known.values(), key=lambda each: each.rank)


def _line(
    section: Section,
    questions: Sequence[Question],
    cells: Mapping[str, Cell],
    at: Mapping[str, Sequence[Finding]],
    before: Mapping[str, Decimal],
    typed_reason: str,
    *,
    can_be_accepted: bool,
) -> Line:
    report = section.report
    given: list[Given | None] = []
    for question in questions:
        cell = cells.get(question.code)
        if cell is None:
            given.append(None)
            continue
        found = at.get(question.code, [])
        given.append(
            Given(
                question.name,
                _("cannot be provided") if cell.is_unavailable else texts.shown(cell.value),
                texts.shown(before.get(question.code)),
                "hard" if any(each.is_hard for each in found) else "odd" if found else "",
                beside.drawn(found),
                cell.explanation,
                cell.evidence_count,  # type: ignore[attr-defined]
            )
        )
    return Line(
        section,
        report.place.short_name,
        reverse("return-review", args=[report.pk]),
        given,
        not any(each and each.sort for each in given),
        section.is_accepted,
        can_be_accepted,
        typed_reason,
    )
