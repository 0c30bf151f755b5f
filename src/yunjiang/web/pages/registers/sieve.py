"""The filters of a register's list as a page draws them: one panel a filter, and what is chosen as parts to take away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from yunjiang.registers.kit import columns, extras, filters
from yunjiang.registers.kit.columns import ColumnKind, Kind
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.filters import FROM, MISSING, TO, Under, Wanted
from yunjiang.registers.kit.models import ExtraField

_RANGED = {Kind.DAY: "date", Kind.MOMENT: "date", Kind.NUMBER: "number", Kind.MONEY: "number"}


@dataclass(frozen=True)
class Option:
    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Sieve:
    """One filter: `kind` is choice, range, unit or text; `told` says what is chosen, empty where nothing is."""

    id: str
    name: str
    label: str
    kind: str
    told: str = ""
    options: Sequence[Option] = ()
    chosen: str = ""
    first_name: str = ""
    last_name: str = ""
    first: str = ""
    last: str = ""
    input: str = "text"
    offers: str = ""

    @property
    def is_used(self) -> bool:
        return bool(self.told)


@dataclass(frozen=True)
class Chip:
    """Something the list is filtered by, and the address without it."""

    name: str
    href: str


def sieves(
    request: HttpRequest, register: type[Register], wanted: Wanted, local: Sequence[str] = ()
) -> list[Sieve]:
    """Return the register's filters as they stand, and those by local columns."""
    told = {each.column.path: each.told() for each in wanted.conditions}
    return [
        _sieve(request, register, columns.column(register, path), told.get(path, ""))
        for path in (*register.filters, *local)
    ]


def local_filters(wanted: Wanted, fields: Sequence[ExtraField], reach: Sequence[str]) -> list[str]:
    """Return by which local columns the list can be filtered: those of the units asked for, or of all that may be read."""
    asked = [
        path for each in wanted.conditions if isinstance(each, Under) and each.is_place for path in each.paths
    ]
    units = extras.above(asked or reach)
    return extras.paths_of(each for each in fields if each.is_filter and each.organization_id in units)


def chips(request: HttpRequest, wanted: Wanted) -> list[Chip]:
    """Return what the list is filtered by, each with the address of the list without it."""
    colon = _(": ")
    names = [[each.column.path, each.column.path + FROM, each.column.path + TO] for each in wanted.conditions]
    names += [[filters.SEARCH]] if wanted.search else []
    names += [[filters.VOIDED]] if wanted.voided else []
    pairs = zip(filters.described(wanted), names, strict=True)
    return [Chip(f"{label}{colon}{text}", _without(request, gone)) for (label, text), gone in pairs]


def kept(request: HttpRequest, register: type[Register]) -> list[tuple[str, str]]:
    """Return the parts of the address that say what is looked for and which columns are shown."""
    return [
        (name, value)
        for name, values in request.GET.lists()
        if name == "columns" or filters.understands(register, name)
        for value in values
        if value
    ]


def known_columns(register: type[Register], local: Sequence[ExtraField]) -> list[str]:
    """Return every column that a person may choose: the register's, then the local ones of the person's units."""
    return [*register.columns, *register.more_columns, *extras.paths_of(local)]


def chosen_columns(asked: Sequence[str], register: type[Register], known: Sequence[str]) -> list[str]:
    """Return those of the known columns that are asked for, in their order; the register's own without."""
    return [path for path in known if path in asked] or list(register.columns)


def _without(request: HttpRequest, names: Sequence[str]) -> str:
    parts = [
        (name, value)
        for name, values in request.GET.lists()
        if name not in names and name != "after"
        for value in values
    ]
    return f"{request.path}?{urlencode(parts)}" if parts else request.path


def _sieve(request: HttpRequest, register: type[Register], column: ColumnKind, told: str) -> Sieve:
    asked = request.GET.getlist(column.path)
    parts: dict[str, Any] = {
        "id": column.path.replace("__", "-"),
        "name": column.path,
        "label": str(column.label),
        "told": told,
        "chosen": asked[-1] if asked else "",
    }
    if column.path.startswith(columns.EXTRA) and column.kind not in (Kind.CHOICE, Kind.YES_NO):
        parts |= {"kind": "text"}
    elif column.kind in _RANGED:
        ends = {"first_name": column.path + FROM, "last_name": column.path + TO}
        single = parts["chosen"] if parts["chosen"] != MISSING else ""
        parts |= ends | {
            "kind": "range",
            "input": _RANGED[column.kind],
            "first": request.GET.get(ends["first_name"], single),
            "last": request.GET.get(ends["last_name"], single),
        }
    elif column.kind in (Kind.CHOICE, Kind.YES_NO):
        values = {"1": _("yes"), "0": _("no")} if column.kind == Kind.YES_NO else column.choices
        options = [Option(str(value), str(name), str(value) in asked) for value, name in values.items()]
        if column.field is not None and (column.field.null or column.field.blank):
            options.append(Option(MISSING, _("nothing entered"), MISSING in asked))
        parts |= {"kind": "choice", "options": options}
    elif column.is_relation:
        kind = "unit" if column.kind == Kind.UNIT else "record"
        parts |= {"kind": kind, "offers": reverse("register-offer", args=[register.code, column.path])}
        if told and kind == "unit":
            parts["chosen"] = told
    else:
        parts |= {"kind": "text"}
    return Sieve(**parts)
