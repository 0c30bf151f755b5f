"""The people and unions of these tests: two grassroots unions in Wuhua, one in Qujing, and who keeps their records."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from yunjiang.access import services
from yunjiang.access.models import Role, User
from yunjiang.access.tests import cast
from yunjiang.organizations.models import Kind, Organization
from yunjiang.registers.members import joining
from yunjiang.registers.members.models import Membership
from yunjiang.standards.identifiers import citizens


@dataclass
class World:
    tree: cast.Cast
    mill: Organization  # 五华区纺织厂工会
    riders: Organization  # 五华区外卖配送行业工会
    mine: Organization  # 曲靖市煤矿工会
    clerk: User  # keeps Wuhua
    far: User  # keeps Qujing
    chief: User  # keeps the province
    reader: User  # looks at Kunming

    def number(self, serial: int = 1, born: str = "19900101") -> str:
        """Return an identity number that can be, of nobody."""
        body = f"530102{born}{serial:03d}"
        return body + citizens.check_character(body)

    def values(self, serial: int = 1, **changed: Any) -> dict[str, Any]:
        """Return everything that a whole record says."""
        return {
            "person__name": "张例" + "甲乙丙丁戊己庚辛壬癸"[serial % 10],
            "person__identity": self.number(serial),
            "person__ethnic_group": "07",
            "person__phone": f"1380000{serial:04d}",
            "person__education": "21",
            "person__skill_level": "3",
            "person__household_kind": "1",
            "person__household_place": "云南省昆明市",
            "person__political_status": "13",
            "person__native_place": "云南",
            "person__is_migrant_worker": False,
            "work_place": "五华区纺织厂",
            "work_state": "working",
        } | changed

    def enrol(
        self, serial: int = 1, union: Organization | None = None, by: User | None = None, **given: Any
    ) -> Membership:
        joined_on = given.pop("joined_on", None)
        return joining.enrol(
            union or self.mill, self.values(serial, **given), by=by or self.chief, joined_on=joined_on
        )


def furnish() -> World:
    """Open the unions and let the people in."""
    tree = cast.assemble()
    unions = {
        name: cast.plant(key, name, Kind.UNION, parent)
        for key, name, parent in (
            ("u-mill", "五华区纺织厂工会", tree.wuhua),
            ("u-riders", "五华区外卖配送行业工会", tree.wuhua),
            ("u-mine", "曲靖市煤矿工会", tree.qujing),
        )
    }
    people = {name: cast.person(name, tree.wuhua) for name in ("wuhua-keeper", "far", "chief", "looker")}
    for name, role, unit in (
        ("wuhua-keeper", Role.REGISTER_OFFICER, tree.wuhua),
        ("far", Role.REGISTER_OFFICER, tree.qujing),
        ("chief", Role.REGISTER_OFFICER, tree.province),
        ("looker", Role.AUDITOR, tree.kunming),
    ):
        services.assign(people[name], role, unit, valid_from=cast.FIRST_DAY)
    return World(
        tree,
        unions["五华区纺织厂工会"],
        unions["五华区外卖配送行业工会"],
        unions["曲靖市煤矿工会"],
        people["wuhua-keeper"],
        people["far"],
        people["chief"],
        people["looker"],
    )


def held(measure: str, on: date, unit: Organization | None = None) -> int:
    """Return what stands in the ledger of a measure on a day, at one unit or anywhere."""
    from yunjiang.ledger.models import Entry

    rows = Entry.objects.filter(measure__code=measure, happened_on__lte=on)
    rows = rows.filter(organization=unit) if unit else rows
    return sum(weight * quantity for weight, quantity in rows.values_list("weight", "quantity"))
