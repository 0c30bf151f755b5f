"""Union social workers: from posts to how many each union has had, day by day."""

from datetime import date

import pytest

from yunjiang.registers.kit import effects, registry
from yunjiang.registers.unions import social
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
    assert course(union) == [["2022-07-01", 1]]
    hall.post(union, is_social_worker=True, social_since_on=D("2022-07-01"))
    assert course(union) == [["2022-07-01", 2]]
    effects.change(
        registry.of("union-posts"), post, {"until_on": D("2023-02-01")}, by=hall.officer, because="到期"
    )
    assert course(union) == [["2022-07-01", 2], ["2023-02-01", 1]]


def test_the_same_person_elsewhere_moves_over_when_the_first_post_ends(hall: Hall) -> None:
    union, other = hall.union(), hall.union()
    post = hall.post(union, is_social_worker=True, social_since_on=D("2022-07-01"))
    hall.post(other, is_social_worker=True, social_since_on=D("2022-08-01"), person=post.person)
    assert (course(union), course(other)) == ([["2022-07-01", 1]], [])
    effects.change(
        registry.of("union-posts"), post, {"until_on": D("2023-02-01")}, by=hall.officer, because="到期"
    )
    assert course(union) == [["2022-07-01", 1], ["2023-02-01", 0]]
    assert course(other) == [["2023-02-01", 1]]


def test_courses_are_rebuilt_from_the_posts(hall: Hall) -> None:
    union = hall.union()
    hall.post(union, is_social_worker=True, social_since_on=D("2022-07-01"))
    Union.objects.update(social_course=[])
    assert social.recompute() == [union.pk]
    assert social.recompute() == []
    assert course(union) == [["2022-07-01", 1]]
    assert Post.objects.count() == 1
