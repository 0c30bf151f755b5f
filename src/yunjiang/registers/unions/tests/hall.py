"""The world of the tests of unions: the cast's units, an officer of Wuhua, one of Kunming who checks, and words for stories."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from yunjiang.access import services
from yunjiang.access.models import Role, User
from yunjiang.access.tests import cast
from yunjiang.access.tests.cast import Cast
from yunjiang.organizations.models import Organization
from yunjiang.persons.models import Person
from yunjiang.registers.kit import scope, workflow
from yunjiang.registers.unions import firms, founding, keeping
from yunjiang.registers.unions.choices import Committee, Ownership, Title, UnionForm, UnionKind
from yunjiang.registers.unions.models import Enterprise, Post, Union
from yunjiang.registers.unions.register import Unions
from yunjiang.standards.identifiers import credit_codes


def code_of(number: int, *, of_union: bool = False) -> str:
    """Return an invented credit code whose check character is right."""
    body = f"{'81' if of_union else '91'}530102MB{number:07}"
    return body + credit_codes.check_character(body)


@dataclass
class Hall:
    cast: Cast
    officer: User  # keeps and checks the records of Wuhua
    checker: User  # those of Kunming
    stranger: User  # those of Qujing
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def firm(
        self,
        staff: int | None = 120,
        *,
        name: str = "",
        opened_on: str = "2021-06-01",
        unit: Organization | None = None,
        counted_on: str = "2022-01-01",
        **values: Any,
    ) -> Enterprise:
        number = next(self._numbers)
        given = {
            "name": name or f"试验{number}有限公司",
            "code": code_of(number),
            "ownership": Ownership.PRIVATE,
            "opened_on": date.fromisoformat(opened_on),
        }
        return firms.enter(
            given | values,
            unit or self.cast.wuhua,
            by=self.checker if unit is None else None,
            staff=staff,
            counted_on=date.fromisoformat(counted_on),
        )

    def preparing(self, *, firm: Enterprise | None = None, name: str = "", **values: Any) -> Union:
        plan: dict[str, Any] = {
            "kind": UnionKind.SINGLE,
            "form": UnionForm.COMMITTEE,
            "prepared_on": date(2022, 3, 1),
            "staff": 120,
            "members": 60,
        }
        name = name or f"试验{next(self._numbers)}工会委员会"
        plan |= {"name": name, "workplace": firm} | values
        return founding.begin(founding.Plan(**plan), self.cast.wuhua, by=self.officer)

    def move(self, union: Union, step: str, by: User | None = None, reason: str = "", **values: Any) -> Union:
        workflow.move(Unions, union, step, by=by or self.officer, reason=reason, values=values)
        union.refresh_from_db()
        return union

    def union(self, *, firm: Enterprise | None = None, name: str = "", **values: Any) -> Union:
        """Found a union the whole way, in office since 2022-06-01."""
        union = self.preparing(firm=firm, name=name, **values)
        self.move(union, "approve", self.checker, approval_number="五工复1号", approved_on=date(2022, 3, 20))
        self.move(
            union,
            "elect",
            elected_on=date(2022, 5, 10),
            members_at_founding=union.members_at_founding,
            is_chair_relative=False,
        )
        self.move(
            union, "confirm", self.checker, confirmation_number="五工复2号", confirmed_on=date(2022, 5, 20)
        )
        return self.move(union, "open", founded_on=date(2022, 6, 1))

    def say(self, code: str, firm: Enterprise, **values: Any) -> Any:
        """Write a dated row about a firm."""
        row = keeping.add(code, {"enterprise": firm, **values}, firm.organization, by=self.officer)
        firm.refresh_from_db()
        return row

    def post(self, union: Union, name: str = "某某", **values: Any) -> Post:
        person = Person.objects.create(name=name)
        given = {
            "union": union,
            "person": person,
            "committee": Committee.UNION,
            "title": Title.CHAIR,
            "since_on": date(2022, 6, 1),
        }
        made: Post = keeping.add("union-posts", given | values, union.organization, by=self.officer)
        return made


def build() -> Hall:
    units = cast.assemble()
    people = {name: cast.person(name, units.wuhua) for name in ("wu", "kun", "qu")}
    for name, unit in (("wu", units.wuhua), ("kun", units.kunming), ("qu", units.qujing)):
        services.assign(people[name], Role.REGISTER_OFFICER, unit, valid_from=cast.FIRST_DAY)
    return Hall(units, people["wu"], people["kun"], people["qu"])


def path_of(organization: Organization) -> str:
    return scope.path_of(organization.pk)
