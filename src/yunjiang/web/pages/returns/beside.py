"""What is said beside cells: what the rules find, in words; and how far a return is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.returns import checking, wording
from yunjiang.returns.models import Cell, Return, State
from yunjiang.returns.rules.finding import Finding, Severity
from yunjiang.returns.standing import is_handed_in
from yunjiang.standards import periods

# A blank is no mistake while somebody is still filling in: it is counted as not filled, and told before submission.
UNTOLD_WHILE_FILLING = frozenset({"required"})


@dataclass(frozen=True)
class Told:
    """One finding as people read it. `sort`: hard must be corrected, soft must be explained, explained is for the reviewer."""

    sentence: str
    name: str
    sort: str

    @property
    def shape(self) -> str:
        return {"hard": "◆", "soft": "◇", "explained": "○"}[self.sort]


@dataclass(frozen=True)
class Progress:
    """How far one return is."""

    report: int
    answered_count: int
    asked_count: int
    hard_count: int
    unexplained_count: int

    @property
    def empty_count(self) -> int:
        return self.asked_count - self.answered_count

    @property
    def percent(self) -> int:
        return self.answered_count * 100 // self.asked_count if self.asked_count else 100

    @property
    def is_clean(self) -> bool:
        return not (self.empty_count or self.hard_count or self.unexplained_count)


def told(finding: Finding) -> Told:
    """Say a finding."""
    sort = "hard" if finding.severity is Severity.HARD else "explained" if finding.is_explained else "soft"
    return Told(wording.sentence(finding), wording.name(finding.rule), sort)


def while_filling(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that are told beside cells that are being filled in."""
    return [each for each in findings if each.rule not in UNTOLD_WHILE_FILLING]


def by_question(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return findings under the questions they are told at."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for each in findings:
        found[each.question].append(each)
    return found


def drawn(findings: Sequence[Finding]) -> SafeString:
    """Draw what is found at one cell."""
    return render_to_string("pages/returns/findings.html", {"findings": [told(each) for each in findings]})


def progress(
    reports: Sequence[Return], findings: Mapping[int, Sequence[Finding]] | None = None
) -> dict[int, Progress]:
    """Return how far returns are, in one query beside those of the rules."""
    findings = checking.findings_of_many(reports) if findings is None else findings
    answered = Q(value__isnull=False) | Q(is_unavailable=True)
    rows = (
        Cell.objects.filter(report__in=[each.pk for each in reports])
        .order_by()
        .values_list("report")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=answered))
    )
    counts = {report: (asked, filled) for report, asked, filled in rows}
    found = {}
    for each in reports:
        asked, filled = counts.get(each.pk, (0, 0))
        mine = while_filling(findings.get(each.pk, ()))
        hard = sum(one.is_hard for one in mine)
        unexplained = len({one.question for one in mine if not one.is_hard and not one.is_explained})
        found[each.pk] = Progress(each.pk, filled, asked, hard, unexplained)
    return found


def lead(report: Return, far: Progress) -> str:
    """Say in one sentence how a return stands."""
    facts = {
        "unit": report.place.short_name,
        "period": periods.parse(report.cycle.code).label,
        "asked": far.asked_count,
        "empty": far.empty_count,
    }
    if report.state == State.POSTED:
        return _("%(unit)s, %(period)s: all %(asked)d items are accepted and posted") % facts
    if is_handed_in(report):
        return _("%(unit)s, %(period)s: submitted with all %(asked)d items") % facts
    if not far.empty_count:
        return _("%(unit)s, %(period)s: all %(asked)d items are filled in") % facts
    told = ngettext(
        "%(unit)s, %(period)s: %(empty)d of %(asked)d items is still to fill in",
        "%(unit)s, %(period)s: %(empty)d of %(asked)d items are still to fill in",
        far.empty_count,
    )
    return told % facts
