"""A union that offers, members who may take, and who tells of their membership: without the register of members."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import Cast
from yunjiang.organizations.models import Organization
from yunjiang.persons import purposes
from yunjiang.persons.models import Consent, Person
from yunjiang.registers.kit import facts, scope
from yunjiang.registers.services.models import Service, ServiceKind, ServiceState

DAY = date(2025, 6, 15)


class World:
    """`members` says of which unit a person is a member; everybody else is none."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.members: dict[int, Organization] = {}

    def person(self, name: str, union: Organization | None) -> Person:
        """Return a new person, a member of a union or of none."""
        made = Person.objects.create(name=name, sex="1", birth_on=date(1990, 1, 1))
        if union is not None:
            self.members[made.pk] = union
            self.agree(made)
        return made

    def agree(self, person: Person, *, is_given: bool = True) -> None:
        """Let a person agree to the handling of data for services, or take it back."""
        version = purposes.of("service").current_version
        Consent.objects.create(
            person=person, purpose="service", is_given=is_given, text_version=version, how="书面"
        )

    def service(self, number: str = "P1", **fields: Any) -> Service:
        """Return an open service of Kunming without any limit but those given, past the kit."""
        given = {
            "name": f"项目{number}",
            "kind": ServiceKind.HEALTH,
            "state": ServiceState.OPEN,
            "starts_on": date(2025, 1, 1),
            "unit_cost": Decimal(100),
            "benefit": number,
            "organization": self.cast.kunming,
        } | fields
        made = Service(number=number, **given)
        scope.place(made)
        made.save()
        return made

    def tell(self, persons: Collection[int], _day: date) -> Mapping[int, Mapping[str, Any]]:
        return {
            number: {
                "organization_id": self.members[number].pk,
                "path": scope.path_of(self.members[number].pk),
                "state": "member",
                "is_qualified": True,
                "joined_on": date(2020, 1, 1),
            }
            for number in persons
            if number in self.members
        }


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(casting.assemble())
    monkeypatch.setattr(facts, "_tellers", {"membership": made.tell})
    return made
