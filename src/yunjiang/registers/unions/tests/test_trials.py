"""What the kit tries of every register, on the eight of unions and firms."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yunjiang.organizations.models import Kind, Organization
from yunjiang.registers.kit import writing
from yunjiang.registers.kit.models import Record
from yunjiang.registers.kit.trials import RegisterTrials
from yunjiang.registers.unions import firms, founding, keeping
from yunjiang.registers.unions.choices import (
    Committee,
    CoverageKind,
    EconomicType,
    Ownership,
    Title,
    UnionForm,
    UnionKind,
    UnionState,
)
from yunjiang.registers.unions.models import (
    Coverage,
    Enterprise,
    Headcount,
    IndustrialPlace,
    Operation,
    Post,
    Term,
    Union,
)
from yunjiang.registers.unions.register import (
    Coverages,
    Enterprises,
    Headcounts,
    IndustrialPlaces,
    Operations,
    Posts,
    Terms,
    Unions,
)
from yunjiang.standards.identifiers import citizens

from .hall import code_of

BEGUN, FOUNDED, LATER = date(2022, 3, 1), date(2022, 6, 1), date(2023, 6, 1)


def union(organization: Organization, serial: int, **fields: Any) -> Union:
    """Return a union in office below a unit, written as the register's own logic writes it."""
    name = f"试验{serial}有限公司工会委员会"
    place = founding.open_place(name, organization, BEGUN, Kind.UNION)
    given = {
        "name": name,
        "code": code_of(7000 + serial, of_union=True),
        "kind": UnionKind.SINGLE,
        "form": UnionForm.COMMITTEE,
        "head": "某某",
        "phone": f"1380000{serial:04}",
        "prepared_on": BEGUN,
        "staff_at_founding": 120,
        "members_at_founding": 60,
        "founded_on": FOUNDED,
        "legal_since_on": FOUNDED,
        "certificate_until_on": date(2027, 6, 1),
        "social_course": [["2022-06-01", 1, 0, 1]],
        "state": UnionState.NORMAL,
    } | fields
    made: Union = keeping.add("unions", given, place, by=None)
    return made


def firm(organization: Organization, serial: int, **fields: Any) -> Enterprise:
    """Return a firm of 120 below a unit, with its operating state and headcount."""
    given = {
        "name": f"试验{serial}有限公司",
        "code": code_of(8000 + serial),
        "ownership": Ownership.PRIVATE,
        "economic_type": EconomicType.PRIVATE,
        "industry": "C",
        "address": f"某路{serial}号",
        "opened_on": BEGUN,
    } | fields
    return firms.enter(given, organization, by=None, staff=120, counted_on=FOUNDED)


class TestUnions(RegisterTrials):
    register = Unions
    uncounted = {
        "withdrawn": {"state": UnionState.WITHDRAWN},
        "not_founded": {"founded_on": None},
        "no_legal_person": {"legal_since_on": None},
        "no_code": {"code": None},
        "no_social_worker": {"social_course": []},
    }

    def make(self, organization: Organization, serial: int, **fields: Any) -> Union:
        return union(organization, serial, **fields)

    def row(self, serial: int) -> Mapping[str, str]:
        return {
            "firm_name": f"采集{serial}有限公司",
            "firm_code": code_of(500 + serial),
            "ownership": "私营企业",
            "staff_at_founding": "150",
            "name": f"采集{serial}有限公司工会委员会",
            "code": code_of(500 + serial, of_union=True),
            "founded_on": "2022-06-01",
            "kind": "独立基层工会",
            "members_at_founding": "90",
            "phone": "0871-65550000",
        }


class TestIndustrialPlaces(RegisterTrials):
    register = IndustrialPlaces

    def make(self, organization: Organization, serial: int, **fields: Any) -> IndustrialPlace:
        lower, upper = union(organization, serial * 2), union(organization, serial * 2 + 1)
        given = {"union": lower, "upper": upper, "since_on": FOUNDED, "document_number": "1号"} | fields
        made: IndustrialPlace = writing.create(
            IndustrialPlaces, given, by=None, organization=lower.organization
        )
        return made


def bare_union(serial: int) -> str:
    """Return the code of a union of the unit here, of whose elections nothing is said yet."""
    code = code_of(7500 + serial, of_union=True)
    if not Union.objects.filter(code=code).exists():
        union(Organization.objects.get(key="trial-here"), 500 + serial, code=code)
    return code


