"""`Register`: what a register adds to its models, said once. All else follows from it and from the models' own fields.

Labels, help texts, choices and validators stand at the model's fields. Paths are Django's: `person__name`. System checks
(`checks.py`) refuse a declaration that would be slow or unsafe.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

from yunjiang.access.models import User
from yunjiang.access.permission import Act, Classification

if TYPE_CHECKING:
    from yunjiang.ledger.records import Line
    from yunjiang.persons.rights import Kept

    from .flows import Flow
    from .models import Record


@dataclass(frozen=True)
class Mask:
    """How a column is hidden from those who may not read it whole, and for which purposes it is shown after all.

    `column` names a stored mask beside a sealed field; otherwise `hide` makes one from the value.
    """

    hide: Callable[[str], str] | None = None
    column: str = ""
    classification: Classification = Classification.IMPORTANT
    purposes: Sequence[str] = ()  # codes of `persons.purposes`; empty: any of them
    reveal: Callable[[Any], str] | None = (
        None  # from what is stored (bytes of a sealed field) to the whole text; None: it is stored as it is
    )


@dataclass(frozen=True)
class Search:
    """One way of finding records by what somebody typed: `path` is a field, or a field with `__startswith`; it is indexed.

    `read` turns what was typed into what is stored (a keyed digest of an identity number), or into None where it cannot be such
    a thing. `is_identifying`: finding somebody so is recorded in the trail.
    """

    path: str
    read: Callable[[str], Any] | None = None
    is_identifying: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a row is not counted, the first that holds; `holds` is a condition on the register's rows."""

    code: str
    name: str | Promise
    holds: Q


@dataclass(frozen=True)
class Count:
    """From rows to one measure of the ledger: which rows are not counted and why, and the lines of those that are.

    `needs` names the columns that `lines` gets, by path, so that a million rows are read without a million objects. `lines` is a
    plain function of such a row (`Row`: attributes by path with `__` kept) and returns ledger lines.
    """

    code: str  # of the count, within the register
    name: str | Promise
    measure: str  # code of the ledger's measure
    unit: str
    kind: str  # flow, balance or level
    needs: Sequence[str]
    lines: Callable[[Any], Sequence["Line"]]
    not_counted: Sequence[Reason] = ()
    counts_persons: bool = False
    scale: int = 0
    dimensions: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict
    )  # code → values with their names
    dimension_names: Mapping[str, str | Promise] = field(
        default_factory=dict
    )  # of those that are called otherwise than any field
    definition: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a sheet that comes in: `path` is where it goes, `names` under which headings it comes.

    What is written is understood by the model's field at `path`; `parse` does it instead, once for each different text, and
    raises ValueError with a sentence; a text of no list that the register keeps it returns behind `parsing.UNLISTED`, and that is
    told and holds nothing up. In a code's column a cell typed as a number is refused: digits of it may be lost.
    """

    path: str
    names: Sequence[str]
    is_required: bool = False
    values: Mapping[str, str] = field(
        default_factory=dict
    )  # what is written → what is stored, beside the choices
    parse: Callable[[str], Any] | None = None
    is_code: bool | None = None  # None: where the column is part of the natural key


@dataclass(frozen=True)
class Intake:
    """How sheets come in: which columns, which row they meet, and what else is checked.

    The functions get a Polars frame of a part of the sheet (`intake.staged` says which columns it has) and, but for rules, the
    `staged.Work` that is being done. A register whose records lie in one table needs none of them.
    """

    columns: Sequence[Column]
    rules: Sequence[Callable[..., Any]] = ()  # rows → frame of (row, column, code, text): what is wrong
    # rows, work → rows with what they say in themselves, whatever is on record: keyed digests, say. Kept until the commit.
    understand: Callable[..., Any] | None = None
    prepare: Callable[..., Any] | None = None  # rows, work → rows with what is on record of them
    key: Sequence[str] = ()  # columns by which two rows of a sheet are the same; none: the natural key
    meet: Callable[..., Any] | None = None  # rows, work → frame of (row, met, met path, met voided)
    candidates: Callable[..., Any] | None = (
        None  # new rows, work → frame of (row, text): possibly there already
    )
    # Sound rows, work → frame like that of a rule: what a sheet says otherwise than is on record, and does not change.
    otherwise: Callable[..., Any] | None = None
    apply: Callable[..., Any] | None = (
        None  # sound rows, work → staged.Applied; writes unless it is a rehearsal
    )
    # Frame of (record, revision, replaced), work → records left alone; local columns are under `extra` (`intake.local`).
    undo: Callable[..., Any] | None = None
    sheet_name: str | Promise = ""


@dataclass(frozen=True)
class Changed:
    """What an owner wrote: the object as it is now, and only what differs, plain and masked as history may keep it."""

    instance: models.Model
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Noted:
    """What a history noted of an object at a moment: earlier and new values by field, plain, masks where they are sealed."""

    at: datetime
    before: Mapping[str, Any]
    after: Mapping[str, Any]


class Owner(Protocol):
    """Who writes a related object that a record's form edits as well, such as the person of a membership.

    `title` is the field that names the object. Values come by the object's own field names, only those that somebody filled in.
    `write` runs in the record's transaction, locks what it changes, and raises `writing_refusals.RecordRefused` where it learns
    only then that something is wrong.
    """

    title: ClassVar[str]

    def check(self, values: Mapping[str, Any]) -> Mapping[str, str]:
        """Return what is wrong, as sentences by field."""
        ...

    def write(self, instance: Any, values: Mapping[str, Any], by: User | None) -> Changed:
        """Write the values to the object, or to a new one (or one found by what identifies it) where there is none."""
        ...

    def then(self, instance: Any, moment: datetime, noted: Sequence[Noted]) -> Any:
        """Return a copy of the object as it was at a moment, unsaved; `noted` is what histories of records know since."""
        ...

    def page(self, instance: Any, user: User) -> str:
        """Return the name of the address of the object's own page, if this person may open it; it takes the number."""
        ...


