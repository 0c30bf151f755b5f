"""Who acts, and from where: set by the middleware for a request, by `acting` for the command line and background work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.organizations import queries

NOBODY = "system"  # the name in records of what runs for nobody in particular


@dataclass
class Situation:
    """Who acts under which name, and through what. `user` is asked when a record is written, not before."""

    name: str = NOBODY
    user: Callable[[], User | None] = lambda: None
    ip: str = ""
    user_agent: str = ""
    request_id: str = ""
    already_told: list[BaseException] = field(default_factory=list)  # exceptions that a record tells of

    def who(self) -> tuple[int | None, str, str]:
        """Return the number and name of the person and the name of the unit where the person works."""
        user = self.user()
        if user is None:
            return None, self.name, ""
        unit = user.organization_id and queries.standing(user.organization_id, timezone.localdate())
        return user.pk, str(user), unit.name if unit else ""


_situation: ContextVar[Situation | None] = ContextVar("situation", default=None)


def current() -> Situation:
    """Return the situation of this thread; of nobody in particular where none was set."""
    return _situation.get() or Situation()


@contextmanager
def situated(situation: Situation) -> Iterator[Situation]:
    """Let everything recorded inside be recorded of this situation."""
    token = _situation.set(situation)
    try:
        yield situation
    finally:
        _situation.reset(token)


@contextmanager
def acting(name: str, *, user: User | None = None, request_id: str = "") -> Iterator[Situation]:
    """Let everything recorded inside be recorded of this person, or of what has this name: a command, a work, a test."""
    with situated(Situation(name=name, user=lambda: user, request_id=request_id)) as situation:
        yield situation
