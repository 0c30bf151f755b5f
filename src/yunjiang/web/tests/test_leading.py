"""What a department leads, in all units."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from yunjiang.access import services
from yunjiang.access.models import Role
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import Cast
from yunjiang.organizations.models import Kind, Organization
from yunjiang.plans import services as plans
from yunjiang.web.pages.leading import Led
from yunjiang.web.tests import world
from yunjiang.web.tests.world import LOOK


@dataclass(frozen=True)
class Department:
    unit: Organization
    browser: Client


@pytest.fixture
def department(cast: Cast) -> Department:
    """Return a department under the province that leads two indicators, and a browser of somebody who acts for it."""
    unit = casting.plant("yn-zgh", "省总工会", Kind.DEPARTMENT, cast.province)
    other = casting.plant("yn-rst", "省人社厅", Kind.DEPARTMENT, cast.province)
    assert other.pk != unit.pk
    text = world.PLAN.replace('lead: ["530100"]', "lead: [yn-zgh]").replace(
        "formula: craftsmen", "formula: craftsmen\n            lead: [yn-zgh, yn-rst]"
    )
    plans.load(text, "tests")
    person = casting.person("lead", unit)
    services.assign(person, Role.LEAD_DEPARTMENT, unit, valid_from=casting.FIRST_DAY)
    browser = Client()
    browser.force_login(person)
    return Department(unit, browser)


def led(client: Client, **changes: str) -> Led:
    look = {name: value for name, value in LOOK.items() if name != "unit"}
    answer = client.get("/leading/", {**look, **changes})
    assert answer.status_code == 200
    found: Led = answer.context["led"]
    return found


def test_it_works(department: Department) -> None:
    found = led(department.browser)
    assert found.lead_name == "省总工会"
    assert [row.code for group in found.groups for row in group.rows] == ["1.1.1", "1.1.3"]


def test_the_answer_is_a_sentence(department: Department) -> None:
    sentence = "".join(each.text for each in led(department.browser).sentence)
    assert sentence.startswith("省总工会牵头2项指标，1项滞后，1项本期未报")


def test_units_that_are_behind_stand_first(department: Department, cast: Cast) -> None:
    from decimal import Decimal

    from yunjiang.plans import queries

    plans.allocate(
        queries.document(queries.current()).indicator("1.1.1"),
        cast.province,
        {cast.kunming.pk: Decimal(100), cast.qujing.pk: Decimal(900)},
        decided_on=date(2021, 3, 1),
        by="tests",
        is_demonstration=True,
    )
    rows = led(department.browser).units.rows
    assert [row.cells[0].shown for row in rows] == ["曲靖市", "昆明市"]
    assert rows[0].cells[1].shown == "1"
    assert rows[1].cells[1].shown == "–"


def test_who_leads_may_look_at_what_he_leads_anywhere(department: Department) -> None:
    assert department.browser.get("/indicators/1.1.1/", {**LOOK, "unit": "530300"}).status_code == 200
    assert department.browser.get("/indicators/1.1.1/entries/", {**LOOK, "unit": "530300"}).status_code == 200


def test_and_at_nothing_else(department: Department) -> None:
    assert department.browser.get("/indicators/1.1.2/", {**LOOK, "unit": "530300"}).status_code == 403
    assert department.browser.get("/", LOOK).status_code == 403
    assert department.browser.get("/changes/", LOOK).status_code == 403


def test_another_departments_indicators_are_not_its_own(department: Department) -> None:
    assert department.browser.get("/leading/", {**LOOK, "lead": "yn-rst"}).status_code == 403


def test_the_office_looks_at_every_department(owner: Client, department: Department) -> None:
    found = led(owner, lead="yn-rst")
    assert [tab.name for tab in found.departments] == ["省总工会", "省人社厅"]
    assert [row.code for group in found.groups for row in group.rows] == ["1.1.3"]


def test_without_a_wish_the_office_begins_with_the_first(owner: Client, department: Department) -> None:
    assert led(owner).lead_name == "省总工会"


def test_a_prefecture_looks_at_its_own_part(clerk: Client, department: Department) -> None:
    assert clerk.get("/leading/").context["selection"].place.name == "曲靖市"


def test_the_departments_own_page_leads_there(department: Department) -> None:
    assert "本部门在各机构牵头的指标" in department.browser.get("/").text


def test_a_plan_without_leads_says_so(owner: Client, cast: Cast) -> None:
    plans.load(world.PLAN.replace('lead: ["530100"]', ""), "tests")
    answer = owner.get("/leading/", LOOK)
    assert answer.context["led"] is None
    assert "规划未列明牵头单位" in answer.text


def test_an_unknown_department_is_not_found(owner: Client) -> None:
    assert owner.get("/leading/", {**LOOK, "lead": "nobody"}).status_code == 404
