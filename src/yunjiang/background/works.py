"""Which works there are: each room registers its own when the site starts."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from .models import Job
from .progress import Progress

Perform = Callable[[Mapping[str, Any], Progress], Mapping[str, Any] | None]
Surround = Callable[[Job], AbstractContextManager[object]]


@dataclass(frozen=True)
class Daily:
    """Every day at a time of the clock, where the site is."""

    at: time

    def after(self, moment: datetime) -> datetime:
        """Return the first moment of this schedule after a moment."""
        local = timezone.localtime(moment)
        today = local.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return today if today > local else today + timedelta(days=1)


@dataclass(frozen=True)
class Work:
    """One sort of long work.

    `perform` gets the job's arguments and a progress to report to, and returns what is worth keeping of the result (JSON).
    It may be begun again from the start when a machine stopped in the middle, unless `is_repeatable` is false: so whatever it
    changes it changes in one transaction, or changes nothing when it is already changed.
    """

    code: str  # room.verb
    name: str | Promise
    perform: Perform
    is_repeatable: bool = True
    recurs: Daily | None = None


class UnknownWork(LookupError):
    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)

    def __str__(self) -> str:
        return f"No work is registered under {self.code!r}."


_works: dict[str, Work] = {}
_surroundings: list[Surround] = []


def register(*works: Work) -> None:
    """Make works known. A code registered again is replaced."""
    _works.update((each.code, each) for each in works)


def find(code: str) -> Work:
    """Return the work with this code. Raises UnknownWork."""
    try:
        return _works[code]
    except KeyError:
        raise UnknownWork(code) from None


def recurring() -> list[Work]:
    """Return the works that come by themselves, by code."""
    return sorted((each for each in _works.values() if each.recurs), key=lambda each: each.code)


def surround(surrounding: Surround) -> None:
    """Have every job performed within a context: who is acting, for instance, which this room does not know."""
    _surroundings.append(surrounding)


@contextmanager
def surroundings(job: Job) -> Iterator[None]:
    """Enter everything that surrounds a job."""
    with ExitStack() as stack:
        for each in _surroundings:
            stack.enter_context(each(job))
        yield
