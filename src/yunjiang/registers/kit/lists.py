"""Pages of a register's list, by key, quick however many rows there are and however few of them fit.

In the usual order (path, pk) everything below a unit is one stretch of an index, and so is everything below it with one value of
an indexed field. What such a stretch does not decide is asked of one window of it after another, and once as much was looked at
as a page may, it is given as far as it is filled: its key goes on where looking stopped. `plans` decides which stretch is walked.
"""

import base64
import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, DateField, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext

from yunjiang.access.permission import Visitor

from . import columns, fences, plans
from .declaration import Register
from .filters import Wanted
from .keys import USUAL, Key, following
from .plans import Plan
from .refusals import NoPlaceInList

PAGE = 50
COUNTED_UP_TO = 1000  # counting more than anybody reads costs more than the page
# So many are looked at at a time: rows that are named by their numbers, entries of an index.
WINDOWS, STRETCHES = (250, 750), (2_000, 18_000)


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
    else:
        found, edge = _looked(plan, Key(*key) if key else None, size + 1)
        rows, further = _cut(found, size, edge)
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


def _looked(plan: Plan, begin: Key | None, wanted: int) -> tuple[list[Key], Key | None]:
    """Return so many of the rows behind a key, or as many as can be looked at, and then where looking stopped."""
    found: list[Key] = []
    looked = 0
    for after in _sources(plan, begin):
        at = begin
        while len(found) < wanted:
            if plan.is_told:
                found += after(at, wanted - len(found))
                break
            size = _size(plan, looked)
            fitting, at = _window(plan, after, at, size, wanted - len(found))
            found += fitting
            looked += size
            if at is None:
                break
            if looked >= plan.most and len(found) < wanted:
                return found, at
    return found, None


def _sources(plan: Plan, begin: Key | None) -> Iterator["Source"]:
    """Yield where the rows come from, one behind the other."""
    if plan.few is not None:
        few = plan.few
        yield lambda key, size: few[(first := bisect_right(few, key) if key else 0) : first + size]
    elif plan.found is not None:
        yield plan.found_after
    else:
        for stretch in plan.stretches(begin):
            yield Stretch(stretch)


@dataclass(frozen=True)
class Stretch:
    """Rows that lie in their order, or in some such stretches, which are told as one."""

    parts: Sequence[QuerySet[Any]]

    def __call__(self, key: Key | None, size: int) -> list[Key]:
        """Return the first places behind a key."""
        found = [_keys(following(each, key), size) for each in self.parts]
        return found[0] if len(found) == 1 else sorted(each for part in found for each in part)[:size]

    def cut_off(self, key: Key | None, size: int) -> QuerySet[Any]:
        """Return so many rows behind a key, of one stretch."""
        (rows,) = self.parts
        return following(rows, key).order_by(*USUAL)[:size]


Source = Callable[[Key | None, int], Sequence[Key]]


def _size(plan: Plan, looked: int) -> int:
    """Return how many to look at now: more the longer it takes."""
    sizes = STRETCHES if plan.is_covered else WINDOWS
    return min(sizes[0] if not looked else sizes[-1], max(plan.most - looked, 1))


def _window(
    plan: Plan, after: Source, at: Key | None, size: int, wanted: int
) -> tuple[list[Key], Key | None]:
    """Return which of so many rows behind a key fit, and the key of the last; none where they come to an end."""
    if plan.rest is not None and plan.is_covered and isinstance(after, Stretch):
        fitting = fences.fitting(after.cut_off(at, size), plan.rest, wanted)
        if len(fitting) == wanted:
            return fitting, fitting[-1]
        last = after.cut_off(at, size).values_list(*USUAL)[size - 1 : size]
        return fitting, next((Key(*each) for each in last), None)
    window = after(at, size)
    return _fitting(plan, window), window[-1] if len(window) == size else None


def _count(plan: Plan) -> Count:
    if tuple(plan.register.order) != USUAL:
        return _capped(plan.all().order_by()[: COUNTED_UP_TO + 1].count())
    if plan.is_told and plan.found is None:
        number = 0
        for stretch in plan.stretches(None):
            for rows in stretch:
                number += rows.order_by(*USUAL)[: max(COUNTED_UP_TO + 1 - number, 0)].count()
        return _capped(number)
    found, edge = _looked(plan, None, COUNTED_UP_TO + 1)
    return _capped(len(found)) if edge is None else Count(len(found), is_exact=False)


def _capped(number: int) -> Count:
    return Count(min(number, COUNTED_UP_TO), is_exact=number <= COUNTED_UP_TO)


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
