"""The keys of sealed fields at the command line."""

from pathlib import Path
from typing import Any

import pytest

from yunjiang.access.models import AuditRecord
from yunjiang.access.sealing import doors, envelope
from yunjiang.cli.application import run
from yunjiang.persons import writing
from yunjiang.persons.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    doors.door.cache_clear()


def test_it_works(capsys: pytest.CaptureFixture[str]) -> None:
    writing.write(None, {"name": "李红", "identity": "530102199001011231"}, by=None)
    assert run(["keys", "add"]) == 0
    stored = Person.objects.get().identity
    assert stored is not None
    assert not envelope.is_current(stored)
    assert run(["keys", "reseal"]) == 0
    stored = Person.objects.get().identity
    assert stored is not None
    assert envelope.is_current(stored)
    assert run(["keys", "list", "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert AuditRecord.objects.filter(action__in=("access.add_key", "access.reseal")).count() == 2
