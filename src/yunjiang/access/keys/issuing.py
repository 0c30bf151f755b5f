"""Issuing, recognising and revoking keys. Who issues gives roles over the owner's unit and over every unit the key is for."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from yunjiang.access import permission, trail
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations import queries
from yunjiang.organizations.models import Organization
from yunjiang.standards.national_cryptography import sm3

from .models import ApiKey
from .refusals import (
    KeyExpired,
    KeyRevoked,
    KeyUnknown,
    NamelessKey,
    NotForAdministration,
    NothingAllowed,
    OwnerEnded,
    OwnerWithoutUnit,
    TooLong,
)

# What a key may be for: reading and keeping records, passes of members, reading figures. Never administration.
ALLOWED = (Act.SEE_RECORDS, Act.KEEP_RECORDS, Act.CHECK_RECORDS, Act.VOUCH_FOR_MEMBERS, Act.SEE_FIGURES)
LONGEST = timedelta(days=366)
_BEGINS = "yj_"
_SEEN_EVERY = timedelta(minutes=5)


def issue(
    owner: User,
    name: str,
    *,
    acts: Sequence[Act],
    expires_on: date,
    by: User,
    units: Sequence[Organization] = (),
) -> tuple[ApiKey, str]:
    """Make a key and return it with its secret, which is not to be had again.

    Raises Refused, NamelessKey, NothingAllowed, NotForAdministration, TooLong, OwnerWithoutUnit.
    """
    facts = {"owner": owner.username, "acts": sorted(acts), "expires_on": expires_on, "name": name}
    with trail.recording("access.issue_key", organization_id=owner.organization_id, facts=facts) as deed:
        for unit in _concerned(owner, units):
            permission.require(by, Act.ASSIGN_ROLES, unit)
        _refuse_odd(name, acts, expires_on)
        secret = _BEGINS + secrets.token_urlsafe(32)
        key = ApiKey.objects.create(
            owner=owner,
            name=name.strip(),
            beginning=secret[:9],
            digest=_digest(secret),
            acts=sorted(acts),
            made_by=by,
            expires_on=expires_on,
        )
        key.units.set(units)
        deed.subject = f"key:{key.pk}"
        deed.learned(units=[each.key for each in units])
    return key, secret


def revoke(key: ApiKey, *, by: User) -> None:
    """End a key at once; one that has ended already stays as it was. Raises Refused."""
    with trail.recording(
        "access.revoke_key",
        subject=f"key:{key.pk}",
        organization_id=key.owner.organization_id,
        facts={"name": key.name},
    ) as deed:
        if key.owner.organization is not None:
            permission.require(by, Act.ASSIGN_ROLES, key.owner.organization)
        held = ApiKey.objects.select_for_update().get(pk=key.pk)
        if held.revoked_at is not None:
            deed.changed_nothing()
            return
        held.revoked_at, held.revoked_by = timezone.now(), by
        held.save(update_fields=["revoked_at", "revoked_by"])


def recognise(secret: str) -> ApiKey:
    """Return the key with this secret, if it holds. Raises KeyUnknown, KeyRevoked, KeyExpired, OwnerEnded."""
    found = ApiKey.objects.filter(digest=_digest(secret)).select_related("owner__organization").first()
    if found is None:
        raise KeyUnknown
    if found.revoked_at is not None:
        raise KeyRevoked
    if found.expires_on <= timezone.localdate():
        raise KeyExpired(found.expires_on)
    if not found.owner.is_active:
        raise OwnerEnded
    now = timezone.now()
    if found.used_at is None or now - found.used_at > _SEEN_EVERY:
        # Written now and then only: a reading program must not keep SQLite's one writer busy.
        ApiKey.objects.filter(pk=found.pk).update(used_at=now)
    return found


@contextmanager
def within(key: ApiKey) -> Iterator[None]:
    """Let permission allow, inside, only what the key is for."""
    today = timezone.localdate()
    standings = [queries.standing(each.pk, today) for each in key.units.all()]
    # Units that have closed narrow too: such a key reaches nothing rather than everything.
    paths = [each.path for each in standings if each is not None] if standings else None
    with permission.limited({Act(each) for each in key.acts}, paths):
        yield


def visible_keys(viewer: User) -> QuerySet[ApiKey]:
    """Return the keys of accounts over whose units the person gives roles, the newest first."""
    units = permission.reached_organizations(viewer, Act.ASSIGN_ROLES)
    there = Q(owner__organization__in=units.values("organization_id"))
    return ApiKey.objects.filter(there).select_related("owner", "made_by").order_by("-pk")


def _concerned(owner: User, units: Sequence[Organization]) -> list[Organization]:
    """Return the units over which who issues must give roles: without units of its own, a key reaches as far as its owner.

    Raises OwnerWithoutUnit.
    """
    if owner.organization is None:
        raise OwnerWithoutUnit(owner.username)
    if units:
        return [owner.organization, *units]
    still = Q(valid_to=None) | Q(valid_to__gt=timezone.localdate())
    held = owner.assignments.filter(still).select_related("organization")
    return [owner.organization, *(each.organization for each in held)]


def _refuse_odd(name: str, acts: Sequence[Act], expires_on: date) -> None:
    if not 0 < len(name.strip()) <= 80:
        raise NamelessKey
    if not acts:
        raise NothingAllowed
    if set(acts) - set(ALLOWED):
        raise NotForAdministration
    today = timezone.localdate()
    if not today < expires_on <= today + LONGEST:
        raise TooLong(today + LONGEST)


def _digest(secret: str) -> str:
    return sm3(secret.encode("utf-8", "surrogatepass")).hex()
