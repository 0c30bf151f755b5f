"""What signing in keeps: failures, open sessions, earlier passwords, the claim of an identity provider."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class SignInFailures(models.Model):
    """The failed sign-ins of the last minutes under one sign-in name or from one network address.

    Names are kept as keyed digests: people type passwords into the wrong field, and names that do not exist count too.
    """

    subject = models.CharField(max_length=80, unique=True)
    failed_at = models.JSONField(
        default=list, help_text="Seconds since 1970 of each failure, the oldest first."
    )
    locked_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.subject


class SignInSession(models.Model):
    """One browser in which a person is signed in, from signing in until the session ends."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_in_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    begun_at = models.DateTimeField(default=timezone.now)
    active_at = models.DateTimeField(
        default=timezone.now, help_text="When the person last asked for something, to within half a minute."
    )
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=300, blank=True, help_text="What the browser calls itself.")
    is_administrator = models.BooleanField(
        default=False, help_text="Held an administration role at sign-in: shorter limits hold."
    )
    has_second_factor = models.BooleanField(
        default=False, help_text="The person was seen to have set a second factor up."
    )

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.address}"


class FormerPassword(models.Model):
    """The hash of a password a person has or had, so that it is not chosen again too soon."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=256, help_text="Hashed, as in the account.")
    set_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id} {self.set_at:%Y-%m-%d}"


class IdentityClaim(models.Model):
    """By which value of the identity provider's claim a person is known, set by an administrator before the first sign-in."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="identity_claim")
    value = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return f"{self.user_id}"
