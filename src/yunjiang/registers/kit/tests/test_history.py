"""What was done to a record: grouped by request, undone to any moment, masks throughout."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from yunjiang.access import trail
from yunjiang.registers.kit import effects, history, looking_back, writing
from yunjiang.registers.kit.models import Difference
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.models import Place, State
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.registers.kit.writing_refusals import NotThereYet

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def at(day: int) -> datetime:
    return datetime(2024, 3, day, 12, tzinfo=UTC)


def told(desk: Desk) -> Place:
    """A place with a life: added on the 1st, changed on the 5th, filed on the 9th, voided on the 20th."""
    with time_machine.travel(at(1), tick=False):
        place = desk.create(seats=3, cost="10", opened_on="2024-02-01", keeper_phone="13812345678")
    with time_machine.travel(at(5), tick=False):
        desk.change(place, seats=0, cost=None, keeper_phone="13987654321")
    with time_machine.travel(at(9), tick=False):
        desk.move(place, "file")
    with time_machine.travel(at(20), tick=False):
        writing.void(Places, place, by=desk.clerk, reason="重复")
    return place


def test_it_works(desk: Desk) -> None:
    shown = history.differences(Places, told(desk))
    assert [each.deeds for each in shown] == [("作废",), ("办理",), ("修改",), ("登记",)]
    assert [each.revision for each in shown] == [4, 3, 2, 1]
    assert (shown[0].by, shown[0].reason) == (desk.clerk, "重复")
    changed = {each.label: (each.before, each.after) for each in shown[2].fields}
    assert changed == {
        "座位数": ("3", "0"),
        "投入资金（元）": ("10.00", ""),
        "管理员电话": ("138****5678", "139****4321"),
    }
    added = {each.label: each.after for each in shown[3].fields}
    assert (added["所属单位"], added["类别"], added["状态"]) == ("五华区", "职工书屋", "草稿")
    assert shown[3].is_new
    assert not shown[2].is_new


def test_the_state_of_any_moment_comes_back(desk: Desk) -> None:
    place = told(desk)
    then = history.as_of(Places, place, at(2))
    assert (then["seats"], then["cost"], then["opened_on"]) == (3, Decimal("10.00"), date(2024, 2, 1))
    assert (then["state"], then["revision"], then["keeper_phone"]) == (State.DRAFT, 1, "138****5678")
    then = history.as_of(Places, place, at(6))
    assert (then["seats"], then["cost"], then["state"]) == (0, None, State.DRAFT)
    then = history.as_of(Places, place, at(10))
    assert (then["state"], then["voided_at"]) == (State.FILED, None)
    assert history.as_of(Places, place, at(21))["voided_at"] == place.voided_at
    with pytest.raises(NotThereYet):
        history.as_of(Places, place, datetime(2024, 2, 1, tzinfo=UTC))


def test_a_record_of_then_can_be_shown_like_any_other(desk: Desk) -> None:
    place = told(desk)
    then = looking_back.record_as_of(Places, place, at(2))
    assert isinstance(then, Place)
    assert (then.pk, then.seats, then.organization, then.voided_at) == (
        place.pk,
        3,
        desk.units["wuhua"],
        None,
    )
    assert then.keeper_phone == "138****5678"


def test_what_one_request_did_stands_together(desk: Desk) -> None:
    first, second = desk.create(name="甲"), desk.create(name="乙")
    with trail.acting("wang", user=desk.clerk, request_id="r-1"):
        desk.change(first, name="丙")
        effects.change(Places, first, {"seats": 7}, by=desk.clerk, because="随之")
        effects.change(Places, second, {"seats": 8}, by=desk.clerk, because="随之")
    [newest, _added] = history.differences(Places, first)
    assert newest.deeds == ("修改", "联动")
    assert {each.label: each.after for each in newest.fields} == {"名称": "丙", "座位数": "7"}
    assert len(newest.change_sets) == 2
    assert {(each.record, each.register) for each in history.touched_by("r-1")} == {
        (first.pk, "sample-places"),
        (second.pk, "sample-places"),
    }
    assert history.touched_by("") == []


def test_a_masked_value_is_nowhere_in_history(desk: Desk) -> None:
    place = told(desk)
    rows = place_rows(place)
    assert rows
    for number in ("13812345678", "13987654321"):
        assert all(number not in each for each in rows)


def place_rows(place: Place) -> list[str]:
    rows = Difference.objects.filter(record=place.pk).values_list("before", "after")
    return [text for row in rows for text in row]
