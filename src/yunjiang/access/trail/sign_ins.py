"""That people signed in, signed out and failed to, told by Django's signals, which every way of signing in sends."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from yunjiang.access.models import Result, User
from yunjiang.standards.national_cryptography import hmac_sm3

from . import situation
from .recorder import note
from .writing import trail_key


def listen() -> None:
    """Connect to the signals; for the room's AppConfig.ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="trail")
    user_logged_out.connect(_signed_out, dispatch_uid="trail")
    user_login_failed.connect(_failed, dispatch_uid="trail")


def _signed_in(sender: object, user: User, **_: Any) -> None:
    _note_of(user, "access.sign_in")


def _signed_out(sender: object, user: User | None, **_: Any) -> None:
    if user is not None:
        _note_of(user, "access.sign_out")


def _failed(sender: object, credentials: Mapping[str, Any], **_: Any) -> None:
    """Keep the name that was tried only where it is somebody's: people type passwords into the wrong field."""
    tried = str(credentials.get("username", ""))
    person = User.objects.filter(username__iexact=tried).first() if tried else None
    if person is not None:
        subject, unit = f"user:{person.pk}", person.organization_id
        facts = {"username": person.username}
    else:
        subject, unit = "", None
        facts = {
            "unknown_name": hmac_sm3(trail_key(), tried.casefold().encode("utf-8", "replace")).hex()[:16]
        }
    note(
        "access.sign_in_failed",
        subject=subject,
        organization_id=unit,
        facts=facts,
        result=Result.REFUSED,
    )


def _note_of(user: User, action: str) -> None:
    with situation.situated(replace(situation.current(), user=lambda: user)):
        note(
            action,
            subject=f"user:{user.pk}",
            organization_id=user.organization_id,
            facts={"username": user.username},
        )
