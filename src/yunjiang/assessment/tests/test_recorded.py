"""A frozen assessment is on the audit trail, or is not frozen."""

import json

import pytest
from tests import trails

from yunjiang.access import trail
from yunjiang.assessment.models import Run
from yunjiang.assessment.tests.test_run import made


def test_a_run_is_recorded(small):
    run = made(small, names=("省", "甲"))
    (record,) = trails.records("assessment.run")
    assert (record.subject, record.organization_id) == (f"run:{run.pk}", small.ids("省")[0])
    facts = json.loads(record.facts)
    assert (facts["by"], facts["organizations"], facts["verdicts"]) == ("tests", 2, run.verdicts.count())
    assert json.loads(record.after) == {"digest": bytes(run.digest).hex()}


def test_a_run_that_cannot_be_recorded_is_not_kept(small):
    with trails.unwritable(), pytest.raises(trail.TrailUnwritable):
        made(small, names=("省",))
    assert not Run.objects.exists()
