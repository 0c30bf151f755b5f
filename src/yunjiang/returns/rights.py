"""Who may do what to a return now: permission, the return's state and the rule of four eyes, asked in one place.

Pages and commands ask here before they offer or do something. The acts themselves enforce state and four eyes again, under the
return's lock; permission is the caller's to ask.
"""

from collections.abc import Collection

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Visitor
from yunjiang.organizations.models import Organization

from .models import Cycle, Return, Section, State
from .standing import is_filling_open, is_locked

_UNDER_REVIEW = (State.SUBMITTED, State.APPROVED)


def may_fill(user: Visitor, report: Return) -> bool:
    """Say whether the person may change the return's cells now."""
    return is_filling_open(report) and permission.may(user, Act.FILL_RETURNS, report.organization)


def may_submit(user: Visitor, report: Return) -> bool:
    """Say whether the person may submit the return now; whether it is complete is another matter."""
    return may_fill(user, report)


def may_withdraw(user: Visitor, report: Return) -> bool:
    """Say whether the person may take the return back from the desk it lies on; the act refuses once a desk has acted."""
    return (
        report.state in _UNDER_REVIEW
        and not is_locked(report)
        and permission.may(user, Act.FILL_RETURNS, report.organization)
    )


def may_review(user: Visitor, report: Return) -> bool:
    """Say whether the person may approve the return or send it back at the desk it lies on."""
    return (
        report.state == State.SUBMITTED
        and report.desk is not None
        and _is_another(user, report)
        and permission.may(user, Act.REVIEW_RETURNS, report.desk)
    )


def may_accept(user: Visitor, section: Section) -> bool:
    """Say whether the person may accept a section, or send it back: for its lead, or for the office in its stead."""
    report = section.report
    return (
        report.state == State.APPROVED
        and not section.is_accepted
        and _is_another(user, report)
        and _accepts_for(user, section.lead, report.cycle)
    )


def may_accept_whole(user: Visitor, report: Return) -> bool:
    """Say whether the person may accept a return that has words only."""
    return (
        report.state == State.APPROVED
        and _is_another(user, report)
        and permission.may(user, Act.ACCEPT_RETURNS, owner_of(report.cycle))
    )


def may_reopen(user: Visitor, section: Section) -> bool:
    """Say whether the person may take an accepted section back: for its lead, or for the office in its stead."""
    return section.is_accepted and _accepts_for(user, section.lead, section.report.cycle)


def acceptable(user: Visitor, sections: Collection[Section]) -> list[Section]:
    """Return those of the sections that the person may accept, as `may_accept` says; permission is asked once for each lead."""
    return [
        each
        for each in _led(user, sections)
        if each.report.state == State.APPROVED and not each.is_accepted and _is_another(user, each.report)
    ]


def reopenable(user: Visitor, sections: Collection[Section]) -> list[Section]:
    """Return those of the sections that the person may take back, as `may_reopen` says; asked once for each lead."""
    return [each for each in _led(user, sections) if each.is_accepted]


def may_read(user: Visitor, report: Return) -> bool:
    """Say whether the person may read the return, or at least the sections that a lead department reads of it."""
    return may_read_whole(user, report) or bool(sections_led(user, report))


def may_read_whole(user: Visitor, report: Return) -> bool:
    """Say whether the person may read everything in the return."""
    return permission.may(user, Act.SEE_ENTRIES, report.organization)


def sections_led(user: Visitor, report: Return) -> frozenset[str]:
    """Return the indicators whose sections the person reads as lead department, of whatever unit."""
    led = permission.led_by(user)
    if not led:
        return frozenset()
    rows = report.sections.filter(lead__key__in=led)
    return frozenset(rows.values_list("indicator", flat=True))


def readable_sections(user: Visitor, report: Return) -> frozenset[str] | None:
    """Return the indicators whose sections the person may read; None for the whole return with its words."""
    return None if may_read_whole(user, report) else sections_led(user, report)


def may_manage(user: Visitor, cycle: Cycle) -> bool:
    """Say whether the person may lock, extend and close the cycle."""
    return permission.may(user, Act.MANAGE_CYCLES, owner_of(cycle))


def owner_of(cycle: Cycle) -> Organization:
    """Return the unit whose plan the cycle reports on."""
    return cycle.plan_version.plan.owner


def leads_for(user: Visitor, cycle: Cycle, leads: Collection[Organization]) -> list[Organization]:
    """Return those of the organizations for which the person may accept sections of the cycle."""
    if permission.may(user, Act.ACCEPT_RETURNS, owner_of(cycle)):
        return list(leads)
    return [each for each in leads if permission.may(user, Act.ACCEPT_RETURNS, each)]


def _led(user: Visitor, sections: Collection[Section]) -> list[Section]:
    """Return the sections that the person accepts something for: their lead, or the office in its stead."""
    may: dict[tuple[int, int], bool] = {}
    for each in sections:
        key = (each.lead_id, each.report.cycle.plan_version.plan_id)
        if key not in may:
            may[key] = _accepts_for(user, each.lead, each.report.cycle)
    return [each for each in sections if may[each.lead_id, each.report.cycle.plan_version.plan_id]]


def _accepts_for(user: Visitor, lead: Organization, cycle: Cycle) -> bool:
    # Asked of the lead's own unit: a lead department of a prefecture accepts nothing for the province's.
    return permission.may(user, Act.ACCEPT_RETURNS, lead) or permission.may(
        user, Act.ACCEPT_RETURNS, owner_of(cycle)
    )


def _is_another(user: Visitor, report: Return) -> bool:
    return isinstance(user, User) and user.pk != report.submitted_by_id
