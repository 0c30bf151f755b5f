"""System checks of every declaration: what would be slow, unsafe or wrong stops the site before it starts.

Messages are for who writes a register and say what to do; `docs/registers.md` lists them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import models

from yunjiang.organizations.models import Organization
from yunjiang.organizations.prefixes import PrefixField
from yunjiang.persons import purposes
from yunjiang.persons.models import Person

from . import columns, indexes, registry, subjects
from .columns import Kind
from .declaration import Register, Search
from .models import Record
from .plans import STARTS
from .refusals import UnknownColumn

USUAL = ["path", "pk"]
LONGEST_CODE = 40
LEDGER_KINDS = ("flow", "balance", "level")
# What may do harm to one person in wrong hands, by the word in a field's name or label: GB/T 35273-2020, annex B.
_TELLING = re.compile(
    r"(^|_)(identity|id_number|id_no|id_card|passport|phone|mobile|telephone|bank|account|diagnosis|disease|illness"
    r"|medical|health)(_|$)"
)
_TELLING_LABEL = re.compile("身份证|证件号|护照号|电话|手机|银行|账号|账户|诊断|病种|病情|健康")
_NOT_TELLING = re.compile(r"_(kind|count|mask|on|at)$")  # identity_kind, phone_mask, a day

Findings = Iterator[CheckMessage]


def check_registers(**_options: Any) -> list[CheckMessage]:
    """Return what is wrong with the registers of this site."""
    found: list[CheckMessage] = []
    codes: dict[str, type[Register]] = {}
    for each in registry.declared():
        found += problems(each)
        if codes.setdefault(each.code, each) is not each:
            found.append(
                _error(each, 2, f"its code {each.code!r} is another's too", "Give it a word of its own.")
            )
    return found


def problems(register: type[Register]) -> list[CheckMessage]:
    """Return what is wrong with one declaration; only the most basic when the rest cannot be read."""
    first = [*_basics(register)] or [*_paths(register)]
    if first:
        return first
    return [message for check in _CHECKS for message in check(register)]


def _error(register: type[Register], number: int, wrong: str, hint: str) -> CheckMessage:
    return Error(
        f"The register {register.__name__}: {wrong}.", hint=hint, obj=register, id=f"kit.E{number:03}"
    )


def _basics(register: type[Register]) -> Findings:
    if (
        not (isinstance(register.model, type) and issubclass(register.model, Record))
        or register.model._meta.abstract
    ):
        yield _error(
            register,
            1,
            "its model has no unit, path and revision, so that nobody could say whose rows they are",
            "Let the model inherit registers.kit.models.Record.",
        )
    if not re.fullmatch(rf"[a-z][a-z0-9-]{{0,{LONGEST_CODE - 1}}}", getattr(register, "code", "")):
        yield _error(
            register,
            2,
            "its code is no word for an address",
            "Small letters, digits and hyphens, 40 at most: service-claims.",
        )
    if not getattr(register, "columns", ()) or not getattr(register, "sections", {}):
        yield _error(register, 3, "it shows nothing", "Name its columns and the sections of its form.")


def _paths(register: type[Register]) -> Findings:
    """E004: every path leads to a field."""
    for where, paths in _named(register).items():
        for path in paths:
            try:
                columns.column(register, path)
            except UnknownColumn:
                yield _error(
                    register,
                    4,
                    f"{where} names {path!r}, which leads to no field of {register.model.__name__}",
                    "Write the model's field, or the way to another's: person__name.",
                )


def _named(register: type[Register]) -> dict[str, list[str]]:
    intake = register.intake  # where it writes by itself, it knows what its columns mean
    flow = register.flow
    return {
        "columns": [*register.columns, *register.more_columns],
        "filters": [*register.filters],
        "search": [_searched(each) for each in register.search],
        "order": [each.lstrip("-") for each in register.order],
        "title": [register.title] if register.title else [],
        "natural_key": [*register.natural_key],
        "sections": [path for each in register.sections.values() for path in each],
        "related": [*register.related],
        "lies_with": [register.lies_with] if register.lies_with else [],
        "masked": [*register.masked],
        "labels": [*register.labels],
        "guarded": [*register.guarded],
        "fixed": [*register.fixed],
        "dated": [*(register.dated or ())],
        "owned": [*register.owned],
        "copied": [*register.copied, *register.copied.values()],
        "intake": [each.path for each in intake.columns] if intake and intake.apply is None else [],
        "flow": [flow.field, *(path for move in flow.moves for path in move.asks)] if flow else [],
    }


def _searched(way: str | Search) -> str:
    return (way.path if isinstance(way, Search) else way).removesuffix(STARTS)


def _filters(register: type[Register]) -> Findings:
    """E010–E012: a filter follows an index, and tells nothing about what is hidden."""
    for path in register.filters:
        column = columns.column(register, path)
        owner, name = _owner(register, path)
        if column.mask is not None or column.kind == Kind.SEALED:
            yield _error(
                register,
                12,
                f"filtering by {path!r} would tell what its mask hides",
                "Take the filter out; whoever knows the whole number finds it by searching.",
            )
        elif path == "organization":
            continue
        elif not indexes.begins_with(owner, [name]):
            yield _error(
                register,
                10,
                f"filtering by {path!r} would read every row",
                f"Add an index to {owner.__name__} that begins with {name!r}, or take the filter out.",
            )
        elif register.is_large and not _is_quick(register, path):
            yield _error(
                register,
                11,
                f"it is large, and its rows of one {path!r} do not lie together in the order of the list",
                f"Index({name!r}, 'path', 'id') on {register.model.__name__}; of another table's field keep a copy in its own.",
            )


def _is_quick(register: type[Register], path: str) -> bool:
    """Say whether a filter of a large register follows its index in the order of the list, or is read as a range."""
    column = columns.column(register, path)
    ranged = column.kind in (Kind.DAY, Kind.MOMENT, Kind.NUMBER, Kind.MONEY, Kind.TEXT)
    if "__" in path:
        return ranged
    return ranged or column.field.unique or indexes.begins_with(register.model, [path, *USUAL])


def _search(register: type[Register]) -> Findings:
    """E013–E014: what is typed is found by an index, and does not feel its way through what is hidden."""
    for way in register.search:
        search = way if isinstance(way, Search) else Search(way)
        path = _searched(way)
        owner, name = _owner(register, path)
        is_prefix = search.path.endswith(STARTS)
        if not indexes.begins_with(owner, [name]):
            yield _error(
                register,
                13,
                f"searching by {path!r} would read every row",
                f"Add an index to {owner.__name__} that begins with {name!r}, or take it out of search.",
            )
        elif is_prefix and register.is_large and not isinstance(owner._meta.get_field(name), PrefixField):
            yield _error(
                register,
                13,
                f"it is large, and an index finds what begins alike in {path!r} on no database for certain",
                f"Make {name!r} a PrefixField (organizations.prefixes).",
            )
        link, separator, _name = path.partition("__")
        if separator and not indexes.begins_with(register.model, [link]):
            yield _error(
                register,
                13,
                f"from what {path!r} finds no index leads to its rows",
                f"Index({link!r}, 'path', 'id') on {register.model.__name__}.",
            )
        if path in register.masked and (is_prefix or not search.is_identifying):
            yield _error(
                register,
                14,
                f"searching by {search.path!r} would tell what its mask hides, or leave no record",
                'Search for the whole of it, on record: Search("…", is_identifying=True).',
            )


def _order(register: type[Register]) -> Findings:
    """E015–E017: a page ends at one row, and the next begins behind it."""
    fields = [_field(register, each.lstrip("-")) for each in register.order]
    last = fields[-1] if fields else None
    if last is None or not last.unique:
        yield _error(register, 15, "two rows may stand at one place of its order", "End the order with 'pk'.")
    for path, each in zip(register.order, fields, strict=True):
        if each.null:
            yield _error(
                register,
                16,
                f"rows without {path!r} have no place in its order",
                "Order by fields that are never null.",
            )
    if not register.is_large:
        return
    if [*register.order] != USUAL:
        yield _error(register, 17, "it is large and not in the order ('path', 'pk')", "Leave the order out.")
    if not indexes.begins_with(register.model, USUAL):
        yield _error(
            register,
            17,
            "it is large, and what lies below a unit is not one stretch of an index",
            "Index(fields=['path', 'id']) on the model.",
        )


def _keys(register: type[Register]) -> Findings:
    """E018: the natural key is one."""
    has_own_way = register.intake is not None and register.intake.meet is not None
    if (
        register.natural_key
        and not has_own_way
        and not indexes.is_unique(register.model, register.natural_key)
    ):
        yield _error(
            register,
            18,
            f"two rows may have the same {', '.join(register.natural_key)}, and a sheet's row would meet both",
            "Make the field unique, or add a UniqueConstraint without a condition over all of them.",
        )


def _masks(register: type[Register]) -> Findings:
    """E020–E022: what identifies a person or tells of illness and money is masked, and a mask hides."""
    shown = {
        *register.columns,
        *register.more_columns,
        *(path for each in register.sections.values() for path in each),
    }
    for path in sorted(shown - {*register.masked}):
        if _is_telling(register, path):
            yield _error(
                register,
                20,
                f"{path!r} would be read by everybody who sees the list",
                f"masked = {{{path!r}: Mask(masking.phone)}} or another mask; people.masks() for a person's numbers.",
            )
    for path, mask in register.masked.items():
        is_sealed = columns.column(register, path).kind == Kind.SEALED
        if is_sealed and mask.reveal is None:
            yield _error(
                register,
                21,
                f"nothing opens {path!r}, which is sealed",
                "Mask(…, reveal=…): from bytes to text.",
            )
        if is_sealed and not mask.column:
            yield _error(
                register,
                21,
                f"each list would open {path!r} to mask it",
                "Keep the mask beside it: Mask(column='…_mask').",
            )
        if mask.hide is None and not mask.column:
            yield _error(
                register, 21, f"nothing says how {path!r} is masked", "Mask(masking.name), Mask(column='…')."
            )
        for code in set(mask.purposes) - {*purposes.every()}:
            yield _error(
                register, 22, f"there is no purpose {code!r}", f"Choose from {', '.join(purposes.every())}."
            )
        for code in {*mask.purposes} & {*purposes.every()}:
            if purposes.of(code).needs_consent and not subjects.link_of(register, path):
                yield _error(
                    register,
                    22,
                    f"{code!r} rests on consent, and nobody is known who could give it for {path!r}",
                    "Link the record to a person, or choose a purpose on another ground.",
                )


def _is_telling(register: type[Register], path: str) -> bool:
    field = _field(register, path)
    if isinstance(field, models.BinaryField):
        return True
    if (
        field.choices
        or not isinstance(field, models.CharField | models.TextField)
        or _NOT_TELLING.search(field.name)
    ):
        return False
    return bool(_TELLING.search(field.name) or _TELLING_LABEL.search(str(field.verbose_name)))


def _links(register: type[Register]) -> Findings:
    """E023: what a link leads to is found by typing, for no form offers a table's rows in a list."""
    known = {Organization, *(each.model for each in registry.every() if each.search), *_reached(register)}
    chosen = {path for each in register.sections.values() for path in each} | {*register.filters}
    for path in sorted(chosen - {*register.fixed}):
        field = _field(register, path)
        if field.is_relation and field.editable and field.related_model not in known:
            yield _error(
                register,
                23,
                f"{path!r} leads to {field.related_model.__name__}, which nothing finds by typing",
                "Let a register of that model have `search`, or take the link out of sections and filters.",
            )


