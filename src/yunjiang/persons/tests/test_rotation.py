"""Sealing again under a new key, stopped in the middle and begun again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from yunjiang.access import sealing
from yunjiang.access.models import AuditRecord
from yunjiang.access.sealing import doors, envelope, ring, rotation
from yunjiang.background.progress import Progress
from yunjiang.persons.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.HOME = tmp_path
    doors.door.cache_clear()
    monkeypatch.setattr(rotation, "BATCH", 2)
    yield
    doors.door.cache_clear()


@pytest.fixture
def people() -> list[Person]:
    return [
        Person.objects.create(name="张三", identity=sealing.seal(f"number {place}", "persons.identity"))
        for place in range(5)
    ] + [Person.objects.create(name="无证")]


def test_everything_is_sealed_under_the_new_key(people: list[Person]) -> None:
    ring.add_key()
    found = rotation.reseal({}, Progress())
    assert found["persons.Person.identity"] == 5
    for place, person in enumerate(people[:5]):
        person.refresh_from_db()
        assert person.identity is not None
        assert envelope.is_current(person.identity)
        assert sealing.open_(person.identity, "persons.identity") == f"number {place}"
    assert AuditRecord.objects.filter(action="access.reseal").count() == 1


def test_stopped_in_the_middle_it_goes_on_where_it_was(
    people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    ring.add_key()

    class Stopped(Exception):
        pass

    class Failing(Progress):
        def report(self, done: int, total: int = 0, note: str = "") -> None:
            if done >= 4:
                raise Stopped

    with pytest.raises(Stopped):
        rotation.reseal({}, Failing())
    assert rotation.reseal({}, Progress())["persons.Person.identity"] == 1


def test_a_second_time_changes_nothing(people: list[Person]) -> None:
    assert rotation.reseal({}, Progress())["persons.Person.identity"] == 0
