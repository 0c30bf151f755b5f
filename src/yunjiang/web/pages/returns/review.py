"""Looking a return through at its desk or for its lead: it passes, or goes back with a reason at each item; and on to the next.

Every value stands beside last time's, what the rules found beside what the unit said, with the evidence and the sum of the units
below.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access.permission import Act, Refused
from yunjiang.returns import checking, gathering, inbox, queries, rights, workflow
from yunjiang.returns.models import Evidence, Remark, Return
from yunjiang.returns.refusals import ReturnsRefusal
from yunjiang.returns.rules.sheet import Line
from yunjiang.returns.sheets import Sheet, SheetCell
from yunjiang.standards import periods
from yunjiang.web import toasts
from yunjiang.web.components import numbers
from yunjiang.web.components.said import Crumb
from yunjiang.web.components.status import Mark
from yunjiang.web.pages.returns import beside, marks, reading, steps, texts
from yunjiang.web.pages.returns.beside import Progress
from yunjiang.web.pages.returns.reading import Reader


@dataclass(frozen=True)
class Looked:
    """One item as a reviewer sees it."""

    code: str
    anchor: str
    name: str
    unit: str
    depth: int
    text: str
    is_unavailable: bool
    last: str
    change: str
    register: str
    below: str  # the sum of the units below, where they are asked too
    below_differs: bool
    findings: SafeString
    explanation: str
    sort: str
    evidence: Sequence[Evidence]
    remarks: Sequence[Remark]
    typed_reason: str = ""


@dataclass(frozen=True)
class Block:
    """One indicator's items; `can_be_accepted` by who looks."""

    indicator: str
    name: str
    lead: str
    is_accepted: bool
    can_be_accepted: bool
    items: Sequence[Looked]

    @property
    def is_told(self) -> bool:
        """Say whether its heading says more than its only item."""
        return len(self.items) != 1 or self.items[0].name != self.name


@dataclass(frozen=True)
class Page:
    """A return to be decided on."""

    report: Return
    crumbs: Sequence[Crumb]
    lead: str
    mark: Mark
    due: marks.Due
    progress: Progress
    blocks: Sequence[Block]
    slots: Sequence[object]
    steps: Sequence[steps.Told]
    may_review: bool
    may_accept: bool
    previous_href: str
    next_href: str
    queue_told: str
    has_last: bool
    has_register: bool
    has_below: bool
    refusal: str = ""
    reason: str = ""

    @property
    def odd(self) -> list[Looked]:
        """Return the items that want a look."""
        return [item for block in self.blocks for item in block.items if item.sort]


def review(request: HttpRequest, report: int) -> HttpResponse:
    """Show a return to whoever decides on it, and take the decision. Raises Refused, Http404."""
    who, found = reading.report(request, report)
    if not who.may(Act.REVIEW_RETURNS, Act.ACCEPT_RETURNS, Act.MANAGE_CYCLES):
        raise Refused(Act.REVIEW_RETURNS, found.place.name, found.organization_id)
    sections = reading.sections(found)
    may_review = rights.may_review(who.user, found)
    acceptable = {each.indicator for each in rights.acceptable(who.user, sections)}
    if not sections and rights.may_accept_whole(who.user, found):
        acceptable = {""}
    refusal = ""
    if request.method == "POST":
        if not may_review and not acceptable:
            raise Refused(Act.REVIEW_RETURNS, found.place.name, found.organization_id)
        try:
            return _decided(request, who, found, may_review, acceptable)
        except ReturnsRefusal as refused:
            refusal = str(refused)
    shown = page(request, who, found, may_review, acceptable, refusal)
    return render(request, "pages/returns/review.html", {"page": shown}, status=409 if refusal else 200)


