"""Places of two prefectures in the sample register, and the people who keep, check and read them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from yunjiang.access import services as access
from yunjiang.access.models import Role, User
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import FIRST_DAY, Cast
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import workflow, writing
from yunjiang.registers.kit.tests.sample.models import Place, Sort
from yunjiang.registers.kit.tests.sample.register import Places

HERE = "/registers/sample-places/"


@dataclass
class World:
    cast: Cast
    officer: User  # keeps Kunming's places
    second: User  # keeps them too, so that four eyes can be had
    checker: User  # of Kunming, decides on what is asked for
    other: User  # keeps Qujing's places
    auditor: User  # reads the province's

    def place(self, number: str = "K-001", **facts: Any) -> Place:
        """Let an officer add a place."""
        unit = facts.pop("organization", self.cast.wuhua)
        by = facts.pop("by", self.officer if unit != self.cast.qujing else self.other)
        values = {
            "number": number,
            "name": f"职工书屋{number}",
            "sort": Sort.READING,
            "seats": 40,
            "keeper_phone": "13812345678",
            **facts,
        }
        found: Place = writing.create(Places, values, by=by, organization=unit)
        return found

    def opened(self, number: str = "K-002", **facts: Any) -> Place:
        """Let one officer file a place and another open it."""
        place = self.place(number, **facts)
        workflow.move(Places, place, "file", by=self.officer)
        workflow.move(Places, place, "open", by=self.second, values={"opened_on": date(2023, 5, 1)})
        return place

    def appoint(self, username: str, role: Role, unit: Organization) -> User:
        person = casting.person(username, unit)
        access.assign(person, role, unit, valid_from=FIRST_DAY)
        return person


def build() -> World:
    """Return the cast with those who have to do with registers besides."""
    cast = casting.assemble()
    made = World(cast, *[cast.owner] * 5)
    made.officer = made.appoint("officer", Role.REGISTER_OFFICER, cast.kunming)
    made.second = made.appoint("second", Role.REGISTER_OFFICER, cast.kunming)
    made.checker = made.appoint("checker", Role.REVIEWER, cast.kunming)
    made.other = made.appoint("other", Role.REGISTER_OFFICER, cast.qujing)
    made.auditor = made.appoint("auditor", Role.AUDITOR, cast.province)
    return made
