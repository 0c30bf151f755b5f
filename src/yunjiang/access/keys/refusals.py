"""What keys refuse, one class a refusal; each writes its sentence for a person."""

from datetime import date

from django.utils.translation import gettext


class KeyRefused(Exception):
    """That a secret opens nothing."""


class KeyUnknown(KeyRefused):
    def __str__(self) -> str:
        return gettext("This API key is not known here. Ask the security administrator for a new one.")


class KeyRevoked(KeyRefused):
    def __str__(self) -> str:
        return gettext("This API key was revoked. Ask the security administrator for a new one.")


class KeyExpired(KeyRefused):
    def __init__(self, expires_on: date) -> None:
        self.expires_on = expires_on
        super().__init__(expires_on)

    def __str__(self) -> str:
        return gettext(
            "This API key holds no longer since %(day)s. Ask the security administrator for a new one."
        ) % {"day": self.expires_on.isoformat()}


class OwnerEnded(KeyRefused):
    def __str__(self) -> str:
        return gettext("The account behind this API key has ended, and the key with it.")


class KeyNotIssued(ValueError):
    """That a key cannot be issued as it was asked for."""


class NothingAllowed(KeyNotIssued):
    def __str__(self) -> str:
        return gettext("Choose at least one act that the key may be used for.")


class NotForAdministration(KeyNotIssued):
    def __str__(self) -> str:
        return gettext("A key is never used for administration. Choose acts on records or figures.")


class TooLong(KeyNotIssued):
    def __init__(self, last: date) -> None:
        self.last = last
        super().__init__(last)

    def __str__(self) -> str:
        return gettext("A key holds for a year at most, and from today on. Choose a day up to %(day)s.") % {
            "day": self.last.isoformat()
        }


class NamelessKey(KeyNotIssued):
    def __str__(self) -> str:
        return gettext("Say what the key is for, in at most 80 characters.")


class OwnerWithoutUnit(KeyNotIssued):
    def __init__(self, username: str) -> None:
        self.username = username
        super().__init__(username)

    def __str__(self) -> str:
        return gettext("%(username)s works at no unit. Give the account a unit first.") % {
            "username": self.username
        }
