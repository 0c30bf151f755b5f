import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from yunjiang.documents import printing
from yunjiang.documents.layout import faces
from yunjiang.documents.refusals import PrintingFailed, PrintingTooSlow, PrintingUnavailable


def test_without_libreoffice_a_plain_sentence_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(printing.shutil, "which", lambda name: None)
    with pytest.raises(PrintingUnavailable, match=r"报告\.docx"):
        printing.pdf(tmp_path / "报告.docx", tmp_path / "报告.pdf")


def test_a_program_that_hangs_is_stopped(monkeypatch, tmp_path):
    def hang(*arguments, **options):
        raise subprocess.TimeoutExpired("soffice", options["timeout"])

    monkeypatch.setattr(printing.shutil, "which", lambda name: "/usr/bin/soffice")
    monkeypatch.setattr(printing.subprocess, "run", hang)
    with pytest.raises(PrintingTooSlow):
        printing.pdf(tmp_path / "a.docx", tmp_path / "a.pdf")


def test_a_program_that_prints_nothing_is_told_on(monkeypatch, tmp_path):
    def nothing(*arguments, **options):
        return subprocess.CompletedProcess(arguments, 1, b"", b"no filter")

    monkeypatch.setattr(printing.shutil, "which", lambda name: "/usr/bin/soffice")
    monkeypatch.setattr(printing.subprocess, "run", nothing)
    with pytest.raises(PrintingFailed, match="no filter"):
        printing.pdf(tmp_path / "a.docx", tmp_path / "a.pdf")


def test_every_official_face_has_substitutes_on_a_server():
    tree = ElementTree.fromstring(
        printing.font_map(Path("/srv/fonts")).partition("<!DOCTYPE")[2].partition(">")[2]
    )
    mapped = {test.findtext("string") for test in tree.iter("test")}
    assert mapped == set(faces.ALL)
    assert tree.findtext("dir") == "/srv/fonts"
