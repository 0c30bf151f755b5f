from collections.abc import Callable
from dataclasses import dataclass

import pytest

from yunjiang.cli.application import run
from yunjiang.organizations import services as organizations


@dataclass(frozen=True)
class Outcome:
    """What a command came to."""

    code: int
    out: str
    err: str


Command = Callable[..., Outcome]


@pytest.fixture
def yunjiang(capsys: pytest.CaptureFixture[str]) -> Command:
    """Return a way to run a command as a person would: yunjiang("plan", "check", file)."""

    def command(*arguments: object) -> Outcome:
        capsys.readouterr()
        code = run([str(each) for each in arguments])
        written = capsys.readouterr()
        return Outcome(code, written.out, written.err)

    return command


@pytest.fixture
def yunnan(db: None) -> None:
    organizations.load_yunnan()