def _decided(
    request: HttpRequest, who: Reader, report: Return, may_review: bool, acceptable: set[str]
) -> HttpResponse:
    """Do what was decided; lead on to the next return that waits. Raises what the act raises."""
    told, unit = request.POST, report.place.short_name
    following = _following(who, report)
    if told.get("decision") == "send_back":
        reasons = {name[2:]: told.get(name, "") for name in told if name.startswith("r:")}
        reasons = {code: text for code, text in reasons.items() if text.strip()}
        if not may_review:  # a lead speaks of what it leads
            within = report.cells.filter(section__indicator__in=acceptable)
            own = set(within.values_list("question__code", flat=True))
            reasons = {code: text for code, text in reasons.items() if code in own}
        indicators = () if may_review else _about(report, reasons) or sorted(acceptable - {""})
        workflow.send_back(report, reasons, who.user, told.get("reason", ""), indicators)
        toasts.say(
            request, _("%(unit)s: sent back; the unit sees the reasons beside its items.") % {"unit": unit}
        )
    elif may_review:
        workflow.approve(report, who.user, told.get("reason", ""))
        toasts.say(request, _("%(unit)s: approved.") % {"unit": unit})
    else:
        chosen = [each for each in told.getlist("indicator") if each in acceptable]
        if not chosen and acceptable != {""}:
            toasts.warn(request, _("Pick at least one indicator."))
            return HttpResponseRedirect(reverse("return-review", args=[report.pk]))
        before = set(report.sections.filter(is_accepted=True).values_list("indicator", flat=True))
        accepted = workflow.accept(report, None if acceptable == {""} else chosen, who.user)
        toasts.say(request, _("%(unit)s: accepted and posted.") % {"unit": unit})
        fresh = set(accepted.sections.filter(is_accepted=True).values_list("indicator", flat=True)) - before
        return HttpResponseRedirect(reading.posted_address([report.pk], sorted(fresh)))
    return HttpResponseRedirect(following or reverse("work"))


def _about(report: Return, reasons: Mapping[str, str]) -> list[str]:
    """Return the indicators of the items that reasons were given for."""
    rows = report.cells.filter(question__code__in=reasons).values_list("section__indicator", flat=True)
    return sorted(set(rows))


def page(
    request: HttpRequest,
    who: Reader,
    report: Return,
    may_review: bool,
    acceptable: set[str],
    refusal: str = "",
) -> Page:
    """Make the page's view model."""
    findings = checking.findings(report)
    readable = rights.readable_sections(who.user, report)
    laid = queries.sheet(report, findings=findings, sections=readable)
    lines = {each.question: each for each in gathering.sheets([report], checking.book())[report.pk].lines}
    names = marks.names(
        [*(each.lead.pk for each in laid.sections), *(step.desk_id for step in laid.steps)],
        report.cycle.tree_on,
    )
    typed = request.POST if refusal else {}
    blocks = _blocks(laid, lines, names, acceptable, typed)
    items = [item for block in blocks for item in block.items]
    previous, following, told = _neighbours(who, report)
    return Page(
        report=report,
        crumbs=reading.crumbs(report.cycle, report, _("Review") if may_review else _("Accept")),
        lead=_lead(report, items),
        mark=marks.mark_of(report.state),
        due=marks.due_of(report),
        progress=beside.progress([report], {report.pk: findings})[report.pk],
        blocks=blocks,
        slots=[each for each in laid.slots if each.text],
        steps=steps.told(laid.steps, names),
        may_review=may_review,
        may_accept=bool(acceptable),
        previous_href=previous,
        next_href=following,
        queue_told=told,
        has_last=any(each.last for each in items),
        has_register=any(each.register for each in items),
        has_below=any(each.below for each in items),
        refusal=refusal,
        reason=str(typed.get("reason", "")),
    )


def _lead(report: Return, items: Sequence[Looked]) -> str:
    facts = {"unit": report.place.short_name, "period": periods.parse(report.cycle.code).label}
    odd = sum(bool(each.sort) for each in items)
    if not odd:
        return _("%(unit)s, %(period)s: nothing odd was found") % facts
    told = ngettext(
        "%(unit)s, %(period)s: %(odd)d item wants a look",
        "%(unit)s, %(period)s: %(odd)d items want a look",
        odd,
    )
    return told % {**facts, "odd": odd}


