from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from yunjiang.cli.application import run
from yunjiang.ledger import measures, posting
from yunjiang.ledger.models import DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.organizations import services as organizations_services
from yunjiang.plans import library, reading
from yunjiang.plans import services as plans

PLAN = "yunnan-2021-2025"


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
    organizations_services.load_yunnan()


@pytest.fixture
def site(yunnan: None, settings: Settings, tmp_path: Path) -> Path:
    """A site of its own in a temporary folder: Yunnan, its plan, and a handful of returns about proposals and jobs."""
    settings.HOME = tmp_path
    settings.YUNJIANG_SEGMENTS = tmp_path / "segments"
    settings.YUNJIANG_DOCUMENTS = tmp_path / "documents"
    document, _problems = reading.read(library.text(PLAN))
    assert document is not None
    plans.load(library.text(PLAN), "tests")
    measures.declare(document.measures, dimensions=document.dimensions)
    records = [
        posting.Record(
            f"return:{year}/{key}",
            [
                posting.Line(
                    "rationalization_proposals",
                    organizations.resolve(key).pk,
                    date(year, 12, 31),
                    amount,
                    since_on=date(year, 1, 1),
                    breakdown={"sector": "mining"},
                )
            ],
            evidence={"title": f"{year}年报"},
        )
        for year, key, amount in ((2021, "530102", 500), (2022, "530102", 700), (2022, "530302", 0))
    ]
    posting.post(records, data_set=DataSet.OPERATIONAL, by="tests", title="年报")
    return tmp_path
