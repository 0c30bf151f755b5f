"""From a record in a register to the plan's own indicator: held there, beside what was reported, with the rate."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from yunjiang.access import services as access
from yunjiang.access.models import Role
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import Cast
from yunjiang.figures.services import Evidence, evidence
from yunjiang.ledger import measures, posting
from yunjiang.ledger.models import DataSet
from yunjiang.ledger.posting import Line, Record
from yunjiang.organizations import queries, region
from yunjiang.persons import rights
from yunjiang.persons import writing as persons
from yunjiang.plans import library, reading
from yunjiang.plans import services as plans
from yunjiang.plans.document import Formula, PlanDocument, Term
from yunjiang.registers.kit import workflow, writing
from yunjiang.registers.members import joining
from yunjiang.registers.members.tests.world import World
from yunjiang.registers.services.models import ServiceKind
from yunjiang.registers.services.register import Services
from yunjiang.registers.unions.tests.hall import Hall

pytestmark = pytest.mark.django_db

PLAN = "yunnan-2021-2025"
TODAY = timezone.localdate()
SINCE = date(TODAY.year - 3, 6, 1)


@pytest.fixture
def plan(db: None, tmp_path: Path, settings: Any) -> PlanDocument:
    settings.YUNJIANG_SEGMENTS = tmp_path / "segments"
    region.load_yunnan()
    document, _problems = reading.read(library.text(PLAN))
    assert document is not None
    plans.load(library.text(PLAN), "tests")
    measures.declare(document.measures, dimensions=document.dimensions)
    return document


@pytest.fixture
def hall(plan: PlanDocument) -> Hall:
    units = [queries.resolve(key) for key in ("530000", "530100", "530102", "530300")]
    people = [casting.person(name, units[0]) for name in ("owner", "wu", "kun", "qu")]
    for user, role, unit in (
        (people[0], Role.OFFICE, units[0]),
        (people[0], Role.REGISTER_OFFICER, units[0]),
        (people[1], Role.REGISTER_OFFICER, units[2]),
        (people[2], Role.REGISTER_OFFICER, units[0]),
        (people[3], Role.REGISTER_OFFICER, units[3]),
    ):
        access.assign(user, role, unit, valid_from=casting.FIRST_DAY)
    owner, wu, kun, qu = people
    return Hall(Cast(*units, owner=owner, colleague=kun, clerk=qu, stranger=qu), wu, kun, qu)


def ask(plan: PlanDocument, code: str, place: int) -> Evidence:
    indicator = next(each for each in plan.indicators if each.code == code)
    found = evidence([indicator], [place], on=TODAY, data_set=DataSet.OPERATIONAL)
    return found[code, place]


def report(measure: str, unit: int, quantity: int) -> None:
    line = Line(measure, unit, date(TODAY.year, 1, 1), quantity)
    posting.post(
        [Record(f"return:{measure}", [line])], data_set=DataSet.OPERATIONAL, by="tests", title="填报"
    )


def test_social_workers_on_record_are_evidence_of_the_plans_own_indicator(
    plan: PlanDocument, hall: Hall, client: Client
) -> None:
    union = hall.union()
    for _ in range(3):
        hall.post(union, is_social_worker=True, social_since_on=SINCE)
    report("union_social_workers", hall.cast.wuhua.pk, 4)
    found = ask(plan, "1.4.1", hall.cast.province.pk)
    assert (found.reported.value, found.evidenced.value, found.rate) == (4, 3, 75)
    client.force_login(hall.cast.owner)
    answer = client.get(
        "/evidenced/", {"unit": "530000", "on": TODAY.isoformat(), "data": "operational", "plan": PLAN}
    )
    rows = {row.cells[0].small: row for row in answer.context["evidenced"].table.rows}
    assert [each.shown.text for each in rows["1.4.1"].cells[1:3]] == ["4", "3"]
    assert rows["1.4.1"].cells[4].shown == "75%"


def test_firms_on_record_are_evidence_of_coverage(plan: PlanDocument, hall: Hall) -> None:
    hall.union(firm=hall.firm(staff=300))
    hall.firm(staff=150)
    found = ask(plan, "1.4.2", hall.cast.province.pk)
    assert (found.evidenced.numerator, found.evidenced.denominator) == (1, 2)
    assert found.evidenced.value == 50


def test_an_inclusive_service_on_record_is_evidence_of_the_ten_projects(
    plan: PlanDocument, hall: Hall
) -> None:
    by = hall.cast.owner
    values = {
        "number": "PH-1",
        "name": "职工体检",
        "kind": ServiceKind.HEALTH,
        "is_provincial": True,
        "starts_on": TODAY,
        "unit_cost": 100,
    }
    service = writing.create(Services, values, by=by, organization=hall.cast.province)
    assert not ask(plan, "5.3.3", hall.cast.province.pk).has_register
    workflow.move(Services, service, "propose", by=by)
    workflow.move(Services, service, "open", by=hall.checker)
    assert ask(plan, "5.3.3", hall.cast.province.pk).evidenced.value == 1


def test_only_qualified_records_move_an_indicator_of_members(plan: PlanDocument, hall: Hall) -> None:
    union = hall.union()
    world = World(hall.cast, *[union.organization] * 3, *[hall.officer] * 4)
    whole = joining.enrol(union.organization, world.values(1), by=None)
    lacking = joining.enrol(union.organization, world.values(2, person__phone=""), by=None)
    stock = next(each for each in plan.indicators if each.code == "1.4.1")
    indicator = replace(stock, formula=Formula((Term("members-qualified"),)))

    def figure() -> Any:
        place = hall.cast.province.pk
        return evidence([indicator], [place], on=TODAY, data_set=DataSet.OPERATIONAL)[
            "1.4.1", place
        ].evidenced.value

    assert figure() == 1
    persons.write(lacking.person, {"phone": "13800000002"}, by=None)
    assert figure() == 2
    rights.restrict(whole.person, "本人要求", by=None)
    assert figure() == 1
