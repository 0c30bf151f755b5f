"""Loading plans and handing targets down are on the audit trail."""

import json
from datetime import date
from decimal import Decimal

import pytest
from tests import trails

from yunjiang.access import trail
from yunjiang.organizations.models import Organization
from yunjiang.plans import services
from yunjiang.plans.models import Allocation, PlanVersion

from .conftest import LINJIANG, changed, document_of

pytestmark = pytest.mark.django_db


def test_a_version_is_recorded_and_the_same_file_again_is_not(linjiang: dict[str, Organization]) -> None:
    services.load(LINJIANG, "li", note="first")
    services.load(LINJIANG, "li")
    (record,) = trails.records("plans.load")
    plan = document_of(LINJIANG)
    assert (record.subject, record.before) == (f"plan:{plan.code}", "")
    assert record.organization is not None
    assert record.organization.key == plan.owner
    assert json.loads(record.facts) == {"by": "li", "note": "first"}
    services.load(changed(LINJIANG, (plan.name, f"{plan.name}（修订）")), "li")
    newest = trails.records("plans.load")[-1]
    assert (json.loads(newest.before)["version"], json.loads(newest.after)["version"]) == (1, 2)


def test_a_plan_that_cannot_be_recorded_is_not_loaded(linjiang: dict[str, Organization]) -> None:
    with trails.unwritable(), pytest.raises(trail.TrailUnwritable):
        services.load(LINJIANG, "li")
    assert not PlanVersion.objects.exists()


def test_an_allocation_is_recorded_with_what_each_unit_received(linjiang: dict[str, Organization]) -> None:
    services.load(LINJIANG, "li")
    forest = document_of(LINJIANG).indicator("C1-1")
    owner = linjiang["linjiang"]
    below = next(unit for key, unit in linjiang.items() if key != "linjiang")
    lines = {below.pk: Decimal(700)}
    services.allocate(forest, owner, lines, date(2026, 3, 1), "li", document_number="临政发〔2026〕3号")
    (record,) = trails.records("plans.allocate")
    assert (record.subject, record.organization_id) == ("indicator:C1-1", owner.pk)
    assert json.loads(record.after) == {below.key: "700"}
    assert json.loads(record.facts)["document_number"] == "临政发〔2026〕3号"
    with trails.unwritable(), pytest.raises(trail.TrailUnwritable):
        services.allocate(forest, owner, lines, date(2026, 4, 1), "li")
    assert Allocation.objects.count() == 1
