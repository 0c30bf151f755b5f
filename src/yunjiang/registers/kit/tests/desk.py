"""The people and places of the kit's tests of writing, on the sample register: a clerk of Wuhua, a checker above, a stranger."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from yunjiang.access import services
from yunjiang.access.models import Role, User
from yunjiang.access.tests import cast
from yunjiang.organizations import queries
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import workflow, writing
from yunjiang.registers.kit.models import Step
from yunjiang.registers.kit.tests.sample.models import Place, Sort
from yunjiang.registers.kit.tests.sample.register import Places


@dataclass
class Desk:
    """Units and people by name; the words of a story are its methods."""

    units: dict[str, Organization]
    clerk: User  # keeps the records of Wuhua
    colleague: User  # keeps them too
    checker: User  # keeps and checks those of Kunming
    stranger: User  # keeps those of Qujing
    reader: User  # looks and writes nothing
    _numbers: "count[int]" = field(default_factory=lambda: count(1000))

    def path(self, unit: str) -> str:
        standing = queries.standing(self.units[unit].pk, cast.FIRST_DAY)
        assert standing is not None
        return standing.path

    def create(self, *, by: User | None = None, unit: str = "wuhua", **values: Any) -> Place:
        given = {"number": str(next(self._numbers)), "name": "书屋", "sort": Sort.READING}
        place: Place = writing.create(
            Places, given | values, by=by or self.clerk, organization=self.units[unit]
        )
        return place

    def change(
        self, place: Place, *, by: User | None = None, revision: int | None = None, **values: Any
    ) -> Place:
        changed: Place = writing.change(Places, place, values, by=by or self.clerk, revision=revision)
        return changed

    def move(
        self, place: Place, code: str, *, by: User | None = None, reason: str = "", **values: Any
    ) -> Step:
        return workflow.move(Places, place, code, by=by or self.clerk, reason=reason, values=values)


def furnish() -> Desk:
    """Open the units and let the people in."""
    units = cast.assemble()
    people = {
        name: cast.person(name, units.wuhua) for name in ("wang", "zhao", "checker", "stranger2", "reader")
    }
    for name, role, unit in (
        ("wang", Role.REGISTER_OFFICER, units.wuhua),
        ("zhao", Role.REGISTER_OFFICER, units.wuhua),
        ("checker", Role.REGISTER_OFFICER, units.kunming),
        ("stranger2", Role.REGISTER_OFFICER, units.qujing),
        ("reader", Role.AUDITOR, units.kunming),
    ):
        services.assign(people[name], role, unit, valid_from=cast.FIRST_DAY)
    by_name = {
        "province": units.province,
        "kunming": units.kunming,
        "wuhua": units.wuhua,
        "qujing": units.qujing,
    }
    return Desk(
        by_name, people["wang"], people["zhao"], people["checker"], people["stranger2"], people["reader"]
    )
