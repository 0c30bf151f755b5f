"""Writing a person's record: what is taken, what is refused, what history is told."""

from datetime import date
from typing import Any

import pytest

from yunjiang.access.models import AuditRecord
from yunjiang.persons import sealed, writing
from yunjiang.persons.models import Person
from yunjiang.persons.refusals import PersonGone, PersonRefused, PersonRestricted

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

NUMBER = "530102199001011231"  # a man born on 1 January 1990
VALUES = {"name": "单正红", "identity": NUMBER, "phone": "138 0013 8000", "ethnic_group": "傣族"}


def written(**values: Any) -> Person:
    return writing.write(None, {**VALUES, **values}, by=None).instance


def test_it_works() -> None:
    person = written()
    person.refresh_from_db()
    assert (person.birth_on, person.sex, person.identity_kind) == (date(1990, 1, 1), "1", "resident")
    assert (person.pinyin, person.initials, person.ethnic_group) == ("shanzhenghong", "szh", "18")
    assert (person.identity_mask, person.phone_mask) == ("530*************31", "138****8000")
    assert sealed.identity_of(person.identity) == NUMBER
    assert sealed.phone_of(person.phone) == "13800138000"


@pytest.mark.parametrize("asked", [NUMBER, "５３０１０２ 19900101 1231"])
def test_a_person_is_found_by_the_number_however_written(asked: str) -> None:
    person = written()
    assert writing.find(asked) == person
    assert writing.find("11010519491231002X") is None


def test_documents_of_different_kinds_may_have_the_same_digits() -> None:
    one = writing.write(
        None, {"name": "Anna Li", "identity_kind": "passport", "identity": "12345678"}, by=None
    )
    other = writing.write(
        None, {"name": "李安娜", "identity_kind": "taiwan", "identity": "12345678"}, by=None
    )
    assert one.instance != other.instance
    assert writing.find("12345678", "taiwan") == other.instance


def test_fifteen_digits_find_who_came_with_eighteen() -> None:
    person = writing.write(None, {"name": "王五", "identity": "130503670401001"}, by=None).instance
    assert writing.find("130503196704010016") == person


def test_the_same_number_again_is_the_same_person() -> None:
    first = written()
    changed = writing.write(None, {**VALUES, "education": "本科"}, by=None)
    assert changed.instance == first
    assert not changed.is_new
    assert (changed.before, changed.after) == ({"education": ""}, {"education": "21"})


def test_the_same_number_under_another_name_is_refused() -> None:
    written()
    with pytest.raises(PersonRefused) as refused:
        written(name="单正虹")
    assert set(refused.value.problems) == {"identity"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"identity": "530102199001011232"}, "identity"),
        ({"identity": "E1", "identity_kind": "passport"}, "identity"),
        ({"birth_on": date(1990, 1, 2)}, "birth_on"),
        ({"sex": "女"}, "sex"),
        ({"name": "张3"}, "name"),
        ({"name": ""}, "name"),
        ({"phone": "1380013"}, "phone"),
        ({"ethnic_group": "火星"}, "ethnic_group"),
        ({"education": "幼儿园"}, "education"),
        ({"identity": "", "birth_on": date(2200, 1, 1)}, "birth_on"),
        ({"identity": "", "birth_on": "never"}, "birth_on"),
        ({"household_place": "昆" * 121}, "household_place"),
        ({"merged_into": 1}, "merged_into"),
    ],
)
def test_what_cannot_be_is_said_by_field(values: dict[str, Any], field: str) -> None:
    found = writing.check({**VALUES, **values})
    assert set(found) == {field}
    assert found[field]
    assert "13800138000" not in found[field]
    with pytest.raises(PersonRefused):
        writing.write(None, {**VALUES, **values}, by=None)
    assert not Person.objects.exists()


def test_labels_and_codes_are_taken_alike() -> None:
    assert written(education="大专", political_status="群众", is_migrant_worker=True).education == "31"


def test_only_what_differs_is_told_and_numbers_only_as_masks() -> None:
    person = written()
    changed = writing.write(person, {"name": "单正红", "phone": "13900138000"}, by=None)
    assert (changed.before, changed.after) == ({"phone": "138****8000"}, {"phone": "139****8000"})
    assert changed.instance.revision == 2
    record = AuditRecord.objects.latest("position")
    assert record.action == "persons.change"
    assert "13900138000" not in record.facts + record.before + record.after


def test_numbers_with_one_mask_are_two_numbers() -> None:
    person = written()
    changed = writing.write(person, {"phone": "13899998000"}, by=None)
    assert set(changed.after) == {"phone"}
    assert sealed.phone_of(Person.objects.get().phone) == "13899998000"


def test_writing_the_same_changes_and_records_nothing() -> None:
    person = written()
    sealed_before, count = bytes(person.identity or b""), AuditRecord.objects.count()
    changed = writing.write(person, VALUES, by=None)
    assert (changed.before, changed.after) == ({}, {})
    assert Person.objects.get().revision == 1
    assert bytes(Person.objects.get().identity or b"") == sealed_before
    assert AuditRecord.objects.count() == count


def test_a_number_can_be_taken_back() -> None:
    person = writing.write(written(), {"identity": "", "phone": ""}, by=None).instance
    assert (person.identity, person.identity_key, person.identity_mask) == (None, None, "")
    assert (person.phone, person.phone_mask) == (None, "")


def test_another_persons_number_is_refused() -> None:
    written()
    other = written(name="李四", identity="", phone="")
    with pytest.raises(PersonRefused) as refused:
        writing.write(other, {"identity": NUMBER}, by=None)
    assert set(refused.value.problems) == {"identity"}


def test_who_was_erased_merged_or_restricted_is_not_written_to() -> None:
    from django.utils import timezone

    person = written()
    Person.objects.update(restricted_at=timezone.now())
    with pytest.raises(PersonRestricted):
        writing.write(person, {"phone": ""}, by=None)
    Person.objects.update(restricted_at=None, erased_at=timezone.now())
    with pytest.raises(PersonGone):
        writing.write(person, {"phone": ""}, by=None)


def test_a_confirmation_never_goes_back() -> None:
    person = writing.confirm(written(), date(2026, 5, 1), by=None).instance
    assert writing.confirm(person, date(2026, 4, 1), by=None).instance.confirmed_on == date(2026, 5, 1)
