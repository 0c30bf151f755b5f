"""From rows to what they count: read in columns, the first reason why not, and the lines of those that are counted."""

import json
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from yunjiang.ledger.models import MeasureKind
from yunjiang.ledger.records import Line
from yunjiang.organizations.models import Standing

from .declaration import Count, Reason, Register

NOWHERE = Q(pk__in=())
# Reasons that every count has, before and after those it declares. What is on no condition is found when lines are made.
VOIDED = Reason("voided", _("The record is voided"), Q(voided_at__isnull=False))
SAYS_NOTHING = Reason("says_nothing", _("The record says nothing that could be counted"), NOWHERE)
UNIT_NOT_OPEN = Reason("unit_not_open", _("The unit did not exist on the day on which it happened"), NOWHERE)
_KEPT = ("pk", "revision", "is_demonstration")


@dataclass(frozen=True, slots=True)
class Alike:
    """Rows that say the same to one count: lines, or the code of the reason why not. Numbers and revisions go together."""

    pks: list[int]
    revisions: list[int]
    is_demonstration: bool
    lines: Sequence[Line]
    reason: str = ""


def reasons_of(count: Count) -> list[Reason]:
    """Return the reasons of a count that stand as conditions, in the order in which they are asked."""
    return [VOIDED, *count.not_counted]


def every_reason_of(count: Count) -> list[Reason]:
    """Return those and the reasons that only show when a record's lines are made."""
    return [*reasons_of(count), SAYS_NOTHING, UNIT_NOT_OPEN]


def reason_of(count: Count, code: str) -> Reason | None:
    """Return the reason with this code; None for no code."""
    return next((each for each in every_reason_of(count) if each.code == code), None)


def first_reason(count: Count) -> Case:
    """Return the expression for the code of the first reason that holds for a row, or an empty text."""
    cases = [When(each.holds, then=Value(each.code)) for each in reasons_of(count)]
    return Case(*cases, default=Value(""), output_field=CharField(max_length=40))


def condition(count: Count, code: str) -> Q:
    """Return the condition on rows that this reason, and none before it, keeps out of the count."""
    return Q(Exact(first_reason(count), Value(code)))


def among(keys: Sequence[int]) -> Q:
    """Return the condition for rows with these numbers, in one parameter however many they are."""
    if len(keys) < 100:
        return Q(pk__in=list(keys))
    if connection.vendor == "postgresql":
        return Q(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [list(keys)]))
    return Q(pk__in=RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(keys))]))


def told(
    register: type[Register], counts: Sequence[Count], rows: QuerySet[Any], seats: "Seats"
) -> list[list[Alike]]:
    """Return for each count what the rows say to it, those that say the same together.

    The rows are read once, as the database has them: a value is understood, and lines are made of it, once however many rows have
    it. A union's members differ in few of the columns that count.
    """
    kept_out = {f"kept_out_{place}": first_reason(count) for place, count in enumerate(counts)}
    needed = dict.fromkeys(name for count in counts for name in count.needs)
    names = list(dict.fromkeys([*_KEPT, *kept_out, *needed]))
    compiler = rows.annotate(**kept_out).values_list(*names).query.get_compiler(connection=connection)
    try:
        statement, parameters = compiler.as_sql()
    except EmptyResultSet:  # no row can fulfil the conditions, such as those of somebody who may read none
        return [[] for _ in counts]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        stored = cursor.fetchall()
    place_of = {name: place for place, name in enumerate(names)}
    understood = compiler.get_converters([expression for expression, _sql, _alias in compiler.select])
    found = []
    for reason, count in zip(kept_out, counts, strict=True):
        own = list(dict.fromkeys([*_KEPT[2:], reason, *count.needs]))
        places = [place_of[name] for name in own]
        converters = {
            position: understood[place] for position, place in enumerate(places) if place in understood
        }
        found.append(_alike(count, stored, places, own, converters, seats))
    return found


