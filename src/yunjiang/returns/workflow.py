"""The way of a return up: submitted, approved desk by desk, accepted section by section into the ledger.

Each act is one transaction that holds the returns' rows, enforces state and four eyes, and leaves a step with all a return said.
Callers ask `rights` first. The same act on many returns is done together: what is accepted together is one batch. The ways back
(withdrawn, sent back, reopened) are in `sending_back`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.organizations.models import Organization

from . import checking, cumulative, narrative, posting, steps
from .held import hold_many
from .models import Cell, Remark, Return, Section, State, StepKind
from .moments import now
from .refusals import (
    CumulativeFalls,
    FourEyes,
    HardFindings,
    NarrativeMissing,
    NotOpenForFilling,
    Unanswered,
    Unexplained,
    UnknownSection,
    WrongState,
)
from .rules.finding import Finding
from .sending_back import reopen, send_back, withdraw
from .standing import FILLABLE, desk_after, locked_since

__all__ = [
    "accept",
    "accept_many",
    "approve",
    "approve_many",
    "reopen",
    "send_back",
    "submit",
    "submit_many",
    "withdraw",
]

COMMENT_LENGTH = 1000


def submit(report: Return, by: User) -> Return:
    """Hand a return in: it goes to the desk of the unit above or, directly below the plan's owner, straight to acceptance.

    Every cell says something, what the rules forbid is put right, what they find odd is explained. Raises WrongState,
    NotOpenForFilling, Unanswered, NarrativeMissing, CumulativeFalls, HardFindings, Unexplained.
    """
    return submit_many([report], by)[0]


def submit_many(reports: Sequence[Return], by: User) -> list[Return]:
    """Hand returns in, all or none (see `submit`); they are checked together."""
    subject, unit = _about(reports)
    facts = {"returns": [each.pk for each in reports]}
    with trail.recording("returns.submit", subject=subject, organization_id=unit, facts=facts) as deed:
        held = hold_many(reports)
        findings = checking.findings_of_many(held)
        for each in held:
            if each.state not in FILLABLE:
                raise WrongState(each.place.short_name, StepKind.SUBMITTED.label, each.state)
            locked = locked_since(each)
            if locked is not None:
                raise NotOpenForFilling(each.place.short_name, each.state, locked)
            _refuse_incomplete(each, findings[each.pk])
        before = {str(each.pk): each.state for each in held}
        for each in held:
            _hand_in(each, by)
        Remark.objects.filter(report__in=held, settled_at=None).update(settled_at=timezone.now())
        steps.record(steps.Taken(each, StepKind.SUBMITTED, by, desk=each.organization) for each in held)
        deed.changed(before=before, after={str(each.pk): each.state for each in held})
    return _as_given(held, reports)


def approve(report: Return, by: User, comment: str = "") -> Return:
    """Let a return pass the desk it lies on, to the next one above or to acceptance. Raises WrongState, FourEyes."""
    return approve_many([report], by, comment)[0]


def approve_many(reports: Sequence[Return], by: User, comment: str = "") -> list[Return]:
    """Let returns pass the desks they lie on, all or none. Raises WrongState, FourEyes."""
    facts = {"returns": [each.pk for each in reports], "comment": comment}
    subject, unit = _about(reports)
    with trail.recording("returns.approve", subject=subject, organization_id=unit, facts=facts):
        held = hold_many(reports)
        taken = []
        for each in held:
            if each.state != State.SUBMITTED:
                raise WrongState(each.place.short_name, StepKind.APPROVED.label, each.state)
            refuse_own(each, by)
            taken.append(
                steps.Taken(each, StepKind.APPROVED, by, desk=each.desk, reason=comment[:COMMENT_LENGTH])
            )
            owner = each.cycle.plan_version.plan.owner_id
            each.desk_id = desk_after(each.place, owner, each.desk_id)
            each.state = State.SUBMITTED if each.desk_id else State.APPROVED
        _move(held)
        steps.record(taken)
    return _as_given(held, reports)


def accept(report: Return, indicators: Collection[str] | None, by: User) -> Return:
    """Accept sections, by their indicators or all that are open (None), and post them to the ledger in the same transaction.

    What is accepted already stays as it is. A return of words only is accepted as a whole. Raises WrongState, FourEyes,
    UnknownSection, CumulativeFalls, and what the ledger refuses.
    """
    return accept_many({report: indicators}, by)[0]


def accept_many(wanted: Mapping[Return, Collection[str] | None], by: User) -> list[Return]:
    """Accept sections of many returns of one cycle, all or none, in one batch of the ledger (see `accept`)."""
    reports = list(wanted)
    asked = {report.pk: indicators for report, indicators in wanted.items()}
    facts = {"returns": {str(each.pk): sorted(asked[each.pk] or ()) for each in reports}}
    subject, unit = _about(reports)
    with trail.recording("returns.accept", subject=subject, organization_id=unit, facts=facts) as deed:
        held = hold_many(reports)
        sections = _sections(held)
        fresh: list[Section] = []
        for each in held:
            fresh += _to_accept(each, sections[each.pk], asked[each.pk], by)
        _refuse_falls(held, fresh)
        moment = now(held[0].cycle) if held else timezone.now()
        for section in fresh:
            section.is_accepted = True
        Section.objects.filter(pk__in=[each.pk for each in fresh]).update(
            is_accepted=True, accepted_at=moment, accepted_by=by
        )
        position = posting.post(fresh, by=by.username, title=_title(held))
        finished = _finish(held, sections, moment)
        accepted = {each.pk: [one.indicator for one in fresh if one.report_id == each.pk] for each in held}
        steps.record(
            steps.Taken(
                each,
                StepKind.ACCEPTED,
                by,
                desk=_one_lead(one for one in fresh if one.report_id == each.pk),
                indicators=accepted[each.pk],
                position=position,
            )
            for each in held
            if accepted[each.pk] or each in finished
        )
        deed.changed(before={}, after={"position": position, "sections": len(fresh)})
    return _as_given(held, reports)


def refuse_own(report: Return, by: User) -> None:
    """Refuse whoever submitted the return himself. Raises FourEyes."""
    if report.submitted_by_id == by.pk:
        raise FourEyes(report.place.short_name, str(by))


def _hand_in(report: Return, by: User) -> None:
    moment = now(report.cycle)
    report.desk_id = desk_after(report.place, report.cycle.plan_version.plan.owner_id, None)
    report.state = State.SUBMITTED if report.desk_id else State.APPROVED
    report.submitted_count += 1
    report.first_submitted_at = report.first_submitted_at or moment
    report.submitted_at, report.submitted_by = moment, by
    report.save(
        update_fields=[
            "desk",
            "state",
            "submitted_count",
            "first_submitted_at",
            "submitted_at",
            "submitted_by",
        ]
    )


def _refuse_incomplete(report: Return, findings: Sequence[Finding]) -> None:
    cells = list(report.cells.select_related("question", "section").order_by("question__rank"))
    if hard := [each for each in findings if each.is_hard]:
        raise HardFindings(hard)
    if open_ones := [each for each in findings if not each.is_explained]:
        raise Unexplained(open_ones)
    empty = [each.question.code for each in cells if each.value is None and not each.is_unavailable]
    if empty:
        raise Unanswered(empty)
    missing = narrative.missing(report)
    if missing:
        raise NarrativeMissing([str(each.label) for each in missing])
    fallen = cumulative.falls(report, cells, cumulative.accepted([report]))
    if fallen:
        raise CumulativeFalls(report.place.short_name, _names(cells, fallen))


def _sections(reports: Sequence[Return]) -> dict[int, list[Section]]:
    """Return the sections of returns in order, each with the very return that is held."""
    by_id = {each.pk: each for each in reports}
    found: dict[int, list[Section]] = {number: [] for number in by_id}
    for section in Section.objects.filter(report__in=by_id).select_related("lead").order_by("report", "rank"):
        section.report = by_id[section.report_id]
        found[section.report_id].append(section)
    return found


def _to_accept(
    report: Return, sections: Sequence[Section], asked: Collection[str] | None, by: User
) -> list[Section]:
    """Return the sections to accept now; none where all that is asked for is accepted already."""
    known = {each.indicator for each in sections}
    unknown = sorted(set(asked or ()) - known)
    if unknown:
        raise UnknownSection(report.place.short_name, unknown)
    chosen = [each for each in sections if asked is None or each.indicator in asked]
    fresh = [each for each in chosen if not each.is_accepted]
    if report.state == State.POSTED or (chosen and not fresh):
        return []
    if report.state != State.APPROVED:
        raise WrongState(report.place.short_name, StepKind.ACCEPTED.label, report.state)
    refuse_own(report, by)
    return fresh


def _refuse_falls(reports: Sequence[Return], sections: Sequence[Section]) -> None:
    known = cumulative.accepted(reports)
    if not known:
        return
    cells = Cell.objects.filter(section__in=sections).select_related("question")
    for report in reports:
        mine = [each for each in cells if each.report_id == report.pk]
        fallen = cumulative.falls(report, mine, known)
        if fallen:
            raise CumulativeFalls(report.place.short_name, _names(mine, fallen))


def _finish(
    reports: Sequence[Return], sections: Mapping[int, Sequence[Section]], moment: datetime
) -> list[Return]:
    """Mark the returns of which everything is accepted now, and return them."""
    finished = [
        each
        for each in reports
        if each.state == State.APPROVED and all(section.is_accepted for section in sections[each.pk])
    ]
    for each in finished:
        each.state, each.posted_at = State.POSTED, moment
    Return.objects.filter(pk__in=[each.pk for each in finished]).update(state=State.POSTED, posted_at=moment)
    return finished


def _move(reports: Sequence[Return]) -> None:
    """Write where returns lie now: one statement for each desk."""
    there: dict[tuple[int | None, str], list[int]] = defaultdict(list)
    for each in reports:
        there[each.desk_id, each.state].append(each.pk)
    for (desk, state), numbers in there.items():
        Return.objects.filter(pk__in=numbers).update(desk=desk, state=state)


def _one_lead(sections: Iterable[Section]) -> Organization | None:
    """Return the lead of sections that have one lead in common."""
    leads = {each.lead for each in sections}
    return leads.pop() if len(leads) == 1 else None


def _title(reports: Sequence[Return]) -> str:
    cycle = reports[0].cycle
    if len(reports) == 1:
        return f"{cycle.name} {reports[0].place.name}"
    return _("%(cycle)s: %(count)d returns") % {"cycle": cycle.name, "count": len(reports)}


def _names(cells: Iterable[Cell], codes: Collection[str]) -> list[str]:
    return [each.question.name for each in cells if each.question.code in codes]


def _about(reports: Sequence[Return]) -> tuple[str, int | None]:
    """Return what an act on returns is about: the one return and its unit, or their cycle."""
    if len(reports) == 1:
        return f"return:{reports[0].pk}", reports[0].organization_id
    return f"cycle:{reports[0].cycle_id}" if reports else "", None


def _as_given(held: Sequence[Return], reports: Sequence[Return]) -> list[Return]:
    by_id = {each.pk: each for each in held}
    return [by_id[each.pk] for each in reports]
