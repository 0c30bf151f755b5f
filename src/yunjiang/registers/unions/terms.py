"""Terms of committees (届): when the next election is due, which one runs, and the deadline that the kit reminds of."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yunjiang.access.models import User
from yunjiang.registers.kit.models import Deadline

from . import keeping, rules
from .models import Post, Term

CODE = "union-terms"
RUNNING = "running"
_AT_ONCE = 500


def derive(term: Term) -> None:
    """Fill in the days that follow from a term's election, length, extension and end."""
    term.due_on = rules.due_day(term.elected_on, term.years)
    term.ends_on = term.extended_to_on or term.due_on
    term.is_running = term.ended_on is None


def validated(term: Term, user: Any) -> dict[str, str]:
    """Return what stands against a term as it is wanted, by field."""
    problems = {}
    years = rules.against_term(term.union.kind, term.union.level, term.years)
    if years:
        problems["years"] = " ".join(years)
    if term.union.organization_id != term.organization_id:
        problems["union"] = _("Choose the union of this unit.")
    due_on = rules.due_day(term.elected_on, term.years)
    if term.extended_to_on is not None and term.extended_to_on <= due_on:
        problems["extended_to_on"] = _("An extension ends after the term, which ends on %(on)s.") % {
            "on": due_on
        }
    if term.extended_to_on is not None and not term.extension_number:
        problems["extension_number"] = _("Give the number of the document that allows the extension.")
    if term.delegates_due is not None and term.delegates_present is not None:
        if term.delegates_present > term.delegates_due:
            problems["delegates_present"] = _("More came than were due to come.")
        elif term.delegates_present * 3 < term.delegates_due * 2:
            problems["delegates_present"] = _("An election needs two thirds of those who are due to come.")
    return problems


def saved(term: Term, change_set: Any) -> None:
    """End the term before a newly elected one of the same body."""
    earlier = term.union.terms.filter(
        committee=term.committee, is_running=True, voided_at=None, number__lt=term.number
    )
    if term.is_running and term.voided_at is None:
        for each in earlier.exclude(pk=term.pk):
            ended_on = max(term.elected_on, each.elected_on + timedelta(days=1))
            keeping.alter(CODE, each, {"ended_on": ended_on}, by=change_set.by)


def remind(terms: Sequence[int], by: User | None) -> None:
    """Let the deadlines of these terms, where they run, stand where the kit shows deadlines, and no others.

    Where one was voided that had ended the term before it, that one runs again.
    """
    for first in range(0, len(terms), _AT_ONCE):
        part = list(terms[first : first + _AT_ONCE])
        Deadline.objects.filter(register=CODE, record__in=part).delete()
        running = Term.objects.filter(pk__in=part, is_running=True, voided_at=None)
        Deadline.objects.bulk_create([deadline_of(each) for each in running])
        again = [_run_again(each, by) for each in Term.objects.filter(pk__in=part).exclude(voided_at=None)]
        remind([each for each in again if each is not None], by)


def _run_again(voided: Term, by: User | None) -> int | None:
    """Let the term run again that a voided one had ended, unless another runs; return its number."""
    rows = Term.objects.filter(union=voided.union_id, committee=voided.committee, voided_at=None)
    last = rows.order_by("-number").first()
    if last is None or last.is_running or last.ended_on != voided.elected_on:
        return None
    keeping.alter(CODE, last, {"ended_on": None}, by=by)
    return last.pk


def deadline_of(term: Term) -> Deadline:
    """Return the deadline of a running term: reminded of ninety days before."""
    return Deadline(
        register=CODE,
        record=term.pk,
        organization_id=term.organization_id,
        path=term.path,
        state=RUNNING,
        since_on=term.elected_on,
        due_on=term.ends_on,
        reminds_on=max(term.elected_on, term.ends_on - timedelta(days=max(rules.REMINDS))),
    )


def stage(term: Term, day: date) -> str:
    """Return how near the end of a term is on a day: overdue, 30, 90, or nothing."""
    left = (term.ends_on - day).days
    if left < 0:
        return "overdue"
    return next((str(days) for days in sorted(rules.REMINDS) if left <= days), "")


def post_derive(post: Post) -> None:
    """Say whether a post stands, for the constraint that keeps it from standing twice."""
    post.stands = True if post.voided_at is None else None


def post_validated(post: Post, user: Any) -> dict[str, str]:
    """Return what stands against a post as it is wanted, by field."""
    problems = {}
    if post.union.organization_id != post.organization_id:
        problems["union"] = _("Choose the union of this unit.")
    if post.is_social_worker and post.social_since_on is None:
        problems["social_since_on"] = _("Say from which day on.")
    if post.social_since_on and not post.is_social_worker:
        problems["is_social_worker"] = _("Days are given, so this must be yes.")
    return problems
