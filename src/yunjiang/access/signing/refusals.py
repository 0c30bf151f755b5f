"""What signing in refuses, one class a refusal; each writes its sentence for a person."""

from datetime import datetime

from django.utils.translation import gettext


class LockedOut(Exception):
    """That a sign-in name or an address failed too often. Says the same whether or not the name exists."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(until)

    def __str__(self) -> str:
        return gettext(
            "Too many sign-ins failed under this name or from this place, so it is locked for 15 minutes. "
            "Try again later, or ask the system administrator to unlock it."
        )


class SessionEnded(Exception):
    """That a session reached a limit."""


class SessionIdle(SessionEnded):
    def __str__(self) -> str:
        return gettext("You were signed out because nothing was done for a while. Sign in again to go on.")


class SessionTooLong(SessionEnded):
    def __str__(self) -> str:
        return gettext(
            "You were signed out because a session lasts 12 hours at most. Sign in again to go on."
        )


class IdentityClaimTaken(ValueError):
    """That the claim of an identity provider already belongs to another person."""

    def __init__(self, username: str) -> None:
        self.username = username
        super().__init__(username)

    def __str__(self) -> str:
        return gettext(
            "This identity already belongs to the account %(username)s. Remove it there first, or check the value."
        ) % {"username": self.username}
