"""What was done to a record: its differences grouped by request, the state it was in then, and all that one request touched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Sum

from yunjiang.access.models import User

from . import contents, registry
from .declaration import Register
from .models import ChangeSet, Deed, Difference, Record
from .refusals import UnknownRegister
from .writing_refusals import NotThereYet

MOST = 200  # differences of one record that are read at once
TOGETHER = 1_000  # of one request
_ABOUT = ("change_set__by", "change_set__batch", "change_set__change_request__decided_by")


@dataclass(frozen=True)
class FieldChange:
    """One field that changed, as people read it; masks where the field is masked."""

    path: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeShown:
    """What one request, or one act outside of requests, did to one record."""

    register: str
    record: int
    at: datetime
    by: User | None
    deeds: tuple[str, ...]  # what people call them
    reason: str
    request_id: str
    revision: int
    change_sets: tuple[ChangeSet, ...]
    fields: tuple[FieldChange, ...]

    @property
    def is_new(self) -> bool:
        """Say whether the record came into being by it."""
        return (
            any(each.deed in (Deed.CREATE, Deed.INTAKE) for each in self.change_sets) and self.revision == 1
        )


@dataclass(frozen=True)
class Leaf:
    """A part of a record's history; `further` is the number from which the next part goes on, 0 at the end."""

    acts: list[ChangeShown]
    further: int = 0


def leaf(register: type[Register], record: Record, before: int = 0, size: int = MOST) -> Leaf:
    """Return a part of what was done to a record, the newest first, grouped by request.

    `before` is the `further` of the part above it, 0 for the newest. What one request did is never parted.
    """
    rows = Difference.objects.filter(register=register.code, record=record.pk)
    if before:
        rows = rows.filter(pk__lt=before)
    newest = rows.select_related(*_ABOUT).order_by("-id")
    shown = list(newest[: size + 1])
    if len(shown) <= size:
        return Leaf(_shown(register, shown))
    shown.pop()
    last = shown[-1]
    number = last.change_set.request_id
    if number:
        shown += newest.filter(pk__lt=last.pk, change_set__request_id=number)[:TOGETHER]
    return Leaf(_shown(register, shown), shown[-1].pk)


def differences(register: type[Register], record: Record) -> list[ChangeShown]:
    """Return the newest of what was done to a record, grouped by request."""
    return leaf(register, record).acts


def touched_by(request_id: str) -> list[ChangeShown]:
    """Return everything that one request did, to whichever records; the reader filters what he may not see."""
    if not request_id:
        return []
    rows = Difference.objects.filter(change_set__request_id=request_id)
    by_register: dict[str, list[Difference]] = {}
    for each in rows.select_related(*_ABOUT).order_by("-id")[:MOST]:
        by_register.setdefault(each.register, []).append(each)
    found: list[ChangeShown] = []
    for code, differing in by_register.items():
        try:
            found += _shown(registry.of(code), sorted(differing, key=lambda each: (each.record, -each.pk)))
        except UnknownRegister:  # a register that the site no longer keeps
            continue
    return found


def with_others(acts: Sequence[ChangeShown]) -> set[str]:
    """Return by which of these acts, named by their requests, other records were written besides."""
    own = {each.request_id: len(each.change_sets) for each in acts if each.request_id}
    written = ChangeSet.objects.filter(request_id__in=list(own)).order_by().values_list("request_id")
    counts = dict(written.annotate(count=Sum("record_count")))
    return {request for request, count in counts.items() if count > own[request]}


def as_of(register: type[Register], record: Record, moment: datetime) -> Mapping[str, Any]:
    """Return what a record said at a moment by path, typed; masks where a field is masked.

    Its present state with all later differences undone. Of an object behind a link (`person__name`) only what was changed through
    this record is among it; `looking_back` knows the rest. Raises NotThereYet for a moment before the record was added.
    """
    state = contents.masks(register, record)
    state["revision"] = record.revision
    later = (
        Difference.objects.filter(register=register.code, record=record.pk, change_set__at__gt=moment)
        .order_by("-id")
        .values_list("before", "after", "revision")
    )
    for before, after, revision in later:
        undone, done = contents.read(before), contents.read(after)
        if revision == 1 and not undone:
            raise NotThereYet(str(register.name), moment)
        for path in done.keys() - undone.keys():
            state.pop(path, None)
        state |= undone
        state["revision"] = revision - 1
    return {path: contents.typed(register, path, value) for path, value in state.items()}


def _shown(register: type[Register], rows: Sequence[Difference]) -> list[ChangeShown]:
    told = [(each, contents.read(each.before), contents.read(each.after)) for each in rows]
    names = contents.names(
        register, ((path, value) for _row, *both in told for side in both for path, value in side.items())
    )
    labels: dict[str, str] = {}
    groups: list[list[tuple[Difference, dict[str, Any], dict[str, Any]]]] = []
    for one in told:
        last = groups[-1][0][0] if groups else None
        number = one[0].change_set.request_id
        same = last is not None and number and last.change_set.request_id == number
        if last is not None and same and last.record == one[0].record:
            groups[-1].append(one)
        else:
            groups.append([one])
    return [_group(register, group, names, labels) for group in groups]


def _group(
    register: type[Register],
    group: Sequence[tuple[Difference, dict[str, Any], dict[str, Any]]],
    names: Mapping[tuple[str, Any], str],
    labels: dict[str, str],
) -> ChangeShown:
    """Put what one request did together: from before its first act to after its last. The group has its newest first."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for _row, was, is_now in reversed(group):
        for path in {*was, *is_now}:
            before.setdefault(path, was.get(path))
            after[path] = is_now.get(path)
    newest = group[0][0]
    sets = list(dict.fromkeys(row.change_set for row, _was, _now in group))
    fields = [
        FieldChange(
            path,
            labels.setdefault(path, contents.label(register, path)),
            contents.shown(register, path, before[path], names),
            contents.shown(register, path, after[path], names),
        )
        for path in _in_order(register, after)
    ]
    return ChangeShown(
        register.code,
        newest.record,
        newest.change_set.at,
        newest.change_set.by,
        tuple(dict.fromkeys(str(Deed(each.deed).label) for each in reversed(sets))),
        next((each.reason for each in reversed(sets) if each.reason), ""),
        newest.change_set.request_id,
        newest.revision,
        tuple(sets),
        tuple(fields),
    )


def _in_order(register: type[Register], paths: Iterable[str]) -> list[str]:
    """Return paths in the order of the form, what is not in it at the end."""
    listed = {path: place for place, path in enumerate(p for s in register.sections.values() for p in s)}
    return sorted(paths, key=lambda path: (listed.get(path, len(listed)), path))
