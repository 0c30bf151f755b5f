"""What the audit trail refuses, each with the sentence a person reads."""

from django.utils.translation import gettext as _


class TrailUnwritable(Exception):
    """An act could not be recorded, and so it was not done."""

    def __init__(self, action: str) -> None:
        self.action = action
        super().__init__(action)

    def __str__(self) -> str:
        return _(
            "Nothing was done: the audit trail could not be written (%(action)s). "
            "Try again; if it goes on, tell whoever runs this site."
        ) % {"action": self.action}


class UnknownDeed(LookupError):
    """Somebody would record an act that no room has named."""

    def __init__(self, action: str) -> None:
        self.action = action
        super().__init__(f"no room has registered the act {action!r}; add it to the room's deeds.py")


class DeedNamedTwice(ValueError):
    """Two rooms would name the same act."""

    def __init__(self, action: str) -> None:
        self.action = action
        super().__init__(f"the act {action!r} is already registered under another name")
