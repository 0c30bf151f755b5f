from datetime import date

import pytest
from django.utils import timezone

from yunjiang.organizations import queries
from yunjiang.registers.kit.models import Announcement
from yunjiang.registers.kit.writing_refusals import MoveRefused, RecordRefused
from yunjiang.registers.unions import founding, moving, splitting
from yunjiang.registers.unions.choices import UnionForm, UnionKind, UnionState
from yunjiang.registers.unions.models import Union
from yunjiang.registers.unions.refusals import (
    CircleOfPlaces,
    EndsBeforeItBegan,
    NothingToSplit,
    OwnSuccessor,
    SuccessorNotThere,
    UnionsBelow,
)

from .hall import Hall

DAY = date(2024, 1, 1)


def end(hall: Hall, union: Union, code: str, successor: Union, on: date = DAY) -> Union:
    return hall.move(
        union,
        code,
        hall.checker,
        reason="单位合并",
        closed_on=on,
        closing_number="五工〔2024〕1号",
        successor=successor,
    )


def test_a_merger_takes_firms_members_and_papers_over(hall: Hall) -> None:
    firm = hall.firm(150)
    union, other = hall.union(firm=firm), hall.union()
    post = hall.post(union)
    end(hall, union, "merge", other)
    assert union.state == UnionState.MERGED
    assert list(other.coverages.values_list("enterprise", "since_on")) == [(firm.pk, DAY)]
    assert union.coverages.get().until_on == DAY
    assert not union.terms.get().is_running
    post.refresh_from_db()
    assert post.until_on == DAY
    told = Announcement.objects.get(code="unions.merged")
    assert told.facts == {"from": union.organization_id, "to": other.organization_id, "day": "2024-01-01"}
    firm.refresh_from_db()
    assert firm.is_covered


def test_its_place_stands_through_its_last_day(hall: Hall) -> None:
    union, other = hall.union(), hall.union()
    end(hall, union, "merge", other)
    assert queries.standing(union.organization_id, DAY) is not None
    assert queries.standing(union.organization_id, date(2024, 1, 2)) is None


def test_a_closure_asks_where_members_go(hall: Hall) -> None:
    union = hall.union()
    with pytest.raises(RecordRefused) as refused:
        hall.move(union, "close", hall.checker, reason="破产", closed_on=DAY, closing_number="1")
    assert "successor" in refused.value.problems


def test_a_closure_leaves_its_firms_without_a_union(hall: Hall) -> None:
    firm = hall.firm(150)
    union, upper = hall.union(firm=firm), hall.union()
    end(hall, union, "close", upper)
    firm.refresh_from_db()
    assert not firm.is_covered
    assert Announcement.objects.filter(code="unions.closed").exists()


def test_nobody_follows_itself(hall: Hall) -> None:
    union = hall.union()
    with pytest.raises(OwnSuccessor):
        end(hall, union, "close", union)


def test_members_go_to_a_union_that_is_there(hall: Hall) -> None:
    union, prepared, ended = hall.union(), hall.preparing(), hall.union()
    with pytest.raises((SuccessorNotThere, MoveRefused)):
        end(hall, union, "close", prepared)
    end(hall, ended, "merge", union, date(2023, 1, 1))
    with pytest.raises(SuccessorNotThere):
        end(hall, union, "merge", ended)
    union.refresh_from_db()
    assert union.state == UnionState.NORMAL


def test_it_ends_after_it_began_and_not_in_days_to_come(hall: Hall) -> None:
    union, other = hall.union(), hall.union()
    ahead = timezone.localdate().replace(year=timezone.localdate().year + 1)
    for on in (date(2022, 6, 1), ahead):
        with pytest.raises((EndsBeforeItBegan, RecordRefused)):
            end(hall, union, "merge", other, on)


def test_a_union_with_others_below_it_is_not_closed_but_may_merge(hall: Hall) -> None:
    upper, other, lower = hall.union(), hall.union(), hall.union()
    moving.move(lower, upper.organization, on=date(2023, 1, 1), by=hall.checker)
    with pytest.raises(UnionsBelow):
        end(hall, upper, "close", other)
    end(hall, upper, "merge", other)
    standing = queries.standing(lower.organization_id, date(2024, 1, 2))
    assert standing is not None
    assert standing.parent_id == other.organization_id


def test_a_split_takes_firms_and_who_works_there(hall: Hall) -> None:
    stays, goes = hall.firm(200), hall.firm(130)
    union = hall.union(firm=stays)
    founding.cover(union, goes, date(2022, 7, 1), by=None)
    plan = founding.Plan("新设工会委员会", UnionKind.SINGLE, UnionForm.COMMITTEE, DAY, staff=130, members=80)
    new = splitting.split(
        union, plan, on=DAY, firms=[goes], document_number="五工〔2024〕2号", by=hall.checker
    )
    assert list(new.coverages.values_list("enterprise", flat=True)) == [goes.pk]
    assert union.coverages.get(enterprise=goes).until_on == DAY
    assert union.coverages.get(enterprise=stays).until_on is None
    told = Announcement.objects.get(code="unions.split")
    assert told.facts["enterprises"] == [goes.organization_id]
    assert new.terms.get().elected_on == DAY


def test_only_what_a_union_covers_can_be_split_off(hall: Hall) -> None:
    union, foreign = hall.union(firm=hall.firm(120)), hall.firm(130)
    plan = founding.Plan("新设工会委员会", UnionKind.SINGLE, UnionForm.COMMITTEE, DAY)
    with pytest.raises(NothingToSplit):
        splitting.split(union, plan, on=DAY, firms=[foreign], document_number="1", by=hall.checker)


def test_an_industrial_place_is_dated_and_never_a_circle(hall: Hall) -> None:
    one, two, three = hall.union(), hall.union(), hall.union()
    moving.place(one, two, on=date(2023, 1, 1), by=hall.officer)
    moving.place(two, three, on=date(2023, 1, 1), by=hall.officer)
    with pytest.raises(CircleOfPlaces):
        moving.place(three, one, on=date(2023, 6, 1), by=hall.officer)
    moving.place(one, three, on=DAY, by=hall.officer)
    assert [each.until_on for each in one.industrial_places.order_by("since_on")] == [DAY, None]
