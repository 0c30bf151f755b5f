"""What holds of every judgement, whatever the input."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from yunjiang.assessment.rules.judgement import Judgement, Severity, Status
from yunjiang.assessment.rules.notation import plain, read
from yunjiang.assessment.rules.status import assess
from yunjiang.assessment.tests.inputs import FALLING, RISING, any_facts, numbers, with_value
from yunjiang.plans.document import Basis, Cadence, Comparator

WORST_FIRST = [
    (Status.NOT_MET, None),
    (Status.BEHIND, Severity.SERIOUS),
    (Status.BEHIND, Severity.MARKED),
    (Status.BEHIND, Severity.SLIGHT),
    (Status.NOT_REPORTED, None),
    (Status.NOT_ASSESSED, None),
    (Status.ON_COURSE, None),
    (Status.AHEAD, None),
    (Status.ACHIEVED, None),
    (Status.MET, None),
]


def rank(judgement: Judgement) -> int:
    return WORST_FIRST.index((judgement.status, judgement.severity))


@settings(max_examples=200)
@given(any_facts())
def test_every_input_has_a_named_outcome(facts):
    judgement = assess(facts)
    assert judgement.status in Status
    assert (judgement.severity is not None) == (judgement.status is Status.BEHIND)
    assert 0 <= judgement.time_rate <= 100
    assert judgement.judged_on <= judgement.due_on
    if facts.value is None:
        assert judgement.status in (Status.NOT_REPORTED, Status.NO_DATA, Status.NOT_ASSESSED)
        assert judgement.value is None


@settings(max_examples=200)
@given(any_facts(comparators=RISING), numbers, numbers)
def test_more_never_worsens_the_status_of_a_rising_target(facts, one, other):
    low, high = sorted((one, other))
    assert rank(assess(with_value(facts, low))) <= rank(assess(with_value(facts, high)))


@settings(max_examples=200)
@given(any_facts(comparators=FALLING), numbers, numbers)
def test_less_never_worsens_the_status_of_a_falling_target(facts, one, other):
    low, high = sorted((one, other))
    assert rank(assess(with_value(facts, high))) <= rank(assess(with_value(facts, low)))


@given(any_facts(comparators=(Comparator.AT_LEAST,), bases=(Basis.STOCK,), units=("人",), bounds=("exact",)))
def test_a_target_mirrored_with_its_values_is_judged_alike(facts):
    """Rising from 2 to 5 is falling from −2 to −5, for what is held against a course of its own (no sums, no per cent)."""
    promise = facts.promise
    mirrored = replace(
        facts,
        value=_negative(facts.value),
        points=tuple(replace(each, value=-each.value) for each in facts.points),
        promise=replace(
            promise,
            comparator=Comparator.AT_MOST,
            target=_negative(promise.target),
            baseline=None
            if promise.baseline is None
            else replace(promise.baseline, value=-promise.baseline.value),
            milestones=tuple((on, -value) for on, value in promise.milestones),
        ),
    )
    one, other = assess(facts), assess(mirrored)
    assert (one.status, one.severity, one.gap_points, one.increment_ratio, one.reasons) == (
        other.status,
        other.severity,
        other.gap_points,
        other.increment_ratio,
        other.reasons,
    )


@given(any_facts(units=("人", "万元"), whole=(False,)), st.sampled_from([Decimal(10), Decimal(10000)]))
def test_the_unit_of_counting_does_not_matter(facts, factor):
    """Persons or ten thousands of persons: the same status and the same gap."""

    def scaled(value):
        return None if value is None else value * factor

    promise = facts.promise
    larger = replace(
        facts,
        value=scaled(facts.value),
        points=tuple(replace(each, value=each.value * factor) for each in facts.points),
        promise=replace(
            promise,
            target=scaled(promise.target),
            target_max=scaled(promise.target_max),
            baseline=None
            if promise.baseline is None
            else replace(promise.baseline, value=promise.baseline.value * factor),
            milestones=tuple((on, value * factor) for on, value in promise.milestones),
        ),
    )
    one, other = assess(facts), assess(larger)
    assert (one.status, one.severity, one.gap_points) == (other.status, other.severity, other.gap_points)


@given(any_facts())
def test_no_day_before_the_deadline_says_met_or_not_met(facts):
    judgement = assess(facts)
    if judgement.status in (Status.MET, Status.NOT_MET):
        assert facts.on >= judgement.due_on
    if judgement.status in (Status.ACHIEVED, Status.AHEAD):
        assert facts.on < judgement.due_on or judgement.judged_on < judgement.due_on


@given(
    any_facts(bases=(Basis.STOCK, Basis.RATIO, Basis.SHARE), cadences=(Cadence.ONGOING,), courses=st.none())
)
def test_an_ongoing_target_to_hold_is_never_achieved_early(facts):
    assert assess(facts).status not in (Status.ACHIEVED, Status.AHEAD)


@given(any_facts())
def test_a_judgement_survives_being_written_down(facts):
    judgement = assess(facts)
    assert read(Judgement, plain(judgement)) == judgement
    assert read(type(facts), plain(facts)) == facts


def _negative(value):
    return None if value is None else -value
