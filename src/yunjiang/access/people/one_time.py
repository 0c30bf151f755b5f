"""One-time passwords for accounts: shown once, kept by nobody, and changed by the person at the first sign-in."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.access.signing import passwords, sessions

# Sixty random bits need no slow digest, and an import makes hundreds; a sign-in raises it to the site's own cost.
_ITERATIONS = 5_000


def give(person: User) -> str:
    """Give the person a new one-time password and return it; every session opened before ends."""
    password = passwords.one_time()
    hasher = get_hasher()
    rounds = {"iterations": _ITERATIONS} if isinstance(hasher, PBKDF2PasswordHasher) else {}
    person.password = hasher.encode(password, hasher.salt(), **rounds)
    person.must_change_password = True
    person.password_changed_at = timezone.now()
    person.save(update_fields=["password", "must_change_password", "password_changed_at"])
    sessions.end_all(person)
    return password
