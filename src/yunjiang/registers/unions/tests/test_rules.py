from datetime import date

import pytest

from yunjiang.registers.unions import rules
from yunjiang.registers.unions.choices import UnionForm, UnionKind, UnionLevel

from .hall import code_of


@pytest.mark.parametrize(
    ("kind", "form", "members", "is_allowed"),
    [
        (UnionKind.SINGLE, UnionForm.COMMITTEE, 25, True),
        (UnionKind.SINGLE, UnionForm.COMMITTEE, 24, True),
        (UnionKind.SINGLE, UnionForm.ORGANISER, 24, True),
        (UnionKind.SINGLE, UnionForm.ORGANISER, 25, False),
        (UnionKind.SINGLE, UnionForm.COMMITTEE, 0, False),
        (UnionKind.SINGLE, UnionForm.JOINT_COMMITTEE, 10, False),
        (UnionKind.JOINT, UnionForm.JOINT_COMMITTEE, 10, True),
        (UnionKind.JOINT, UnionForm.ORGANISER, 10, False),
        (UnionKind.SINGLE, UnionForm.ORGANISER, None, True),
    ],
)
def test_twenty_five_members_need_a_committee(
    kind: str, form: str, members: int | None, is_allowed: bool
) -> None:
    assert (rules.against_form(kind, form, members) == []) is is_allowed


@pytest.mark.parametrize(
    ("kind", "level", "years", "is_allowed"),
    [
        (UnionKind.SINGLE, UnionLevel.WORKPLACE, 3, True),
        (UnionKind.SINGLE, UnionLevel.WORKPLACE, 5, True),
        (UnionKind.SINGLE, UnionLevel.WORKPLACE, 4, False),
        (UnionKind.GENERAL, UnionLevel.COUNTY, 3, False),
        (UnionKind.GENERAL, UnionLevel.COUNTY, 5, True),
        (UnionKind.INDUSTRIAL, UnionLevel.WORKPLACE, 3, False),
    ],
)
def test_grassroots_choose_three_or_five_years_and_others_have_five(
    kind: str, level: str, years: int, is_allowed: bool
) -> None:
    assert (rules.against_term(kind, level, years) == []) is is_allowed


def test_the_chair_is_no_relative_of_the_employers_head() -> None:
    assert rules.against_chair(False) == []
    assert rules.against_chair(True)
    assert rules.against_chair(None)


def test_a_union_has_a_code_of_its_own() -> None:
    assert rules.against_code(code_of(1, of_union=True), of_union=True) == ""
    assert rules.against_code(code_of(1), of_union=True)
    assert rules.against_code(code_of(1, of_union=True), of_union=False)
    assert rules.against_code(code_of(1)[:-1] + "?", of_union=False)
    assert rules.against_code("81530102MC00000123", of_union=True) == ""


def test_a_term_is_over_on_the_same_day_years_later() -> None:
    assert rules.due_day(date(2022, 5, 10), 3) == date(2025, 5, 10)
    assert rules.due_day(date(2024, 2, 29), 5) == date(2029, 2, 28)
