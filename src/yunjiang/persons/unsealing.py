"""Reading a person's number whole: within clearance, for a purpose, and on record before the answer."""

from yunjiang.access import trail
from yunjiang.access.permission import Act, Classification, Visitor

from . import purposes, reaching, sealed
from .models import Person
from .refusals import NotCleared, PersonRestricted

NUMBERS = {"identity": sealed.identity_of, "phone": sealed.phone_of}
# Who restricted the use of his data is still answered, and still called when there is danger.
IN_SPITE_OF_RESTRICTION = frozenset({"rights", "emergency", "audit"})


def unseal(person: Person, field: str, purpose: str, user: Visitor) -> str:
    """Return `identity` or `phone` of a person whole.

    Raises PurposeUnknown, NotCleared, PersonRestricted; TrailUnwritable when it cannot be recorded, and then nothing is read.
    """
    named = purposes.of(purpose)
    if not reaching.may(user, Act.SEE_RECORDS, person, Classification.IMPORTANT):
        raise NotCleared(person.name)
    if person.restricted_at is not None and named.code not in IN_SPITE_OF_RESTRICTION:
        raise PersonRestricted(person.name)
    trail.note("persons.unseal", subject=f"person:{person.pk}", facts={"field": field, "purpose": named.code})
    return NUMBERS[field](getattr(person, field))
