"""Who may do what about a person: whoever may do it to a unit in whose registers the person stands.

Persons know no unit. Every register's row has a path in the tree, so the rows that point to a person say where the person is;
somebody in no register at all is reached by nobody.
"""

from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from yunjiang.access import permission
from yunjiang.access.permission import Act, Classification, Visitor

from . import moving
from .models import Candidate, CandidateState, Person, SubjectRequest
from .writing import lineage


class NotReached(PermissionDenied):
    """That a person stands in no register of a unit for which somebody may do this."""

    def __str__(self) -> str:
        return gettext(
            "This person is in no register of your units, or your role does not reach this far. Ask whoever keeps the records "
            "of the person's unit."
        )


def paths_of(person: Person) -> set[str]:
    """Return where in the tree a person's rows lie, voided ones left out, those of records merged into it included."""
    numbers = lineage(person)
    found: set[str] = set()
    for model, fields in moving.links():
        if not _has(model, "path"):
            continue
        wanted = Q()
        for name in fields:
            wanted |= Q(**{f"{name}__in": numbers})
        rows = model._base_manager.filter(wanted)
        if _has(model, "voided_at"):
            rows = rows.filter(voided_at=None)
        found.update(rows.values_list("path", flat=True).distinct())
    return found


def may(
    user: Visitor, act: Act, person: Person, classification: Classification = Classification.PUBLIC
) -> bool:
    """Say whether somebody may do an act to a unit where the person stands, and read fields of the class there."""
    reached = permission.reach(user, act, classification=classification)
    return bool(reached) and any(path.startswith(reached) for path in paths_of(person))


def require(
    user: Visitor, act: Act, person: Person, classification: Classification = Classification.PUBLIC
) -> None:
    """Do nothing when somebody may. Raises NotReached."""
    if not may(user, act, person, classification):
        raise NotReached


def desk(user: Visitor, state: CandidateState | None = CandidateState.OPEN) -> QuerySet[Candidate]:
    """Return the pairs met under units whose records somebody may decide on; None: in every state."""
    wanted = Q(pk__in=())
    for path in permission.reach(user, Act.CHECK_RECORDS):
        wanted |= Q(path__startswith=path)
    rows = Candidate.objects.filter(wanted)
    return rows if state is None else rows.filter(state=state)


def asked(user: Visitor) -> QuerySet[SubjectRequest]:
    """Return what persons asked about their data who stand in registers of units whose records somebody may decide on."""
    reached = permission.reach(user, Act.CHECK_RECORDS, classification=Classification.SENSITIVE)
    stands = Q(pk__in=())
    for model, fields in moving.links():
        if not reached or not _has(model, "path"):
            continue
        within = Q(pk__in=())
        for path in reached:
            within |= Q(path__startswith=path)
        rows = model._base_manager.filter(within, **({"voided_at": None} if _has(model, "voided_at") else {}))
        for name in fields:
            stands |= Q(Exists(rows.filter(**{name: OuterRef("person")})))
    return SubjectRequest.objects.filter(stands)


def require_pair(user: Visitor, first: Person, second: Person) -> None:
    """Do nothing when a pair is on somebody's desk, or both persons are his to decide on. Raises NotReached."""
    pair = {"first_id": min(first.pk, second.pk), "second_id": max(first.pk, second.pk)}
    if desk(user, None).filter(**pair).exists():
        return
    for each in (first, second):
        require(user, Act.CHECK_RECORDS, each)


def _has(model: type[models.Model], name: str) -> bool:
    try:
        return model._meta.get_field(name).concrete
    except FieldDoesNotExist:
        return False
