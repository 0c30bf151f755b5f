"""A sheet of posts: persons known and unknown, what is met again, what is only told, what is wrong, and all of it taken back."""

import io
from datetime import date
from typing import Any

import pytest

from yunjiang.persons import sealed, writing
from yunjiang.persons.models import Person
from yunjiang.registers.kit.intake import checking, committing, receiving, undoing
from yunjiang.registers.kit.models import Difference, IntakeBatch
from yunjiang.registers.unions.models import Post, Union
from yunjiang.registers.unions.register import Posts
from yunjiang.standards.identifiers import citizens

from .hall import Hall

HEADINGS = "工会名称,姓名,身份证号,手机号码,所在机构,职务,专兼职,任职日期,免职日期,是否工会社会工作者,社会工作者起始日期"


def number(serial: int) -> str:
    body = f"53010219880101{serial:03}"
    return body + citizens.check_character(body)


def row(union: Union, serial: int = 1, **changed: str) -> str:
    values = {
        "of": union.name,
        "name": f"任职{'甲乙丙丁'[serial - 1]}",
        "identity": number(serial),
        "phone": f"1380871234{serial}",
        "committee": "工会委员会",
        "title": "委员",
        "time": "兼职",
        "since": "2022-06-01",
        "until": "",
        "social": "",
        "social_since": "",
    } | changed
    return ",".join(values.values())


def bring(hall: Hall, *rows: str) -> IntakeBatch:
    text = "\n".join((HEADINGS, *rows))
    batch = receiving.receive(Posts, hall.cast.wuhua, io.BytesIO(text.encode()), "任职.csv", by=hall.officer)
    checking.check(batch)
    batch.refresh_from_db()
    return batch


def commit(hall: Hall, *rows: str) -> IntakeBatch:
    batch = bring(hall, *rows)
    assert batch.faulty_count == 0, batch.summary["problems"]
    committing.commit(batch, hall.officer)
    batch.refresh_from_db()
    return batch


def known(serial: int = 1) -> Person:
    values: dict[str, Any] = {
        "name": f"任职{'甲乙丙丁'[serial - 1]}",
        "identity": number(serial),
        "identity_kind": "resident",
        "phone": "13700001111",
    }
    return writing.write(None, values, by=None).instance


def test_posts_come_with_persons_known_and_unknown(hall: Hall) -> None:
    union, person = hall.union(), known()
    batch = commit(
        hall,
        row(union),
        row(union, committee="女职工委员会", title="主任"),
        row(union, 2, title="社会工作者", committee="工作人员", social="是", social_since="2022-07-01"),
    )
    assert batch.created_count == 3
    posts = Post.objects.filter(union=union).order_by("title")
    assert {(each.person_name, each.title) for each in posts} == {
        ("任职甲", "member"),
        ("任职甲", "chair"),
        ("任职乙", "social"),
    }
    assert {each.path for each in posts} == {union.path}
    assert Person.objects.filter(name="任职甲").get() == person
    stranger = Person.objects.get(name="任职乙")
    assert sealed.identity_of(stranger.identity) == number(2)
    assert stranger.sex
    union.refresh_from_db()
    assert [each[1] for each in union.social_course] == [1]
    assert Difference.objects.filter(register="union-posts", record__in=posts.values("pk")).count() == 3


def test_what_is_said_otherwise_of_a_person_is_told_and_changes_nothing(hall: Hall) -> None:
    union, person = hall.union(), known()
    batch = commit(hall, row(union))
    assert [each["column"] for each in batch.summary["otherwise"]] == ["person__phone"]
    before = person.phone_mask
    person.refresh_from_db()
    assert person.phone_mask == before


def test_a_post_is_met_again_and_ended_by_a_later_sheet(hall: Hall) -> None:
    union = hall.union()
    commit(hall, row(union))
    again = commit(hall, row(union))
    assert (again.created_count, again.changed_count) == (0, 0)
    batch = commit(hall, row(union, until="2024-06-01"))
    assert batch.changed_count == 1
    assert Post.objects.get(union=union).until_on == date(2024, 6, 1)
    undoing.undo(batch, hall.officer)
    assert Post.objects.get(union=union).until_on is None


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"identity": number(1)[:-1] + "X"}, "person__identity"),
        ({"name": "别人"}, "person__identity"),
        ({"until": "2022-06-01"}, "until_on"),
        ({"social": "是"}, "social_since_on"),
        ({"social_since": "2022-06-01"}, "is_social_worker"),
        ({"title": "总经理"}, "title"),
        ({"of": "没有的工会"}, "union"),
    ],
)
def test_what_cannot_be_is_told_by_its_cell(hall: Hall, changed: dict[str, str], column: str) -> None:
    union, _person = hall.union(), known()
    batch = bring(hall, row(union, **changed))
    assert batch.faulty_count == 1
    assert {each["column"] for each in batch.summary["problems"]} == {column}


def test_one_number_under_two_names_is_refused_in_the_sheet(hall: Hall) -> None:
    union = hall.union()
    batch = bring(hall, row(union), row(union, name="别人", title="主席（主任）"))
    assert batch.faulty_count == 1


def test_a_person_who_wants_to_be_left_alone_gets_no_post(hall: Hall) -> None:
    union, person = hall.union(), known()
    Person.objects.filter(pk=person.pk).update(restricted_at=person.created_at)
    assert bring(hall, row(union)).faulty_count == 1


def test_taken_back_the_posts_are_gone_and_strangers_with_them(hall: Hall) -> None:
    union, person = hall.union(), known()
    kept = hall.post(union, "原有")
    batch = commit(hall, row(union), row(union, 2, social="是", social_since="2022-07-01"))
    undoing.undo(batch, hall.officer, reason="传错了")
    assert not Post.objects.filter(union=union, voided_at=None).exclude(pk=kept.pk).exists()
    assert not Person.objects.filter(name="任职乙", erased_at=None).exists()
    person.refresh_from_db()
    assert person.erased_at is None
    union.refresh_from_db()
    assert [each for each in union.social_course if each[1]] == []
    again = commit(hall, row(union), row(union, 2))
    assert Post.objects.filter(union=union, voided_at=None, stands=True).count() == 3
    assert again.faulty_count == 0
