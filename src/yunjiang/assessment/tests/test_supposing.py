"""What a silent unit would report: arithmetic of amounts."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from yunjiang.assessment.rules.supposing import NOTHING, Amounts, Assumption, ratio, supposed

numbers = st.integers(-(10**9), 10**9).map(Decimal)
amounts = st.builds(Amounts, numbers) | st.builds(ratio, numbers, numbers)


def ask(
    assumption: Assumption, previous: Amounts, earlier: Amounts = NOTHING, **how: object
) -> Amounts | None:
    given_facts = {"is_flow": True, "days": 90, "previous_days": 90} | how
    return supposed(assumption, previous, earlier, **given_facts)  # type: ignore[arg-type]


def test_the_same_as_before() -> None:
    assert ask(Assumption.LAST, Amounts(Decimal(7))) == Amounts(Decimal(7))


def test_zero_before_is_zero_and_nothing_before_is_nothing() -> None:
    assert ask(Assumption.LAST, Amounts(Decimal(0))) == Amounts(Decimal(0))
    assert ask(Assumption.LAST, NOTHING) is None
    assert ask(Assumption.RATE, NOTHING) is None


def test_a_pace_for_fewer_days_is_less_and_whole_things_stay_whole() -> None:
    assert ask(Assumption.RATE, Amounts(Decimal(10)), days=30) == Amounts(Decimal(10) / 3)
    assert ask(Assumption.RATE, Amounts(Decimal(10)), days=30, is_whole=True) == Amounts(Decimal(3))


def test_what_stands_goes_on_by_its_change() -> None:
    found = ask(Assumption.RATE, Amounts(Decimal(110)), Amounts(Decimal(100)), is_flow=False, days=45)
    assert found == Amounts(Decimal(115))


def test_what_stands_with_one_value_known_stays() -> None:
    assert ask(Assumption.RATE, Amounts(Decimal(110)), is_flow=False) == Amounts(Decimal(110))


def test_ones_own_rate_is_of_the_whole_known_before() -> None:
    found = ask(Assumption.OWN, ratio(Decimal(40), Decimal(80)), number=Decimal(75), is_rate=True)
    assert found == ratio(Decimal(60), Decimal(80))
    assert ask(Assumption.OWN, NOTHING, number=Decimal(75), is_rate=True) is None
    assert ask(Assumption.OWN, NOTHING, number=Decimal(75)) == Amounts(Decimal(75))
    assert ask(Assumption.OWN, Amounts(Decimal(1))) is None


@given(amounts)
def test_nothing_added_changes_nothing(some: Amounts) -> None:
    assert some.plus(NOTHING) == some


@given(numbers, numbers, numbers, numbers)
def test_what_is_added_and_taken_off_again_leaves_what_was(
    a: Decimal, b: Decimal, c: Decimal, d: Decimal
) -> None:
    assert ratio(a, b).plus(ratio(c, d)).plus(ratio(c, d), -1) == ratio(a, b)
    assert Amounts(a).plus(Amounts(c)).plus(Amounts(c), -1) == Amounts(a)
