"""The worked example of the README: its commands run as printed, one after the other, and lead to a document."""

import re
import shlex
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from yunjiang.cli.application import run
from yunjiang.documents import verification
from yunjiang.documents.models import Document
from yunjiang.documents.verification import Outcome

HOUSE = Path(__file__).parent.parent
README = (HOUSE / "README.md").read_text("utf-8")
BLOCK = re.compile(r"<!-- example: (?P<name>[\w.]+) -->\n```\w+\n(?P<text>.*?)```", re.DOTALL)


def commands() -> list[str]:
    """Return the commands of the example in order, without the file in between."""
    return [
        line
        for match in BLOCK.finditer(README)
        if match["name"] in ("setup", "run")
        for line in match["text"].splitlines()
    ]


@pytest.fixture
def site(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.YUNJIANG_SEGMENTS = tmp_path / "segments"
    settings.YUNJIANG_DOCUMENTS = tmp_path / "documents"
    monkeypatch.chdir(tmp_path)
    (table,) = (match["text"] for match in BLOCK.finditer(README) if match["name"] == "proposals.csv")
    (tmp_path / "proposals.csv").write_text(table, "utf-8")
    assert len(table.splitlines()) == 6
    return tmp_path


def test_it_works(site: Path, db: None, capsys: pytest.CaptureFixture[str]) -> None:
    told = {}
    for command in commands():
        program, *arguments = shlex.split(command)
        assert program == "yunjiang"
        assert run(arguments) == 0, f"{command}\n{capsys.readouterr().err}"
        told[command] = capsys.readouterr().out
    (output,) = (match["text"] for match in BLOCK.finditer(README) if match["name"] == "output")
    assert output.split() == told["yunjiang figure 2.2.1 --on 2022-12-31"].split()
    assert "return:2022/530111" in told["yunjiang figure 2.2.1 --on 2022-12-31 --unit 昆明市 --entries"]
    document = Document.objects.get()
    assert document.path.stat().st_size > 10_000
    findings = verification.verify(document.path)
    assert findings
    assert {each.outcome for each in findings} == {Outcome.CONFIRMED}
    (run_kept,) = {document.run}
    (verdict,) = run_kept.verdicts.filter(indicator="2.2.1", organization__key="530000")
    assert verdict.judged().value == Decimal(17850)


def test_both_languages_name_the_same_commands() -> None:
    english = (HOUSE / "README.en.md").read_text("utf-8")
    for command in commands():
        assert command in english
    for script in ("script/server", "script/test"):
        assert script in README
        assert script in english
