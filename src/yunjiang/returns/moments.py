"""When something is done: now, except in demonstration data, which may be staged as if it had been done before."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

from yunjiang.ledger.models import DataSet

from .models import Cycle

_staged: ContextVar[datetime | None] = ContextVar("staged", default=None)


def now(cycle: Cycle) -> datetime:
    """Return the moment at which an act on a cycle's returns is done."""
    staged = _staged.get()
    return staged if staged is not None and cycle.data_set == DataSet.DEMONSTRATION else timezone.now()


@contextmanager
def staged(moment: datetime) -> Iterator[None]:
    """Let what is done to demonstration returns inside have been done at a moment; all others are done now."""
    token = _staged.set(moment)
    try:
        yield
    finally:
        _staged.reset(token)
