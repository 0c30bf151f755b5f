"""Which questions a plan asks of whom: each measure once, in one section, in one rhythm."""

import pytest

from yunjiang.returns import questions
from yunjiang.returns.tests.plans import plan


def asked(document, rhythm="annual", kind="county", key="530102"):
    """Return the sections of a unit's questions by their codes."""
    return dict(questions.owing(document, rhythm, kind, key).sections)


def test_it_works():
    assert asked(plan("1.1.1 proposals county")) == {"proposals": "1.1.1"}


def test_a_measure_is_asked_once_and_stands_with_the_first_indicator():
    document = plan("""
        1.1.1 medals county
        4.1.2 industrial/medals county
    """)
    assert asked(document) == {"medals": "1.1.1", "industrial": "4.1.2"}
    found = questions.asked(document, "annual", ["medals", "industrial"])
    assert [(each.code, each.serves) for each in found] == [
        ("medals", ("1.1.1", "4.1.2")),
        ("industrial", ("4.1.2",)),
    ]


def test_who_owes_only_the_second_indicator_answers_in_its_section():
    document = plan("""
        1.1.1 medals prefecture
        4.1.2 industrial/medals county
    """)
    assert asked(document) == {"industrial": "4.1.2", "medals": "4.1.2"}
    assert questions.owing(document, "annual", "county", "x").indicators == ("4.1.2",)


def test_units_are_asked_by_kind_or_by_key():
    document = plan("1.1.1 contests yn-zgh,county")
    assert asked(document, kind="department", key="yn-zgh")
    assert asked(document, kind="county")
    assert not asked(document, kind="department", key="yn-jyt")


@pytest.mark.parametrize("rhythm", ["half", "quarter", "month"])
def test_a_rhythm_asks_its_own_indicators_and_no_others(rhythm):
    document = plan(f"""
        1.1.1 proposals county
        1.1.2 jobs county {rhythm}
    """)
    assert asked(document) == {"proposals": "1.1.1"}
    assert asked(document, rhythm) == {"jobs": "1.1.2"}


def test_a_measure_that_is_reported_more_often_is_not_asked_again_at_the_years_end():
    document = plan("""
        1.1.1 jobs/workers county
        1.1.2 jobs county quarter
    """)
    assert asked(document) == {"workers": "1.1.1"}
    assert asked(document, "quarter") == {"jobs": "1.1.2"}


def test_what_a_register_knows_is_not_asked():
    assert asked(plan("1.1.1 members county evidenced")) == {}


def test_what_counts_persons_cannot_be_asked():
    document = plan(
        """
        1.1.1 @trained county
        1.1.2 competitors county
        """,
        competitors="persons",
    )
    assert asked(document) == {}
    assert questions.unaskable(document, document.indicator("1.1.1")) == ["trained"]
    assert questions.unaskable(document, document.indicator("1.1.2")) == ["competitors"]


def test_parts_stand_with_their_whole_and_after_it():
    document = plan("""
        1.1.1 trained;sex=female county
        1.1.2 trained county
    """)
    assert asked(document) == {"trained;sex=female": "1.1.1", "trained": "1.1.1"}
    female, whole = questions.asked(document, "annual", ["trained", "trained;sex=female"])
    assert (female.name, female.part_of) == ("trained（女）", "trained")
    assert whole.part_of == ""


def test_a_whole_is_named_only_where_it_is_asked_too():
    of = {"skilled": "level", "highly": "level part_of=skilled", "top": "level part_of=highly"}
    both = plan("1.1.1 top/skilled county", **of)
    assert {each.code: each.part_of for each in questions.asked(both, "annual", ["top", "skilled"])} == {
        "top": "skilled",
        "skilled": "",
    }
    alone = plan("1.1.1 top county", **of)
    assert [each.part_of for each in questions.asked(alone, "annual", ["top"])] == [""]


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        (["trained", "trained;sex=female", "trained;sex=male"], []),
        (["trained;sex=female", "trained;sector=mining"], ["trained"]),
        (["trained;sex=female", "trained;sector=mining;sex=male"], []),
        (["trained;sex=female", "trained;sector=mining;sex=female"], ["trained"]),
    ],
)
def test_parts_that_may_hold_the_same_quantity_overlap(codes, found):
    assert questions.overlapping(codes) == found
