"""`yunjiang document`: written, listed, verified."""

import json
import zipfile
from pathlib import Path

from yunjiang.assessment.models import Run

from .conftest import Command

REPORT = ("document", "write", "mid_term_evaluation", "--on", "2023-12-31")


def test_a_report_is_written_and_every_number_confirmed(yunjiang: Command, site: Path) -> None:
    told = yunjiang(*REPORT, "--by", "tests", "-f", "json")
    assert told.code == 0, told.err
    written = json.loads(told.out)
    file = Path(written["file"])
    assert file.is_relative_to(site / "documents")
    verified = yunjiang("document", "verify", file, "--format", "json")
    assert verified.code == 0
    assert {each["outcome"] for each in json.loads(verified.out)} == {"confirmed"}
    assert json.loads(yunjiang("document", "verify", file, "--problems", "-f", "json").out) == []
    (listed,) = json.loads(yunjiang("document", "list", "-f", "json").out)
    assert listed["number"] == written["number"]


def test_the_newest_run_that_judged_the_unit_is_used(yunjiang: Command, site: Path) -> None:
    yunjiang("assess", "--on", "2023-12-31", "-u", "昆明市", "--save")
    assert yunjiang(*REPORT, "--unit", "昆明市").code == 0
    assert Run.objects.count() == 1


def test_a_number_altered_by_hand_is_found(yunjiang: Command, site: Path) -> None:
    file = Path(json.loads(yunjiang(*REPORT, "-f", "json").out)["file"])
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    body = parts["word/document.xml"].decode()
    assert "1200" in body
    parts["word/document.xml"] = body.replace("1200", "9200").encode()
    altered = site / "altered.docx"
    with zipfile.ZipFile(altered, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    told = yunjiang("document", "verify", altered, "--problems", "-f", "json")
    assert told.code == 1
    assert "altered" in {each["outcome"] for each in json.loads(told.out)}


def test_a_file_that_was_not_written_here_is_refused(yunjiang: Command, site: Path) -> None:
    stranger = site / "stranger.docx"
    stranger.write_bytes(b"not a document")
    assert yunjiang("document", "verify", stranger).code == 3
    assert yunjiang("document", "verify", site / "missing.docx").code == 2


def test_an_unknown_kind_is_wrong_use(yunjiang: Command, site: Path) -> None:
    assert yunjiang("document", "write", "novel").code == 2
