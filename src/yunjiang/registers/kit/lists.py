"""Pages of a register's list, by key, quick however many rows there are and however few of them fit.

In the usual order (path, pk) everything below a unit is one stretch of an index, and so is everything below it with one value of
an indexed field. What such a stretch does not decide is asked of one window of it after another, and after `LOOKED_THROUGH` rows
the page is given as far as it is filled: its key goes on where looking stopped. Before that each condition is asked whether it
fits so few rows that their numbers can simply be named: `plans` decides.
"""

import base64
import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, DateField, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext

from yunjiang.access.permission import Visitor

from . import columns, plans
from .declaration import Register
from .filters import Wanted
from .keys import USUAL, Key, following
from .plans import Plan
from .refusals import NoPlaceInList

PAGE = 50
COUNTED_UP_TO = 1000  # counting more than anybody reads costs more than the page
# Rows at most for one page or count: 10 to 20 ms for a thousand where they lie scattered over ten million.
LOOKED_THROUGH = 1_000
WINDOWS = (250, 750)  # so many rows are looked through at a time


@dataclass(frozen=True)
class Count:
    """How many rows fit: exactly, or at least so many."""

    number: int
    is_exact: bool

    def __str__(self) -> str:
        if self.is_exact:
            return f"{self.number:,}"
        if self.number >= COUNTED_UP_TO:
            return f"{self.number}+"
        return gettext("at least %(number)d") % {"number": self.number}


@dataclass(frozen=True)
class Page:
    """Some rows of a list; `further` is the key that the next page begins after, empty at the end.

    A page may hold fewer rows than asked for, even none, and yet go on: then only few fit among those looked through.
    """

    rows: list[Any]
    further: str
    plan: Plan = field(repr=False)

    @cached_property
    def count(self) -> Count:
        """Count the rows of all pages, as far as it is quick."""
        return _count(self.plan)

    @property
    def told_count(self) -> str:
        """Say how many rows there are: “37”, “1000+”, “at least 12”."""
        return str(self.count)


def page(
    register: type[Register],
    user: Visitor,
    wanted: Wanted,
    after: str = "",
    size: int = PAGE,
    paths: Sequence[str] | None = None,
) -> Page:
    """Return a page of what the person may read of what is wanted; `paths` are the columns that will be shown.

    Conditions that could not be understood narrow nothing: whoever must not answer then calls `wanted.require_understood()`.
    Looking a person up by an identifying number goes on record first. Raises NoPlaceInList for a key that this did not give.
    """
    plan = plans.make(register, user, wanted)
    key = _read(register, after) if after else None
    if tuple(register.order) != USUAL:
        rows, further = _sorted(plan, register.order, key, size)
    elif plan.few is not None:
        rows, further = _named(plan, key, size)
    else:
        rows, further = _walked(plan, key, size)
    return Page(_whole(register, rows, paths), _key(further) if further else "", plan)


def count(register: type[Register], user: Visitor, wanted: Wanted) -> Count:
    """Count what is wanted, as far as it is quick."""
    return _count(plans.make(register, user, wanted))


def _sorted(plan: Plan, order: Sequence[str], key: Sequence[Any] | None, size: int) -> tuple[list[Any], Any]:
    """Return a page in an order of the register's own: for registers that are not large."""
    found = plan.all()
    if key is not None:
        found = found.filter(_beyond(order, key))
    rows = list(found.order_by(*order).values_list("pk", *[each.lstrip("-") for each in order])[: size + 1])
    numbers = [each[0] for each in rows[:size]]
    return numbers, rows[size - 1][1:] if len(rows) > size else None


def _named(plan: Plan, key: Sequence[Any] | None, size: int) -> tuple[list[Any], Any]:
    """Look at the few rows that can fit in their order until the page is full or enough was looked through."""
    found: list[Key] = []
    looked = 0
    for window in _parts(plan, Key(*key) if key else None):
        looked += len(window)
        found += _fitting(plan, window)
        if len(found) > size:
            break
        if looked >= LOOKED_THROUGH:
            return _cut(found, size, window[-1])
    return _cut(found, size, None)


def _walked(plan: Plan, key: Sequence[Any] | None, size: int) -> tuple[list[Any], Any]:
    """Walk through the stretches in their order until the page is full or enough was looked through."""
    found: list[Key] = []
    begin = Key(*key) if key else None
    looked = 0
    for stretch in plan.stretches(begin):
        missing = size + 1 - len(found)
        if plan.rest is None:
            parts = [_keys(following(each, begin), missing) for each in stretch]
            found += sorted(each for part in parts for each in part)[:missing]
        else:
            for window in _windows(stretch[0], begin, looked):
                looked += len(window)
                found += _fitting(plan, window)
                if len(found) <= size and looked >= LOOKED_THROUGH:
                    return _cut(found, size, window[-1])
                if len(found) > size:
                    break
        if len(found) > size:
            break
    return _cut(found, size, None)


