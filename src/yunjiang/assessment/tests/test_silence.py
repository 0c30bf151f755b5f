"""Silence is not lateness, and zero is not silence."""

import pytest

from yunjiang.assessment.rules.judgement import Likelihood, Reason, Status
from yunjiang.assessment.tests.journal import judged

DUE = "owed 2023-01-01..2023-12-31 due 2023-12-31"


def test_owed_and_due_and_nothing_there_is_not_reported():
    judgement = judged(f"""
        annual >= 10 场次 every year
        {DUE}
        on 2023-12-31
    """)
    assert judgement.status is Status.NOT_REPORTED
    assert judgement.forecast.likelihood is Likelihood.NOT_FORESEEABLE


def test_nothing_there_and_nothing_owed_is_no_data():
    assert (
        judged("""
        annual >= 10 场次 every year
        on 2023-12-31
    """).status
        is Status.NO_DATA
    )


def test_an_explicit_zero_is_a_report():
    assert (
        judged(f"""
        annual >= 10 场次 every year
        2023-12-31 0
        {DUE}
        on 2023-12-31
    """).status
        is Status.NOT_MET
    )


def test_an_older_value_does_not_stand_for_the_report_that_is_missing():
    judgement = judged(f"""
        cumulative >= 18260 名
        2022-12-31 7300
        {DUE}
        on 2023-12-31
    """)
    assert judgement.status is Status.NOT_REPORTED
    assert judgement.value == 7300


def test_a_sum_that_has_reached_its_target_stays_reached_without_the_newest_report():
    judgement = judged(f"""
        cumulative >= 18260 名
        2022-12-31 18300
        {DUE}
        on 2023-12-31
    """)
    assert (judgement.status, judgement.reasons[0]) == (Status.ACHIEVED, Reason.REPORT_MISSING)


def test_what_is_not_due_yet_does_not_make_an_older_value_late():
    judgement = judged("""
        cumulative >= 18260 名
        2022-12-31 7300
        owed 2022-01-01..2022-12-31 due 2022-12-31
        on 2023-11-30
    """)
    assert judgement.status is Status.ON_COURSE
    assert judgement.judged_on.isoformat() == "2022-12-31"
    assert Reason.DATA_OLDER in judgement.reasons


def test_last_years_report_says_nothing_of_this_year():
    judgement = judged("""
        annual >= 10 场次 every year
        2022-12-31 12
        owed 2022-01-01..2022-12-31 due 2022-12-31
        on 2023-06-30
    """)
    assert judgement.status is Status.NO_DATA
    assert judgement.years[-1].is_met


def test_a_report_speaks_for_the_whole_period_it_is_about():
    judgement = judged("""
        cumulative >= 18260 名
        2023-11-04 10950
        owed 2023-01-01..2023-12-31 due 2023-12-31
        on 2024-02-01
    """)
    assert judgement.judged_on.isoformat() == "2023-12-31"


def test_in_a_register_silence_is_zero():
    judgement = judged("""
        cumulative >= 18260 名
        2022-12-31 7300
        register
        on 2023-12-31
    """)
    assert judgement.status is Status.BEHIND
    assert judgement.judged_on.isoformat() == "2023-12-31"


@pytest.mark.parametrize(
    ("reported", "value", "status"),
    [
        # 10950 are required; 12 of 16 units have reported
        (16, "9000", "behind"),
        (12, "9000", "not_assessed"),  # 12000 if the silent four did as much as the others
        (12, "6000", "behind"),  # 8000 even then
        (12, "10950", "on_course"),
        (12, "18260", "achieved"),
        (0, "9000", "not_reported"),
    ],
)
def test_silence_alone_never_makes_a_sum_late(reported, value, status):
    judgement = judged(f"""
        cumulative >= 18260 名
        2023-12-31 {value}
        {DUE}
        reported {reported} of 16
        on 2023-12-31
    """)
    assert judgement.status == status
    assert judgement.is_partial is (reported < 16)
    assert (Reason.INCOMPLETE in judgement.reasons) is (status == "not_assessed")


def test_silence_alone_never_makes_a_ceiling_kept():
    judgement = judged("""
        cumulative <= 100 起
        2025-12-31 90
        owed 2025-01-01..2025-12-31 due 2025-12-31
        reported 8 of 16
        on 2025-12-31
    """)
    assert (judgement.status, Reason.INCOMPLETE in judgement.reasons) == (Status.NOT_ASSESSED, True)


def test_a_ratio_of_those_who_reported_is_judged_as_it_is():
    judgement = judged(f"""
        ratio >= 95 % from 80 on 2020-12-31
        2023-12-31 81
        {DUE}
        reported 12 of 16
        on 2023-12-31
    """)
    assert (judgement.status, judgement.is_partial) == (Status.BEHIND, True)


def test_a_value_that_cannot_be_formed_from_the_report_due_is_not_reported():
    """As a rate whose denominator came without its numerator: something was reported, the value is not there."""
    judgement = judged(f"""
        ratio >= 80 %
        {DUE}
        reported 12 of 16
        on 2023-12-31
    """)
    assert (judgement.status, judgement.is_partial) == (Status.NOT_REPORTED, True)


def test_a_sum_of_scattered_publications_is_never_late_but_may_be_achieved():
    for value, status in (("60", Status.NOT_ASSESSED), ("300", Status.AHEAD), ("400", Status.ACHIEVED)):
        judgement = judged(f"""
            cumulative >= 400 名
            2022-04-28 {value}
            published
            on 2023-12-31
        """)
        assert judgement.status is status
        assert (Reason.SCATTERED in judgement.reasons) is (status is Status.NOT_ASSESSED)
        assert judgement.forecast.value is None


def test_a_published_stock_or_rate_is_judged_on_its_own_day():
    judgement = judged("""
        stock >= 1550000 人 from 1080000 on 2019-10-31
        2022-05-07 1200000
        published
        on 2023-12-31
    """)
    assert judgement.status is Status.BEHIND
