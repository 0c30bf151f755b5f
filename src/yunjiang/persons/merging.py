"""Two records become one person: everything attached moves, nothing is deleted, and it can be taken back.

The record that goes keeps its row, points to the one that stays, and is found no more; its number leads to the one that stays.
People decide, field by field which side survives; the machine only offers (`likeness`).
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.access.trail import Deed
from yunjiang.standards import code_tables

from . import followers, images, moving
from .models import Candidate, CandidateState, IdentityKind, Merge, Person, Sex
from .refusals import AlreadyMerged, AlreadyUndone, ChangedSince, ReasonMissing, SamePerson
from .writing import spell

SURVIVORS = (
    "name", "identity", "sex", "birth_on", "phone", "ethnic_group", "education", "political_status", "skill_level",
    "household_kind", "household_place", "native_place", "is_migrant_worker", "confirmed_on",
)  # fmt: skip
_COLUMNS = {
    "identity": ("identity", "identity_key", "identity_mask", "identity_kind"),
    "phone": ("phone", "phone_key", "phone_mask"),
}
_FROM_NUMBER = frozenset({"birth_on", "sex"})
_TELLING = (IdentityKind.RESIDENT, IdentityKind.RESIDENCE_PERMIT, IdentityKind.FOREIGN_PERMANENT)


@dataclass(frozen=True)
class Choice:
    """One field of both records, as people read it; `suggested` says whether the side that goes should survive."""

    field: str
    label: str
    kept: str
    merged: str
    differs: bool
    suggested: bool


def side_by_side(kept: Person, merged: Person) -> list[Choice]:
    """Return both records field by field, numbers as masks; what only the one that goes has is suggested to survive."""
    choices = []
    for name in SURVIVORS:
        mine, other = _shown(kept, name), _shown(merged, name)
        differs = _value(kept, name) != _value(merged, name)
        label = _label(name)
        choices.append(Choice(name, label, mine, other, differs, differs and not mine and bool(other)))
    return choices


def conflicts(kept: Person, merged: Person) -> list[str]:
    """Return what a merge would have to settle, as sentences of the rooms concerned."""
    return [sentence for each in followers.every() for sentence in each.conflicts(kept, merged)]


def merge(
    kept: Person, merged: Person, *, by: User | None, reason: str, chosen: Collection[str] = ()
) -> Merge:
    """Merge one record into another; `chosen` names the fields whose value survives from the one that goes.

    Birth and sex go with an identity number that tells them. One transaction. Raises SamePerson, AlreadyMerged, ReasonMissing,
    MergeBlocked, and what followers refuse.
    """
    with trail.recording(
        "persons.merge",
        subject=f"person:{kept.pk}",
        facts={"merged": f"person:{merged.pk}", "chosen": sorted(chosen), "reason": reason[:400]},
    ) as deed:
        if kept.pk == merged.pk:
            raise SamePerson
        if not reason.strip():
            raise ReasonMissing
        with _locked(kept, merged) as (kept, merged):
            for person in (kept, merged):
                if person.merged_into_id is not None or person.erased_at is not None:
                    raise AlreadyMerged(person.name)
            before = {name: _shown(kept, name) for name in SURVIVORS}
            image = images.Image(images.of(kept), images.of(merged), {}, {})
            image.followers = {each.code: each.before(kept, merged, by) for each in followers.every()}
            image.own, image.moved = moving.pointing_to(kept), moving.pointing_to(merged)
            _move(image.moved, merged, kept, by)
            image.candidates = _redirect(kept, merged, by)
            _survive(kept, merged, _consistent(chosen, kept, merged))
            merged.merged_into = kept
            _save_both(kept, merged)
            image.after = (kept.revision, merged.revision)
            for each in followers.every():
                each.after(kept, merged, by)
            _tell(deed, before, kept, image.moved)
            return Merge.objects.create(
                kept=kept, merged=merged, before=images.sealed(image), reason=reason.strip()[:400], by=by
            )


def undo(merge: Merge, *, by: User | None, reason: str) -> Merge:
    """Take a merge back: both records and all that was attached stand as they stood. Raises AlreadyUndone, ReasonMissing,
    and ChangedSince where something has happened to them meanwhile, which says what.
    """
    with trail.recording(
        "persons.unmerge",
        subject=f"person:{merge.kept_id}",
        facts={"merged": f"person:{merge.merged_id}", "merge": merge.pk, "reason": reason[:400]},
    ) as deed:
        if not reason.strip():
            raise ReasonMissing
        with _locked(merge.kept, merge.merged) as (kept, merged):
            if merge.undoes_id is not None or Merge.objects.filter(undoes=merge).exists():
                raise AlreadyUndone
            image = images.opened(merge.before)
            since = list(_since(image, kept, merged))
            if since:
                raise ChangedSince(since)
            before = {name: _shown(kept, name) for name in SURVIVORS}
            _move(image.moved, kept, merged, by)
            images.restore(kept, image.kept)
            images.restore(merged, image.merged)
            _save_both(kept, merged)
            _restore_candidates(image)
            for each in followers.every():
                if each.code in image.followers:
                    each.undo(image.followers[each.code], kept, merged, by)
                each.after(kept, merged, by)
            _tell(deed, before, kept, image.moved)
            return Merge.objects.create(
                kept=kept, merged=merged, before=b"", reason=reason.strip()[:400], by=by, undoes=merge
            )


@contextmanager
def _locked(kept: Person, merged: Person) -> Iterator[tuple[Person, Person]]:
    """Lock both rows, the lower number first, so that two merges of the same pair wait for each other."""
    wanted = sorted((kept.pk, merged.pk))
    rows = {each.pk: each for each in Person.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    yield rows[kept.pk], rows[merged.pk]


def _consistent(chosen: Collection[str], kept: Person, merged: Person) -> set[str]:
    """Return the chosen fields such that birth and sex are those of the surviving number, where it tells them."""
    wanted = {name for name in SURVIVORS if name in chosen}
    source = merged if "identity" in wanted else kept
    if source.identity is not None and source.identity_kind in _TELLING:
        wanted = wanted | _FROM_NUMBER if source is merged else wanted - _FROM_NUMBER
    return wanted


def _survive(kept: Person, merged: Person, wanted: Collection[str]) -> None:
    """Set the surviving values; numbers are exchanged, so that the one that does not survive still leads here."""
    for name in sorted(wanted):
        columns = _COLUMNS.get(name, (name,))
        for column in columns:
            mine, other = getattr(kept, column), getattr(merged, column)
            setattr(kept, column, other)
            if name == "identity":
                setattr(merged, column, mine)
    spell(kept)


def _save_both(kept: Person, merged: Person) -> None:
    now = timezone.now()
    # A number is unique: where two are exchanged, neither row may have either for a moment.
    Person.objects.filter(pk__in=(kept.pk, merged.pk)).update(identity_key=None)
    for each in (kept, merged):
        each.revision, each.changed_at = each.revision + 1, now
        each.save()


def _move(rows: dict[str, moving.Rows], old: Person, new: Person, by: User | None) -> None:
    for label, pointing in rows.items():
        moving.move(label, pointing, old, new)
        for each in followers.every():
            each.moved(apps.get_model(label), pointing, old, new, by)


def _redirect(kept: Person, merged: Person, by: User | None) -> list[dict[str, Any]]:
    """Settle the pair on the desk and let other open pairs of the one that goes be pairs of the one that stays."""
    of_merged = (
        Candidate.objects.select_for_update().filter(Q(first=merged) | Q(second=merged)).order_by("pk")
    )
    changed = []
    for each in of_merged:
        other = each.second_id if each.first_id == merged.pk else each.first_id
        if other != kept.pk and each.state != CandidateState.OPEN:
            continue
        first, second = min(kept.pk, other), max(kept.pk, other)
        is_there = Candidate.objects.filter(first=first, second=second).exists()
        changed.append(
            {"pk": each.pk, "first_id": each.first_id, "second_id": each.second_id, "state": each.state}
        )
        if other == kept.pk or is_there:
            each.state, each.decided_by, each.decided_at = CandidateState.MERGED, by, timezone.now()
        else:
            each.first_id, each.second_id = first, second
        each.save()
    return changed


def _restore_candidates(image: images.Image) -> None:
    for each in image.candidates:
        Candidate.objects.filter(pk=each["pk"]).update(
            first=each["first_id"],
            second=each["second_id"],
            state=each["state"],
            decided_by=None,
            decided_at=None,
        )


def _since(image: images.Image, kept: Person, merged: Person) -> Iterator[str]:
    """Yield what has happened since the merge to the records and to what is attached to them."""
    for person, revision in ((kept, image.after[0]), (merged, image.after[1])):
        if person.revision != revision:
            yield gettext("the record of %(name)s (no. %(number)s) was changed") % {
                "name": person.name,
                "number": person.pk,
            }
    now = moving.pointing_to(kept)
    for label in sorted({*now, *image.moved}):
        model = apps.get_model(label)
        there, moved, own = now.get(label, {}), image.moved.get(label, {}), image.own.get(label, {})
        facts = {"what": model._meta.verbose_name}
        if gone := [pk for pk, fields in moved.items() if not set(fields) <= set(there.get(pk, ()))]:
            yield gettext("“%(what)s” %(numbers)s no longer belongs to the person") % {
                **facts,
                "numbers": ", ".join(map(str, gone[:5])),
            }
        if new := [pk for pk in there if pk not in moved and pk not in own]:
            yield gettext("“%(what)s” %(numbers)s was added, and nobody can know whose it is") % {
                **facts,
                "numbers": ", ".join(map(str, new[:5])),
            }
    for each in followers.every():
        if each.code in image.followers:
            yield from each.changed_since(image.followers[each.code], kept, merged)


def _tell(deed: Deed, before: dict[str, str], kept: Person, moved: dict[str, moving.Rows]) -> None:
    after = {name: _shown(kept, name) for name in SURVIVORS}
    differing = {name for name in SURVIVORS if before[name] != after[name]}
    deed.learned(moved={label: len(rows) for label, rows in moved.items()})
    deed.changed(
        before={name: before[name] for name in sorted(differing)},
        after={name: after[name] for name in sorted(differing)},
    )


def _shown(person: Person, name: str) -> str:
    """Return a field as people read it; numbers as masks."""
    if name in _COLUMNS:
        mask: str = getattr(person, f"{name}_mask")
        if name == "identity" and mask and person.identity_kind != IdentityKind.RESIDENT:
            return f"{mask}（{person.get_identity_kind_display()}）"
        return mask
    if name == "ethnic_group":
        return code_tables.name_of("ethnic_group", person.ethnic_group) if person.ethnic_group else ""
    value = _value(person, name)
    if name == "sex" and value == Sex.UNKNOWN:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    display = getattr(person, f"get_{name}_display", None)
    return str(display() if display else value) if value not in (None, "") else ""


def _label(name: str) -> str:
    wanted = f"{name}_mask" if name in _COLUMNS else name
    return next(str(each.verbose_name) for each in Person._meta.concrete_fields if each.name == wanted)


def _value(person: Person, name: str) -> Any:
    if name in _COLUMNS:
        return bytes(getattr(person, f"{name}_key") or b"")
    return getattr(person, name)