def _kept(register: type[Register]) -> Findings:
    """E024: a register with rows of persons says what of them stays when somebody wishes to be erased."""
    points = any(
        isinstance(each, models.ForeignKey) and each.remote_field.model is Person
        for each in register.model._meta.concrete_fields
    )
    if points and register.must_keep is None:
        yield _error(
            register,
            24,
            "its rows point to persons, and nothing says which of them the law wants kept",
            "must_keep: a function from persons to what is kept of their rows, with the ground; none means that all may go.",
        )


def _placed(register: type[Register]) -> Findings:
    """E025: whoever adds a record can say of which unit it is."""
    told = {path for each in register.sections.values() for path in each} - {*register.fixed}
    if not register.can_be_added or "organization" in told:
        return
    if not register.lies_with:
        yield _error(
            register,
            25,
            "nobody can say of which unit a new record is",
            "Name 'organization' in a section, or in `lies_with` the link to the record whose unit it shares.",
        )
    elif register.lies_with not in told or not _is_record(_field(register, register.lies_with)):
        yield _error(
            register,
            25,
            f"{register.lies_with!r} leads to no record that is named in the form and has a unit",
            "Name a link to another register's record that stands in a section.",
        )


def _is_record(field: Any) -> bool:
    return field.is_relation and issubclass(field.related_model, Record)


