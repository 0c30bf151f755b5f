"""How a list finds its rows: which stretches of an index, which rows by their numbers, and what is left to look at."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db.models import Model, Q, QuerySet

from yunjiang.access import permission, trail
from yunjiang.access.permission import Visitor

from . import columns, filters, indexes, scope
from .declaration import Register, Search
from .filters import Among, Condition, Under, Wanted
from .keys import USUAL, Key

FEW = 1_000  # so many rows are named by their numbers
# A search may find so many on another table, whose rows an index leads to: two thousandths of a second for a thousand.
FEW_FOUND = 5_000
SHORTEST_PINYIN = 2
STARTS = "__startswith"


@dataclass(frozen=True)
class Plan:
    """Rows in the tree at and below `paths` that fit `rest`; with `few` only those, with `leading` only these values of a field.

    `few` are the places of all rows, in their order, that can fit at all: seen from one condition that fits few.
    """

    register: type[Register]
    rows: QuerySet[Any]  # all that are not voided, or as asked
    paths: tuple[str, ...]
    rest: Q | None
    leading: tuple[str, tuple[Any, ...]] | None = None
    few: tuple[Key, ...] | None = None

    def all(self) -> QuerySet[Any]:
        """Return every row that fits, in no order."""
        found = self.rows.filter(scope.below(self.paths))
        if self.few is not None:
            found = found.filter(pk__in=[each.pk for each in self.few])
        if self.leading is not None:
            found = found.filter(**{f"{self.leading[0]}__in": self.leading[1]})
        return found if self.rest is None else found.filter(self.rest)

    def unled(self) -> "Plan":
        """Return the same plan without leading values: what they decide is looked at instead."""
        if self.leading is None:
            return self
        led = Q(**{f"{self.leading[0]}__in": self.leading[1]})
        return replace(self, leading=None, rest=led if self.rest is None else self.rest & led)

    def stretches(self, begin: Key | None) -> Iterator[list[QuerySet[Any]]]:
        """Yield stretches of an index from a key on: by path one behind the other, in each one for each leading value."""
        for path in self.paths:
            if begin is not None and path < begin.path and not begin.path.startswith(path):
                continue  # it ends before the key
            rows = self.rows.filter(scope.below([path]))
            if self.leading is None:
                yield [rows]
            else:
                yield [rows.filter(**{self.leading[0]: value}) for value in self.leading[1]]


def make(register: type[Register], user: Visitor, wanted: Wanted) -> Plan:
    """Decide how to find what is wanted of what the person may read; a few quick questions to the database."""
    rows = register.model._default_manager.all()
    if wanted.voided != "with":
        rows = rows.filter(voided_at__isnull=wanted.voided != "only")
    paths = permission.reach(user, register.reads)
    conditions: list[Condition] = []
    for each in wanted.conditions:
        if isinstance(each, Under) and each.is_place:
            paths = _both(paths, each.paths)
        else:
            conditions.append(each)
    tests = [each.q() for each in conditions]
    few: Collection[Key] | None = None
    if wanted.search:
        few, found = _searched(register, paths, wanted.search)
        if few is None:
            tests.append(found)
    if few is not None or not paths:
        return Plan(register, rows, paths, _joined(tests), few=_placed(few or (), paths))
    leading = next((each for each in conditions if _leads(register.model, each)), None)
    if leading is not None and len(tests) == 1:
        return Plan(register, rows, paths, None, leading=_led(leading))
    rarest: Key | None = None
    for condition in conditions:
        is_stretch = _leads(register.model, condition) and len(_led(condition)[1]) == 1
        every = register.model._default_manager.filter(scope.below(paths) if is_stretch else Q())
        every = every.filter(condition.q())
        edge = _edge(every) if is_stretch else None
        if edge is None and (is_stretch or _counted(every, FEW) <= FEW):
            return Plan(register, rows, paths, _joined(tests), few=_placed(_keys(every.order_by()), paths))
        if edge is not None and (rarest is None or edge > rarest):
            leading, rarest = condition, edge
    if leading is not None and len(_led(leading)[1]) == 1:
        others = [
            test for condition, test in zip(conditions, tests, strict=False) if condition is not leading
        ]
        return Plan(
            register, rows, paths, _joined([*others, *tests[len(conditions) :]]), leading=_led(leading)
        )
    return Plan(register, rows, paths, _joined(tests))


def _searched(register: type[Register], paths: Sequence[str], text: str) -> tuple[Collection[Key] | None, Q]:
    """Ask every way of searching on its own: return the few rows found, or the condition where one of them finds many."""
    places: set[Key] = set()
    many: Q | None = None
    for way in register.search:
        search = way if isinstance(way, Search) else Search(way)
        test = _test(register, search, text)
        if test is None:
            continue
        if search.is_identifying:
            trail.note("registers.search", subject=register.code, facts={"column": search.path})
        found = _found(register, paths, search, test)
        if found is None:
            many = test if many is None else many | test
        else:
            places.update(found)
    if many is None:
        return places, Q()
    return None, many | Q(pk__in=[each.pk for each in places])


def _found(register: type[Register], paths: Sequence[str], search: Search, test: Q) -> Collection[Key] | None:
    """Return the places of the rows that one way of searching finds, or None when they are many; reads no more than needed.

    What is found on another table leads to its rows by numbers: both steps follow one index and none reads a row.
    """
    rows = register.model._default_manager.all()
    link, _separator, name = search.path.removesuffix(STARTS).partition("__")
    if not name or "__" in name:
        return None if _counted(rows.filter(test), FEW) > FEW else _keys(rows.filter(test).order_by())
    owner = columns.field_at(register.model, link).related_model
    others = owner._default_manager.filter(_of_owner(test, link))
    if _counted(others, FEW_FOUND) > FEW_FOUND:
        return None
    led = rows.filter(scope.below(paths), **{f"{link}__in": others.order_by().values("pk")[:FEW_FOUND]})
    found = _keys(led.order_by()[: FEW_FOUND + 1])
    return None if len(found) > FEW_FOUND else found


def _of_owner(test: Q, link: str) -> Q:
    """Return a condition on what a link leads to as one on the other table."""
    told: list[Any] = []
    for each in test.children:
        if isinstance(each, Q):
            told.append(_of_owner(each, link))
        else:
            path, value = cast("tuple[str, Any]", each)
            told.append((path.removeprefix(f"{link}__"), value))
    return Q(*told, _connector=test.connector, _negated=test.negated)


def _test(register: type[Register], search: Search, text: str) -> Q | None:
    """Return the condition that one way of searching makes of what was typed, None where it cannot be such a thing."""
    path = search.path.removesuffix(STARTS)
    column = columns.column(register, path)
    if search.read is not None:
        value = search.read(text)
        if value is None or search.path == path:
            return None if value is None else Q(**{path: value})
        text = value
    if column.field.max_length and len(text) > column.field.max_length:
        return None
    if path.endswith(("pinyin", "initials")):
        text = "".join(text.split()).casefold()
        if len(text) < SHORTEST_PINYIN or not text.isascii():
            return None
    if search.path.endswith(STARTS):
        return filters.beginning(column, text)
    if column.is_number or column.is_relation:
        return Q(**{path: int(text)}) if text.isascii() and text.isdigit() and len(text) < 10 else None
    return Q(**{path: text})


def _counted(rows: QuerySet[Any], most: int) -> int:
    """Count rows, one further than `most` at most."""
    return rows.order_by()[: most + 1].count()


def _edge(rows: QuerySet[Any]) -> Key | None:
    """Return the place of the first row after FEW, None where there is none; the further it is, the rarer the rows are."""
    found = rows.order_by(*USUAL).values_list(*USUAL)[FEW : FEW + 1]
    return next((Key(*each) for each in found), None)


def _keys(rows: QuerySet[Any]) -> list[Key]:
    return [Key(*each) for each in rows.values_list(*USUAL)]


def _placed(few: Collection[Key], paths: Sequence[str]) -> tuple[Key, ...]:
    """Return the places below the paths, in their order."""
    return tuple(sorted(each for each in few if each.path.startswith(tuple(paths))))


def _leads(model: type[Model], condition: Condition) -> bool:
    """Say whether the rows of each value of a condition lie in an index in the order of a list."""
    if not isinstance(condition, Among) or condition.with_missing or not condition.values:
        return False
    return indexes.begins_with(model, [condition.column.path, "path", "pk"])


def _led(condition: Condition) -> tuple[str, tuple[Any, ...]]:
    assert isinstance(condition, Among)
    return condition.column.path, condition.values


def _both(reach: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the paths below which a row lies below one of both, the outermost, in their order."""
    found: set[str] = set()
    for one in reach:
        for other in wanted:
            if one.startswith(other):
                found.add(one)
            elif other.startswith(one):
                found.add(other)
    outermost: list[str] = []
    for path in sorted(found):
        if not (outermost and path.startswith(outermost[-1])):
            outermost.append(path)
    return tuple(outermost)


def _joined(tests: Sequence[Q]) -> Q | None:
    if not tests:
        return None
    whole = Q()
    for each in tests:
        whole &= each
    return whole
