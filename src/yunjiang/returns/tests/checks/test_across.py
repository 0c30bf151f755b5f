"""What is odd over many units: round digits, targets met too well, sheets alike."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjiang.returns.rules.across import across
from yunjiang.returns.rules.digits import Digits
from yunjiang.returns.rules.finding import Pattern
from yunjiang.returns.rules.sheet import Sheet
from yunjiang.returns.tests.checks.lines import line, sheet

SEED = 20220207


def honest(unit: int, random: Random, count: int = 30, **facts: object) -> Sheet:
    """Return a sheet whose numbers end as they will."""
    lines = [line(f"q{n}", value=random.randint(50, 99_999)) for n in range(count)]
    return sheet(*lines, unit=unit, **facts)


def estimated(unit: int, random: Random, count: int = 30, **facts: object) -> Sheet:
    """Return a sheet whose numbers end in 0 or 5 mostly."""
    lines = [
        line(f"q{n}", value=random.randint(10, 20_000) * 5 + (random.random() < 0.2)) for n in range(count)
    ]
    return sheet(*lines, unit=unit, **facts)


def only(sheets: list[Sheet], rule: str) -> list[Pattern]:
    return [each for each in across(sheets) if each.rule == rule]


def test_an_empty_cycle_has_no_patterns() -> None:
    assert across([]) == []
    assert across([sheet(unit=1), sheet(unit=2)]) == []


class TestDigits:
    def test_the_index_runs_from_none_to_nothing_else(self) -> None:
        assert Digits.of(range(1000)).index == pytest.approx(100)
        assert Digits.of([10, 25, 330]).index == 500
        assert Digits.of([11, 22]).index == 0

    def test_the_index_of_a_published_census_shape(self) -> None:
        # Half of all numbers ending in 0 or 5 is an index of 250: "very rough" (175 and more) by the United Nations' classes.
        assert Digits.of([10, 15, 20, 25, 31, 42, 53, 64]).index == pytest.approx(250)

    def test_estimates_are_noticed(self) -> None:
        random = Random(SEED)
        sheets = [honest(n, random) for n in range(20)] + [estimated(99, random)]
        [pattern] = only(sheets, "heaping")
        assert pattern.units == (99,)
        assert pattern.facts["is_round"]
        assert pattern.effect > 0.5
        assert pattern.chance < 1e-6

    def test_counted_numbers_are_left_alone(self) -> None:
        random = Random(SEED)
        assert only([honest(n, random) for n in range(145)], "heaping") == []

    def test_few_numbers_say_nothing(self) -> None:
        assert only([estimated(1, Random(SEED), count=19)], "heaping") == []

    def test_small_numbers_are_left_out(self) -> None:
        assert only([sheet(*(line(f"q{n}", value=5 * (n % 9)) for n in range(60)))], "heaping") == []

    def test_units_that_each_say_little_are_looked_at_together(self) -> None:
        random = Random(SEED)
        sheets = [estimated(n, random, count=8, above=7) for n in range(1, 15)]
        [pattern] = only(sheets, "heaping")
        assert pattern.units == tuple(range(1, 15))
        assert pattern.facts["above"] == 7

    @given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=80))
    def test_numbers_stay_within_their_meaning(self, numbers: list[int]) -> None:
        digits = Digits.of(numbers)
        assert 0 <= digits.index <= 500
        assert 0 <= digits.excess <= 1
        assert 0 <= digits.chance_of_round <= 1
        assert 0 <= digits.chance_of_uneven <= 1

    @given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
    def test_ten_times_ends_in_zero(self, numbers: list[int]) -> None:
        assert Digits.of([each * 10 for each in numbers]).index == 500


class TestTargets:
    def reaching(self, *reached: object) -> list[Sheet]:
        return [
            sheet(line(value=1, reached=each, target=1000), unit=number)
            for number, each in enumerate(reached)
        ]

    def test_too_many_exactly_at_it_are_asked_about(self) -> None:
        [pattern] = only(self.reaching(*[1000] * 9, *range(400, 900, 50), 1300), "at_target")
        assert pattern.units == tuple(range(9))
        assert (pattern.facts["exact"], pattern.facts["over"], pattern.facts["under"]) == (9, 0, 0)

    def test_just_above_counts_as_well(self) -> None:
        assert only(self.reaching(*[1001, 1008, 1015, 1020] * 3, *range(400, 900, 50)), "at_target")

    def test_as_many_just_below_is_chance(self) -> None:
        assert only(self.reaching(*[1005] * 6, *[995] * 6, 700, 800), "at_target") == []

    def test_passing_it_far_is_no_pattern(self) -> None:
        assert only(self.reaching(*range(1100, 3000, 100)), "at_target") == []

    def test_few_units_say_nothing(self) -> None:
        assert only(self.reaching(*[1000] * 9), "at_target") == []

    def test_small_targets_have_nothing_just_below_them(self) -> None:
        three = [sheet(line(value=3, reached=3, target=3), unit=n) for n in range(20)]
        assert only(three, "at_target") == []
        rates = [sheet(line(value=3, reached=3, target=3, is_target_rate=True), unit=n) for n in range(20)]
        assert only(rates, "at_target")

    def test_without_a_target_there_is_nothing_to_lie_at(self) -> None:
        sheets = [sheet(line(value=1, reached=1000), unit=n) for n in range(30)]
        assert only(sheets, "at_target") == []


class TestLikeness:
    numbers = (120, 45, 0, 77, 310, 58)

    def of(self, unit: int, *numbers: int, **facts: object) -> Sheet:
        return sheet(*(line(f"q{n}", value=each, **facts) for n, each in enumerate(numbers)), unit=unit)

    def test_the_same_sheet_at_several_units_is_one_pattern(self) -> None:
        sheets = [self.of(n, *self.numbers) for n in (4, 2, 9)] + [self.of(5, 1, 2, 3, 4, 5, 6)]
        [pattern] = only(sheets, "identical_sheets")
        assert pattern.units == (2, 4, 9)
        assert pattern.questions == ("q0", "q1", "q3", "q4", "q5")
        assert pattern.effect == 1

    def test_one_number_apart_is_another_sheet(self) -> None:
        sheets = [self.of(1, *self.numbers), self.of(2, *self.numbers[:-1], 59)]
        assert only(sheets, "identical_sheets") == []

    def test_empty_and_zero_sheets_are_not_alike(self) -> None:
        assert only([self.of(n, *[0] * 12) for n in range(9)], "identical_sheets") == []

    def test_few_numbers_in_common_are_chance(self) -> None:
        assert only([self.of(n, 1, 2, 3) for n in range(9)], "identical_sheets") == []

    def test_last_times_sheet_is_asked_about(self) -> None:
        lines = [
            line(f"q{n}", value=each, last=each, last_period="2023") for n, each in enumerate(self.numbers)
        ]
        [pattern] = only([sheet(*lines, unit=3)], "copied_sheets")
        assert (pattern.units, pattern.count) == ((3,), 5)


def test_the_strongest_comes_first() -> None:
    random = Random(SEED)
    sheets = [honest(n, random) for n in range(10)] + [estimated(99, random)]
    numbers = TestLikeness.numbers
    sheets += [TestLikeness().of(n, *numbers) for n in (50, 51)]
    effects = [each.effect for each in across(sheets)]
    assert effects == sorted(effects, reverse=True)
    assert len(effects) == 2


@given(st.permutations(range(12)))
def test_the_order_of_units_does_not_matter(order: list[int]) -> None:
    random = Random(SEED)
    sheets = [honest(n, random) for n in range(10)] + [
        TestLikeness().of(n, *TestLikeness.numbers) for n in (10, 11)
    ]
    assert across([sheets[n] for n in order]) == across(sheets)
