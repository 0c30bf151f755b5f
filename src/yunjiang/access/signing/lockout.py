"""Lock-out: five failures within fifteen minutes under one name, or from one address, lock it for fifteen minutes.

GB/T 22239-2019 8.1.4.1 b. The counts are rows, so they hold across server processes. A failure is entered before the password
is looked at and taken back when it was right: a thousand guesses sent at once count as a thousand, not as one.
"""

import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from yunjiang.access import trail
from yunjiang.access.models import Result, User
from yunjiang.access.signing import addresses
from yunjiang.access.signing.models import SignInFailures
from yunjiang.access.signing.refusals import LockedOut

WITHIN = timedelta(minutes=15)
LOCKED_FOR = timedelta(minutes=15)
FAILURES_OF_A_NAME = 5


@dataclass(frozen=True)
class Strike:
    """One failure as entered, to be forgiven when it was none."""

    subjects: tuple[str, ...]
    at: float
    locks: bool = False  # filled a count: if it was a failure, the name or the address is locked now


def strike(username: str, address: str) -> Strike:
    """Enter a failure in advance. Raises LockedOut, and enters nothing, when the name or the address is locked.

    The failure that fills the count is still looked at: it locks what comes after it.
    """
    limits = {
        subject_of_name(username): FAILURES_OF_A_NAME,
        subject_of_address(address): settings.YUNJIANG_ADDRESS_FAILURES,
    }
    subjects = tuple(sorted(limits))  # always in one order: two strikes never wait for one another
    at, locks = time.time(), False
    with transaction.atomic():
        rows = [_locked_row(subject) for subject in subjects]
        for row in rows:
            if row.locked_until and row.locked_until > timezone.now():
                raise LockedOut(row.locked_until)
        for row in rows:
            recent = [each for each in row.failed_at if each > at - WITHIN.total_seconds()]
            row.failed_at = [*recent, at][-limits[row.subject] :]
            is_full = len(row.failed_at) >= limits[row.subject]
            row.locked_until = _moment(at) + LOCKED_FOR if is_full else None
            row.save(update_fields=["failed_at", "locked_until"])
            locks = locks or is_full
    return Strike(subjects, at, locks)


def confirm(entered: Strike, *, user: User | None, address: str) -> None:
    """Let the failure stand; record the lock-out in the audit trail if it brought one about."""
    if entered.locks:
        trail.note(
            "access.lock_out",
            subject=f"user:{user.pk}" if user else "",
            organization_id=user.organization_id if user else None,
            facts={"address": address},
            result=Result.REFUSED,
        )


def forgive(entered: Strike) -> None:
    """Take a failure back that was none, with the lock that it brought about."""
    _change(entered.subjects, lambda failures: [at for at in failures if at != entered.at])


def clear(username: str) -> None:
    """Forget the failures under a name: somebody has signed in completely. Those of the address stay."""
    SignInFailures.objects.filter(subject=subject_of_name(username)).delete()


def unlock(user: User) -> None:
    """Let a person who failed too often try again at once. For the system administrator."""
    with trail.recording("access.unlock", subject=f"user:{user.pk}", organization_id=user.organization_id):
        clear(user.username)


def unlock_address(address: str) -> None:
    """Let everybody behind an address try again at once. For the system administrator."""
    with trail.recording("access.unlock", facts={"address": address}):
        SignInFailures.objects.filter(subject=subject_of_address(address)).delete()


def locked_until(username: str) -> datetime | None:
    """Return until when a name is locked, or None."""
    return _locked_until(subject_of_name(username))


def address_locked_until(address: str) -> datetime | None:
    """Return until when a network address is locked, or None."""
    return _locked_until(subject_of_address(address))


def locked_addresses() -> list[tuple[str, datetime]]:
    """Return the addresses that are locked now, each with the end of its lock."""
    rows = SignInFailures.objects.filter(subject__startswith="address:", locked_until__gt=timezone.now())
    return [
        (subject.removeprefix("address:"), until)
        for subject, until in rows.order_by("subject").values_list("subject", "locked_until")
        if until is not None
    ]


def sweep() -> int:
    """Delete the rows that no longer count; return how many."""
    forgotten = 0
    before = time.time() - (WITHIN + LOCKED_FOR).total_seconds()
    for row in SignInFailures.objects.iterator():
        if not row.failed_at or row.failed_at[-1] < before:
            forgotten += row.delete()[0]
    return forgotten


def subject_of_name(username: str) -> str:
    name = unicodedata.normalize("NFKC", username).strip().casefold()
    return f"name:{salted_hmac('yunjiang.access.signing.lockout', name, algorithm='sha256').hexdigest()}"


def subject_of_address(address: str) -> str:
    return f"address:{addresses.whole(address)}"


def _locked_until(subject: str) -> datetime | None:
    row = SignInFailures.objects.filter(subject=subject, locked_until__gt=timezone.now()).first()
    return row.locked_until if row else None


def _locked_row(subject: str) -> SignInFailures:
    SignInFailures.objects.get_or_create(subject=subject)
    return SignInFailures.objects.select_for_update().get(subject=subject)


def _change(subjects: tuple[str, ...], change: Callable[[list[float]], list[float]]) -> None:
    with transaction.atomic():
        for row in (
            SignInFailures.objects.select_for_update().filter(subject__in=subjects).order_by("subject")
        ):
            row.failed_at = change(row.failed_at)
            row.locked_until = None
            row.save(update_fields=["failed_at", "locked_until"])


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
