"""Records that look like one person."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from yunjiang.access.models import User
from yunjiang.persons import likeness, sealed, writing
from yunjiang.persons.likeness import Alike, Sought
from yunjiang.persons.models import Candidate, CandidateState, Likeness, Person
from yunjiang.persons.refusals import AlreadyDecided, ReasonMissing

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

BORN = date(1990, 1, 1)


def person(name: str = "张伟", **values: Any) -> Person:
    return writing.write(None, {"name": name, **values}, by=None).instance


@pytest.fixture
def units() -> Iterator[dict[int, list[int]]]:
    """Yield units with the persons in them, as a register would tell them."""
    members: dict[int, list[int]] = {}

    def told(sought: Any) -> Iterator[tuple[str, int, int]]:
        for name, unit in sought:
            for each in Person.objects.filter(pk__in=members.get(unit, []), name=name):
                yield name, unit, each.pk

    likeness.in_unit(told)
    yield members
    likeness._in_unit.remove(told)


def test_name_birth_and_phone_make_a_strong_one() -> None:
    old = person(birth_on=BORN, phone="13800138000")
    new = person(birth_on=BORN, phone="+86 13800138000")
    person(birth_on=BORN, phone="13900138000")
    person("张维", birth_on=BORN, phone="13800138000")
    person(birth_on=date(1990, 1, 2), phone="13800138000")
    assert likeness.similar(new) == [Alike(new.pk, old.pk, Likeness.STRONG)]


def test_the_number_of_a_sheet_makes_an_exact_one_even_after_a_merge() -> None:
    kept, merged = person("李四"), person("李四", identity="530102199001011231")
    Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    sought = Sought(7, "李四", identity_key=sealed.identity_key("530102199001011231"))
    assert likeness.alike([sought]) == [Alike(7, kept.pk, Likeness.EXACT)]


def test_name_and_unit_make_a_weak_one_unless_both_show_numbers(units: dict[int, list[int]]) -> None:
    numbered, bare = person(identity="530102199001011231"), person()
    units[3] = [numbered.pk, bare.pk]
    key = sealed.identity_key("53010319751231889X")
    found = likeness.alike(
        [Sought(1, "张伟", organization=3), Sought(2, "张伟", identity_key=key, organization=3)]
    )
    assert found == [
        Alike(1, numbered.pk, Likeness.WEAK),
        Alike(1, bare.pk, Likeness.WEAK),
        Alike(2, bare.pk, Likeness.WEAK),
    ]


def test_a_batch_is_found_in_a_few_queries(django_assert_max_num_queries: Any) -> None:
    there = person(birth_on=BORN, phone="13800138000")
    keys = sealed.phone_columns([f"139{each:08d}" for each in range(3000)]).keys
    sought = [Sought(row, "张伟", BORN, key) for row, key in enumerate(keys)]
    sought.append(Sought(9999, "张伟", BORN, bytes(there.phone_key or b"")))
    with django_assert_max_num_queries(3):
        assert likeness.alike(sought) == [Alike(9999, there.pk, Likeness.STRONG)]


def test_a_pair_is_put_on_the_desk_once_and_dismissed_once(django_user_model: type[User]) -> None:
    by = django_user_model.objects.create(username="officer")
    person(birth_on=BORN, phone="13800138000")
    new = person(birth_on=BORN, phone="13800138000")
    likeness.note(new, "/1/")
    likeness.note(new, "/1/2/")
    candidate = Candidate.objects.get()
    assert (candidate.path, candidate.state) == ("/1/", CandidateState.OPEN)
    with pytest.raises(ReasonMissing):
        likeness.dismiss(candidate, " ", by=by)
    likeness.dismiss(candidate, "父子同号", by=by)
    with pytest.raises(AlreadyDecided):
        likeness.dismiss(candidate, "again", by=by)
    assert likeness.similar(new) == []
