"""The official words, table by table. Each case is a journal (see journal.py)."""

from decimal import Decimal

import pytest

from yunjiang.assessment.rules.judgement import Reason, Severity, Status
from yunjiang.assessment.tests.journal import HIRING, judged


@pytest.mark.parametrize(
    ("value", "status", "severity"),
    [
        # by the end of 2023, 1095 of 1826 days: 10950 of 18260 are required, and 913 are five points
        ("18260", "achieved", None),
        ("18259", "ahead", None),
        ("11863", "ahead", None),
        ("11862", "on_course", None),
        ("10950", "on_course", None),
        ("10037", "on_course", None),
        ("10036", "behind", "slight"),
        ("9125", "behind", "slight"),
        ("9124", "behind", "marked"),
        ("5475", "behind", "marked"),
        ("5474", "behind", "serious"),
        ("0", "behind", "serious"),
    ],
)
def test_a_sum_to_date_against_an_even_course(value, status, severity):
    judgement = judged(f"""
        cumulative >= 18260 名
        2023-12-31 {value}
        on 2023-12-31
    """)
    assert judgement.status == status
    assert judgement.severity == severity
    assert judgement.required == 10950


def test_the_three_numbers_of_a_judgement():
    judgement = judged("""
        cumulative >= 18260 名
        2023-12-31 9855
        on 2023-12-31
    """)
    assert judgement.increment_ratio == Decimal("0.9")
    assert judgement.gap_points == Decimal("-6")  # 1095 of 18260 are 5.9967 points
    assert judgement.progress_rate == Decimal("53.97")
    assert judgement.time_rate == Decimal("59.97")
    assert judgement.completion_rate == Decimal("53.97")


def test_almost_nothing_in_the_first_year_is_serious_though_the_gap_is_small():
    judgement = judged("""
        cumulative >= 18260 名
        2021-12-31 1000
        on 2021-12-31
    """)
    assert (judgement.status, judgement.severity) == (Status.BEHIND, Severity.SERIOUS)
    assert judgement.gap_points == Decimal("-14.51")


@pytest.mark.parametrize(
    ("along", "status"), [("", "ahead"), (f"along profile {HIRING}", "on_course"), ("along step", "ahead")]
)
def test_59_per_cent_at_mid_year_is_in_line_under_a_profile_and_ahead_under_an_even_course(along, status):
    # 2022: 654万 of 1100万 new urban jobs by the end of June, called 与时序进度基本一致 by the ministry
    judgement = judged(f"""
        annual >= 11000000 人 every year {along}
        2022-06-30 6540000
        on 2022-06-30
    """)
    assert judgement.status == status


@pytest.mark.parametrize(
    ("on", "value", "status"),
    [
        ("2025-12-30", "18260", "achieved"),
        ("2025-12-31", "18260", "met"),
        ("2026-03-01", "18260", "met"),
        ("2025-12-31", "18259", "not_met"),
        ("2026-03-01", "0", "not_met"),
    ],
)
def test_on_the_deadline_a_target_is_met_or_not(on, value, status):
    assert (
        judged(f"""
        cumulative >= 18260 名
        {on} {value}
        on {on}
    """).status
        == status
    )


@pytest.mark.parametrize(
    ("comparator", "value", "status"),
    [
        (">=", "500", "met"),
        (">", "500", "not_met"),
        ("<=", "500", "met"),
        ("<", "500", "not_met"),
        ("=", "500", "met"),
        ("=", "501", "not_met"),
    ],
)
def test_comparators_at_the_target_itself(comparator, value, status):
    assert (
        judged(f"""
        stock {comparator} 500 人
        2025-12-31 {value}
        on 2025-12-31
    """).status
        == status
    )


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("8", "behind"),
        ("7", "behind"),
        ("6.5", "on_course"),
        ("6", "ahead"),
        ("5", "achieved"),
        ("4", "achieved"),
    ],
)
def test_a_falling_target_is_judged_in_mirror_image(value, status):
    # from 8 to 5 per cent; 6.53 is required at mid-way
    assert (
        judged(f"""
        ratio <= 5 % from 8 on 2020-12-31
        2023-06-15 {value}
        on 2023-06-15
    """).status
        == status
    )


