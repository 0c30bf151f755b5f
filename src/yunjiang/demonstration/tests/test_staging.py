"""`yunjiang demo` from nothing: every step once, every status seen, every document verified."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from yunjiang.assessment.models import Run, Verdict
from yunjiang.demonstration import staging
from yunjiang.demonstration.staging import Step
from yunjiang.documents import verification
from yunjiang.documents.models import Document
from yunjiang.documents.verification import Outcome
from yunjiang.ledger import queries, seal
from yunjiang.ledger.models import Batch, DataSet

TODAY = date(2026, 1, 5)
STATUSES = {
    "achieved", "met", "ahead", "on_course", "behind", "not_met", "not_reported", "no_data", "not_assessed",
}  # fmt: skip


@pytest.fixture
def home(db: None, settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    settings.YUNJIANG_SEGMENTS = tmp_path / "segments"
    settings.YUNJIANG_DOCUMENTS = tmp_path / "documents"
    return tmp_path


@pytest.mark.slow
def test_the_stage_is_set_once_and_as_a_whole(home: Path) -> None:
    steps: list[Step] = []
    reports = staging.stage(TODAY, steps.append)

    assert [step.name for step in steps] == [
        "organizations", "plan", "published", "province", "returns", "targets", "unions", "sign_ins", "members",
        "services", "assessment", "documents",
    ]  # fmt: skip
    assert all(step.count for step in steps)
    assert len(staging.sign_ins()) == 11

    # The province and its sixteen prefectures from generated data, the province once more from published values.
    assert Counter(report.data_set for report in reports) == {DataSet.DEMONSTRATION: 17, DataSet.PUBLISHED: 1}
    assert all(report.path.exists() for report in reports)
    for report in (reports[0], reports[-1]):
        findings = verification.verify(report.path)
        assert findings
        assert {each.outcome for each in findings} == {Outcome.CONFIRMED}

    verdicts = Verdict.objects.filter(run__data_set=DataSet.DEMONSTRATION)
    assert set(verdicts.values_list("status", flat=True)) == STATUSES

    # Figures come from sealed segments and the tail together.
    assert 0 < queries.segments()[-1].last_position < queries.position()
    assert seal.verify() == []

    # Once more: nothing is posted, judged or written again.
    counts = (Batch.objects.count(), Run.objects.count(), Document.objects.count())
    assert [each.pk for each in staging.stage(TODAY)] == [each.pk for each in reports]
    assert (Batch.objects.count(), Run.objects.count(), Document.objects.count()) == counts
    assert staging.is_staged()
