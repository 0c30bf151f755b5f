"""All methods side by side: total on every input, and where they part, the reason."""

import pytest
from hypothesis import given, settings

from yunjiang.assessment.rules.methods import METHODS
from yunjiang.assessment.rules.methods.comparison import Cause, compare
from yunjiang.assessment.rules.methods.reading import reading
from yunjiang.assessment.rules.methods.result import Leaning
from yunjiang.assessment.tests.inputs import any_facts
from yunjiang.assessment.tests.journal import facts


@settings(max_examples=200)
@given(any_facts())
def test_every_method_answers_every_input(given_facts):
    comparison = compare(given_facts)
    assert [result.method for result in comparison.results] == list(METHODS)
    for result in comparison.results:
        assert result.category
        assert result.leaning in Leaning
        assert result.score is None or result.score.is_finite()
        if result.leaning is Leaning.UNKNOWN:
            assert result.why
    parted = {parting.method for parting in comparison.partings}
    ours = comparison.results[0].leaning
    assert parted == {result.method for result in comparison.results if result.leaning is not ours}
    assert all(parting.causes for parting in comparison.partings)


def causes(text, method):
    comparison = compare(facts(text))
    return next((parting.causes for parting in comparison.partings if parting.method == method), ())


def test_on_course_but_low_by_ratio_because_time_is_ignored():
    text = "cumulative >= 18260 名\n2022-12-31 7300\non 2022-12-31"
    assert causes(text, "ratio_to_target") == (Cause.TIME_IGNORED,)
    assert causes(text, "open_sdg") == ()


def test_far_behind_but_high_by_ratio_because_the_base_counts():
    text = "ratio >= 95 % from 90 on 2020-12-31\n2023-12-31 90.2\non 2023-12-31"
    assert Cause.BASE_COUNTED in causes(text, "ratio_to_target")


def test_a_worsening_that_a_ratio_praises():
    text = "ratio <= 5 % from 8 on 2020-12-31\n2023-12-31 9\non 2023-12-31"
    assert causes(text, "ratio_to_target") == (Cause.UPSIDE_DOWN,)


def test_growth_from_zero_forgives_everything():
    text = "cumulative >= 20000 名\n2021-12-31 100\non 2021-12-31"
    assert Cause.ZERO_BASE in causes(text, "open_sdg")
    assert causes(text, "un_progress_chart") == (Cause.CANNOT_SAY,)


def test_compound_growth_asks_for_less_early():
    text = "stock >= 1000 人 from 100 on 2020-12-31\n2022-12-31 251\non 2022-12-31"
    comparison = compare(facts(text))
    parting = next(each for each in comparison.partings if each.method == "open_sdg")
    assert parting.causes == (Cause.COMPOUND,)
    numbers = dict(parting.numbers)
    assert (round(numbers["required_compound"]), numbers["required_even"]) == (251, 460)


def test_a_course_of_steps_is_not_known_to_methods_of_even_years():
    text = "cumulative >= 20 个 along step\n2021-12-31 0\n2022-12-31 0\n2023-12-31 1\non 2023-12-31"
    assert causes(text, "escap") == (Cause.TREND, Cause.OTHER_COURSE)


def test_silence_is_judged_by_those_who_take_the_number_as_it_is():
    text = """
        cumulative >= 18260 名
        2022-12-31 5000
        2023-12-31 9000
        owed 2023-01-01..2023-12-31 due 2023-12-31
        reported 12 of 16
        on 2023-12-31
    """
    assert causes(text, "ratio_to_target") == (Cause.SILENCE,)


@pytest.mark.parametrize("method", METHODS)
def test_what_is_not_reported_is_judged_by_nobody(method):
    text = "cumulative >= 100 名\n2022-12-31 40\nowed 2023-01-01..2023-12-31 due 2023-12-31\non 2023-12-31"
    assert METHODS[method](facts(text)).leaning is Leaning.UNKNOWN


def test_an_unfinished_year_does_not_compare_with_whole_ones():
    text = "annual >= 20 场次 every year\n2021-12-31 10\n2022-12-31 12\n2023-06-30 7\non 2023-06-30"
    read = reading(facts(text))
    assert (read.base_year, read.base, read.current_year, read.current) == (2021, 10, 2022, 12)
    assert reading(facts(text.replace("2023-06-30 7\n", ""))) == read
