"""One write: its transaction, its record in the trail, and the postings of all records that it touched, once, at its end."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from yunjiang.access import trail
from yunjiang.access.models import User

from . import postings
from .declaration import Register
from .models import Record

_touched: ContextVar[dict[type[Register], dict[int, Record]] | None] = ContextVar("touched", default=None)


@contextmanager
def undertaken(
    action: str,
    register: type[Register],
    record: int | None = None,
    *,
    by: User | None,
    organization_id: int | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Iterator[trail.Deed]:
    """Do a write in one transaction, recorded in the trail; inside another write it belongs to that."""
    subject = f"{register.code}:{record}" if record is not None else register.code
    outer = _touched.get()
    token = _touched.set({}) if outer is None else None
    try:
        with trail.recording(action, subject=subject, organization_id=organization_id, facts=facts) as deed:
            yield deed
            if token is not None:
                _settle(by)
    finally:
        if token is not None:
            _touched.reset(token)


def touched(register: type[Register], records: Mapping[int, Record]) -> None:
    """Note that records were written, so that what they count is posted at the end of the write."""
    noted = _touched.get()
    assert noted is not None, "records are written inside `undertaken`"
    noted.setdefault(register, {}).update(records)


def _settle(by: User | None) -> None:
    """Post what the touched records count: the last thing in the write, because other writers of the ledger wait from there."""
    for register, records in (_touched.get() or {}).items():
        if register.counts:
            postings.refresh_many(register, sorted(records), by=by)
