"""What is asked of a list: read from an address or a request, typed, with one sentence for every wrong value.

sort=reading&sort=sport        any of these choices                 sort=-                      where nothing is entered
opened_on__from=2024-01-01     from this day on                     seats__to=20                up to this number
opened_on=2024-01-01           this day                             organization=530100         a unit and all below it
name=大理                       texts that begin so                  q=...                       search, see `lists`
voided=with, voided=only       voided records besides, or alone
extra__grade=甲                 a local column says this; where there are many records, only together with a unit
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.lookups import Exact, IsNull
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext

from yunjiang.organizations.models import Organization, Standing
from yunjiang.organizations.prefixes import PrefixField, begins
from yunjiang.organizations.queries import resolve
from yunjiang.organizations.refusals import AmbiguousOrganization, UnknownOrganization

from . import columns, extra_values, scope
from .columns import EXTRA, ColumnKind, Kind
from .declaration import Register
from .models import ExtraField, ExtraKind
from .refusals import FiltersUnreadable

MISSING = "-"
FROM, TO = "__from", "__to"
SEARCH, VOIDED = "q", "voided"
LONGEST = 100  # characters of one value


@dataclass(frozen=True)
class Among:
    """One of these values, or nothing entered."""

    column: ColumnKind
    values: tuple[Any, ...]
    with_missing: bool = False

    def q(self) -> Q:
        path = self.column.path
        wanted = Q(**{f"{path}__in": self.values}) if len(self.values) != 1 else Q(**{path: self.values[0]})
        return wanted | _missing(self.column) if self.with_missing else wanted

    def told(self) -> str:
        texts = [self.column.text(each) for each in self.values]
        return " / ".join([*texts, gettext("nothing entered")] if self.with_missing else texts)


@dataclass(frozen=True)
class Between:
    """From one value to another, both included; None: no end."""

    column: ColumnKind
    first: Any = None
    last: Any = None

    def q(self) -> Q:
        path, first, last = self.column.path, self.first, self.last
        if self.column.kind == Kind.MOMENT:  # days were asked for; the last of them ends at the next midnight
            first = _midnight(first) if first else None
            return _range(path, "gte", first) & _range(
                path, "lt", _midnight(last + timedelta(1)) if last else None
            )
        return _range(path, "gte", first) & _range(path, "lte", last)

    def told(self) -> str:
        if self.first == self.last:
            return self.column.text(self.first)
        first, last = (self._text(each) for each in (self.first, self.last))
        if self.last is None:
            return gettext("from %(first)s") % {"first": first}
        if self.first is None:
            return gettext("up to %(last)s") % {"last": last}
        return gettext("%(first)s to %(last)s") % {"first": first, "last": last}

    def _text(self, value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else self.column.text(value)


@dataclass(frozen=True)
class Beginning:
    """A text that begins so."""

    column: ColumnKind
    text: str

    def q(self) -> Q:
        return beginning(self.column, self.text)

    def told(self) -> str:
        return gettext("begins with “%(text)s”") % {"text": self.text}


@dataclass(frozen=True)
class Under:
    """A unit and everything below it in today's tree."""

    column: ColumnKind
    paths: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def is_place(self) -> bool:
        """Say whether it asks where the record itself lies, which its path tells."""
        return self.column.path == "organization"

    def q(self) -> Q:
        if self.is_place:
            return scope.below(self.paths)
        today = timezone.localdate()
        there = Standing.objects.filter(scope.below_like(self.paths), valid_from__lte=today)
        return Q(**{f"{self.column.path}__in": there.values("organization_id")})

    def told(self) -> str:
        return " / ".join(self.names)


@dataclass(frozen=True)
class Local:
    """A local column that says one of these, or nothing: no index tells, so rows of the unit asked for are looked at."""

    column: ColumnKind
    values: tuple[Any, ...]
    with_missing: bool = False

    def q(self) -> Q:
        said = KeyTextTransform(self.column.path.removeprefix(EXTRA), "extra")
        wanted = Q(IsNull(said, True)) if self.with_missing else Q(pk__in=())
        for each in self.values:
            wanted |= Q(Exact(said, json.dumps(each) if isinstance(each, bool) else each))
        return wanted

    def told(self) -> str:
        texts = [self.column.text(self.column.held(each)) for each in self.values]
        return " / ".join([*texts, gettext("nothing entered")] if self.with_missing else texts)


Condition = Among | Between | Beginning | Under | Local


@dataclass(frozen=True)
class Problem:
    """A value that could not be understood; `text` is the sentence to show beside the filter of this name."""

    name: str
    text: str