class TestTerms(RegisterTrials):
    register = Terms

    def row(self, serial: int) -> Mapping[str, str]:
        return {
            "union": bare_union(serial),
            "committee": "工会委员会",
            "number": "1",
            "elected_on": "2023-06-01",
            "years": "3",
            "confirmation_number": "2号",
        }

    def make(self, organization: Organization, serial: int, **fields: Any) -> Term:
        of = union(organization, serial)
        given = {"union": of, "number": 1, "elected_on": FOUNDED, "years": 5, "confirmation_number": "2号"}
        made: Term = writing.create(Terms, given | fields, by=None, organization=of.organization)
        return made


class TestPosts(RegisterTrials):
    register = Posts

    def row(self, serial: int) -> Mapping[str, str]:
        body = f"53010219910101{serial:03}"
        return {
            "union": bare_union(serial),
            "person__name": "表例" + "甲乙丙丁戊己庚辛壬癸"[serial % 10],
            "person__identity": body + citizens.check_character(body),
            "committee": "工会委员会",
            "title": "委员",
            "work_time": "兼职",
            "since_on": "2023-06-01",
            "is_social_worker": "是",
            "social_since_on": "2023-06-01",
        }

    def make(self, organization: Organization, serial: int, **fields: Any) -> Post:
        of = union(organization, serial)
        body = f"53010219900101{serial:03}"
        given = {
            "union": of,
            "committee": Committee.UNION,
            "title": Title.CHAIR,
            "since_on": FOUNDED,
            "document_number": "3号",
            "is_social_worker": True,
            "social_since_on": FOUNDED,
            "person__name": "任例" + "甲乙丙丁戊己庚辛壬癸"[serial % 10],
            "person__identity": body + citizens.check_character(body),
            "person__phone": f"1370000{serial:04}",
        } | fields
        made: Post = writing.create(Posts, given, by=None, organization=of.organization)
        return made


class TestEnterprises(RegisterTrials):
    register = Enterprises
    uncounted = {
        "no_status": {"status": ""},
        "no_headcount": {"staff": None},
        "never_large": {"most_staff": 99},
    }

    def make(self, organization: Organization, serial: int, **fields: Any) -> Enterprise:
        return firm(organization, serial, **fields)

    def row(self, serial: int) -> Mapping[str, str]:
        return {
            "name": f"名册{serial}有限公司",
            "code": code_of(9000 + serial),
            "ownership": "私营企业",
            "address": f"某路{serial}号",
            "opened_on": "2021-06-01",
            "status": "正常经营",
            "staff": "150",
            "counted_on": "2023-06-01",
        }

    def change(self, record: Record) -> dict[str, Any]:
        return {"address": "另一条路1号"}

    def recount(self, record: Record) -> Mapping[str, Any]:
        return {"course": [[FOUNDED.isoformat(), 1, 1], [LATER.isoformat(), 0, 0]]}


def bare_firm(serial: int) -> str:
    """Return the code of a firm of the unit here, of which nothing is said yet."""
    code = code_of(8500 + serial)
    if not Enterprise.objects.filter(code=code).exists():
        given = {
            "name": f"试验{serial}有限公司",
            "ownership": Ownership.PRIVATE,
            "opened_on": BEGUN,
            "code": code,
        }
        made = firms.enter(given, Organization.objects.get(key="trial-here"), by=None)
        Operation.objects.filter(enterprise=made).delete()
    return code


class TestOperations(RegisterTrials):
    register = Operations

    def row(self, serial: int) -> Mapping[str, str]:
        return {
            "enterprise": bare_firm(serial),
            "status": "停业（歇业）",
            "since_on": "2023-06-01",
            "evidence": "年报",
        }

    def make(self, organization: Organization, serial: int, **fields: Any) -> Operation:
        return Operation.objects.get(enterprise=firm(organization, serial))


class TestHeadcounts(RegisterTrials):
    register = Headcounts

    def row(self, serial: int) -> Mapping[str, str]:
        told = {
            "as_of_on": "2023-06-01",
            "staff": "150",
            "women": "70",
            "migrant_workers": "20",
            "dispatched": "3",
        }
        return {"enterprise": bare_firm(serial), **told, "evidence": "年报"}

    def make(self, organization: Organization, serial: int, **fields: Any) -> Headcount:
        return Headcount.objects.get(enterprise=firm(organization, serial))


class TestCoverages(RegisterTrials):
    register = Coverages

    def row(self, serial: int) -> Mapping[str, str]:
        return {
            "union": bare_union(serial),
            "enterprise": bare_firm(serial),
            "kind": "联合建会",
            "since_on": "2023-06-01",
        }

    def make(self, organization: Organization, serial: int, **fields: Any) -> Coverage:
        of = union(organization, serial)
        given = {
            "union": of,
            "enterprise": firm(organization, serial),
            "kind": CoverageKind.SINGLE,
            "since_on": FOUNDED,
        } | fields
        made: Coverage = writing.create(Coverages, given, by=None, organization=of.organization)
        return made
