from datetime import date

import pytest

from yunjiang.access.permission import Refused
from yunjiang.organizations import queries
from yunjiang.organizations.models import Kind
from yunjiang.registers.kit.models import Announcement
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.registers.kit.writing_refusals import FourEyes, MoveRefused, RecordRefused
from yunjiang.registers.unions import founding
from yunjiang.registers.unions.choices import CoverageKind, UnionForm, UnionKind, UnionState
from yunjiang.registers.unions.refusals import FoundingRefused

from .hall import Hall, code_of


def test_a_union_is_founded_step_by_step(hall: Hall) -> None:
    firm = hall.firm(120)
    union = hall.union(firm=firm)
    assert union.state == UnionState.NORMAL
    term = union.terms.get()
    assert (term.number, term.elected_on, term.ends_on) == (1, date(2022, 5, 10), date(2027, 5, 10))
    coverage = union.coverages.get()
    assert (coverage.enterprise, coverage.kind, coverage.since_on) == (
        firm,
        CoverageKind.SINGLE,
        date(2022, 6, 1),
    )
    told = Announcement.objects.get(code="unions.founded")
    assert told.facts == {"union": union.organization_id, "day": "2022-06-01"}
    firm.refresh_from_db()
    assert firm.is_covered


def test_its_place_is_in_the_tree_from_the_preparation_on(hall: Hall) -> None:
    union = hall.preparing()
    standing = queries.standing(union.organization_id, date(2022, 3, 1))
    assert standing is not None
    assert standing.parent == hall.cast.wuhua
    assert standing.kind == Kind.UNION
    assert union.path == standing.path


def test_who_asked_does_not_approve(hall: Hall) -> None:
    union = hall.preparing()
    with pytest.raises(FourEyes):
        hall.move(union, "approve", hall.officer, approval_number="1", approved_on=date(2022, 3, 2))


def test_an_organiser_is_not_enough_for_twenty_five(hall: Hall) -> None:
    with pytest.raises(FoundingRefused, match="25"):
        hall.preparing(form=UnionForm.ORGANISER, members=25)


def test_everything_against_a_founding_is_told_at_once(hall: Hall) -> None:
    with pytest.raises(FoundingRefused) as refused:
        hall.preparing(kind=UnionKind.GENERAL, form=UnionForm.ORGANISER, members=200, staff=100, term_years=3)
    assert len(refused.value.problems) == 3


def test_a_relative_of_the_head_is_not_elected(hall: Hall) -> None:
    union = hall.preparing()
    hall.move(union, "approve", hall.checker, approval_number="1", approved_on=date(2022, 3, 2))
    with pytest.raises(RecordRefused):
        hall.move(union, "elect", elected_on=date(2022, 5, 1), members_at_founding=60, is_chair_relative=True)
    union.refresh_from_db()
    assert union.state == UnionState.APPROVED


def test_an_election_before_the_approval_is_refused(hall: Hall) -> None:
    union = hall.preparing()
    hall.move(union, "approve", hall.checker, approval_number="1", approved_on=date(2022, 3, 20))
    with pytest.raises(RecordRefused) as refused:
        hall.move(
            union, "elect", elected_on=date(2022, 3, 10), members_at_founding=60, is_chair_relative=False
        )
    assert list(refused.value.problems) == ["elected_on"]


def test_no_election_without_a_number_of_members(hall: Hall) -> None:
    union = hall.preparing(members=None)
    hall.move(union, "approve", hall.checker, approval_number="1", approved_on=date(2022, 3, 20))
    with pytest.raises(MoveRefused):
        hall.move(
            union, "elect", elected_on=date(2022, 5, 10), members_at_founding=60, is_chair_relative=False
        )


def test_a_legal_person_gives_the_tree_its_own_code(hall: Hall) -> None:
    union = hall.union()
    code = code_of(77, of_union=True)
    legal = {
        "certificate_number": "云工法1",
        "legal_since_on": date(2022, 7, 1),
        "certificate_until_on": date(2027, 7, 1),
    }
    with pytest.raises(RecordRefused):
        hall.move(union, "register_later", hall.checker, code=code_of(5), **legal)
    hall.move(union, "register_later", hall.checker, code=code, **legal)
    standing = queries.standing(union.organization_id, date(2022, 7, 1))
    assert standing is not None
    assert standing.code == code


def test_a_founding_that_came_to_nothing_leaves_the_tree(hall: Hall) -> None:
    union = hall.preparing()
    hall.move(union, "withdraw", reason="单位不再筹建")
    assert union.state == UnionState.WITHDRAWN
    assert queries.standing(union.organization_id, date(2030, 1, 1)) is None


def test_an_officer_of_another_prefecture_founds_nothing_here(hall: Hall) -> None:
    plan = founding.Plan("别处工会", UnionKind.SINGLE, UnionForm.COMMITTEE, date(2022, 3, 1))
    with pytest.raises(Refused):
        founding.begin(plan, hall.cast.wuhua, by=hall.stranger)


def test_every_refusal_is_one_of_the_kits(hall: Hall) -> None:
    assert issubclass(FoundingRefused, RegisterRefusal)
