"""`recording` and `note`: the two ways into the trail."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

from yunjiang.access.models import Result

from . import situation, writing
from .deed import Deed
from .names import require_known
from .refusals import TrailUnwritable

_log = logging.getLogger("yunjiang.trail")
_collected: ContextVar[list[Deed] | None] = ContextVar("collected", default=None)


@contextmanager
def recording(
    action: str,
    *,
    subject: str = "",
    organization_id: int | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Iterator[Deed]:
    """Do an act in one transaction and record it in the same, last of all. Raises UnknownDeed, TrailUnwritable.

    Inside another recording the act is collected and written with the outer one. When the body raises, everything is rolled
    back and that it was refused or failed is recorded instead, in a transaction of its own. Do not open a transaction around
    two recordings one after the other: open a recording around them, or writers may wait for each other in a circle.
    """
    require_known(action)
    deed = Deed(action, subject, organization_id, facts)
    outer = _collected.get()
    if outer is not None:
        yield from _inside(deed, outer)
        return
    collected = [deed]
    token = _collected.set(collected)
    try:
        with transaction.atomic():
            yield deed
            standing = [each for each in collected if each.stands()]
            if standing:
                _write(standing)
    except Exception as error:
        if not isinstance(error, TrailUnwritable):
            deed.ended_by(error)
            situation.current().already_told.append(error)
            _write_after_rollback([each for each in collected if each.result != Result.DONE])
        raise
    finally:
        _collected.reset(token)


def is_recording() -> bool:
    """Say whether an act is being recorded around the caller, so that what he does belongs to it."""
    return _collected.get() is not None


def _inside(deed: Deed, collected: list[Deed]) -> Iterator[Deed]:
    collected.append(deed)
    try:
        with transaction.atomic():
            yield deed
            deed.is_done_unless_undone()
    except Exception as error:
        if not isinstance(error, TrailUnwritable):
            deed.ended_by(error)
        raise


def note(
    action: str,
    *,
    subject: str = "",
    organization_id: int | None = None,
    facts: Mapping[str, Any] | None = None,
    result: Result = Result.DONE,
) -> None:
    """Record what changes nothing: a reading of detail, an export, a search, a sign-in. Raises UnknownDeed, TrailUnwritable.

    Call it before the answer is given. Inside a recording it is written with that, and not at all if that, or a savepoint
    around it, comes to nothing. Inside any other transaction it is written at once, and that transaction should end soon.
    """
    require_known(action)
    deed = Deed(action, subject, organization_id, facts, result)
    collected = _collected.get()
    if collected is not None:
        collected.append(deed)
        if result == Result.DONE:
            deed.is_done_unless_undone()
        return
    with transaction.atomic():
        _write([deed])


def _write(deeds: list[Deed]) -> None:
    try:
        writing.write(deeds, situation.current())
    except Exception as error:
        _log.critical("The audit trail cannot be written: %s", type(error).__name__, exc_info=True)
        raise TrailUnwritable(deeds[0].action) from error


def _write_after_rollback(deeds: list[Deed]) -> None:
    """Record what was not done. The act has come to nothing already, so a trail that cannot be written is only alarmed of."""
    try:
        with transaction.atomic():
            _write(deeds)
    except Exception:
        _log.critical("Not recorded: %s, not done", deeds[0].action)
