"""A post as it was on a day: the union and the person that it leads to are called what they were called then."""

from datetime import UTC, datetime

import pytest
import time_machine

from yunjiang.persons import rights
from yunjiang.persons import writing as persons
from yunjiang.registers.kit import effects, looking_back, writing
from yunjiang.registers.unions.models import Post
from yunjiang.registers.unions.register import Posts, Unions

from .hall import Hall, build

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def at(day: int) -> datetime:
    return datetime(2024, 3, day, 12, tzinfo=UTC)


@pytest.fixture
def hall(db: None) -> Hall:
    with time_machine.travel(datetime(2024, 2, 1, tzinfo=UTC), tick=False):  # the trail's clock never falls
        return build()


def told(hall: Hall) -> Post:
    """A post entered on the 1st; the person's name changes on the 5th and the 9th, the union's on the 9th."""
    with time_machine.travel(at(1), tick=False):
        union = hall.union(name="云岭工会委员会")
        post = hall.post(union, name="李甲")
    with time_machine.travel(at(5), tick=False):
        persons.write(post.person, {"name": "李乙", "phone": "13812345678"}, by=hall.officer)
    with time_machine.travel(at(9), tick=False):
        writing.change(Posts, post, {"person__name": "李丙", "person__phone": "13987654321"}, by=hall.officer)
        effects.change(Unions, union, {"name": "翠湖工会委员会"}, by=hall.officer, because="更名")
    post.refresh_from_db()
    return post


@pytest.mark.parametrize(
    ("day", "person", "phone", "union"),
    [
        (2, "李甲", "", "云岭工会委员会"),
        (6, "李乙", "138****5678", "云岭工会委员会"),
        (10, "李丙", "139****4321", "翠湖工会委员会"),
    ],
)
def test_it_works(hall: Hall, day: int, person: str, phone: str, union: str) -> None:
    post = told(hall)
    then = looking_back.record_as_of(Posts, post, at(day))
    assert isinstance(then, Post)
    assert (then.person.name, then.person.phone_mask, then.union.name) == (person, phone, union)
    assert then.person.phone is None
    post.refresh_from_db()
    assert (post.person.name, post.union.name) == ("李丙", "翠湖工会委员会")


def test_who_was_erased_is_not_brought_back(hall: Hall) -> None:
    post = told(hall)
    with time_machine.travel(at(12), tick=False):
        rights.erase(post.person, "本人要求", by=hall.officer)
    post.refresh_from_db()
    if post.person.erased_at is not None:
        then = looking_back.record_as_of(Posts, post, at(2))
        assert isinstance(then, Post)
        assert then.person.name == post.person.name


def test_paths_that_lead_to_what_keeps_no_history_are_known_of_today_only() -> None:
    assert looking_back.is_known(Posts, "person__name")
    assert looking_back.is_known(Posts, "union__workplace__name")
    assert not looking_back.is_known(Posts, "organization__key")
