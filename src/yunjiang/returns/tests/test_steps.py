"""Steps: written once, bound to each other, and tampering found."""

import pytest
from django.db import connection
from tests.unlocked import unlocked

from yunjiang.permanence.refusals import WrittenOnceOnly
from yunjiang.returns import steps
from yunjiang.returns.models import Step


@pytest.fixture
def report(world):
    world.open("2024")
    return world.post("wuhua")


def test_they_are_intact_as_written(report):
    assert steps.is_intact(report)


def test_they_are_written_once(report):
    step = report.steps.first()
    step.reason = "改"
    with pytest.raises(WrittenOnceOnly):
        step.save()
    with pytest.raises(WrittenOnceOnly):
        step.delete()
    with pytest.raises(WrittenOnceOnly):
        Step.objects.filter(report=report).delete()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE returns_step SET reason = 'x' WHERE kind = 'approved'",
        "UPDATE returns_step SET content = REPLACE(content, '\"10\"', '\"99\"') WHERE kind = 'submitted'",
        "UPDATE returns_step SET by_id = NULL WHERE kind = 'approved'",
        "DELETE FROM returns_step WHERE kind = 'approved'",
    ],
)
def test_whoever_owns_the_database_cannot_change_them_unseen(report, statement):
    if connection.vendor == "postgresql":
        statement = statement.replace("REPLACE(content, ", "REPLACE(content::text, ").replace(
            ") WHERE", ")::jsonb WHERE", 1
        )
    with unlocked(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert not steps.is_intact(report)
