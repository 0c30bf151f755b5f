"""Judgements counted."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from yunjiang.assessment.rules.judgement import Status
from yunjiang.assessment.rules.status import assess
from yunjiang.assessment.rules.summary import summary
from yunjiang.assessment.tests.inputs import any_facts
from yunjiang.assessment.tests.journal import judged
from yunjiang.plans.document import Nature

FIRST, LAST, ON = date(2021, 1, 1), date(2025, 12, 31), date(2023, 12, 31)


def named(code, text):
    return replace(judged(text), indicator=code)


def test_a_small_plan():
    found = summary(
        [
            named("1", "cumulative >= 18260 名 binding\n2023-12-31 5000\non 2023-12-31"),
            named("2", "cumulative >= 18260 名\n2023-12-31 10500\non 2023-12-31"),
            named("3", "cumulative >= 18260 名\n2023-12-31 8000\non 2023-12-31"),
            named(
                "4", "annual >= 10 场次 every year\nowed 2023-01-01..2023-12-31 due 2023-12-31\non 2023-12-31"
            ),
            named("5", "cumulative >= none 名\n2023-12-31 1\non 2023-12-31"),
            named("6", "cumulative >= 10 名\non 2023-12-31"),
        ],
        FIRST,
        LAST,
        ON,
    )
    assert found.time_rate == Decimal("59.97")
    assert (found.all.total, found.all.in_line_count, found.all.late_count, found.all.judged_count) == (
        6,
        1,
        2,
        3,
    )
    assert found.by_nature[Nature.BINDING].late_count == 1
    assert found.by_nature[Nature.EXPECTED].by_status[Status.ON_COURSE] == 1
    assert (found.late, found.serious, found.binding_late) == (("1", "3"), ("1",), ("1",))
    assert (found.unreported, found.without_data, found.not_assessed) == (("4",), ("6",), ("5",))


@given(st.lists(any_facts().map(assess), max_size=8))
def test_every_judgement_is_counted_once(judgements):
    found = summary(judgements, FIRST, LAST, ON)
    assert found.all.total == len(judgements) == sum(found.all.by_status.values())
    assert found.all.total == sum(each.total for each in found.by_nature.values())
    silent = len(found.unreported) + len(found.without_data) + len(found.not_assessed)
    assert found.all.judged_count + silent == found.all.total