@pytest.mark.parametrize(
    ("value", "status", "severity"),
    [
        ("40", "ahead", None),
        ("50", "on_course", None),
        ("80", "behind", "marked"),
        ("101", "behind", "serious"),
    ],
)
def test_a_ceiling_is_used_up_and_never_achieved_early(value, status, severity):
    judgement = judged(f"""
        cumulative <= 100 起
        2023-07-02 {value}
        on 2023-07-02
    """)
    assert (judgement.status, judgement.severity) == (status, severity)


def test_a_ceiling_of_zero_allows_nothing():
    for value, status in (("0", Status.ON_COURSE), ("1", Status.BEHIND)):
        assert (
            judged(f"""
            cumulative <= 0 起
            2023-07-02 {value}
            on 2023-07-02
        """).status
            is status
        )


def test_each_year_of_a_yearly_target_stands_apart():
    judgement = judged("""
        annual >= 10 场次 every year
        2021-12-31 12
        2022-12-31 8
        2023-12-31 11
        on 2023-12-31
    """)
    assert judgement.status is Status.MET
    assert judgement.due_on.isoformat() == "2023-12-31"
    assert [(each.year, each.value, each.is_met) for each in judgement.years] == [
        (2021, 12, True),
        (2022, 8, False),
    ]


def test_a_yearly_target_reached_by_october_is_achieved_early():
    assert (
        judged("""
        annual >= 10 场次 every year
        2023-10-31 10
        on 2023-10-31
    """).status
        is Status.ACHIEVED
    )


def test_an_ongoing_target_is_judged_by_the_worst_value_of_the_year():
    judgement = judged("""
        ratio >= 80 % always
        2022-12-31 60
        2023-03-31 72
        2023-06-30 83
        on 2023-06-30
    """)
    assert judgement.status is Status.BEHIND
    assert judgement.value == 72
    assert Reason.WORST_OF_YEAR in judgement.reasons


@pytest.mark.parametrize(
    ("value", "status"), [("100", "on_course"), ("97", "on_course"), ("94", "behind"), ("69", "behind")]
)
def test_an_ongoing_target_is_held_or_not_and_never_ahead(value, status):
    judgement = judged(f"""
        ratio >= 100 % always
        2023-12-31 {value}
        on 2023-12-31
    """)
    assert judgement.status == status
    assert Reason.HOLD in judgement.reasons
    assert judgement.increment_ratio is None


def test_an_ongoing_target_is_met_or_not_on_the_plans_last_day():
    for value, status in (("100", Status.MET), ("97", Status.NOT_MET)):
        assert (
            judged(f"""
            ratio >= 100 % always
            2025-12-31 {value}
            on 2025-12-31
        """).status
            is status
        )


@pytest.mark.parametrize(
    ("value", "status", "reason"),
    [
        ("1", "achieved", None),
        ("2", "achieved", None),
        ("0", "behind", None),
        ("3", "behind", Reason.OVERSHOT),
    ],
)
def test_a_range_is_reached_at_its_near_end_and_may_be_overshot(value, status, reason):
    judgement = judged(f"""
        cumulative within 1..2 个
        2023-12-31 {value}
        on 2023-12-31
    """)
    assert judgement.status == status
    assert reason is None or reason in judgement.reasons


@pytest.mark.parametrize(
    ("value", "status"), [("8", "on_course"), ("7.7", "on_course"), ("7", "behind"), ("9", "behind")]
)
def test_an_equality_to_hold_is_missed_on_either_side(value, status):
    assert (
        judged(f"""
        ratio = 8 % always
        2023-12-31 {value}
        on 2023-12-31
    """).status
        == status
    )


def test_a_target_reached_at_the_baseline_is_achieved_while_it_lasts():
    line = "ratio >= 95 % from 97 on 2020-12-31"
    assert judged(f"{line}\n2023-12-31 96\non 2023-12-31").status is Status.ACHIEVED
    lost = judged(f"{line}\n2023-12-31 89\non 2023-12-31")
    assert (lost.status, lost.gap_points) == (Status.BEHIND, Decimal("-6.32"))
    assert Reason.ALREADY_MET in lost.reasons


