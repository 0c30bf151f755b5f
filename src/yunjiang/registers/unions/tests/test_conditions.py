from datetime import date

import pytest

from yunjiang.registers.kit import postings
from yunjiang.registers.unions import conditions, founding, questions
from yunjiang.registers.unions.choices import OperatingStatus
from yunjiang.registers.unions.conditions import Said, course_of
from yunjiang.registers.unions.firm_registers import Enterprises
from yunjiang.registers.unions.models import Enterprise, Post, Term, Union
from yunjiang.registers.unions.questions import Rate

from .hall import Hall

FIRMS = Enterprise.objects.all()


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_a_course_says_each_day_on_which_something_changed() -> None:
    said = Said(
        operations=[(day("2021-01-01"), "operating"), (day("2023-01-01"), "suspended")],
        headcounts=[(day("2021-06-01"), 99), (day("2022-01-01"), 100)],
        coverages=[(day("2022-06-01"), day("2022-09-01"))],
    )
    assert course_of(said) == [
        ["2021-06-01", 0, 0],
        ["2022-01-01", 1, 0],
        ["2022-06-01", 1, 1],
        ["2022-09-01", 1, 0],
        ["2023-01-01", 0, 0],
    ]


def test_unknown_is_not_small() -> None:
    assert course_of(Said(operations=[(day("2021-01-01"), "operating")])) == []
    assert course_of(Said(headcounts=[(day("2021-01-01"), 500)])) == []


def test_days_before_its_place_in_the_tree_count_from_the_first_day_there() -> None:
    said = Said([(day("2010-01-01"), "operating")], [(day("2015-01-01"), 300)], [], first=day("2021-01-01"))
    assert course_of(said) == [["2021-01-01", 1, 0]]


def test_the_rate_has_a_numerator_and_a_denominator_on_any_day(hall: Hall) -> None:
    covered, bare, small = hall.firm(150), hall.firm(100), hall.firm(99)
    hall.union(firm=covered)
    hall.union(firm=small)
    hall.firm(None)
    assert questions.coverage(FIRMS, day("2022-05-31")) == Rate(0, 2, 1)
    assert questions.coverage(FIRMS, day("2022-06-01")) == Rate(1, 2, 1)
    assert list(questions.without_union(FIRMS, day("2022-06-01"))) == [bare]
    hall.say("operations", bare, status=OperatingStatus.SUSPENDED, since_on=day("2023-01-01"))
    assert questions.coverage(FIRMS, day("2023-01-01")) == Rate(1, 1, 1)
    assert questions.coverage(FIRMS, day("2022-12-31")) == Rate(1, 2, 1)
    hall.say("headcounts", small, staff=130, as_of_on=day("2023-03-01"))
    assert questions.coverage(FIRMS, day("2023-03-01")) == Rate(2, 2, 1)


def test_the_rate_of_each_county_adds_up_and_is_never_averaged(hall: Hall) -> None:
    hall.union(firm=hall.firm(150))
    hall.firm(100)
    hall.firm(700, unit=hall.cast.qujing)
    paths = [each.path for each in FIRMS.only("path")]
    wuhua, qujing = paths[0][: paths[0][:-1].rindex("/") + 1], paths[2][: paths[2][:-1].rindex("/") + 1]
    found = questions.coverage_below(FIRMS, [wuhua, qujing], day("2023-01-01"))
    assert found == {wuhua: Rate(1, 2), qujing: Rate(0, 1)}


def test_two_unions_of_one_firm_count_once(hall: Hall) -> None:
    firm = hall.firm(150)
    hall.union(firm=firm)
    founding.cover(hall.union(), firm, day("2022-08-01"), by=None)
    assert questions.coverage(FIRMS, day("2023-01-01")) == Rate(1, 1)


def test_the_ledger_holds_the_course_and_why_not(hall: Hall) -> None:
    firm, small = hall.firm(150), hall.firm(20)
    hall.union(firm=firm)
    large, covered = postings.why(Enterprises, firm)
    assert [(each.happened_on, each.quantity) for each in large.entries[:3]] == [
        (day("2022-01-01"), 1),
        (day("2022-06-01"), 1),
        (day("2022-12-31"), 1),  # what still holds is observed at the end of each year
    ]
    assert [each.quantity for each in covered.entries[:3]] == [0, 1, 1]
    assert [each.reason.code for each in postings.why(Enterprises, small) if each.reason] == [
        "never_large",
        "never_large",
    ]


def test_what_is_computed_can_be_deleted_and_rebuilt(hall: Hall) -> None:
    firm = hall.firm(150)
    hall.union(firm=firm)
    assert conditions.flaws(FIRMS) == []
    Enterprise.objects.update(course=[], staff=None, is_covered=False)
    assert [each.pk for each in conditions.flaws(FIRMS)] == [firm.pk]
    assert conditions.refresh([firm.pk], by="check") == 1
    assert conditions.flaws(FIRMS) == []


def test_unions_of_each_kind_on_a_day(hall: Hall) -> None:
    hall.union()
    hall.preparing()
    unions = Union.objects.all()
    assert questions.unions_by_kind(unions, day("2022-06-01")) == {"single": 1}
    assert questions.unions_by_kind(unions, day("2022-05-31")) == {}


def test_terms_that_end_and_are_over(hall: Hall) -> None:
    union = hall.union(term_years=3)
    terms = Term.objects.all()
    assert union.terms.get().ends_on == day("2025-05-10")
    assert questions.terms_ending(terms, day("2025-03-01"), 30).count() == 0
    assert questions.terms_ending(terms, day("2025-03-01"), 90).count() == 1
    assert questions.terms_overdue(terms, day("2025-05-10")).count() == 0
    assert questions.terms_overdue(terms, day("2025-05-11")).count() == 1


def test_social_workers_are_persons_and_not_posts(hall: Hall) -> None:
    union, other = hall.union(), hall.union()
    post = hall.post(union, is_social_worker=True, social_since_on=day("2022-07-01"))
    hall.post(other, is_social_worker=True, social_since_on=day("2022-07-01"), person=post.person)
    hall.post(other, name="另一人", title="clerk")
    posts = Post.objects.all()
    assert questions.social_worker_count(posts, day("2022-06-30")) == 0
    assert questions.social_worker_count(posts, day("2022-07-01")) == 1


@pytest.mark.postgres
def test_firms_are_found_by_an_index(hall: Hall) -> None:
    hall.firm(150)
    plan = questions.without_union(FIRMS, day("2023-01-01")).explain()
    assert "unions_coverage_firm" in plan or "Index" in plan or "INDEX" in plan
