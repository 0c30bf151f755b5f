"""What was brought and never imported is cleared away after some days; what was imported keeps its sheet."""

from datetime import timedelta
from pathlib import Path

import pytest

from yunjiang.background.models import Job, JobState
from yunjiang.registers.kit.intake import checking, clearing, committing, unpacked, verdicts
from yunjiang.registers.kit.intake.refusals import BatchElsewhere
from yunjiang.registers.kit.models import IntakeBatch, IntakeState
from yunjiang.registers.kit.tests.desk import Desk, furnish
from yunjiang.registers.kit.tests.test_intake import ROWS, checked, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
FAULTY = ["A003", "南门书屋", "网吧", "", 1, 1, "是", ""]


@pytest.fixture
def desk(settings, tmp_path: Path, db: None) -> Desk:
    settings.HOME, settings.YUNJIANG_FILES, settings.YUNJIANG_INTAKE_DAYS = tmp_path, tmp_path / "files", 7
    return furnish()


@pytest.fixture
def batch(desk: Desk) -> IntakeBatch:
    return checked(desk, workbook(*ROWS, FAULTY))


def cleared(batch: IntakeBatch, days: int) -> dict[str, int]:
    done = clearing.clear(batch.received_at + timedelta(days=days))
    batch.refresh_from_db()
    return done


def test_it_works(batch: IntakeBatch, tmp_path: Path) -> None:
    assert batch.file is not None
    file = batch.file.path
    assert cleared(batch, 8) == {"given_up": 1, "files": 1, "left_over": 0}
    assert (batch.state, batch.file) == (IntakeState.DROPPED, None)
    assert set(batch.summary) == {"headings", "sheets"}
    assert not file.exists()
    assert not [*(tmp_path / "intake").iterdir()]
    assert cleared(batch, 9) == {"given_up": 0, "files": 0, "left_over": 0}


def test_until_then_it_can_be_imported(batch: IntakeBatch, desk: Desk) -> None:
    last = clearing.lasts_until(batch)
    assert last is not None
    assert (last - batch.received_at.date()).days in (6, 7, 8)  # by the site's own midnight
    assert cleared(batch, 7) == {"given_up": 0, "files": 0, "left_over": 0}
    committing.commit(batch, desk.clerk, leaves_faulty_out=True)
    assert clearing.lasts_until(batch) is None


def test_what_was_imported_keeps_its_sheet_and_its_problems(batch: IntakeBatch, desk: Desk) -> None:
    committing.commit(batch, desk.clerk, leaves_faulty_out=True)
    assert cleared(batch, 30)["given_up"] == 0
    assert batch.file is not None
    assert verdicts.of(batch).height == 1


def test_what_is_being_worked_on_waits(batch: IntakeBatch) -> None:
    batch.job = Job.objects.create(work="registers.intake_commit", title="导入", state=JobState.RUNNING)
    batch.save()
    assert cleared(batch, 8)["given_up"] == 0


def test_what_lies_there_for_no_batch_goes(batch: IntakeBatch, tmp_path: Path) -> None:
    left = tmp_path / "intake" / f"{batch.pk + 1}.abc"
    left.mkdir()
    assert cleared(batch, 1)["left_over"] == 1
    assert not left.exists()
    assert unpacked.Unpacked.of(checking.work_of(batch, batch.received_by, is_rehearsal=False)) is not None


def test_what_was_cleared_away_cannot_be_opened(batch: IntakeBatch) -> None:
    cleared(batch, 8)
    with pytest.raises(BatchElsewhere):
        checking.opened(batch)
