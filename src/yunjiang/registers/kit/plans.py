"""How a list finds its rows: which stretches of an index, which rows by their numbers, and what is left to look at.

Whatever is asked, a page looks at a bounded number of things: rows of a stretch that fits altogether, else `LOOKED_OVER`
entries of an index that holds all that is asked, else `LOOKED_THROUGH` rows. Where several ways are open, the one is taken that
gets furthest through the list with what it may look at; a search that finds few is those few. No planner is left a choice.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db.models import Model, Q, QuerySet

from yunjiang.access import permission, trail
from yunjiang.access.permission import Visitor

from . import columns, fences, filters, indexes, scope
from .declaration import Register, Search
from .filters import Among, Condition, Local, Under, Wanted
from .keys import USUAL, Key, behind

FEW = 1_000  # so many rows are named by their numbers
# A search may find so many: rows of a register's own that one index tells are put in order by the database in some thousandths
# of a second; those of another table lead to their rows by a second index, one by one.
FEW_FOUND, FEW_LED = 20_000, 5_000
NAMED = 100  # so many of another table are named by their numbers; then no planner goes by the unit instead
# Rows at most for one page or count: 10 to 20 ms for a thousand where they lie scattered over ten million; entries of an index,
# which lie side by side: some millions a second.
LOOKED_THROUGH, LOOKED_OVER = 1_000, 20_000
SHORTEST_PINYIN = 2
STARTS = "__startswith"


@dataclass(frozen=True)
class Plan:
    """Rows in the tree at and below `paths` that fit `rest`; with `few` only those, with `leading` only these values of a field.

    `few` are the places of all rows, in their order, that can fit at all: seen from one condition that fits few. `found` is a
    field and a condition on it that fits not too many, told by an index of the register's own. `is_covered`: the index by which
    the rows are walked holds all that `rest` asks.
    """

    register: type[Register]
    rows: QuerySet[Any]  # all that are not voided, or as asked
    paths: tuple[str, ...]
    rest: Q | None
    leading: tuple[str, tuple[Any, ...]] | None = None
    few: tuple[Key, ...] | None = None
    found: tuple[str, Q] | None = None
    is_covered: bool = False

    def all(self) -> QuerySet[Any]:
        """Return every row that fits, in no order."""
        found = self.rows.filter(scope.below(self.paths))
        if self.few is not None:
            found = found.filter(pk__in=[each.pk for each in self.few])
        if self.found is not None:
            found = found.filter(pk__in=self.rows.filter(self.found[1]).values("pk"))
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

    def found_after(self, key: Key | None, most: int) -> list[Key]:
        """Return the first places behind a key of what was found, in their order; those that fit, where the index tells."""
        assert self.found is not None
        fits = scope.below(self.paths)
        if key is not None:
            fits &= behind(key)
        if self.rest is not None and self.is_covered:
            fits &= self.rest
        name, test = self.found
        return fences.fitting(self.rows.filter(test).order_by(name)[: FEW_FOUND + 1], fits, most)

    @property
    def is_told(self) -> bool:
        """Say whether the rows come as they fit, and nothing is left to look at."""
        return self.few is None and (self.rest is None or (self.found is not None and self.is_covered))

    @property
    def most(self) -> int:
        """Say how many entries, or rows, may be looked at."""
        return LOOKED_OVER if self.is_covered else LOOKED_THROUGH


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
    asked = Plan(register, rows, paths, _joined(tests))
    if not paths:
        return replace(asked, few=())
    if wanted.search:
        few, found = _searched(register, paths, wanted.search)
        if few is not None:
            return replace(asked, few=_placed(few, paths))
        assert found is not None
        if found.name:
            is_covered = _covers(rows, [found.name, *USUAL], asked.rest)
            return replace(asked, found=(found.name, found.test), is_covered=is_covered)
        tests.append(found.test)
        asked = replace(asked, rest=_joined(tests))
    leading = next((each for each in conditions if _leads(register.model, each)), None)
    if leading is not None and len(tests) == 1:
        return replace(asked, rest=None, leading=_led(leading))
    for condition in conditions:
        # What no index tells is never counted: the whole table would be read for it.
        if not (_leads(register.model, condition) or isinstance(condition, Local)):
            every = register.model._default_manager.filter(condition.q())
            if _counted(every, FEW, condition.column.path) <= FEW:
                return replace(asked, few=_placed(_keys(every.order_by()), paths))
    return _furthest(list(_ways(asked, conditions, tests)))


def _ways(asked: Plan, conditions: Sequence[Condition], tests: Sequence[Q]) -> Iterator[Plan]:
    """Yield the ways of walking: by each condition whose rows lie together in the order of the list, and by all rows."""
    model = asked.register.model
    for place, condition in enumerate(conditions):
        if _leads(model, condition) and len(_led(condition)[1]) == 1:
            others = _joined([*tests[:place], *tests[place + 1 :]])
            led = _led(condition)
            yield replace(
                asked, rest=others, leading=led, is_covered=_covers(asked.rows, [led[0], *USUAL], others)
            )
    yield replace(asked, is_covered=_covers(asked.rows, USUAL, asked.rest))


def _covers(rows: QuerySet[Any], first: Sequence[str], test: Q | None) -> bool:
    names = indexes.asked(rows.model, test)
    return names is not None and indexes.holds(rows.model, first, {*names, "voided_at"})


def _furthest(ways: Sequence[Plan]) -> Plan:
    """Return the way that gets to the end of the list, or else furthest, with what it may look at."""
    if len(ways) == 1:
        return ways[0]
    best, furthest = ways[0], Key("", 0)
    for way in ways:
        edge = _edge(way)
        if edge is None:
            return way
        if edge > furthest:
            best, furthest = way, edge
    return best


@dataclass(frozen=True)
class _Found:
    """What a search finds: a condition, and the field whose index tells the rows where they are few enough to be put in order."""

    test: Q
    name: str = ""


def _searched(
    register: type[Register], paths: Sequence[str], text: str
) -> tuple[Collection[Key] | None, _Found | None]:
    """Ask every way of searching on its own: return the few rows found, or the condition where one of them finds more."""
    places: set[Key] = set()
    more: list[_Found] = []
    for way in register.search:
        search = way if isinstance(way, Search) else Search(way)
        test = _test(register, search, text)
        if test is None:
            continue
        if search.is_identifying:
            trail.note("registers.search", subject=register.code, facts={"column": search.path})
        found = _found(register, paths, search, test)
        if isinstance(found, _Found):
            more.append(found)
        else:
            places.update(found)
    if len(more) == 1 and not places:
        return None, more[0]
    if all(each.name for each in more):
        for each in more:
            places.update(_keys(register.model._default_manager.filter(each.test).order_by(each.name)))
        return places, None
    test = Q(pk__in=[each.pk for each in places])
    for each in more:
        test |= each.test
    return None, _Found(test)


def _found(
    register: type[Register], paths: Sequence[str], search: Search, test: Q
) -> Collection[Key] | _Found:
    """Return the places of the rows that one way of searching finds, or what it asks when they are many.

    What is found on another table leads to its rows by numbers: both steps follow one index and none reads a row.
    """
    rows = register.model._default_manager.all()
    link, _separator, name = search.path.removesuffix(STARTS).partition("__")
    if not name or "__" in name:
        count = _counted(rows.filter(test), FEW_FOUND, link)
        is_held = not name and indexes.holds(register.model, [link, *USUAL], {"voided_at"})
        if count <= (0 if is_held else FEW):
            return _keys(rows.filter(test).order_by())
        return _Found(test, link if is_held and count <= FEW_FOUND else "")
    owner = columns.field_at(register.model, link).related_model
    others = owner._default_manager.filter(_of_owner(test, link))
    numbers = list(others.order_by(name).values_list("pk", flat=True)[: NAMED + 1])
    if len(numbers) <= NAMED:
        return _keys(rows.filter(**{f"{link}__in": numbers}).order_by()) if numbers else ()
    if _counted(others, FEW_LED, name) > FEW_LED:
        return _Found(test)
    led = rows.filter(scope.below(paths), **{f"{link}__in": others.order_by().values("pk")[:FEW_LED]})
    found = _keys(led.order_by()[: FEW_LED + 1])
    return _Found(test) if len(found) > FEW_LED else found


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


def _counted(rows: QuerySet[Any], most: int, *order: str) -> int:
    """Count rows, one further than `most` at most; the order names the index that is read, for a planner may prefer the table."""
    return rows.order_by(*order)[: most + 1].count()


def _edge(way: Plan) -> Key | None:
    """Return the place of the last of all that a way may look at, None where it comes to the end before."""
    left = way.most
    for (stretch,) in way.stretches(None):
        found = stretch.order_by(*USUAL).values_list(*USUAL)[left - 1 : left]
        if edge := next((Key(*each) for each in found), None):
            return edge
        left -= _counted(stretch, left, *USUAL)
    return None


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
