"""Passwords: what they must be like, how long they hold, and the acts that set them.

GB/T 22239-2019 8.1.4.1 a asks for complexity and change; NIST SP 800-63B for length and against known passwords. Hence: twelve
characters of three classes or twenty of any, nothing of the person in it, no known password in disguise, none of the last five.
"""

import re
import secrets
from datetime import timedelta
from functools import cache

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access.models import User
from yunjiang.access.signing import sessions
from yunjiang.access.signing.models import FormerPassword

LEAST, PHRASE, CLASSES = 12, 20, 3
LAST = 5
HOLDS_FOR_ADMINISTRATORS = timedelta(days=90)
ONE_TIME_LASTS = timedelta(days=14)  # long enough for a leave; a password in a drawer is somebody else's

# Words of this house and of offices, which lists of leaked passwords from abroad do not have.
_HOUSE_WORDS = frozenset(
    """yunjiang yunnan chanye chanyegongren gonghui zonggonghui kunming changeme passwd welcome huanying mima woaini
    woaizhongguo zhongguo admin administrator root system guanliyuan ceshi test demo qwerty qwertyuiop asdfgh asdfghjkl
    zxcvbn zxcvbnm qazwsx qazwsxedc""".split()  # noqa: SIM905 - reads better as words
)
_DISGUISES = str.maketrans("@40138$57!", "aaolebssti")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_IDENTITY_NUMBER = re.compile(r"\d{17}[\dXx]")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those taken for one another


def classes(password: str) -> int:
    """Return how many of the four classes are there: small letters, capitals, digits, anything else."""
    return sum(
        any(kind(each) for each in password)
        for kind in (
            lambda each: each.isascii() and each.islower(),
            lambda each: each.isascii() and each.isupper(),
            str.isdigit,
            lambda each: not each.isdigit() and not (each.isascii() and each.isalnum()),
        )
    )


class LengthAndClasses:
    """At least 12 characters of 3 classes, or 20 of any."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) < LEAST or (len(password) < PHRASE and classes(password) < CLASSES):
            raise ValidationError(self.get_help_text(), code="password_too_simple")

    def get_help_text(self) -> str:
        return gettext(
            "At least 12 characters with three of: small letters, capitals, digits, other signs. "
            "From 20 characters on, any will do."
        )


class NothingOfThePerson:
    """Neither the sign-in name, nor the name, nor a mobile or identity number."""

    def validate(self, password: str, user: User | None = None) -> None:
        plain = password.casefold()
        if _MOBILE.search(password) or _IDENTITY_NUMBER.search(password):
            raise ValidationError(
                gettext("Leave telephone and identity numbers out of the password."),
                code="password_has_number",
            )
        own = [] if user is None else [user.username, user.last_name, user.pinyin]
        if any(
            len(each) >= least and each.casefold() in plain
            for each, least in zip(own, (3, 2, 4), strict=False)
        ):
            raise ValidationError(self.get_help_text(), code="password_has_name")

    def get_help_text(self) -> str:
        return gettext("Nothing of your name, sign-in name, telephone or identity number.")


class NoKnownPassword:
    """No word of the known lists with digits and signs around it or in the place of letters."""

    def validate(self, password: str, user: User | None = None) -> None:
        plain = password.casefold()
        stem = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
        disguised = re.sub(r"[\W\d_]+$", "", plain.translate(_DISGUISES))
        if any(_is_known(each) for each in (plain, stem, disguised)) or len(set(plain)) < 5:
            raise ValidationError(
                gettext("This is a known password in disguise. Choose words that belong to you alone."),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return gettext("No known password, also not with digits and signs around it.")


class NotOneOfTheLast:
    """None of the last five passwords of the person, the present one included."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None or user.pk is None:
            return
        former = (
            FormerPassword.objects.filter(user=user)
            .order_by("-set_at", "-pk")
            .values_list("password", flat=True)
        )
        if any(check_password(password, each) for each in {user.password, *former[:LAST]} if each):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return gettext("None of your last five passwords.")


@cache
def _known() -> frozenset[str]:
    return _HOUSE_WORDS | frozenset(CommonPasswordValidator().passwords)


def _is_known(word: str) -> bool:
    return word in _known()


@transaction.atomic
def change(user: User, password: str, *, session_key: str | None = None) -> None:
    """Set the person's own new password, and end their sessions but the one it was changed in.

    Raises Django's ValidationError with every fault the password has.
    """
    password_validation.validate_password(password, user)
    keep(user, password, is_one_time=False)
    sessions.end_all(user, but=session_key)


@transaction.atomic
def give_one_time(user: User) -> str:
    """Give the person a random password that must be changed at the next sign-in; end their sessions and return it.

    For the administrator who opens an account or whom somebody asks for a new password.
    """
    password = one_time()
    keep(user, password, is_one_time=True)
    sessions.end_all(user)
    return password


def is_spent(user: User) -> bool:
    """Return whether the person's password is a one-time one that was not used in time."""
    given_at = user.password_changed_at
    if not user.must_change_password or user.is_demonstration or given_at is None:
        return False
    return timezone.now() - given_at > ONE_TIME_LASTS


def one_time() -> str:
    """Return a random password of twelve letters and digits in three groups (2^59), easy to read out."""
    return "-".join("".join(secrets.choice(_LETTERS) for _letter in range(4)) for _group in range(3))


def keep(user: User, password: str, *, is_one_time: bool) -> None:
    """Store a password unchecked, with its day and its place among the last five."""
    user.set_password(password)
    user.must_change_password = is_one_time
    user.password_changed_at = timezone.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    FormerPassword.objects.create(user=user, password=user.password)
    kept = (
        FormerPassword.objects.filter(user=user)
        .order_by("-set_at", "-pk")
        .values_list("pk", flat=True)[:LAST]
    )
    FormerPassword.objects.filter(user=user).exclude(pk__in=list(kept)).delete()


def is_expired(user: User, *, is_administrator: bool) -> bool:
    """Say whether the password must be changed for its age: administrators' after 90 days."""
    return is_administrator and timezone.now() - user.password_changed_at >= HOLDS_FOR_ADMINISTRATORS