@dataclass(frozen=True)
class Wanted:
    """What is asked of one register's list; a condition that could not be understood is left out and told in `problems`."""

    register: type[Register]
    conditions: tuple[Condition, ...] = ()
    search: str = ""
    voided: str = ""  # "", "with" or "only"
    problems: tuple[Problem, ...] = field(default=())

    @cached_property
    def is_empty(self) -> bool:
        """Say whether nothing narrows the list."""
        return not (self.conditions or self.search or self.voided)

    def require_understood(self) -> None:
        """Do nothing when every value was understood. Raises FiltersUnreadable with one sentence for each that was not."""
        if self.problems:
            raise FiltersUnreadable([each.text for each in self.problems])

    def facts(self) -> dict[str, str]:
        """Return what was asked as the trail keeps it: texts by column; of a search only that there was one."""
        facts = {each.column.path: each.told() for each in self.conditions}
        return facts | ({"q": "…"} if self.search else {}) | ({"voided": self.voided} if self.voided else {})


def names(register: type[Register]) -> set[str]:
    """Return every name that `parse` understands for a register."""
    ends = {path + end for path in register.filters for end in ("", FROM, TO)}
    return ends | {SEARCH, VOIDED}


def understands(register: type[Register], name: str) -> bool:
    """Say whether `parse` reads a name: that of a filter, or of any local column, which it may still refuse."""
    return name in names(register) or name.startswith(EXTRA)


def parse(register: type[Register], query: Mapping[str, Sequence[str]]) -> Wanted:
    """Read what is asked: values by name, as `QueryDict.lists()` gives them. Names that are no filter are left alone.

    Never raises: what cannot be understood is in `problems`.
    """
    reading = _Reading(query)
    conditions: list[Condition] = []
    for path in register.filters:
        conditions += reading.conditions(columns.column(register, path))
    is_of_unit = any(isinstance(each, Under) and each.is_place for each in conditions)
    conditions += reading.local(register, is_of_unit=is_of_unit)
    search = reading.one(SEARCH).strip()
    voided = reading.one(VOIDED)
    if voided not in ("", "with", "only"):
        reading.refuse(
            VOIDED,
            gettext("Voided records can be shown “with” the others or “only”, not “%(text)s”."),
            voided,
        )
        voided = ""
    return Wanted(register, tuple(conditions), search, voided, tuple(reading.problems))


