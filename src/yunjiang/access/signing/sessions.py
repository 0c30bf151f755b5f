"""Sessions: how long they last, which a person has open, and how they end.

Idle for thirty minutes (administrators fifteen) or twelve hours old, a session ends, whatever the browser thinks. Only requests
that the person caused count as activity: a page that asks by itself keeps nobody signed in.
"""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from yunjiang.access.models import ADMINISTRATION, User
from yunjiang.access.signing.models import SignInSession
from yunjiang.access.signing.refusals import SessionIdle, SessionTooLong

IDLE, IDLE_OF_ADMINISTRATORS = timedelta(minutes=30), timedelta(minutes=15)
LONGEST = timedelta(hours=12)
WARNING = timedelta(minutes=2)
# Activity is written down this often at most: a write for every request would queue readers behind writers.
_PRECISION = timedelta(seconds=30)


def begin(user: User, session_key: str, *, address: str, agent: str) -> SignInSession:
    """Record that the person signed in here; where the site says so, end an administrator's other sessions."""
    is_administrator = holds_administration(user)
    if is_administrator and settings.YUNJIANG_ADMINISTRATOR_SESSIONS == "one":
        end_all(user, but=session_key)
    session, _is_new = SignInSession.objects.update_or_create(
        session_key=session_key,
        defaults={
            "user": user,
            "begun_at": timezone.now(),
            "active_at": timezone.now(),
            "address": address,
            "agent": agent[:300],
            "is_administrator": is_administrator,
            "has_second_factor": False,
        },
    )
    return session


def see(user: User, session_key: str, *, is_caused: bool, address: str, agent: str) -> SignInSession:
    """Return the session a request came in, and note the activity if the person caused it.

    Raises SessionIdle or SessionTooLong when it reached a limit; the caller signs out then.
    """
    session = SignInSession.objects.filter(session_key=session_key, user_id=user.pk).first()
    if session is None:
        return begin(user, session_key, address=address, agent=agent)
    now = timezone.now()
    if now >= session.begun_at + LONGEST:
        raise SessionTooLong
    if now >= session.active_at + idle_limit(session):
        raise SessionIdle
    if is_caused and now - session.active_at >= _PRECISION:
        session.active_at = now
        session.save(update_fields=["active_at"])
    return session


def idle_limit(session: SignInSession) -> timedelta:
    return IDLE_OF_ADMINISTRATORS if session.is_administrator else IDLE


def ends_at(session: SignInSession) -> datetime:
    """Return when the session ends if nothing more is done in it."""
    return min(session.active_at + idle_limit(session), session.begun_at + LONGEST)


def extend(session: SignInSession) -> None:
    """Note activity now: the person said that they are still there."""
    session.active_at = timezone.now()
    session.save(update_fields=["active_at"])


def open_sessions(user: User) -> list[SignInSession]:
    """Return the person's sessions that have not reached a limit, the last used first."""
    found = SignInSession.objects.filter(user=user).order_by("-active_at", "-pk")
    return [session for session in found if ends_at(session) > timezone.now()]


def end(session: SignInSession) -> None:
    """End a session: what the server kept of it is deleted, and its browser is signed out."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    store(session.session_key).delete()
    session.delete()


def end_all(user: User, *, but: str | None = None) -> int:
    """End the person's sessions, except the one of the session key given; return how many."""
    others = SignInSession.objects.filter(user=user).exclude(session_key=but or "")
    ended = 0
    for session in others:
        end(session)
        ended += 1
    return ended


def move(old_key: str, new_key: str) -> None:
    """Follow a session whose key was changed for safety."""
    SignInSession.objects.filter(session_key=old_key).update(session_key=new_key)


def sweep() -> int:
    """End the sessions that reached a limit without anybody asking; return how many."""
    now = timezone.now()
    over = Q(active_at__lt=now - IDLE) | Q(begun_at__lt=now - LONGEST)
    over |= Q(is_administrator=True, active_at__lt=now - IDLE_OF_ADMINISTRATORS)
    ended = 0
    for session in SignInSession.objects.filter(over):
        end(session)
        ended += 1
    return ended


def holds_administration(user: User) -> bool:
    """Say whether the person is an administrator today, of whichever of the three kinds."""
    today = timezone.localdate()
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    return user.assignments.filter(still, role__in=ADMINISTRATION, valid_from__lte=today).exists()
