"""Persons who came on record by mistake, such as with a sheet that was taken back: erased where nothing else uses them."""

from collections.abc import Collection, Mapping

from django.db.models import F, Q
from django.utils import timezone

from yunjiang.access import trail
from yunjiang.access.models import User

from . import followers, moving
from .models import Candidate, CandidateState, Merge, Person
from .rights import IDENTIFYING, LET_GO

_AT_ONCE = 500


def forget(
    persons: Collection[int], *, besides: Mapping[str, Collection[int]], why: str, by: User | None
) -> list[int]:
    """Erase those of these persons that nothing uses, and return them; in the caller's transaction.

    `besides` are the rows, by model (app.Model), that are no use: those by which they came. Who has been changed, compared or
    merged by somebody, asked something or agreed to something is used.
    """
    gone: list[int] = []
    wanted = sorted(persons)
    for first in range(0, len(wanted), _AT_ONCE):
        gone += _forget(wanted[first : first + _AT_ONCE], besides)
    if gone:
        trail.note("persons.erase", facts={"count": len(gone), "reason": why[:400]})
    return gone


def _forget(persons: list[int], besides: Mapping[str, Collection[int]]) -> list[int]:
    held = Person.objects.select_for_update().filter(
        pk__in=persons, revision=1, merged_into=None, erased_at=None
    )
    unused = set(held.order_by("pk").values_list("pk", flat=True))
    unused -= _pointed_at(unused, besides)
    doubts = Candidate.objects.filter(Q(first__in=unused) | Q(second__in=unused), state=CandidateState.OPEN)
    others = {each for pair in doubts.values_list("first", "second") for each in pair} - unused
    doubts.delete()
    now = timezone.now()
    Person.objects.filter(pk__in=unused).update(
        **LET_GO, **IDENTIFYING, erased_at=now, changed_at=now, revision=F("revision") + 1
    )
    followers.tell_changed(others | unused, None)
    return sorted(unused)


def _pointed_at(persons: set[int], besides: Mapping[str, Collection[int]]) -> set[int]:
    found: set[int] = set()
    for into in Person.objects.filter(merged_into__in=persons).values_list("merged_into", flat=True):
        assert into is not None
        found.add(into)
    for name in ("kept", "merged"):
        found |= set(Merge.objects.filter(**{f"{name}__in": persons}).values_list(name, flat=True))
    decided = Candidate.objects.exclude(state=CandidateState.OPEN)
    for name in ("first", "second"):
        found |= set(decided.filter(**{f"{name}__in": persons}).values_list(name, flat=True))
    for model, fields in [*moving.links(), *moving.written_once()]:
        without = set(besides.get(model._meta.label, ()))
        for name in fields:
            rows = model._base_manager.filter(**{f"{name}__in": persons}).values_list("pk", name)
            found |= {person for pk, person in rows if pk not in without}
    return found
