"""A pass: for half an hour its bearer is one member. Whoever serves workers asks for it once it is known who they are.

It is given by those who may vouch for members of the union, for the number and the name that the worker has shown to them, and
it holds as long as they may. Nothing is kept of it: a keyed digest (HMAC-SM3) says that it is ours.
"""

import hmac
import secrets
import time
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from yunjiang.access import permission, trail
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations.models import Organization
from yunjiang.persons import writing as persons
from yunjiang.persons.models import Person
from yunjiang.registers.kit import facts
from yunjiang.standards.national_cryptography import hmac_sm3

from .refusals import NoSuchMember, PassUnknown

MINUTES = 30
_BEGINS = "yjp"


@dataclass(frozen=True)
class Pass:
    """Who passes, and on whose word."""

    person: Person
    giver: User


def give(number: str, kind: str, name: str, *, by: User) -> tuple[str, datetime]:
    """Return a pass for the member with this number and name, and until when it holds; on record.

    Raises NoSuchMember, alike for an unknown number, another name, no membership, and a union of others.
    """
    trail.note("members.pass_asked", facts={"by": "identity number"})
    try:
        person = persons.find(number, kind)
    except ValueError:
        person = None
    if person is None or person.name != name.strip() or not _vouches(by, person):
        raise NoSuchMember
    trail.note("members.pass", subject=f"person:{person.pk}", facts={"minutes": MINUTES})
    until = int(time.time()) + MINUTES * 60
    body = f"{_BEGINS}.{person.pk:x}.{by.pk:x}.{until:x}.{secrets.token_hex(8)}"
    return f"{body}.{_seal(body)}", datetime.fromtimestamp(until, timezone.get_current_timezone())


def read(text: str) -> Pass:
    """Return who bears a pass. Raises PassUnknown, alike for one forged, over, or whose giver may vouch no longer."""
    body, _dot, seal = text.strip().rpartition(".")
    parts = body.split(".")
    if len(parts) != 5 or parts[0] != _BEGINS or not hmac.compare_digest(seal, _seal(body)):
        raise PassUnknown
    person_id, giver_id, until = (int(each, 16) for each in parts[1:4])
    person = Person.objects.filter(pk=person_id, merged_into=None, erased_at=None).first()
    giver = User.objects.filter(pk=giver_id, is_active=True).first()
    if until < time.time() or person is None or giver is None or not _vouches(giver, person):
        raise PassUnknown
    return Pass(person, giver)


def union_of(person: Person) -> Organization | None:
    """Return of which union somebody is a member today."""
    told = facts.ask("membership", [person.pk], timezone.localdate()).get(person.pk)
    return Organization.objects.get(pk=told["organization_id"]) if told else None


def _vouches(user: User, person: Person) -> bool:
    union = union_of(person)
    return union is not None and permission.may(user, Act.VOUCH_FOR_MEMBERS, union)


def _seal(body: str) -> str:
    return hmac_sm3(settings.SECRET_KEY.encode(), f"pass/{body}".encode()).hex()
