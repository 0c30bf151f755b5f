"""Taking back what a sheet did to members: new memberships are voided, changed ones get their earlier values again."""

import json
from collections.abc import Sequence

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.persons.models import Person
from yunjiang.registers.kit import effects
from yunjiang.registers.kit.intake.staged import Work
from yunjiang.registers.kit.models import Deed

from . import course
from .differing import WRITTEN, field_of
from .models import ChangeReason, Membership, MembershipEventKind

_AT_ONCE = 2_000


def undo(written: pl.DataFrame, work: Work) -> Sequence[int]:
    """Take back what a batch wrote (record, revision, replaced) and return the records left alone: changed since.

    Persons stay: other registers may know them by now. An event says in the log that it was taken back.
    """
    left: list[int] = []
    rows = written.select("record", "revision", "replaced").rows()
    for first in range(0, len(rows), _AT_ONCE):
        part = {record: (revision, replaced) for record, revision, replaced in rows[first : first + _AT_ONCE]}
        held = (
            Membership.objects.select_for_update(of=("self",))
            .select_related("person", "organization")
            .in_bulk(list(part))
        )
        for record, (revision, replaced) in part.items():
            membership = held[record]
            if membership.revision != revision:
                left.append(record)
                continue
            _one(membership, json.loads(replaced) if replaced else None, work)
    return left


def _one(membership: Membership, earlier: dict[str, dict[str, object]] | None, work: Work) -> None:
    register, because = work.register, gettext("Import taken back")
    if earlier is None:
        values: dict[str, object] = {"voided_at": timezone.now()}
    else:
        values = {
            name: _typed(name, value) for name, value in earlier["membership"].items() if name in WRITTEN
        }
        if earlier["person"]:
            person = Person.objects.select_for_update().get(pk=membership.person_id)
            for name, value in earlier["person"].items():
                field = field_of(Person, name)
                nothing = None if field.null else field.get_default()
                setattr(person, name, nothing if value is None else field.to_python(value))
            person.revision += 1
            person.changed_at = work.moment
            person.save()
            membership.person = person
    effects.change(register, membership, values, by=work.by, because=because, deed=Deed.UNDO)
    course.happened(
        membership,
        MembershipEventKind.CORRECTED,
        work.day,
        change_set=None,
        reason=ChangeReason.TAKEN_BACK,
        note=work.batch.file_name,
    )


def _typed(name: str, value: object) -> object:
    field = field_of(Membership, name)
    if field.is_relation or name in ("phases", "unread", "qualified_before"):
        return value
    return field.to_python(value)
