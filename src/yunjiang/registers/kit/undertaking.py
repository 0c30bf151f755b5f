"""One write: its transaction, its record in the trail, and what follows for all records that it touched, once, at its end."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from yunjiang.access import trail
from yunjiang.access.models import User

from . import postings
from .declaration import Register
from .models import Record

Touched = Mapping[type[Register], Mapping[int, Record]]
Ending = Callable[[Collection[int], Touched, User | None], None]


@dataclass
class _Act:
    """What a write has come to so far: the records that it wrote, and what is to be done about which numbers at its end."""

    touched: dict[type[Register], dict[int, Record]] = field(default_factory=dict)
    gathered: dict[Ending, set[int]] = field(default_factory=dict)
    noted: dict[str, dict[Any, Any]] = field(default_factory=dict)


_act: ContextVar[_Act | None] = ContextVar("act", default=None)


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
    outer = _act.get()
    token = _act.set(_Act()) if outer is None else None
    try:
        with trail.recording(action, subject=subject, organization_id=organization_id, facts=facts) as deed:
            yield deed
            if token is not None:
                _settle(by)
    finally:
        if token is not None:
            _act.reset(token)


def touched(register: type[Register], records: Mapping[int, Record]) -> None:
    """Note that records were written, so that what they count is posted at the end of the write."""
    noted = _act.get()
    assert noted is not None, "records are written inside `undertaken`"
    noted.touched.setdefault(register, {}).update(records)


def gather(ending: Ending, numbers: Collection[int]) -> bool:
    """Have something done at the end of the write about all numbers gathered for it, once each; False when there is no write."""
    noted = _act.get()
    if noted is not None:
        noted.gathered.setdefault(ending, set()).update(numbers)
    return noted is not None


def notes(of: str) -> dict[Any, Any]:
    """Return what a register's hooks have noted for each other in the write that is going on, to be added to; it ends with it."""
    act = _act.get()
    return act.noted.setdefault(of, {}) if act is not None else {}


def close(
    register: type[Register],
    records: Sequence[int],
    *,
    new: Sequence[int] = (),
    new_since: int | None = None,
    by: User | None,
) -> None:
    """Do what follows from a write for all records of a register that it wrote, and bring the ledger up to them.

    The last thing in a write, because other writers of the ledger wait from there. `new` are further records, which this very
    write made after the ledger's batch `new_since` (see `postings.refresh_many`).
    """
    if register.after_act is not None and (records or new):
        register.after_act([*records, *new], by)
    if register.counts:
        postings.refresh_many(register, records, by=by)
        postings.refresh_many(register, new, by=by, new_since=new_since)


def _settle(by: User | None) -> None:
    act = _act.get()
    assert act is not None
    done: dict[Ending, set[int]] = {}
    while fresh := {
        each: todo
        for each, numbers in act.gathered.items()
        if (todo := numbers - done.setdefault(each, set()))
    }:
        for each, todo in fresh.items():
            done[each] |= todo
            each(todo, act.touched, by)
    for register, records in act.touched.items():
        close(register, sorted(records), by=by)
