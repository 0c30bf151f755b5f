"""What signing in leaves behind that the administration of people reads: locks, last addresses, many addresses in a day."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from yunjiang.access.models import AuditRecord, Result, User
from yunjiang.access.signing.lockout import subject_of_name
from yunjiang.access.signing.models import SignInFailures

SIGN_IN = "access.sign_in"


def locked_among(people: Iterable[User]) -> set[int]:
    """Return the ids of those among the people whose sign-in name is locked now."""
    subjects = _locked_subjects()
    return {each.pk for each in people if subject_of_name(each.username) in subjects} if subjects else set()


def locked_pks(people: QuerySet[User]) -> set[int]:
    """Return the ids of those whose sign-in name is locked now: names are kept as digests, so each is held against them."""
    subjects = _locked_subjects()
    if not subjects:
        return set()
    names = people.values_list("pk", "username")
    return {pk for pk, username in names.iterator() if subject_of_name(username) in subjects}


def last_addresses(user_ids: Collection[int]) -> dict[int, str]:
    """Return from where each of the people signed in last, as far as the audit trail says."""
    signed = AuditRecord.objects.filter(user_id__in=user_ids, action=SIGN_IN, result=Result.DONE)
    newest = signed.values("user_id").annotate(newest=Max("position")).values_list("newest", flat=True)
    rows = AuditRecord.objects.filter(position__in=list(newest))
    return {user_id: ip for user_id, ip in rows.values_list("user_id", "ip") if user_id is not None}


def many_addresses(since: datetime, least: int) -> dict[int, tuple[date, int]]:
    """Return who signed in from so many addresses or more on one day, with the last such day and the number of addresses."""
    days = (
        AuditRecord.objects.filter(
            action=SIGN_IN, result=Result.DONE, recorded_at__gte=since, user_id__isnull=False
        )
        .annotate(day=TruncDate("recorded_at", tzinfo=timezone.get_default_timezone()))
        .values("user_id", "day")
        .annotate(addresses=Count("ip", distinct=True))
        .filter(addresses__gte=least)
        .order_by("day")
    )
    return {row["user_id"]: (row["day"], row["addresses"]) for row in days}


def _locked_subjects() -> set[str]:
    locked = SignInFailures.objects.filter(subject__startswith="name:", locked_until__gt=timezone.now())
    return set(locked.values_list("subject", flat=True))
