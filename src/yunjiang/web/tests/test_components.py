"""The components draw what they are given: zero is not missing, status is never colour alone."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yunjiang.assessment.rules.judgement import Likelihood, Severity, Status
from yunjiang.web.components import numbers, progress, status, trend
from yunjiang.web.components.status import Tone
from yunjiang.web.components.trend import Dot, Fan

DAY = date(2023, 12, 31)
amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


def draw(tag: str, shown: object) -> str:
    return Template(f"{{% load components %}}{{% {tag} shown %}}").render(Context({"shown": shown}))


@pytest.mark.parametrize(
    ("value", "unit", "text", "shown_unit"),
    [
        ("5412800", "人", "541.28", "万人"),
        ("14206", "项", "14,206", "项"),
        ("99999", "件", "99,999", "件"),
        ("100000", "件", "10", "万件"),
        ("123456789", "元", "1.23", "亿元"),
        ("0", "件", "0", "件"),
        ("72.80", "%", "72.8", "%"),
        ("-120000", "人", "-12", "万人"),
    ],
)
def test_numbers_are_written_short(value: str, unit: str, text: str, shown_unit: str) -> None:
    assert numbers.shortened(Decimal(value), unit) == (text, shown_unit)


def test_a_number_is_a_link_to_what_stands_behind_it_and_says_its_day() -> None:
    shown = draw("number", numbers.number(Decimal(14206), "项", href="/behind/", on=DAY))
    assert 'href="/behind/"' in shown
    assert "14,206" in shown
    assert "2023-12-31" in shown


def test_zero_is_written_and_missing_is_a_dash() -> None:
    assert ">0" in draw("number", numbers.number(Decimal(0), "件"))
    missing = draw("number", numbers.number(None, "件"))
    assert "–" in missing
    assert "件" not in missing


def test_a_bound_of_the_source_is_shown() -> None:
    assert "≥600" in draw("number", numbers.number(Decimal(6_000_000), "人次", bound="at_least"))


@pytest.mark.parametrize("state", list(Status))
def test_every_status_has_a_shape_and_a_word(state: Status) -> None:
    mark = status.mark_of(state)
    shown = draw("mark", mark)
    assert mark.shape in shown
    assert str(mark.word) in shown


def test_words_and_shapes_of_good_and_bad_differ_without_colour() -> None:
    late = {status.mark_of(Status.BEHIND, each) for each in Severity}
    well = {status.mark_of(each) for each in (Status.ACHIEVED, Status.MET, Status.AHEAD, Status.ON_COURSE)}
    assert not {mark.shape for mark in late} & {mark.shape for mark in well}
    assert len({str(mark.word) for mark in late}) == len(Severity)


def test_every_likelihood_has_a_word() -> None:
    assert len({str(status.outlook_of(each).word) for each in Likelihood}) == len(Likelihood)


def test_attention_knows_every_status() -> None:
    assert {state for state, _severity in status.ATTENTION} == set(Status)


def test_statuses_speak_the_official_words_in_chinese() -> None:
    with translation.override("zh-hans"):
        words = [str(status.mark_of(each).word) for each in Status]
    assert words == [
        "提前完成",
        "完成",
        "快于预期",
        "基本符合预期",
        "滞后",
        "未完成",
        "未报送",
        "尚无数据",
        "暂不评价",
    ]


def test_the_target_stands_in_one_place_whatever_its_size() -> None:
    small = progress.bar(Decimal(5), Decimal(6), Decimal(10), Tone.LATE)
    large = progress.bar(Decimal(500_000), Decimal(600_000), Decimal(1_000_000), Tone.LATE)
    assert small == large
    assert (small.actual, small.required, small.target) == (40, 48, 80)


def test_what_overshoots_is_cut_and_says_so() -> None:
    bar = progress.bar(Decimal(300), Decimal(60), Decimal(100), Tone.DONE)
    assert bar.actual == 100
    assert bar.is_cut
    assert "›" in draw("bar", bar)


def test_without_a_target_a_value_is_held_against_the_largest_or_against_nothing() -> None:
    assert progress.bar(Decimal(5), None, None, Tone.QUIET).actual is None
    assert progress.bar(Decimal(5), None, None, Tone.QUIET, reach=Decimal(10)).actual == 40


def test_missing_draws_no_bar_but_the_requirement_stays() -> None:
    drawn = draw("bar", progress.bar(None, Decimal(60), Decimal(100), Tone.SILENT))
    assert 'class="actual"' not in drawn
    assert 'class="required"' in drawn


@given(amounts, amounts, amounts)
def test_a_bar_stays_within_its_drawing(value: Decimal, required: Decimal, target: Decimal) -> None:
    bar = progress.bar(value, required, target, Tone.QUIET)
    assert all(0 <= at <= 100 for at in (bar.actual, bar.required, bar.target) if at is not None)


def test_a_gap_in_the_data_breaks_the_line() -> None:
    dots = [Dot(date(2021, 6, 30), Decimal(1)), Dot(date(2022, 6, 30), None), Dot(DAY, Decimal(3))]
    drawn = trend.trend(dots, [], None, date(2021, 1, 1), date(2025, 12, 31))
    assert drawn.actual.count("M") == 2


def test_nothing_known_draws_a_dash() -> None:
    assert "–" in draw("trend", trend.trend([], [], None, DAY, DAY))


@given(st.lists(amounts, min_size=1, max_size=8), amounts)
def test_a_trend_stays_within_its_box(values: list[Decimal], foreseen: Decimal) -> None:
    dots = [Dot(date(2021 + n % 5, 1 + n, 1), value) for n, value in enumerate(values)]
    fan = Fan(date(2025, 12, 31), foreseen, foreseen - 1, foreseen + 1)
    drawn = trend.trend(dots, [], fan, date(2021, 1, 1), date(2025, 12, 31))
    for path in (drawn.actual, drawn.fan, drawn.forecast):
        for pair in path.replace("Z", "").replace("L", "M").split("M")[1:]:
            across, down = map(float, pair.split())
            assert 0 <= across <= trend.WIDTH
            assert 0 <= down <= trend.HEIGHT
