"""A small tree with records of the sample register in it, and people who may read and keep them or may not."""

from collections.abc import Mapping
from typing import Any

from yunjiang.access import services
from yunjiang.access.models import Role, User
from yunjiang.access.tests.cast import FIRST_DAY, Cast, person
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import scope

from .sample.models import Place, Sort


def officer(username: str, organization: Organization, role: Role = Role.REGISTER_OFFICER) -> User:
    """Return somebody with a role over a unit and all below it."""
    user = person(username, organization)
    services.assign(user, role, organization, valid_from=FIRST_DAY)
    return user


def place(organization: Organization, number: str, **fields: Any) -> Place:
    """Keep a place at a unit, past the kit: for tests that only read."""
    given: Mapping[str, Any] = {
        "name": f"场所{number}",
        "sort": Sort.READING,
        "keeper_phone": "13888880000",
    } | fields
    made = Place(organization=organization, number=number, **given)
    scope.place(made)
    made.save()
    return made


def spread(cast: Cast, count: int) -> list[Place]:
    """Keep so many places, by turns in three units and of three sorts."""
    units = [cast.wuhua, cast.qujing, cast.kunming]
    sorts = list(Sort)
    return [place(units[n % 3], f"P{n:04}", sort=sorts[n // 3 % 3], seats=n) for n in range(count)]
