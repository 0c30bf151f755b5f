"""What registers do when a person's record is changed, here or elsewhere: rows that say something of the person follow at once.

Who comes in through a form is compared with whoever may be the same, as who comes in a sheet is; a row's derived fields are
derived anew; and what the row counts is posted anew where it depends on the person. All in the transaction of the change.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from yunjiang.access.models import User
from yunjiang.background.progress import Progress
from yunjiang.persons import likeness, moving
from yunjiang.persons.likeness import Sought

from . import registry, undertaking
from .declaration import Register
from .models import Deed
from .putting import hold, put
from .taking import LOGIC
from .undertaking import Touched, undertaken

_AT_ONCE = 900
_SOUGHT_AT_ONCE = 5_000


def changed(persons: Collection[int], by: User | None) -> None:
    """Let the rows of persons follow: at the end of the write that is going on, or now."""
    if not undertaking.gather(_in_a_write, persons):
        follow(persons, by)


def follow(persons: Collection[int], by: User | None, but: type[Register] | None = None) -> int:
    """Let the rows of persons in all registers, but for one that has done it itself, follow; return how many changed."""
    return sum(_follow(*each, persons, by) for each in with_persons() if each[0] is not but)


def with_persons() -> Iterator[tuple[type[Register], list[str]]]:
    """Yield the registers whose rows point to persons, with the fields that do."""
    fields = dict(moving.links())
    for register in registry.every():
        if register.model in fields:
            yield register, fields[register.model]


def perform(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Compare everybody on record without an identity number with the namesakes in the same unit; the nightly work.

    Who came by a form was compared then; this finds those beside whom a namesake came in a sheet.
    """
    noted = 0
    for register, fields in with_persons():
        for name in fields:
            rows = register.model._base_manager.filter(
                voided_at=None,
                **{
                    f"{name}__identity_key": None,
                    f"{name}__merged_into": None,
                    f"{name}__erased_at": None,
                },
            )
            noted += _compare(rows, name)
    return {"noted": noted}


def _in_a_write(persons: Collection[int], touched: Touched, by: User | None) -> None:
    for register, fields in with_persons():
        written = touched.get(register, {})
        for record in list(written.values()):
            for name in fields:
                if record.voided_at is None and getattr(record, f"{name}_id") in persons:
                    likeness.note(getattr(record, name), record.path, record.organization_id)
    follow(persons, by)


def _follow(register: type[Register], fields: list[str], persons: Collection[int], by: User | None) -> int:
    counts_on = any(
        need.startswith(f"{name}__") for count in register.counts for need in count.needs for name in fields
    )
    if register.follow_person is None and not counts_on:
        return 0
    rows = list(_rows_of(register, fields, persons))
    if not rows:
        return 0
    changed_count = 0
    with undertaken("registers.change", register, by=by) as act:
        for row in rows:
            changed_count += _follow_one(register, row.pk, by)
        undertaking.touched(register, {row.pk: row for row in rows})
        act.learned(rows=len(rows), changed=changed_count)
        if not changed_count:
            act.changed_nothing()
    return changed_count


def _follow_one(register: type[Register], number: int, by: User | None) -> bool:
    if register.follow_person is None:
        return False
    held = hold(register, number)
    values = register.follow_person(held)
    if values is None:
        return False
    because = gettext("The person's record was changed")
    done = put(
        register,
        held,
        values,
        by=by,
        deed=Deed.EFFECT,
        reason=because,
        permits=LOGIC,
        is_checked=False,
    )
    return done.change_set is not None


def _rows_of(register: type[Register], fields: list[str], persons: Collection[int]) -> Iterator[Any]:
    wanted = sorted(persons)
    for first in range(0, len(wanted), _AT_ONCE):
        part = wanted[first : first + _AT_ONCE]
        of_them = Q()
        for name in fields:
            of_them |= Q(**{f"{name}__in": part})
        yield from register.model._base_manager.filter(of_them, voided_at=None).order_by("pk")


def _compare(rows: QuerySet[Any], name: str) -> int:
    """Put on the desk who is alike of the persons behind a link of these rows; return how many pairs."""
    noted, last = 0, 0
    columns = (name, f"{name}__name", f"{name}__birth_on", f"{name}__phone_key", "organization", "path")
    while part := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", *columns)[:_SOUGHT_AT_ONCE]):
        last = part[-1][0]
        place = {row[1]: row[6] for row in part}
        sought = [
            Sought(person, known_as, birth_on, bytes(phone) if phone else None, organization=unit)
            for _pk, person, known_as, birth_on, phone, unit, _path in part
        ]
        pairs: dict[str, list[Any]] = {}
        for each in likeness.alike(sought):
            if each.row != each.person:
                pairs.setdefault(place[each.row], []).append((each.row, each.person, each.likeness))
        for path, found in pairs.items():
            noted += likeness.note_pairs(found, path)
    return noted