def test_without_a_baseline_a_stock_is_judged_from_its_first_value_and_says_so():
    judgement = judged("""
        ratio >= 95 %
        2021-12-31 88
        2023-12-31 91.6
        on 2023-12-31
    """)
    assert judgement.status is Status.ON_COURSE
    assert judgement.start == 88
    assert Reason.FIRST_OBSERVATION in judgement.reasons


def test_without_any_start_a_value_short_of_its_target_is_not_assessed():
    judgement = judged("""
        stock >= 5000000 人
        2023-12-31 4700000
        on 2023-12-31
    """)
    assert judgement.status is Status.NOT_ASSESSED
    assert judgement.reasons == (Reason.NO_BASELINE,)
    assert judgement.completion_rate == 94


def test_without_any_start_a_target_reached_is_reached_all_the_same():
    # 541.28万 of 500万 by May 2024, announced as 提前完成
    assert (
        judged("""
        stock >= 5000000 人
        2024-05-07 5412800
        on 2024-05-07
    """).status
        is Status.ACHIEVED
    )


def test_nothing_handed_down_is_not_assessed():
    judgement = judged("""
        cumulative >= none 名
        2023-12-31 500
        on 2023-12-31
    """)
    assert (judgement.status, judgement.reasons) == (Status.NOT_ASSESSED, (Reason.NO_TARGET,))


def test_before_the_plan_begins_nothing_is_assessed():
    judgement = judged("""
        cumulative >= 100 名
        on 2020-12-31
    """)
    assert (judgement.status, judgement.reasons) == (Status.NOT_ASSESSED, (Reason.NOT_BEGUN,))


def test_where_nothing_is_required_yet_there_is_no_ratio():
    judgement = judged("""
        cumulative >= 20 个 along step
        2023-12-31 0
        on 2023-12-31
    """)
    assert judgement.status is Status.ON_COURSE
    assert judgement.increment_ratio is None
    assert Reason.NOTHING_REQUIRED in judgement.reasons


@pytest.mark.parametrize(
    ("bound", "value", "status", "is_certain"),
    [
        ("at_least", "500", "met", True),  # 超500: more than 500
        ("at_most", "500", "not_met", True),  # 不足500: less than 500
        ("at_least", "499", "not_met", False),
        ("about", "501", "met", False),
        ("exact", "499", "not_met", True),
    ],
)
def test_how_exact_the_source_was_decides_at_the_target_and_is_told_elsewhere(
    bound, value, status, is_certain
):
    judgement = judged(f"""
        cumulative >= 500 万人次
        2025-12-31 {value}
        bound {bound}
        on 2025-12-31
    """)
    assert (judgement.status, judgement.is_certain) == (status, is_certain)
    assert (Reason.INEXACT in judgement.reasons) is not is_certain


@pytest.mark.parametrize(
    ("target", "value", "status", "is_within_one"),
    [
        ("1", "0", "on_course", True),  # 0.6 of one thing cannot be done
        ("2", "0", "behind", False),  # 1.2 are required: one could be there
        ("4", "3", "on_course", True),  # 2.4 are required
        ("4", "4", "achieved", False),
        ("400", "239", "on_course", False),
    ],
)
def test_less_than_one_whole_thing_is_no_distance(target, value, status, is_within_one):
    judgement = judged(f"""
        cumulative >= {target} 个 whole
        2023-12-31 {value}
        on 2023-12-31
    """)
    assert judgement.status == status
    assert (Reason.WITHIN_ONE in judgement.reasons) is is_within_one


@pytest.mark.parametrize(
    ("value", "status", "severity"),
    [
        ("79.4", Status.ON_COURSE, None),  # half a way behind, and half a hundredth of the target
        ("79.0", Status.ON_COURSE, None),
        ("78.3", Status.BEHIND, Severity.MARKED),  # nothing done, 1.4 hundredths short
        ("77.0", Status.BEHIND, Severity.SERIOUS),
    ],
)
def test_much_of_a_short_way_is_not_much(value, status, severity):
    judgement = judged(
        f"ratio >= 80 % by 2025-12-31 from 79 on 2020-12-31\n2023-12-31 {value}\non 2023-12-31"
    )
    assert (judgement.status, judgement.severity) == (status, severity)
    assert (Reason.NEAR in judgement.reasons) is (status is Status.ON_COURSE)