def _reached(register: type[Register]) -> set[type]:
    return {Person} | ({register.model} if register.search else set())


def _counts(register: type[Register]) -> Findings:
    """E030–E031: what is posted to the ledger says what it counts."""
    codes: set[str] = set()
    for count in register.counts:
        if not count.unit or not count.measure or count.kind not in LEDGER_KINDS:
            yield _error(
                register,
                30,
                f"the count {count.code!r} does not say what it counts",
                "It has a measure, a unit (人, 人次, 个, 元) and a kind: flow, balance or level.",
            )
        if count.code in codes:
            yield _error(register, 31, f"two counts are called {count.code!r}", "One word, one count.")
        codes.add(count.code)


def _flow(register: type[Register]) -> Findings:
    """E032: moves lead from states to states."""
    flow = register.flow
    if flow is None:
        return
    states = {str(value) for value in columns.column(register, flow.field).choices}
    codes = [each.code for each in flow.moves]
    for move in flow.moves:
        for state in {*move.sources, move.target} - states:
            yield _error(
                register,
                32,
                f"the move {move.code!r} knows a state {state!r} that there is none of",
                "See choices.",
            )
    for code in {each for each in codes if codes.count(each) > 1}:
        yield _error(register, 32, f"two moves are called {code!r}", "One word, one move.")
    for state, clock in flow.clocks.items():
        if clock.then and (clock.then not in codes or state not in flow.move(clock.then).sources):
            yield _error(
                register,
                32,
                f"the clock of {state!r} makes {clock.then!r}, which is no move from there",
                "Name another.",
            )


def _field(register: type[Register], path: str) -> Any:
    return columns.field_at(register.model, path)


def _owner(register: type[Register], path: str) -> tuple[type[models.Model], str]:
    """Return the model that holds the last field of a path, and the field's name."""
    field = _field(register, path)
    return (field.model if "__" in path else register.model), field.name


_CHECKS: Sequence[Callable[[type[Register]], Findings]] = (
    _filters,
    _search,
    _order,
    _keys,
    _masks,
    _links,
    _kept,
    _placed,
    _counts,
    _flow,
)