def _count(plan: Plan) -> Count:
    if tuple(plan.register.order) != USUAL:
        return _capped(plan.all().order_by()[: COUNTED_UP_TO + 1].count())
    number = looked = 0
    if plan.few is not None:
        for window in _parts(plan, None):
            number += len(_fitting(plan, window))
            looked += len(window)
            if number > COUNTED_UP_TO:
                break
            if looked >= LOOKED_THROUGH:
                return Count(number, is_exact=looked == len(plan.few))
        return _capped(number)
    for stretch in plan.stretches(None):
        if plan.rest is None:
            for rows in stretch:
                number += rows.order_by()[: COUNTED_UP_TO + 1 - number].count()
        else:
            for window in _windows(stretch[0], None, looked):
                looked += len(window)
                number += len(_fitting(plan, window))
                if number <= COUNTED_UP_TO and looked >= LOOKED_THROUGH:
                    return Count(number, is_exact=False)
                if number > COUNTED_UP_TO:
                    break
        if number > COUNTED_UP_TO:
            break
    return _capped(number)


def _capped(number: int) -> Count:
    return Count(min(number, COUNTED_UP_TO), is_exact=number <= COUNTED_UP_TO)


def _windows(rows: QuerySet[Any], begin: Key | None, looked: int) -> Iterator[list[Key]]:
    """Yield the keys of a stretch, more of them at a time the longer it takes; `looked` rows were looked through before."""
    at, step = begin, 0
    while True:
        size = min(WINDOWS[min(step, len(WINDOWS) - 1)], max(LOOKED_THROUGH - looked, 1))
        window = _keys(following(rows, at), size)
        if window:
            yield window
        if len(window) < size:
            return
        at, step, looked = window[-1], step + 1, looked + len(window)


def _parts(plan: Plan, begin: Key | None) -> Iterator[Sequence[Key]]:
    """Yield the places of the few rows behind a key, more of them at a time the longer it takes."""
    few = plan.few or ()
    at, step = bisect_right(few, begin) if begin else 0, 0
    while at < len(few):
        size = WINDOWS[min(step, len(WINDOWS) - 1)]
        yield few[at : at + size]
        at, step = at + size, step + 1


def _fitting(plan: Plan, window: Sequence[Key]) -> list[Key]:
    """Return which of a window's rows fit what is left to look at.

    They are named by their numbers: a planner that is left the choice may read the whole index of a condition for each window.
    """
    named = plan.rows.filter(plan.rest or Q(), pk__in=[each.pk for each in window])
    fitting = set(named.order_by().values_list("pk", flat=True))
    return [each for each in window if each.pk in fitting]


def _keys(found: QuerySet[Any], size: int) -> list[Key]:
    return [Key(*each) for each in found.order_by(*USUAL).values_list(*USUAL)[:size]]


def _cut(found: list[Key], size: int, edge: Key | None) -> tuple[list[Any], Any]:
    further = found[size - 1] if len(found) > size else edge
    return [each.pk for each in found[:size]], further


def _whole(register: type[Register], numbers: Sequence[Any], paths: Sequence[str] | None) -> list[Any]:
    """Return the records with these numbers, in this order, with what their columns need."""
    if not numbers:
        return []
    wanted = columns.relations(register, register.columns if paths is None else paths)
    rows = (
        register.model._default_manager.select_related(*wanted) if wanted else register.model._default_manager
    )
    found = rows.in_bulk(numbers)
    return [found[each] for each in numbers if each in found]


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Return what lies behind the key: further in the first field, or equal in it and further in the next, and so on."""
    beyond, equal = Q(pk__in=()), Q()
    for name, value in zip(order, values, strict=True):
        plain = name.lstrip("-")
        beyond |= equal & Q(**{f"{plain}__{'lt' if name.startswith('-') else 'gt'}": value})
        equal &= Q(**{plain: value})
    return beyond


def _key(values: Sequence[Any]) -> str:
    texts = [each.isoformat() if isinstance(each, date | datetime) else each for each in values]
    return base64.urlsafe_b64encode(json.dumps(texts, ensure_ascii=False).encode()).decode().rstrip("=")


def _read(register: type[Register], text: str) -> list[Any]:
    """Return the values of a key as the fields of the order hold them. Raises NoPlaceInList."""
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(values, list):
            raise NoPlaceInList(text)
        return [_held(register, *each) for each in zip(register.order, values, strict=True)]
    except (ValueError, ValidationError):
        raise NoPlaceInList(text) from None


def _held(register: type[Register], name: str, value: Any) -> Any:
    """Return a value as a field of the order holds it. Raises ValueError, ValidationError."""
    if (
        not isinstance(value, str | int)
        or "\0" in str(value)
        or (isinstance(value, int) and abs(value) >= 1 << 63)
    ):
        raise ValueError(value)
    field = columns.field_at(register.model, name.lstrip("-"))
    if isinstance(field, CharField) != isinstance(value, str) and not isinstance(field, DateField):
        raise ValueError(value)
    return field.to_python(value)
