"""LibreOffice saves and prints documents: the numbers are found again, the pages have 22 lines of 28 characters."""

import subprocess
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from yunjiang.documents import printing
from yunjiang.documents.comparing import Outcome, findings
from yunjiang.documents.layout import package, paper
from yunjiang.documents.layout.blocks import Paragraph
from yunjiang.documents.opening import opened

from .given import province
from .laid import MOMENT, filed, sheet, written

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(printing.office_program() is None, reason="LibreOffice is not on this machine"),
]


def saved_again(path: Path, folder: Path) -> Path:
    program = printing.office_program()
    assert program is not None
    subprocess.run(
        [program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to",
         "docx:MS Word 2007 XML", "--outdir", str(folder / "again"), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return folder / "again" / path.name


def test_every_number_is_confirmed_after_libreoffice_saved_the_file(tmp_path):
    whole = province()
    composed = written("mid_term_evaluation", whole)
    again = saved_again(filed(composed, tmp_path), tmp_path)
    outcomes = Counter(each.outcome for each in findings(opened(again), composed.identities, whole))
    assert set(outcomes) == {Outcome.CONFIRMED}
    assert outcomes[Outcome.CONFIRMED] > 1000


def test_a_page_holds_22_lines_of_28_characters(tmp_path):
    text = "产业工人队伍建设改革是全面深化改革的重要任务" * 80
    laid = paper.lay_out(sheet([Paragraph((text,))]), MOMENT)
    path = tmp_path / "grid.docx"
    path.write_bytes(package.saved(laid.document, title="试", author="试", written_at=MOMENT))
    printed = printing.pdf(path, tmp_path / "grid.pdf")
    page = pypdfium2.PdfDocument(printed)[1].get_textpage().get_text_bounded()
    lines = [line for line in page.splitlines() if len(line.strip()) > 20]
    assert len(lines) == 22
    assert {len(line.strip()) for line in lines} == {28}


def test_a_report_is_printed(tmp_path):
    path = filed(written("bulletin", province()), tmp_path)
    printed = printing.pdf(path, tmp_path / "out" / "report.pdf")
    assert printed.read_bytes().startswith(b"%PDF")
    assert len(pypdfium2.PdfDocument(printed)) > 8
