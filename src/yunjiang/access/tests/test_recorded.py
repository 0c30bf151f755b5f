"""Making people and giving them roles is on the audit trail, once, whichever way it is done."""

import json
from datetime import date

import pytest
from tests import trails

from yunjiang.access import services, trail
from yunjiang.access.models import Assignment, Role, User
from yunjiang.access.tests.cast import FIRST_DAY, assemble, person

pytestmark = pytest.mark.django_db


def test_people_and_assignments_made_past_the_administration_of_people_are_recorded() -> None:
    cast = assemble()
    made = {record.subject: json.loads(record.facts) for record in trails.records("access.create_person")}
    assert made[f"user:{cast.owner.pk}"]["username"] == "owner"
    given = [
        record for record in trails.records("access.assign") if record.subject == f"user:{cast.clerk.pk}"
    ]
    assert json.loads(given[0].facts)["role"] == Role.REPORTING_OFFICER
    assert given[0].organization_id == cast.qujing.pk
    services.assign(cast.clerk, Role.REPORTING_OFFICER, cast.qujing, valid_from=FIRST_DAY)
    assert len(trails.records("access.assign")) == 3  # nothing had changed
    services.end(cast.clerk.assignments.get(), date(2025, 1, 1))
    (ended,) = trails.records("access.end_assignment")
    assert (ended.before, ended.after) == ('{"valid_to":null}', '{"valid_to":"2025-01-01"}')


def test_within_an_act_that_is_recorded_they_are_part_of_it() -> None:
    cast = assemble()
    before = len(trails.records("access.assign"))
    with trail.recording("people.give_role", subject=f"user:{cast.clerk.pk}"):
        services.assign(cast.clerk, Role.REVIEWER, cast.qujing, valid_from=FIRST_DAY)
    assert len(trails.records("access.assign")) == before
    assert len(trails.records("people.give_role")) == 1


def test_who_cannot_be_recorded_is_not_made() -> None:
    cast = assemble()
    with trails.unwritable():
        with pytest.raises(trail.TrailUnwritable):
            person("late", cast.kunming)
        with pytest.raises(trail.TrailUnwritable):
            services.assign(cast.stranger, Role.OFFICE, cast.province, valid_from=FIRST_DAY)
    assert not User.objects.filter(username="late").exists()
    assert not Assignment.objects.filter(user=cast.stranger).exists()
