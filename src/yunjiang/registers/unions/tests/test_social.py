"""Union social workers: from posts to how many each union has had, day by day."""

from collections import Counter
from datetime import date

import pytest

from yunjiang.ledger.models import Entry
from yunjiang.persons import writing
from yunjiang.registers.kit import effects, registry
from yunjiang.registers.unions import social, tabs
from yunjiang.registers.unions.models import Post, Union
from yunjiang.registers.unions.tests.hall import Hall

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

D = date.fromisoformat


def test_in_two_unions_one_counts_where_the_post_began_first() -> None:
    held = [(1, D("2022-01-01"), D("2023-01-01")), (2, D("2022-06-01"), None)]
    assert social.homes(held) == [
        (1, D("2022-01-01"), D("2023-01-01")),
        (2, D("2023-01-01"), None),
    ]
    assert social.homes([(1, D("2022-01-01"), D("2022-03-01")), (1, D("2022-03-01"), None)]) == [
        (1, D("2022-01-01"), None)
    ]
    assert social.homes([]) == []


def course(union: Union) -> list[list[object]]:
    union.refresh_from_db()
    return union.social_course


def test_a_post_is_counted_from_its_day_to_its_end(hall: Hall) -> None:
    union = hall.union()
    post = hall.post(union, is_social_worker=True, social_since_on=D("2022-07-01"))
    assert course(union) == [["2022-07-01", 1, 0, 0]]
    hall.post(union, is_social_worker=True, social_since_on=D("2022-07-01"))
    assert course(union) == [["2022-07-01", 2, 0, 0]]
    effects.change(
        registry.of("union-posts"), post, {"until_on": D("2023-02-01")}, by=hall.officer, because="到期"
    )
    assert course(union) == [["2022-07-01", 2, 0, 0], ["2023-02-01", 1, 0, 0]]


def test_the_same_person_elsewhere_moves_over_when_the_first_post_ends(hall: Hall) -> None:
    union, other = hall.union(), hall.union()
    post = hall.post(union, is_social_worker=True, social_since_on=D("2022-07-01"))
    hall.post(other, is_social_worker=True, social_since_on=D("2022-08-01"), person=post.person)
    assert (course(union), course(other)) == ([["2022-07-01", 1, 0, 0]], [])
    effects.change(
        registry.of("union-posts"), post, {"until_on": D("2023-02-01")}, by=hall.officer, because="到期"
    )
    assert course(union) == [["2022-07-01", 1, 0, 0], ["2023-02-01", 0, 0, 0]]
    assert course(other) == [["2023-02-01", 1, 0, 0]]


def test_courses_are_rebuilt_from_the_posts(hall: Hall) -> None:
    union = hall.union()
    hall.post(union, is_social_worker=True, social_since_on=D("2022-07-01"))
    Union.objects.update(social_course=[])
    assert social.recompute() == [union.pk]
    assert social.recompute() == []
    assert course(union) == [["2022-07-01", 1, 0, 0]]
    assert Post.objects.count() == 1


def test_men_and_women_are_told_apart_and_follow_the_person(hall: Hall) -> None:
    union = hall.union()
    posts = [
        hall.post(union, name, is_social_worker=True, social_since_on=D("2022-07-01")) for name in "甲乙丙"
    ]
    for post, sex in zip(posts, "12", strict=False):
        writing.write(post.person, {"sex": sex}, by=hall.officer)
    assert course(union) == [["2022-07-01", 3, 1, 1]]
    rows = Entry.objects.filter(measure__code="union_social_workers", happened_on=D("2022-07-01"))
    told: Counter[str] = Counter()
    for each in rows.select_related("breakdown"):
        sex = each.breakdown.values["sex"] if each.breakdown else ""
        told[sex] += int(each.weight * each.quantity)
    assert +told == {"male": 1, "female": 1, "": 1}
    assert not Entry.objects.filter(measure__code="union_social_workers_held").exists()


def test_a_posts_page_says_where_its_holder_is_counted(hall: Hall) -> None:
    union, other = hall.union(), hall.union()
    post = hall.post(union, is_social_worker=True, social_since_on=D("2022-07-01"))
    second = hall.post(other, is_social_worker=True, social_since_on=D("2022-08-01"), person=post.person)
    assert social.told(second) == [(union.pk, D("2022-07-01"), None)]
    assert tabs.social_worker(second, hall.officer)["homes"] == [(union, D("2022-07-01"), None, False)]