def apply(queryset: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    """Return the rows that fit the conditions; searching is done by `lists`, which knows the register's ways to search."""
    for condition in wanted.conditions:
        queryset = queryset.filter(condition.q())
    return queryset


def described(wanted: Wanted) -> list[tuple[str, str]]:
    """Return what is asked as pairs of label and text, in the order of the register's filters."""
    told = [(str(each.column.label), each.told()) for each in wanted.conditions]
    if wanted.search:
        told.append((gettext("Search"), wanted.search))
    if wanted.voided:
        text = gettext("only voided records") if wanted.voided == "only" else gettext("with voided records")
        told.append((gettext("Voided"), text))
    return told


def beginning(column: ColumnKind, text: str) -> Q:
    """Return the condition that a column begins so, as a range of its index where it is kept byte by byte."""
    if isinstance(column.field, PrefixField):
        return begins(column.path, text)
    return Q(**{f"{column.path}__startswith": text})


class _Reading:
    """The values of one query, and what was wrong with them."""

    def __init__(self, query: Mapping[str, Sequence[str]]) -> None:
        self._query = query
        self.problems: list[Problem] = []

    def conditions(self, column: ColumnKind) -> list[Condition]:
        found: list[Condition] = []
        given = self.values(column.path)
        if column.kind in _RANGED:
            found += self._ranges(column, given)
            given = [each for each in given if each == MISSING]
        if not given:
            return found
        if column.kind == Kind.UNIT:
            return found + self._units(column, given)
        if column.kind == Kind.TEXT and MISSING not in given:
            return found + [Beginning(column, each) for each in given]
        values = [self._value(column, column.path, each) for each in given if each != MISSING]
        fitting = tuple(dict.fromkeys(each for each in values if each is not None))
        if fitting or MISSING in given:
            found.append(Among(column, fitting, MISSING in given))
        return found

    def local(self, register: type[Register], *, is_of_unit: bool) -> list[Condition]:
        """Return what is asked of local columns; of a large register only within a unit, whose rows alone are looked at."""
        found: list[Condition] = []
        for name in (each for each in self._query if each.startswith(EXTRA)):
            given = self.values(name)
            fields = columns.filtering(register, name) if given else []
            if not given:
                continue
            if not fields:
                self.refuse(name, gettext("Lists are not filtered by “%(text)s”."), name.removeprefix(EXTRA))
                continue
            if register.is_large and not is_of_unit:
                sentence = gettext(
                    "%(label)s: choose a unit first; local columns are looked through within one."
                )
                self.refuse(name, sentence, "", fields[0].name)
                continue
            column = columns.column(register, name)
            read = [self._local_value(column, fields, each) for each in given if each != MISSING]
            values = tuple(dict.fromkeys(each for each in read if each is not None))
            if values or MISSING in given:
                found.append(Local(column, values, MISSING in given))
        return found

    def _local_value(self, column: ColumnKind, fields: Sequence[ExtraField], text: str) -> Any:
        """Return a text as any of the columns of this key keeps it, or None after refusing it."""
        sentence = ""
        for each in fields:
            try:
                if each.kind == ExtraKind.YES_NO and text in ("1", "0"):
                    return text == "1"
                return extra_values.parse(each, text)
            except ValueError as wrong:
                sentence = str(wrong)
        self.refuse(column.path, "%(label)s: " + sentence.replace("%", "%%"), text, str(column.label))
        return None

    def values(self, name: str) -> list[str]:
        """Return the values of a name that say anything; refuses what no database takes."""
        kept = []
        for each in self._query.get(name, ()):
            text = each.strip()
            if "\0" in text or len(text) > LONGEST:
                self.refuse(
                    name,
                    gettext("“%(text)s” is too long, or has a character that cannot be looked for."),
                    text,
                )
            elif text:
                kept.append(text)
        return kept

    def one(self, name: str) -> str:
        return (self.values(name) or [""])[-1]

    def refuse(self, name: str, sentence: str, text: str, label: str = "") -> None:
        shown = text.replace("\0", " ")[:40]
        self.problems.append(Problem(name, sentence % {"text": shown, "label": label}))

    def _ranges(self, column: ColumnKind, given: Sequence[str]) -> list[Condition]:
        path = column.path
        found: list[Condition] = []
        for each in given:
            value = None if each == MISSING else self._value(column, path, each)
            if value is not None:
                found.append(Between(column, value, value))
        first, last = (self._end(column, path + end) for end in (FROM, TO))
        if first is not None and last is not None and first > last:
            sentence = gettext(
                "%(label)s: what is sought begins after “%(text)s”, its end. Exchange the two."
            )
            self.refuse(path + FROM, sentence, str(last), str(column.label))
            return found
        if first is not None or last is not None:
            found.append(Between(column, first, last))
        return found

    def _end(self, column: ColumnKind, name: str) -> Any:
        text = self.one(name)
        return self._value(column, name, text) if text else None

    def _units(self, column: ColumnKind, given: Sequence[str]) -> list[Condition]:
        paths, told = [], []
        for each in given:
            try:
                unit = _unit(each)
                stood = Standing.objects.filter(organization=unit, valid_from__lte=timezone.localdate())
                last = stood.latest("valid_from")
            except (UnknownOrganization, AmbiguousOrganization, Standing.DoesNotExist):
                sentence = gettext("%(label)s: no unit is called “%(text)s”. Choose one from the list.")
                self.refuse(column.path, sentence, each, str(column.label))
                continue
            paths.append(last.path)
            told.append(last.name)
        return [Under(column, tuple(paths), tuple(told))] if paths else []

    def _value(self, column: ColumnKind, name: str, text: str) -> Any:
        """Return a text as a value of the column, or None after refusing it."""
        label = str(column.label)
        if column.kind in (Kind.DAY, Kind.MOMENT):
            try:
                return date.fromisoformat(text)
            except ValueError:
                sentence = gettext("%(label)s: “%(text)s” is no day. Write it like 2024-03-31.")
        elif column.is_number:
            value = _number(text)
            if value is not None:
                return value
            sentence = gettext("%(label)s: “%(text)s” is no number. Write digits, such as 1200 or 0.5.")
        elif column.kind == Kind.CHOICE:
            values = {str(each): each for each in column.choices}
            if text in values:
                return values[text]
            sentence = gettext("%(label)s: there is no choice “%(text)s”. Choose one from the list.")
        elif column.kind == Kind.YES_NO:
            if text in ("1", "0", "true", "false"):
                return text in ("1", "true")
            sentence = gettext("%(label)s: “%(text)s” is neither 1 (yes) nor 0 (no).")
        elif column.is_relation:
            if text.isascii() and text.isdigit() and len(text) < 19:
                return int(text)
            sentence = gettext("%(label)s: “%(text)s” is no number of a record. Choose one from the list.")
        else:
            return text
        self.refuse(name, sentence, text, label)
        return None


_RANGED = (Kind.DAY, Kind.MOMENT, Kind.NUMBER, Kind.MONEY)


def _unit(text: str) -> Organization:
    """Return the unit that a key, number, code or name means. Raises UnknownOrganization, AmbiguousOrganization."""
    if text.isascii() and text.isdigit() and len(text) < 19:
        named = Organization.objects.filter(Q(key=text) | Q(pk=int(text)))
        found = sorted(named, key=lambda unit: unit.key != text)
        if found:
            return found[0]
    return resolve(text)


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < Decimal("1e18") else None


def _missing(column: ColumnKind) -> Q:
    wanted = Q(**{f"{column.path}__isnull": True})
    if column.field is not None and column.field.empty_strings_allowed and not column.is_relation:
        wanted |= Q(**{column.path: ""})
    return wanted


def _range(path: str, lookup: str, value: Any) -> Q:
    return Q() if value is None else Q(**{f"{path}__{lookup}": value})


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
