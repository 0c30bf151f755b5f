"""Files that prove a number."""

import io
from pathlib import Path

import pytest

from yunjiang.access.models import AuditRecord
from yunjiang.files import refusals as file_refusals
from yunjiang.files import sweeping
from yunjiang.files.tests import specimens
from yunjiang.returns import evidence, nightly, refusals
from yunjiang.returns.models import State
from yunjiang.returns.tests.checks.conftest import Checked


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path: Path) -> None:
    settings.YUNJIANG_FILES = tmp_path / "files"


def pdf(note: str = "") -> io.BytesIO:
    return io.BytesIO(specimens.PDF.replace(b"%PDF-1.7\n", f"%PDF-1.7\n%{note}\n".encode()))


def test_it_works(checked: Checked) -> None:
    report = checked.report("甲")
    attached = evidence.attach(report, "trained", pdf(), "..\\签到表.pdf", by=None)
    assert attached.name == "签到表.pdf"
    assert evidence.of_report(report) == {"trained": [attached]}
    headers, file = evidence.handed_out(attached)
    assert "attachment" in headers["Content-Disposition"]
    assert file.read().startswith(b"%PDF")


def test_a_file_taken_back_is_kept_but_no_longer_shown(checked: Checked) -> None:
    report = checked.report("甲")
    attached = evidence.attach(report, "trained", pdf(), "签到表.pdf", by=None)
    evidence.remove(attached, by=None)
    assert evidence.of_report(report) == {}
    assert attached.file.path.exists()
    assert not sweeping.unused(attached.removed_at).exists()
    with pytest.raises(refusals.EvidenceGone):
        evidence.remove(attached, by=None)


def test_reading_is_recorded(checked: Checked) -> None:
    attached = evidence.attach(checked.report("甲"), "trained", pdf(), "签到表.pdf", by=None)
    _, file = evidence.handed_out(attached)
    file.close()
    actions = list(AuditRecord.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-2:] == ["returns.attach", "returns.read_evidence"]


def test_a_return_handed_in_takes_no_evidence(checked: Checked) -> None:
    report = checked.say("甲", hand_in=True, trained=1)
    with pytest.raises(refusals.NotOpenForFilling):
        evidence.attach(report, "trained", pdf(), "签到表.pdf", by=None)


def test_an_accepted_section_takes_none(checked: Checked) -> None:
    report = checked.report("甲")
    attached = evidence.attach(report, "trained", pdf(), "签到表.pdf", by=None)
    report.sections.update(is_accepted=True)
    with pytest.raises(refusals.EvidenceSettled):
        evidence.attach(report, "trained", pdf("b"), "另一份.pdf", by=None)
    with pytest.raises(refusals.EvidenceSettled):
        evidence.remove(attached, by=None)


def test_a_number_nobody_asked_for_takes_none(checked: Checked) -> None:
    with pytest.raises(refusals.NoSuchCell):
        evidence.attach(checked.report("州"), "trained", pdf(), "签到表.pdf", by=None)


def test_the_same_file_twice_is_refused(checked: Checked) -> None:
    report = checked.report("甲")
    evidence.attach(report, "trained", pdf(), "签到表.pdf", by=None)
    with pytest.raises(refusals.EvidenceThere):
        evidence.attach(report, "trained", pdf(), "又一份.pdf", by=None)
    evidence.attach(report, "contests", pdf(), "签到表.pdf", by=None)  # one file may prove two numbers


def test_a_return_has_its_limit(checked: Checked, settings) -> None:
    settings.YUNJIANG_EVIDENCE_LIMIT = len(specimens.PDF) + 50
    report = checked.report("甲")
    evidence.attach(report, "trained", pdf("a"), "甲.pdf", by=None)
    with pytest.raises(refusals.TooMuchEvidence):
        evidence.attach(report, "contests", pdf("b"), "乙.pdf", by=None)
    assert evidence.allowance(report).used == len(pdf("a").getvalue())


def test_a_number_has_its_limit(checked: Checked, monkeypatch) -> None:
    monkeypatch.setattr(evidence, "MOST_PER_CELL", 1)
    report = checked.report("甲")
    evidence.attach(report, "trained", pdf("a"), "甲.pdf", by=None)
    with pytest.raises(refusals.TooMuchEvidence):
        evidence.attach(report, "trained", pdf("b"), "乙.pdf", by=None)


def test_files_are_refused_by_what_they_are(checked: Checked) -> None:
    with pytest.raises(file_refusals.KindNotAllowed):
        evidence.attach(checked.report("甲"), "trained", io.BytesIO(b"MZ"), "签到表.exe", by=None)


def test_attaching_does_not_begin_the_filling(checked: Checked) -> None:
    report = checked.report("甲")
    evidence.attach(report, "trained", pdf(), "签到表.pdf", by=None)
    report.refresh_from_db()
    assert report.state == State.NOT_STARTED


def test_the_sweep_is_recorded(checked: Checked) -> None:
    assert nightly.sweep({}, None) == {"rows": 0, "files": 0, "bytes": 0}
    assert AuditRecord.objects.latest("pk").action == "returns.sweep_files"
