"""Accounts that should be looked at (GB/T 22239-2019 8.1.4.2 c: nobody's, everybody's and former people's accounts go)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from yunjiang.access import trail
from yunjiang.access.models import Assignment, User
from yunjiang.access.people import accounts, queries, sign_ins
from yunjiang.access.people.authority import By, require_reason
from yunjiang.access.people.refusals import LastAdministrator, OwnRights
from yunjiang.access.permission import Refused
from yunjiang.organizations.models import Standing

SHOWN = 200  # of each doubt; a report is for acting on, not for leafing through
ADDRESSES_A_DAY = 5
LOOKED_BACK = timedelta(days=30)


class Doubt(StrEnum):
    """Why an account should be looked at."""

    DORMANT = "dormant"  # not signed in for so many days
    NEVER = "never"  # opened so many days ago and never used
    EXPIRED = "expired"  # every role it had has ended
    ROLELESS = "roleless"  # it never had a role, and none is asked for
    SHARED = "shared"  # signed in from many addresses on one day
    UNIT_CLOSED = "unit_closed"  # the unit where the person works is closed


@dataclass(frozen=True)
class Doubted:
    """The accounts under one doubt: how many there are, and the first of them."""

    doubt: Doubt
    count: int
    people: Sequence[User]


@dataclass
class Ended:
    """What ending came to: whose accounts ended, and why others were kept."""

    people: list[User] = field(default_factory=list)
    kept: list[tuple[User, str]] = field(default_factory=list)


def report(viewer: By) -> list[Doubted]:
    """Return every doubt about the accounts that the viewer administers, each with at most SHOWN people."""
    standing = queries.visible_people(viewer).filter(is_active=True)
    return [
        Doubted(
            doubt, found.count(), list(found.select_related("organization").order_by(*queries.ORDER)[:SHOWN])
        )
        for doubt in Doubt
        for found in [under(doubt, standing)]
    ]


def under(doubt: Doubt, standing: QuerySet[User]) -> QuerySet[User]:
    """Return those of the open accounts that a doubt falls on."""
    now, today = timezone.now(), timezone.localdate()
    lasting = Assignment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today), user=OuterRef("pk"))
    ever = Assignment.objects.filter(user=OuterRef("pk"))
    if doubt is Doubt.DORMANT:
        return standing.filter(last_login__lt=queries.dormant_before())
    if doubt is Doubt.NEVER:
        opened_before = now - timedelta(days=settings.YUNJIANG_UNUSED_DAYS)
        return standing.filter(last_login__isnull=True, date_joined__lt=opened_before)
    if doubt is Doubt.EXPIRED:
        return standing.filter(Exists(ever), ~Exists(lasting))
    if doubt is Doubt.ROLELESS:
        asked = User.objects.filter(pk=OuterRef("pk"), assignment_requests__state="waiting")
        return standing.filter(~Exists(ever), ~Exists(asked))
    if doubt is Doubt.SHARED:
        return standing.filter(pk__in=list(sign_ins.many_addresses(now - LOOKED_BACK, ADDRESSES_A_DAY)))
    still_open = Standing.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today), organization_id=OuterRef("organization_id")
    )
    return standing.filter(Exists(_has_stood()), ~Exists(still_open))


def end_dormant(*, by: By, reason: str, people: Collection[int] | None = None) -> Ended:
    """End, in one act, the accounts that are dormant or were never used; with `people`, only those among these ids.

    Whoever is the last administrator of a kind, and whoever acts, is kept. For a person's hand and for scheduled use.
    Raises ReasonMissing.
    """
    outcome = Ended()
    with trail.recording("people.end_dormant", facts={"reason": reason}) as deed:
        reason = require_reason(reason)
        standing = queries.visible_people(by).filter(is_active=True)
        found = under(Doubt.DORMANT, standing) | under(Doubt.NEVER, standing)
        if people is not None:
            found = found.filter(pk__in=people)
        for person in found.select_related("organization").order_by("pk"):
            try:
                accounts.end_account(person, by=by, reason=reason)
            except (LastAdministrator, OwnRights, Refused) as refusal:
                outcome.kept.append((person, str(refusal)))
            else:
                outcome.people.append(person)
        deed.learned(ended=len(outcome.people), kept=len(outcome.kept))
    return outcome


def _has_stood() -> QuerySet[Standing]:
    return Standing.objects.filter(
        organization_id=OuterRef("organization_id"), valid_from__lte=timezone.localdate()
    )
