"""The second factor: who must have one, whether somebody has, and the acts of the administrator about it."""

from datetime import date

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.db import transaction

from yunjiang.access import trail
from yunjiang.access.models import Result, User
from yunjiang.access.permission import Act, acts_anywhere
from yunjiang.access.signing import sealing, sessions

# Looking needs no second factor; whatever changes, approves or takes out does. The trail counts as taking out: it exports.
ACTS_OF_LOOKING = frozenset({Act.SEE_FIGURES, Act.SEE_ENTRIES, Act.SEE_DOCUMENTS})
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_required(user: User, day: date | None = None) -> bool:
    """Say whether the person must have a second factor: where the site requires it, and a role may do more than look.

    Demonstration accounts need none while demonstration accounts may exist at all; who calls knows that.
    """
    if settings.YUNJIANG_SECOND_FACTOR != "required":
        return False
    return not acts_anywhere(user, day) <= ACTS_OF_LOOKING


def is_set_up(user: User) -> bool:
    """Say whether the person has an authenticator app or a passkey; recovery codes alone are no factor."""
    return count(user) > 0


def count(user: User) -> int:
    """Return how many apps and passkeys the person has."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).count()


def spend(authenticator: Authenticator, code: str) -> bool:
    """Use a time-based code up; return False for one used before, whichever server process saw it (RFC 6238, 5.2)."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        secret = sealing.open_sealed(row.data["secret"])
        typed = code.replace(" ", "")
        steps = [
            step
            for step in yield_hotp_counters_from_time()
            if format_hotp_value(hotp_value(secret, step)) == typed
        ]
        if not steps or max(steps) <= row.data.get("last_step", -1):
            return False
        row.data["last_step"] = max(steps)
        row.save(update_fields=["data"])
        return True


def note_wrong_code(user: User) -> None:
    """Record that somebody with the right password had no right code."""
    trail.note(
        "access.sign_in_failed",
        subject=f"user:{user.pk}",
        organization_id=user.organization_id,
        facts={"username": user.username, "factor": "code"},
        result=Result.REFUSED,
    )


def reset(user: User) -> None:
    """Remove every second factor and recovery code of a person who lost them, and end their sessions.

    For the system administrator, who has made sure who asks. The person is led to set up a new one.
    """
    with trail.recording(
        "access.remove_second_factor",
        subject=f"user:{user.pk}",
        organization_id=user.organization_id,
        facts={"kind": "all", "by": "administrator"},
    ):
        Authenticator.objects.filter(user=user).delete()
        sessions.end_all(user)
