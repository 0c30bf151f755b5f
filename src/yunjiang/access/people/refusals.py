"""What the administration of people refuses: one class a refusal, each writes the sentence for whoever asked."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access.models import Role


class PeopleRefusal(ValueError):
    """An act on people that cannot be done as asked. Its text is meant for the person who asked."""


class OwnRights(PermissionDenied):
    """That somebody would change what he himself may do, or his own account."""

    def __str__(self) -> str:
        return _("Nobody changes his own roles or ends his own account. Ask another administrator.")


class OwnRequest(PermissionDenied):
    """That somebody would decide a request that he made himself."""

    def __str__(self) -> str:
        return _(
            "You asked for this role yourself; somebody else must decide. Ask another security administrator."
        )


class AccountEnded(PeopleRefusal):
    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return _("The account of %(name)s has ended. Reopen it first.") % {"name": self.name}


class AccountNotEnded(PeopleRefusal):
    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return _("The account of %(name)s is open already; nothing was changed.") % {"name": self.name}


class LastAdministrator(PeopleRefusal):
    """That the house would be left without anybody holding an administration role."""

    def __init__(self, name: str, role: Role) -> None:
        self.name, self.role = name, role
        super().__init__(name, role)

    def __str__(self) -> str:
        return _(
            "%(name)s is the last %(role)s. Let somebody else take the role first, or nobody could do that work any more."
        ) % {"name": self.name, "role": self.role.label}


class AdministratorOfAnotherKind(PeopleRefusal):
    """That a system administrator would get at the account of an administrator he must not become."""

    def __init__(self, name: str, role: Role) -> None:
        self.name, self.role = name, role
        super().__init__(name, role)

    def __str__(self) -> str:
        return _(
            "%(name)s is %(role)s: whoever gave that account a password could sign in as %(role)s. "
            "Let the owner of the machine run “yunjiang people password”."
        ) % {"name": self.name, "role": self.role.label}


class UsernameUnreadable(PeopleRefusal):
    def __init__(self, username: str) -> None:
        self.username = username
        super().__init__(username)

    def __str__(self) -> str:
        return _(
            "“%(username)s” cannot be a sign-in name. Use 2 to 60 letters, digits, dots, hyphens or underscores, without spaces."
        ) % {"username": self.username[:60]}


class ReasonMissing(PeopleRefusal):
    def __str__(self) -> str:
        return _("Give a reason; it stays with the account's history.")


class AlreadyDecided(PeopleRefusal):
    def __init__(self, name: str, state: str) -> None:
        self.name, self.state = name, state
        super().__init__(name, state)

    def __str__(self) -> str:
        return _("The request for %(name)s is no longer waiting (%(state)s). Load the page again.") % {
            "name": self.name,
            "state": self.state,
        }


class AlreadyAsked(PeopleRefusal):
    def __init__(self, name: str, role: Role, unit: str) -> None:
        self.name, self.role, self.unit = name, role, unit
        super().__init__(name, role, unit)

    def __str__(self) -> str:
        return _(
            "%(role)s at %(unit)s has been asked for %(name)s already and waits for the security administrator."
        ) % {
            "name": self.name,
            "role": self.role.label,
            "unit": self.unit,
        }


class AlreadyHeld(PeopleRefusal):
    def __init__(self, name: str, role: Role, unit: str) -> None:
        self.name, self.role, self.unit = name, role, unit
        super().__init__(name, role, unit)

    def __str__(self) -> str:
        return _("%(name)s is %(role)s at %(unit)s already in these days; nothing was changed.") % {
            "name": self.name,
            "role": self.role.label,
            "unit": self.unit,
        }


class SamePlace(PeopleRefusal):
    def __init__(self, name: str, unit: str) -> None:
        self.name, self.unit = name, unit
        super().__init__(name, unit)

    def __str__(self) -> str:
        return _("%(name)s works at %(unit)s already. Choose the unit of the new post.") % {
            "name": self.name,
            "unit": self.unit,
        }


class UnitNotOpen(PeopleRefusal):
    def __init__(self, unit: str, day: date) -> None:
        self.unit, self.day = unit, day
        super().__init__(unit, day)

    def __str__(self) -> str:
        return _(
            "%(unit)s is not open on %(day)s. Choose the unit that has taken over from it, or another day."
        ) % {
            "unit": self.unit,
            "day": self.day,
        }


class InvitationUnknown(PeopleRefusal):
    def __str__(self) -> str:
        return _("This link is not known here. It may have been copied in part: ask for it again, whole.")


class InvitationExpired(PeopleRefusal):
    def __init__(self, expires_at: datetime) -> None:
        self.expires_at = expires_at
        super().__init__(expires_at)

    def __str__(self) -> str:
        moment = timezone.localtime(self.expires_at).strftime("%Y-%m-%d %H:%M")
        return _(
            "This invitation was valid until %(moment)s. Ask your system administrator for a new one."
        ) % {"moment": moment}


class InvitationUsed(PeopleRefusal):
    def __str__(self) -> str:
        return _(
            "This invitation has been used: an account was opened with it. If it was not you, tell your administrator at once."
        )


class InvitationWithdrawn(PeopleRefusal):
    def __str__(self) -> str:
        return _(
            "This invitation has been withdrawn. Ask your system administrator whether a new one is meant for you."
        )