@dataclass(frozen=True)
class Tab:
    """One more tab of a record's page: `rows` returns what `template` of the register draws."""

    code: str
    name: str | Promise
    template: str
    context: Callable[[Any, Any], Mapping[str, Any]]  # record, user → what the template gets
    act: Act = Act.SEE_RECORDS


@dataclass(frozen=True)
class Banner:
    """What stands above every page of a record while there is something to say: what is under way with it, and where."""

    template: str
    context: Callable[
        [Any, Any], Mapping[str, Any] | None
    ]  # record, user → what the template gets; None: nothing


# What a register's own functions look like; protocols, because a type checker takes a callable of a class for a method.
class Derive(Protocol):
    """Fill in the fields of a record that follow from others, before it is checked and compared."""

    def __call__(self, record: Any, /) -> None: ...


class Validate(Protocol):
    """Return what is wrong with a record as it is wanted, as sentences by path; an empty path means the record as a whole."""

    def __call__(self, record: Any, by: Any, /) -> Mapping[str, str]: ...


class AfterSave(Protocol):
    """Do what follows from a write to a record, in the same transaction."""

    def __call__(self, record: Any, change_set: Any, /) -> None: ...


class AfterAct(Protocol):
    """Do what follows from an act for all records (their numbers) that it wrote: once, at its end, in its transaction."""

    def __call__(self, records: Sequence[int], by: User | None, /) -> None: ...


class FollowPerson(Protocol):
    """Return the values that a record takes on because its person was changed; what is derived follows. None: nothing does."""

    def __call__(self, record: Any, /) -> Mapping[str, Any] | None: ...


class MustKeep(Protocol):
    """Return what of these persons' rows must be kept although they wish to be erased, each with the ground; pure reading."""

    def __call__(self, persons: Sequence[int], /) -> Sequence["Kept"]: ...


class AfterNotice(Protocol):
    """Do what follows when a public notice has ended, in the same transaction; `by` None is the night."""

    def __call__(self, record: Any, notice: Any, by: Any, /) -> None: ...


class Register:
    """One line of business. Subclass it in the `register.py` of a register's folder; it is never instantiated."""

    code: ClassVar[str]  # the word in addresses, sources and the trail; never changes
    name: ClassVar[str | Promise]
    model: ClassVar[type["Record"]]
    icon: ClassVar[str] = ""
    about: ClassVar[str | Promise] = ""  # one sentence on what is kept here

    columns: ClassVar[Sequence[str]]  # of the list, as it comes
    more_columns: ClassVar[Sequence[str]] = ()  # of the list, where chosen
    filters: ClassVar[Sequence[str]] = ()  # each must be indexed
    labels: ClassVar[Mapping[str, str | Promise]] = {}  # by path, where the field's own name would mislead
    search: ClassVar[
        Sequence[str | Search]
    ] = ()  # number, name__startswith, Search("person__identity_key", …)
    order: ClassVar[Sequence[str]] = (
        "path",
        "pk",
    )  # the keyset of the list; the last is unique, none is null
    title: ClassVar[str] = ""  # the path that names a record; empty: str(record)
    natural_key: ClassVar[Sequence[str]] = ()  # by which a sheet's row meets a record; unique in the database
    sections: ClassVar[Mapping[str | Promise, Sequence[str]]]  # of form and detail
    related: ClassVar[Sequence[str]] = ()  # select_related for lists
    masked: ClassVar[Mapping[str, Mask]] = {}
    copied: ClassVar[
        Mapping[str, str]
    ] = {}  # field → path behind a link to a person, which it repeats so that an index of this table can hold it
    guarded: ClassVar[Sequence[str]] = ()  # changed only by request and a second person's approval
    fixed: ClassVar[Sequence[str]] = ()  # set by the register's logic, never by a form or a sheet
    elsewhere: ClassVar[Sequence[str]] = ()  # links to units that the person need not keep: where one is sent
    lies_with: ClassVar[str] = (
        ""  # the link to the record whose unit a new record's is, where no unit is named
    )
    owned: ClassVar[
        Mapping[str, Owner]
    ] = {}  # link → who writes the object behind it: paths such as person__name
    flow: ClassVar["Flow | None"] = None
    dated: ClassVar[tuple[str, str] | None] = None  # fields of the first day and of the day after the last
    notice_days: ClassVar[int] = 0  # working days of public notice; 0: none
    intake: ClassVar[Intake | None] = None
    tabs: ClassVar[Sequence[Tab]] = ()
    banner: ClassVar[Banner | None] = None
    counts: ClassVar[Sequence[Count]] = ()
    is_large: ClassVar[bool] = False  # may have millions of rows: stricter checks
    can_be_added: ClassVar[bool] = True  # by the form; False where the register's logic makes its records
    reads: ClassVar[Act] = Act.SEE_RECORDS
    keeps: ClassVar[Act] = Act.KEEP_RECORDS
    approves: ClassVar[Act] = Act.CHECK_RECORDS
    derive: ClassVar[Derive | None] = None
    validate: ClassVar[Validate | None] = None
    after_save: ClassVar[AfterSave | None] = None
    after_act: ClassVar[AfterAct | None] = None
    after_notice: ClassVar[AfterNotice | None] = None
    follow_person: ClassVar[FollowPerson | None] = None
    must_keep: ClassVar[MustKeep | None] = None  # asked of every register whose rows point to persons
