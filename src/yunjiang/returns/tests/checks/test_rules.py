"""Each rule for one sheet: what it finds, and what it leaves alone."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjiang.returns.rules.checks import check, check_form
from yunjiang.returns.rules.finding import Severity, hard, unexplained
from yunjiang.returns.rules.sheet import Peers
from yunjiang.returns.rules.spread import Spread
from yunjiang.returns.tests.checks.lines import found, line, only, sheet, spread

amounts = st.decimals(0, 10**9, places=0)


def test_it_works() -> None:
    finding = only(line(value=128, last=12, last_period="2023"))
    assert (finding.rule, finding.severity, finding.question) == ("jump", Severity.SOFT, "trained")
    assert finding.facts == {
        "asked": "trained", "unit": "人次", "value": 128, "last": 12, "period": "2023", "direction": "up",
        "proportion": Decimal("9.6667"),
    }  # fmt: skip


def test_an_empty_sheet_has_no_findings() -> None:
    assert check(sheet()) == []


class TestForm:
    def test_blank_is_found_and_zero_is_not(self) -> None:
        assert found(line()) == {"required trained"}
        assert found(line(value=0)) == set()

    def test_what_cannot_be_known_must_say_why(self) -> None:
        assert found(line(is_unavailable=True)) == {"unexplained_unavailable trained"}
        assert found(line(is_unavailable=True, explanation="——。")) == {"unexplained_unavailable trained"}
        assert found(line(is_unavailable=True, explanation="系统尚未建成")) == set()

    def test_a_number_and_its_absence_exclude_each_other(self) -> None:
        assert found(line(value=0, is_unavailable=True)) == {"contradictory trained"}

    def test_half_a_person_is_found(self) -> None:
        assert found(line(value="12.5")) == {"decimals trained"}
        assert found(line(value="12.50", scale=1)) == set()
        assert found(line(value="12.0000")) == set()

    def test_less_than_nothing_is_found_except_in_balances(self) -> None:
        assert found(line(value=-1)) == {"negative trained"}
        assert found(line(value=-1, kind="balance")) == set()

    def test_percentages_stay_within_the_whole(self) -> None:
        assert found(line(value="100.1", unit="%", kind="level", scale=1)) == {"per_cent_bounds trained"}
        assert found(line(value=100, unit="%", kind="level")) == set()
        assert found(line(value=101)) == set()

    def test_the_impossible_is_found(self) -> None:
        assert found(line(value=10**12 + 1)) == {"too_large trained"}

    @pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
    def test_what_is_no_number_is_refused_before_anything_is_compared(self, value: str) -> None:
        assert [each.rule for each in check_form(line(value=value))] == ["decimals"]

    def test_a_cell_is_refused_for_its_form_alone(self) -> None:
        assert check_form(line(value=5000, last=1, part_of="trained")) == []
        assert [each.rule for each in check_form(line(value="-0.5"))] == ["decimals", "negative"]
        assert check_form(line()) == []


class TestBesideBefore:
    def test_sums_of_the_year_never_fall(self) -> None:
        one = line(value=90, standing=100, standing_period="2024-Q1")
        assert found(one, is_to_date=True) == {"sum_falls trained"}
        assert found(one) == set()
        assert found(line(value=100, standing=100), is_to_date=True) == set()

    def test_levels_that_only_grow_are_named_in_the_rules(self) -> None:
        fallen = {"value": 995, "last": 1000, "kind": "level"}
        assert found(line("skilled_workers", **fallen)) == {"level_falls skilled_workers"}
        assert found(line("enterprises", **fallen)) == set()

    @pytest.mark.parametrize(
        ("value", "last", "is_found"),
        [
            (200, 100, True), (199, 100, False), (50, 100, True), (51, 100, False),
            (19, 0, False), (20, 0, True), (0, 19, False), (0, 20, True),
            (30, 11, False),  # nearly three times, but by 19 only
            (100, 100, False), (0, 0, False), (None, 100, False), (100, None, False),
        ],
    )  # fmt: skip
    def test_leaps_are_large_in_proportion_and_in_number(
        self, value: int | None, last: int | None, is_found: bool
    ) -> None:
        assert ("jump trained" in found(line(value=value, last=last))) is is_found

    def test_a_leap_from_nothing_has_no_proportion(self) -> None:
        assert only(line(value=20, last=0)).facts["proportion"] is None

    @pytest.mark.parametrize(
        ("value", "last", "direction"),
        [(1_200_000, 118, "up"), (118, 1_200_000, "down"), (2_500_000, 100, "up"), (2_600_000, 100, None), (300_000, 100, None)],
    )  # fmt: skip
    def test_ten_thousand_times_is_a_slip_of_the_unit(
        self, value: int, last: int, direction: str | None
    ) -> None:
        rules = {each.rule: each for each in check(sheet(line(value=value, last=last)))}
        assert ("ten_thousand" in rules) is (direction is not None)
        if direction:
            assert rules["ten_thousand"].facts["direction"] == direction
            assert "jump" not in rules  # one oddity is asked about once

    def test_without_a_last_answer_the_slip_shows_beside_history_or_register(self) -> None:
        assert only(line(value=52, history=(500_000, 520_000, 530_000))).facts["beside"] == "history"
        assert "ten_thousand trained" in found(line(value=52, register=520_000))

    def test_zero_is_no_slip(self) -> None:
        assert found(line(value=0, last=19)) == set()
        assert "ten_thousand trained" not in found(line(value=120_000, last=0))

    def test_a_series_of_its_own_shows_what_is_unlike_it(self) -> None:
        series = (1000, 1010, 990, 1005, 995)
        assert only(line(value=1100, history=series)).rule == "modified_z"
        assert found(line(value=1015, history=series)) == set()  # unlike, but by fifteen only
        assert found(line(value=1100, history=series[:4])) == set()

    def test_one_wild_year_does_not_hide_the_next(self) -> None:
        assert (
            only(line(value=9000, history=(1000, 1010, 990, 9500, 995, 1005, 1002, 998))).rule == "modified_z"
        )

    def test_z_needs_a_longer_series(self) -> None:
        series = (100, 300, 100, 300, 100, 300, 100, 300)  # MAD 100, standard deviation 106.9
        assert found(line(value=540, history=series)) == {"z trained"}  # 3.2 deviations; modified z 2.3
        assert found(line(value=500, history=series)) == set()
        assert "z trained" not in found(line(value=540, history=series[:7]))

    def test_a_copied_sheet_is_found_once(self) -> None:
        same = [line(f"q{n}", value=n * 11, last=n * 11, last_period="2023") for n in range(1, 7)]
        finding = only(*same)
        assert (finding.rule, finding.question, len(finding.questions)) == ("copied", "q1", 6)
        assert found(*same[:4]) == set()
        assert found(*same, line("q9", value=8, last=7)) == set()

    def test_zeros_are_no_copy(self) -> None:
        assert found(*(line(f"q{n}", value=0, last=0) for n in range(20))) == set()


class TestWholes:
    def test_a_part_is_not_greater_than_its_whole(self) -> None:
        assert found(line("a", value=10), line("b", value=11, part_of="a")) == {"part_exceeds b"}
        assert found(line("a", value=11), line("b", value=11, part_of="a")) == set()
        assert found(line("a", value=0), line("b", value=0, part_of="a")) == set()

    def test_nor_than_the_whole_around_a_silent_one(self) -> None:
        chain = (line("a", value=10), line("b", is_unavailable=True, explanation="系统尚未建成", part_of="a"))
        assert found(*chain, line("c", value=11, part_of="b")) == {"part_exceeds c"}

    def test_a_circle_of_parts_ends(self) -> None:
        assert found(line("a", value=1, part_of="b"), line("b", part_of="a", value=1)) == set()
        blank = {"is_unavailable": True, "explanation": "系统尚未建成"}
        assert found(line("a", part_of="b", **blank), line("b", part_of="a", **blank)) == set()

    def test_a_part_as_great_as_its_whole_is_asked_about(self) -> None:
        assert found(line("a", value=20), line("b", value=20, part_of="a")) == {"part_equals b"}

    def test_parts_that_exclude_each_other_fit_into_the_whole(self) -> None:
        def parts(women: int, men: int) -> set[str]:
            return found(
                line("trained", value=10),
                line("trained;sex=F", value=women, breakdown=(("sex", "F"),), part_of="trained"),
                line("trained;sex=M", value=men, breakdown=(("sex", "M"),), part_of="trained"),
            )

        assert parts(6, 4) == set()
        assert parts(6, 5) == {"parts_exceed trained"}
        assert parts(11, 0) == {"part_exceeds trained;sex=F"}

    @pytest.mark.parametrize(
        ("value", "below", "is_found"),
        [
            (100, (60, 40), False), (101, (60, 40), False), (102, (60, 40), True), (98, (60, 40), True),
            (100, (60, None), False), (100, (60, None, 80), True), (100, (), False), (100, (None, None), False),
            (0, (0, 0), False), (5, (0, None), False), (5, (0, 0), True),
        ],
    )  # fmt: skip
    def test_a_unit_agrees_with_those_below(self, value: int, below: tuple, is_found: bool) -> None:
        assert found(line(value=value, below=below)) == ({"below_differs trained"} if is_found else set())

    def test_what_does_not_add_up_is_not_added_up(self) -> None:
        assert found(line(value=50, below=(60, 40), adds_up=False)) == set()

    @pytest.mark.parametrize(
        ("value", "register", "is_found"), [(100, 95, False), (100, 94, True), (3, 1, False), (0, 3, True), (5, None, False)]
    )  # fmt: skip
    def test_reported_agrees_with_evidenced(self, value: int, register: int | None, is_found: bool) -> None:
        assert found(line(value=value, register=register)) == (
            {"register_differs trained"} if is_found else set()
        )


class TestPeers:
    usual = spread(range(100, 120))

    def test_what_like_units_say(self) -> None:
        finding = only(line(value=900, peers=Peers(self.usual)))
        assert (finding.rule, finding.facts["count"], finding.facts["is_by_size"]) == ("peers", 20, False)

    def test_too_few_peers_say_nothing(self) -> None:
        assert found(line(value=900, peers=Peers(spread(range(100, 107))))) == set()

    def test_amounts_are_compared_by_factors(self) -> None:
        usual = Peers(Spread.of_logarithms([50, 100, 100, 200, 200, 200, 400, 400, 800]), is_by_factors=True)
        assert (
            found(line(value=4000, peers=usual)) == set()
        )  # twenty times as much, where eight times is usual
        assert found(line(value=9000, peers=usual)) == {"peers trained"}
        assert found(line(value=4, peers=usual)) == {"peers trained"}
        assert found(line(value=0, peers=usual)) == set()

    def test_peers_that_all_say_the_same_say_nothing(self) -> None:
        assert found(line(value=900, peers=Peers(Spread.of_logarithms([7] * 9), is_by_factors=True))) == set()

    def test_a_larger_unit_may_say_more(self) -> None:
        by_size = Peers(spread(range(10, 20)), is_by_size=True)
        assert found(line(value=1500, peers=by_size), size=Decimal(100)) == set()
        assert found(line(value=1500, peers=by_size), size=Decimal(2)) == {"peers trained"}
        assert found(line(value=1500, peers=by_size)) == set()


class TestExplanations:
    leap = {"value": 128, "last": 12}

    def test_a_word_settles_a_soft_finding_for_the_reviewer_to_read(self) -> None:
        finding = only(line(explanation="新增三期农民工培训班", **self.leap))
        assert finding.is_explained
        assert unexplained([finding]) == hard([finding]) == []

    @pytest.mark.parametrize("said", ["属实", "无。。。。。。。。", "好好好好好好好", "1 1 1 1 1 1"])
    def test_a_word_that_says_nothing_is_refused(self, said: str) -> None:
        assert found(line(explanation=said, **self.leap)) == {"jump trained", "short_explanation trained"}

    def test_nobody_explains_what_is_not_odd(self) -> None:
        assert found(line(value=12, last=12, explanation="属实")) == set()

    def test_hard_findings_cannot_be_explained_away(self) -> None:
        assert not only(line(value=-1, explanation="就是负的，没有错误")).is_explained


class TestSettled:
    def test_what_is_accepted_is_left_alone(self) -> None:
        assert found(line(value=128, last=12, is_settled=True)) == set()

    def test_unless_it_contradicts_what_can_still_be_changed(self) -> None:
        part = line("b", value=11, part_of="a", is_settled=True)
        assert found(line("a", value=10), part) == {"part_exceeds a"}
        assert found(line("a", value=10, is_settled=True), part) == set()


def test_findings_come_in_the_order_of_the_sheet_hard_ones_first() -> None:
    findings = check(sheet(line("b", value=128, last=12, part_of="a"), line("a", value=12), line("c")))
    assert [each.rule for each in findings] == ["part_exceeds", "jump", "required"]


@given(st.lists(st.tuples(amounts, amounts), max_size=8))
def test_rules_never_fail_and_find_nothing_in_what_stays_the_same(pairs: list) -> None:
    check(sheet(*(line(f"q{n}", value=value, last=last) for n, (value, last) in enumerate(pairs))))
    same = [line(f"q{n}", value=value, last=value) for n, (value, _) in enumerate(pairs[:4])]
    assert found(*same) == set()


@given(amounts, amounts, amounts)
def test_whoever_leaps_farther_is_found_as_well(last: Decimal, rise: Decimal, more: Decimal) -> None:
    oddities = {"jump trained", "ten_thousand trained"}
    if found(line(value=last + rise, last=last)) & oddities:
        assert found(line(value=last + rise + more, last=last)) & oddities


@given(amounts, st.lists(amounts, min_size=2, max_size=6), st.integers(0, 5))
def test_sums_agree_whatever_the_parts(value: Decimal, below: list[Decimal], silent: int) -> None:
    together = sum(below, Decimal(0))
    assert "below_differs trained" not in found(line(value=together, below=(*below, *[None] * silent)))


@given(st.integers(1, 500), st.integers(1, 500))
def test_scores_of_peers_do_not_depend_on_the_unit_of_counting(value: int, scale: int) -> None:
    usual = list(range(100, 140))
    plain = Peers(spread(usual)).spread.modified_z(Decimal(value))
    scaled = Peers(spread([each * scale for each in usual])).spread.modified_z(Decimal(value * scale))
    assert plain == scaled
    assert isinstance(plain, Fraction)
