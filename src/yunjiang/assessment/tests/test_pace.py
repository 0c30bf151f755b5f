"""How fast it went and how fast it must go."""

from decimal import Decimal

import pytest

from yunjiang.assessment.rules.judgement import PaceUnit
from yunjiang.assessment.tests.journal import judged


@pytest.mark.parametrize(
    ("on", "value", "unit", "so_far", "required"),
    [
        ("2023-12-31", "12000", PaceUnit.YEAR, "4000", "4000"),
        ("2023-12-31", "10000", PaceUnit.YEAR, "3333.3333", "5000"),
        ("2024-12-31", "12000", PaceUnit.QUARTER, "750", "2000"),
        ("2025-09-30", "19000", PaceUnit.MONTH, "333.3333", "333.3333"),
        ("2023-12-31", "20000", PaceUnit.YEAR, "6666.6667", "0"),
    ],
)
def test_the_rate_still_required_beside_the_rate_so_far(on, value, unit, so_far, required):
    pace = judged(f"""
        cumulative >= 20000 名
        {on} {value}
        on {on}
    """).pace
    assert (pace.unit, pace.so_far, pace.required) == (unit, Decimal(so_far), Decimal(required))


def test_the_rate_is_required_from_today_though_the_data_are_older():
    pace = judged("""
        cumulative >= 20000 名
        2022-12-31 8000
        on 2023-12-31
    """).pace
    assert (pace.so_far, pace.required, pace.factor) == (4000, 6000, Decimal("1.5"))


def test_a_fall_has_a_falling_rate():
    pace = judged("""
        ratio <= 5 % from 10 on 2020-12-31
        2023-12-31 8
        on 2023-12-31
    """).pace
    assert (pace.so_far, pace.required, pace.factor) == (Decimal("-0.6667"), Decimal("-1.5"), Decimal("2.25"))


def test_a_ceiling_leaves_an_allowance():
    pace = judged("""
        cumulative <= 100 起
        2023-12-31 80
        on 2023-12-31
    """).pace
    assert pace.required == 10
    assert judged("cumulative <= 100 起\n2023-12-31 120\non 2023-12-31").pace.required == 0


def test_after_the_deadline_no_rate_is_required():
    assert judged("cumulative >= 100 名\n2025-12-31 80\non 2025-12-31").pace.required is None