def _blocks(
    laid: Sheet,
    lines: Mapping[str, Line],
    names: Mapping[int | None, str],
    acceptable: set[str],
    typed: Mapping[str, object],
) -> list[Block]:
    return [
        Block(
            section.section.indicator,
            section.section.name,
            marks.lead_name(laid.report, section.lead.pk, names),
            section.section.is_accepted,
            section.section.indicator in acceptable,
            [_looked(cell, lines.get(cell.code), typed) for cell in section.cells],
        )
        for section in laid.sections
    ]


def _looked(cell: SheetCell, line: Line | None, typed: Mapping[str, object]) -> Looked:
    value = cell.cell.value
    last = line.last if line else cell.last
    told = [beside.told(each) for each in cell.findings]
    below, below_differs = _below(value, line)
    return Looked(
        code=cell.code,
        anchor=f"q{cell.cell.pk}",
        name=cell.question.name,
        unit=cell.question.unit,
        depth=1 if cell.part_of else 0,
        text=texts.shown(value),
        is_unavailable=cell.cell.is_unavailable,
        last=texts.shown(last),
        change=_change(value, last, cell.question.unit),
        register=texts.shown(line.register) if line else "",
        below=below,
        below_differs=below_differs,
        findings=beside.drawn(cell.findings),
        explanation=cell.cell.explanation,
        sort="hard" if any(each.sort == "hard" for each in told) else "odd" if told else "",
        evidence=cell.evidence,
        remarks=cell.remarks,
        typed_reason=str(typed.get(f"r:{cell.code}", "")),
    )


def _change(value: Decimal | None, last: Decimal | None, unit: str) -> str:
    """Return the change against last time: in per cent, or in points for what is itself a percentage."""
    if value is None or last is None:
        return ""
    if unit in ("%", "％"):
        return _("%(points)s points") % {"points": f"{value - last:+.1f}"}
    if not last:
        return "" if not value else _("from 0")
    rise = (value - last) / abs(last) * 100
    return f"{'+' if rise > 0 else '−' if rise < 0 else ''}{numbers.rate(abs(rise))}"


def _below(value: Decimal | None, line: Line | None) -> tuple[str, bool]:
    """Return the sum of what the units below have handed in, and whether the unit's own number differs from it."""
    if line is None or not line.below or not line.adds_up:
        return "", False
    given = [each for each in line.below if each is not None]
    if not given:
        return "", False
    total = sum(given, Decimal(0))
    return texts.shown(total), value is not None and total != value


def _queue(who: Reader) -> list[int]:
    """Return the returns that wait for the person's decision, in order."""
    lies = inbox.asked_of(who.user)
    return list(
        dict.fromkeys([*(each.pk for each in lies.to_review), *(each.report.pk for each in lies.to_accept)])
    )


def _following(who: Reader, report: Return) -> str:
    """Return the way to the return to decide on after this one: the next in the queue, or the first that was passed over."""
    queue = _queue(who)
    at = queue.index(report.pk) if report.pk in queue else -1
    others = [*queue[at + 1 :], *queue[: max(at, 0)]]
    return reverse("return-review", args=[others[0]]) if others else ""


def _neighbours(who: Reader, report: Return) -> tuple[str, str, str]:
    """Return the ways to the return before and after this one in the person's queue, and how many wait in it."""
    queue = _queue(who)
    if report.pk not in queue:
        return "", _following(who, report), ""
    at = queue.index(report.pk)
    before = reverse("return-review", args=[queue[at - 1]]) if at else ""
    after = reverse("return-review", args=[queue[at + 1]]) if at + 1 < len(queue) else ""
    return before, after, _("%(at)d of %(count)d") % {"at": at + 1, "count": len(queue)}
