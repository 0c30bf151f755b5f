"""Taking back what a sheet did to members: new memberships are voided, changed ones get their earlier values again.

So do the persons, where nobody has changed them since; persons whom the sheet brought and nothing else uses are erased.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from django.db.models import F

from yunjiang.persons import forgetting
from yunjiang.persons.models import Person
from yunjiang.registers.kit import contents, following
from yunjiang.registers.kit.intake import local
from yunjiang.registers.kit.intake.committing import request_of
from yunjiang.registers.kit.intake.staged import MET, Work
from yunjiang.registers.kit.models import ChangeSet, Deed, Difference

from . import course, rewriting
from .differing import WRITTEN, field_of, kind_of
from .models import ChangeReason, Membership, MembershipEventKind, Quality

_AT_ONCE = 2_000
Earlier = Mapping[int, Mapping[str, Any]]  # what was replaced, by membership


def undo(written: pl.DataFrame, work: Work) -> Sequence[int]:
    """Take back what a batch wrote (record, revision, replaced) and return the records left alone: changed since."""
    left: list[int] = []
    rows = written.select("record", "revision", "replaced").rows()
    for first in range(0, len(rows), _AT_ONCE):
        part = {record: (revision, replaced) for record, revision, replaced in rows[first : first + _AT_ONCE]}
        left += _undo_part(part, work)
    return left


def _undo_part(part: Mapping[int, tuple[int, str]], work: Work) -> list[int]:
    rows = Membership.objects.select_for_update(of=("self",)).filter(pk__in=part).order_by("pk")
    held = {each.pk: each for each in rows if each.revision == part[each.pk][0]}
    earlier = {pk: {"membership": {}} | (json.loads(part[pk][1]) if part[pk][1] else {}) for pk in held}
    for number in _taken_elsewhere(held, earlier):
        del held[number], earlier[number]
    brought = [pk for pk in held if part[pk][0] == 1]
    changed = [pk for pk in held if part[pk][0] != 1]
    _void(brought, work)
    _restore({pk: held[pk] for pk in changed}, earlier, work)
    _write_down(held, brought, earlier, work)
    local.give_back({pk: each["extra"] for pk, each in earlier.items() if "extra" in each}, work)
    _restore_persons(held, earlier, work)
    _forget_persons([held[pk] for pk in brought], work)
    return [pk for pk in part if pk not in held]


def _taken_elsewhere(held: Mapping[int, Membership], earlier: Earlier) -> list[int]:
    """Return the memberships that cannot stand again, because the person has become a member elsewhere since."""
    back = {
        person: pk
        for pk, each in earlier.items()
        if (person := each.get("membership", {}).get("current_person")) is not None
    }
    now = Membership.objects.filter(current_person__in=back).exclude(pk__in=held)
    return [back[person] for person in now.values_list("current_person", flat=True)]


def _void(brought: Sequence[int], work: Work) -> None:
    rows = Membership.objects.filter(pk__in=brought)
    rows.filter(qualified_from__gte=work.day).update(qualified_from=None, qualified_until=None)
    rows.filter(qualified_until__gt=work.day).update(qualified_until=work.day)
    rows.update(
        voided_at=work.moment,
        changed_at=work.moment,
        current_person=None,
        quality=Quality.NONE,
        revision=F("revision") + 1,
    )


def _restore(changed: Mapping[int, Membership], earlier: Earlier, work: Work) -> None:
    made = []
    for pk, membership in changed.items():
        now = {name: _now(membership, name) for name in WRITTEN}
        values = now | {
            name: _typed(Membership, name, value)
            for name, value in earlier[pk]["membership"].items()
            if name in WRITTEN
        }
        until = values["qualified_until"]
        if values["quality"] == Quality.QUALIFIED and (until is None or until <= work.day):
            values["quality"] = Quality.STALE.value  # it lapsed while the sheet stood
        made.append(
            {MET: pk}
            | {f"m {name}": rewriting.kept(name, value) for name, value in now.items()}
            | {f"a {name}": rewriting.kept(name, value) for name, value in values.items()}
        )
    if made:
        kinds = {name: kind_of(field_of(Membership, name)) for name in WRITTEN}
        schema = {MET: pl.Int64} | {f"{when} {name}": kind for when in "ma" for name, kind in kinds.items()}
        rewriting.write(pl.DataFrame(made, schema=schema), work)


def _write_down(held: Mapping[int, Membership], brought: Sequence[int], earlier: Earlier, work: Work) -> None:
    if not held:
        return
    change_set = ChangeSet.objects.create(
        register=work.register.code,
        deed=Deed.UNDO,
        by=work.by,
        reason=work.reason,
        request_id=request_of(work.batch),
        batch=work.batch,
        record_count=len(held),
    )
    voided = {"voided_at": contents.plain(work.register, "voided_at", work.moment)}
    new = set(brought)
    made = []
    for pk, membership in held.items():
        before: dict[str, Any] = {"voided_at": None}
        after: Mapping[str, Any] = voided
        if pk not in new:
            after = {name: rewriting.shown(name, value) for name, value in earlier[pk]["membership"].items()}
            before = {name: rewriting.shown(name, _now(membership, name)) for name in after}
            extra = earlier[pk].get("extra", membership.extra)
            keys = local.differing(membership.extra, extra)
            before, after = before | local.flat(membership.extra, keys), {**after, **local.flat(extra, keys)}
        made.append(
            Difference(
                change_set=change_set,
                register=work.register.code,
                record=pk,
                revision=membership.revision + 1,
                before=contents.text(before),
                after=contents.text(after),
            )
        )
    Difference.objects.bulk_create(made, batch_size=1_000)
    course.insert(
        pl.DataFrame({"membership_id": list(held)}).with_columns(
            pl.lit(MembershipEventKind.CORRECTED.value).alias("kind"),
            pl.lit(work.day).alias("happened_on"),
            pl.lit(None, pl.Int64).alias("source_id"),
            pl.lit(None, pl.Int64).alias("target_id"),
            pl.lit(ChangeReason.TAKEN_BACK.value).alias("reason"),
        ),
        work,
    )


def _restore_persons(held: Mapping[int, Membership], earlier: Earlier, work: Work) -> None:
    """Give persons back what the sheet replaced; whoever was changed by others since stays as he is, and his rows with him."""
    wanted = {held[pk].person_id: dict(each["person"]) for pk, each in earlier.items() if each.get("person")}
    restored, names = [], set()
    since = []
    for person in Person.objects.select_for_update().filter(pk__in=wanted).order_by("pk"):
        values = wanted[person.pk]
        if person.revision != values.pop("revision", person.revision) or person.erased_at is not None:
            since.append(person.pk)
            continue
        for name, value in values.items():
            setattr(person, name, _typed(Person, name, value))
        person.revision += 1
        person.changed_at = work.moment
        names |= set(values)
        restored.append(person)
    if restored:
        Person.objects.bulk_update(restored, [*sorted(names), "revision", "changed_at"], batch_size=200)
        following.follow([each.pk for each in restored], work.by, but=work.register)
    following.follow(since, work.by)


def _forget_persons(brought: Sequence[Membership], work: Work) -> None:
    """Erase the persons who came into being with these memberships, in the same moment, and are known nowhere else."""
    moments = dict(
        Person.objects.filter(pk__in=[each.person_id for each in brought]).values_list("pk", "created_at")
    )
    came = {each.person_id: each.pk for each in brought if moments[each.person_id] == each.created_at}
    besides = {Membership._meta.label: list(came.values())}
    forgetting.forget(list(came), besides=besides, why=work.batch.file_name, by=work.by)


def _now(membership: Membership, name: str) -> Any:
    return getattr(membership, field_of(Membership, name).attname)


def _typed(model: type[Membership] | type[Person], name: str, value: Any) -> Any:
    field = field_of(model, name)
    if value is None:
        return None if field.null else field.get_default()
    if isinstance(value, dict) and set(value) == {"base64"}:
        return base64.b64decode(value["base64"])
    if field.is_relation or name in ("phases", "unread", "qualified_before"):
        return value
    return field.to_python(value)
