"""The ways back: withdrawn by the unit itself, sent back by a desk or a lead, reopened after acceptance."""

from collections.abc import Collection, Mapping

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.organizations.models import Organization

from . import posting, steps
from .held import hold
from .models import Cell, Counting, Remark, Return, Section, State, Step, StepKind
from .refusals import FourEyes, ReasonMissing, UnknownSection, WrongState

REMARK_LENGTH = 500
_REASON_LENGTH = 1000


def withdraw(report: Return, by: User) -> Return:
    """Take a return back, as long as no desk has acted on it since it was submitted. Raises WrongState."""
    with trail.recording(
        "returns.withdraw", subject=f"return:{report.pk}", organization_id=report.organization_id
    ) as deed:
        held = hold(report)
        before = held.state
        if held.state not in (State.SUBMITTED, State.APPROVED) or _was_acted_on(held):
            raise WrongState(held.place.short_name, StepKind.WITHDRAWN.label, held.state)
        held.state, held.desk = State.DRAFT, None
        held.save(update_fields=["state", "desk"])
        steps.record([steps.Taken(held, StepKind.WITHDRAWN, by, desk=held.organization)])
        deed.changed(before={"state": before}, after={"state": held.state})
    return held


def send_back(
    report: Return,
    reasons: Mapping[str, str],
    by: User,
    reason: str = "",
    indicators: Collection[str] = (),
) -> Return:
    """Return a return to its unit, with a reason as a whole, or at single cells by their questions' codes.

    `indicators` are the sections it is about, when a lead sends back what it will not accept; the whole return goes back, and
    what is accepted stays locked. Raises WrongState, FourEyes, ReasonMissing, UnknownSection.
    """
    reasons = {code: text.strip() for code, text in reasons.items() if text.strip()}
    if not reasons and not reason.strip():
        raise ReasonMissing
    with trail.recording(
        "returns.send_back",
        subject=f"return:{report.pk}",
        organization_id=report.organization_id,
        facts={"reason": reason, "reasons": reasons, "indicators": sorted(indicators)},
    ) as deed:
        held = hold(report)
        before = held.state
        if held.state not in (State.SUBMITTED, State.APPROVED):
            raise WrongState(held.place.short_name, StepKind.SENT_BACK.label, held.state)
        if held.submitted_by_id == by.pk:
            raise FourEyes(held.place.short_name, str(by))
        cells = _cells_in_question(held, reasons)
        sections = _sections_in_question(held, indicators, is_accepted=False)
        desk = held.desk or _lead_of(sections) or held.cycle.plan_version.plan.owner
        held.state, held.desk = State.RETURNED, None
        held.save(update_fields=["state", "desk"])
        (step,) = steps.record(
            [
                steps.Taken(
                    held,
                    StepKind.SENT_BACK,
                    by,
                    desk=desk,
                    indicators=[each.indicator for each in sections],
                    reason=reason[:_REASON_LENGTH],
                )
            ]
        )
        remarks = [
            Remark(
                report=held,
                step=step,
                cell=cells[code],
                indicator=cells[code].section.indicator,
                text=text,
                by=by,
            )
            for code, text in reasons.items()
        ]
        if reason.strip():
            about = [each.indicator for each in sections] or [""]
            remarks += [Remark(report=held, step=step, indicator=each, text=reason, by=by) for each in about]
        _keep(remarks)
        deed.changed(before={"state": before}, after={"state": held.state})
    return held


def reopen(
    report: Return,
    indicators: Collection[str],
    by: User,
    reason: str,
    takes_back: bool = True,
) -> Return:
    """Open accepted sections again for correction: the unit corrects, it goes up again, a new revision is posted.

    What is in the ledger is taken back at once, or stands until the correction is accepted. A cumulative value is always taken
    back: the later periods of the year hang on it. Raises WrongState, ReasonMissing, UnknownSection.
    """
    if not reason.strip():
        raise ReasonMissing
    with trail.recording(
        "returns.reopen",
        subject=f"return:{report.pk}",
        organization_id=report.organization_id,
        facts={"reason": reason, "indicators": sorted(indicators), "takes_back": takes_back},
    ) as deed:
        held = hold(report)
        before = held.state
        if not indicators:
            raise WrongState(held.place.short_name, StepKind.REOPENED.label, held.state)
        sections = _sections_in_question(held, indicators, is_accepted=True)
        for section in sections:
            section.is_accepted, section.accepted_at, section.accepted_by = False, None, None
        Section.objects.bulk_update(sections, ["is_accepted", "accepted_at", "accepted_by"])
        position = None
        if takes_back or held.cycle.counting == Counting.TO_DATE:
            title = f"{held.cycle.name} {held.place.name}"
            position = posting.take_back(sections, by=by.username, title=title, reason=reason)
        held.state, held.desk, held.posted_at = State.RETURNED, None, None
        held.save(update_fields=["state", "desk", "posted_at"])
        (step,) = steps.record(
            [
                steps.Taken(
                    held,
                    StepKind.REOPENED,
                    by,
                    desk=_lead_of(sections) or held.cycle.plan_version.plan.owner,
                    indicators=[each.indicator for each in sections],
                    reason=reason[:_REASON_LENGTH],
                    position=position,
                )
            ]
        )
        _keep(
            [
                Remark(report=held, step=step, indicator=each.indicator, text=reason, by=by)
                for each in sections
            ]
        )
        deed.changed(before={"state": before}, after={"state": held.state, "position": position})
    return held


def _was_acted_on(report: Return) -> bool:
    """Say whether a desk or a lead has done anything since the return was last submitted."""
    last = Step.objects.filter(report=report, kind=StepKind.SUBMITTED).order_by("-id").first()
    assert last is not None
    acts = (StepKind.APPROVED, StepKind.ACCEPTED)
    return Step.objects.filter(report=report, kind__in=acts, pk__gt=last.pk).exists()


def _cells_in_question(report: Return, reasons: Mapping[str, str]) -> dict[str, Cell]:
    rows = report.cells.filter(question__code__in=reasons, section__is_accepted=False)
    cells = {each.question.code: each for each in rows.select_related("question", "section")}
    unknown = sorted(reasons.keys() - cells.keys())
    if unknown:
        raise UnknownSection(report.place.short_name, unknown)
    return cells


def _sections_in_question(report: Return, indicators: Collection[str], *, is_accepted: bool) -> list[Section]:
    rows = report.sections.filter(indicator__in=indicators, is_accepted=is_accepted)
    sections = list(rows.select_related("lead").order_by("rank"))
    unknown = sorted(set(indicators) - {each.indicator for each in sections})
    if unknown:
        raise UnknownSection(report.place.short_name, unknown)
    for each in sections:
        each.report = report
    return sections


def _lead_of(sections: list[Section]) -> Organization | None:
    leads = {each.lead for each in sections}
    return leads.pop() if len(leads) == 1 else None


def _keep(remarks: list[Remark]) -> None:
    for each in remarks:
        each.text = each.text.strip()[:REMARK_LENGTH]
    Remark.objects.bulk_create(remarks)
