"""Where an indicator ought to stand, day by day."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from yunjiang.assessment.rules.facts import Point
from yunjiang.assessment.rules.judgement import Reason
from yunjiang.assessment.rules.trajectory import course_of
from yunjiang.assessment.tests.journal import HIRING, promise
from yunjiang.plans.document import TrajectoryKind


def required(line, on, first_known=None):
    day = date.fromisoformat(on)
    return course_of(promise(line), day, first_known).required_on(day)


@pytest.mark.parametrize(
    ("line", "on", "value"),
    [
        # sums start from zero on the evening before the plan begins
        ("cumulative >= 18260 名", "2020-12-31", 0),
        ("cumulative >= 18260 名", "2021-01-01", 10),
        ("cumulative >= 18260 名", "2023-12-31", 10950),
        ("cumulative >= 18260 名", "2025-12-31", 18260),
        ("cumulative >= 18260 名", "2026-06-01", 18260),
        # or from a baseline, when the target counts on from one
        ("cumulative >= 28260 名 from 10000 on 2020-12-31", "2023-12-31", 20950),
        # a deadline before the plan's end is the course's end
        ("cumulative >= 1095 名 by 2023-12-31", "2022-12-31", 730),
        # each year apart
        ("annual >= 365 场次 every year", "2022-12-31", 365),
        ("annual >= 365 场次 every year", "2023-01-01", 1),
        ("annual >= 365 场次 every year", "2023-07-02", 183),
        ("annual >= 366 场次 every year", "2024-02-29", 60),
        # years may have targets of their own
        ("annual >= 365 场次 every year through 2022-12-31 730", "2022-01-01", 2),
        ("annual >= 365 场次 every year through 2022-12-31 730", "2023-01-01", 1),
        # stocks and ratios run from their baseline on its own day
        ("ratio >= 95 % from 85 on 2020-12-31", "2023-12-31", 85 + Fraction(10950, 1826)),
        ("stock >= 600 人 by 2021-12-31 from 235 on 2020-12-31", "2021-01-10", 245),
        # falling targets
        ("ratio <= 5 % by 2021-12-31 from 8 on 2020-12-31", "2021-07-02", 8 - Fraction(3 * 183, 365)),
        # increments start from zero whatever the baseline was
        ("increment >= 284000 人 from 900000 on 2020-12-31", "2025-12-31", 284000),
        ("increment >= 1826 人 from 900000 on 2020-12-31", "2021-01-05", 5),
        # nothing before the deadline, everything on it
        ("cumulative >= 20 个 along step", "2025-12-30", 0),
        ("cumulative >= 20 个 along step", "2025-12-31", 20),
        ("cumulative >= 20 个 along step through 2023-12-31 8", "2023-12-30", 0),
        ("cumulative >= 20 个 along step through 2023-12-31 8", "2024-06-01", 8),
        # through milestones, linear between them
        ("cumulative >= 20 个 through 2021-12-31 2 through 2023-12-31 10", "2021-12-31", 2),
        ("cumulative >= 20 个 through 2021-12-31 2 through 2023-12-31 10", "2022-12-31", 6),
        ("cumulative >= 20 个 through 2023-12-31 10", "2024-12-31", 10 + Fraction(10 * 366, 731)),
        # held on every day
        ("ratio >= 100 % always", "2021-03-05", 100),
        ("share >= 40 %", "2021-03-05", 40),
        # a range is reached at its near end
        ("cumulative within 1826..3652 个", "2021-01-10", 10),
        # growing years on the way to a target for the deadline's year
        ("annual >= 200 场次 by 2025-12-31 from 100 on 2020-12-31", "2022-12-31", 140),
        ("annual <= 12000 吨 from 15000 on 2020-12-31 through 2023-12-31 13500", "2022-12-31", 14000),
        ("annual <= 12000 吨 from 15000 on 2020-12-31 through 2023-12-31 13500", "2024-12-31", 12750),
        ("annual >= 200 场次 by 2025-12-31", "2025-12-31", 200),
    ],
)
def test_required_value(line, on, value):
    assert required(line, on) == value


def test_a_profile_shapes_each_calendar_year_and_meets_the_even_course_at_its_ends():
    line = f"cumulative >= 18260 名 along profile {HIRING}"
    assert required(line, "2022-12-31") == 7300
    assert required(line, "2023-06-30") == 7300 + Fraction(59, 100) * 3650
    assert required(line, "2023-12-31") == 10950


def test_a_profile_shapes_a_year_that_stands_apart():
    line = f"annual >= 1000000 人次 every year along profile {HIRING}"
    assert required(line, "2023-06-30") == 590000


def test_a_profile_that_is_cut_by_a_deadline_still_arrives():
    line = f"cumulative >= 100 名 by 2021-06-30 along profile {HIRING}"
    assert required(line, "2021-03-31") == 100 * Fraction(25, 59)
    assert required(line, "2021-06-30") == 100


def test_a_profile_must_be_twelve_shares_that_never_fall():
    line = "annual >= 365 名 every year along profile 0.5 0.4 0.3 0.4 0.5 0.6 0.7 0.8 0.9 0.9 0.9 1"
    assert course_of(promise(line), date(2023, 7, 2)).kind is TrajectoryKind.LINEAR
    assert required(line, "2023-07-02") == 183


def test_a_stock_without_baseline_starts_from_the_first_value_known():
    first = Point(date(2021, 12, 31), Decimal(88))
    course = course_of(promise("ratio >= 95 %"), date(2023, 12, 31), first)
    assert course.reason is Reason.FIRST_OBSERVATION
    assert course.required_on(date(2023, 12, 31)) == 88 + Fraction(7 * 730, 1461)


def test_with_neither_baseline_nor_earlier_value_nobody_can_say():
    course = course_of(promise("stock >= 5000000 人"), date(2023, 12, 31))
    assert course.reason is Reason.NO_BASELINE
    assert course.required_on(date(2023, 12, 31)) is None
    assert course.required_on(date(2025, 12, 31)) == 5000000


def test_before_the_first_year_that_is_named_nobody_can_say_what_a_year_must_bring():
    course = course_of(promise("annual >= 200 场次 by 2025-12-31"), date(2022, 12, 31))
    assert (course.target, course.reason) == (None, Reason.NO_BASELINE)


def test_milestones_speak_for_a_stock_without_baseline_from_the_first_of_them_on():
    line = "stock >= 500 人 through 2022-12-31 300"
    assert required(line, "2022-06-30") is None
    assert required(line, "2022-12-31") == 300
    assert required(line, "2024-06-30") == 300 + Fraction(200 * 547, 1096)


def test_a_baseline_at_the_target_is_to_be_held():
    course = course_of(promise("ratio >= 95 % from 95 on 2020-12-31"), date(2023, 1, 1))
    assert (course.kind, course.reason) == (TrajectoryKind.HOLD, Reason.HOLD)


def test_a_baseline_beyond_the_target_means_it_is_met_already():
    course = course_of(promise("ratio >= 95 % from 97 on 2020-12-31"), date(2023, 1, 1))
    assert (course.kind, course.reason) == (TrajectoryKind.HOLD, Reason.ALREADY_MET)


def test_without_a_target_nothing_is_required():
    assert required("cumulative >= none 名", "2023-12-31") is None
