"""What a person is told when something goes wrong: a sentence and a code, never a traceback."""

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError

from yunjiang.cli.exits import ExitCode
from yunjiang.cli.failure import explain
from yunjiang.organizations.refusals import UnknownOrganization


@pytest.mark.parametrize(
    ("failure", "code", "words"),
    [
        (UnknownOrganization("某地"), ExitCode.REFUSED, "某地"),
        (ValidationError("too short"), ExitCode.REFUSED, "too short"),
        (FileNotFoundError(2, "No such file or directory", "plan.yaml"), ExitCode.REFUSED, "plan.yaml"),
        (OperationalError("no such table: ledger_head"), ExitCode.FAILED, "yunjiang setup"),
        (OperationalError("could not connect to server"), ExitCode.FAILED, "could not connect"),
        (ZeroDivisionError("division by zero"), ExitCode.FAILED, "ZeroDivisionError"),
    ],
)
def test_every_failure_has_a_sentence(
    failure: Exception, code: ExitCode, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain(failure) == code
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""
    assert "Traceback" not in told.err


def test_the_traceback_comes_only_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YUNJIANG_DEBUG", "1")
    explain(ZeroDivisionError("division by zero"))
    assert "ZeroDivisionError: division by zero" in capsys.readouterr().err