def _alike(
    count: Count,
    stored: Sequence[tuple[Any, ...]],
    places: Sequence[int],
    names: Sequence[str],
    converters: Mapping[int, Any],
    seats: "Seats",
) -> list[Alike]:
    """Return rows as stored (number, revision, …), those alike in some places together, with what they say."""
    together: dict[tuple[Any, ...], Alike] = {}
    key_of = itemgetter(*places)
    understood = _Understanding(converters)
    row_of = _row(tuple(each for each in names if not each.startswith("kept_out_")))
    found = []
    for row in stored:
        key = key_of(row)
        alike = together.get(key)
        if alike is None:
            is_demonstration, reason, *needed = understood(key)
            lines: Sequence[Line] = ()
            if not reason:
                lines = count.lines(row_of((is_demonstration, *needed)))
                if not lines:
                    reason = SAYS_NOTHING.code
                else:
                    lines = seats.placed(lines, count)
                    reason = "" if lines else UNIT_NOT_OPEN.code
            alike = together[key] = Alike([], [], bool(is_demonstration), lines, reason)
            found.append(alike)
        alike.pks.append(row[0])
        alike.revisions.append(row[1])
    return found


class _Understanding:
    """Makes of a row as the database has it one as Python has it: every different value is understood once."""

    def __init__(self, converters: Mapping[int, Any]) -> None:
        self._columns: list[tuple[int, Any, Any, dict[Any, Any]]] = [
            (place, converts, expression, {}) for place, (converts, expression) in converters.items()
        ]

    def __call__(self, row: tuple[Any, ...]) -> list[Any]:
        values = list(row)
        for place, converts, expression, known in self._columns:
            stored = values[place]
            if stored not in known:
                value = stored
                for convert in converts:
                    value = convert(value, expression, connection)
                known[stored] = value
            values[place] = known[stored]
        return values


@lru_cache
def _row(names: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    # The class is made for the names that a declaration needs; mypy knows only those written down.
    return namedtuple("Row", names)._make  # type: ignore[misc, attr-defined, no-any-return, unused-ignore]


@dataclass
class Seats:
    """From when until when units stand in the tree: the ledger takes quantities for units that are there."""

    spans: dict[int, list[tuple[date, date]]] = field(default_factory=dict)
    _met: dict[tuple[int, date], bool] = field(default_factory=dict)

    def learn(self, organizations: Iterable[int]) -> None:
        """Read the spans of units, neighbouring standings joined."""
        wanted = sorted(set(organizations) - self.spans.keys())
        for first in range(0, len(wanted), 500):
            part = wanted[first : first + 500]
            self.spans.update((each, []) for each in part)
            rows = Standing.objects.filter(organization__in=part).order_by("organization", "valid_from")
            for organization, since, until in rows.values_list("organization", "valid_from", "valid_to"):
                spans = self.spans[organization]
                end = until or date.max
                if spans and spans[-1][1] == since:
                    spans[-1] = (spans[-1][0], end)
                else:
                    spans.append((since, end))

    def placed(self, lines: Sequence[Line], count: Count) -> Sequence[Line]:
        """Return the lines on days on which their units stand in the tree; nothing where that cannot be.

        A change of a balance before the unit's first day belongs to what the unit began with, one after its last day to what
        it ended with. What happened, or was observed, on a day without the unit is not counted.
        """
        if all(self._is_there(each) for each in lines):
            return lines
        found = []
        for line in lines:
            spans, day = self.spans[line.organization], line.happened_on
            if self._is_there(line):
                found.append(line)
            elif count.kind == MeasureKind.BALANCE and spans:
                later = [since for since, _until in spans if since > day]
                nearest = later[0] if later else spans[-1][1] - timedelta(days=1)
                since_on = None if line.since_on is None else min(line.since_on, nearest)
                found.append(replace(line, happened_on=nearest, since_on=since_on))
            else:
                return ()
        return found

    def _is_there(self, line: Line) -> bool:
        place = (line.organization, line.happened_on)
        if place not in self._met:
            self._met[place] = self._looked_up(line)
        return self._met[place]

    def _looked_up(self, line: Line) -> bool:
        spans = self.spans.get(line.organization)
        if spans is None:
            self.learn([line.organization])
            spans = self.spans[line.organization]
        day = line.happened_on
        return any(since <= day < until for since, until in spans)


def labels(register: type[Register], count: Count) -> Mapping[str, str]:
    """Return the names of a count's dimensions: as it names them, or as the model's fields, or those of what it points to, do."""
    own = register.model._meta.get_fields()
    linked = [
        each.related_model._meta for each in own if each.many_to_one and isinstance(each.related_model, type)
    ]
    fields = {each.name: each for meta in linked for each in meta.get_fields()} | {
        each.name: each for each in own
    }
    named = {code: getattr(fields.get(code), "verbose_name", code) for code in count.dimensions}
    return {code: str(name) for code, name in (named | {**count.dimension_names}).items()}
