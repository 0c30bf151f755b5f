"""Local columns come in a sheet: offered, understood as the row's unit has them, told by row, written and taken back."""

from datetime import date
from typing import Any

import pytest

from yunjiang.files import answering as files
from yunjiang.registers.kit import extras, history, writing
from yunjiang.registers.kit.intake import answering, checking, committing, receiving, undoing
from yunjiang.registers.kit.models import ExtraKind, IntakeBatch
from yunjiang.registers.kit.tests.desk import Desk, furnish
from yunjiang.registers.kit.tests.sample.models import Place
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.registers.kit.tests.test_intake import workbook
from yunjiang.registers.kit.tests.world import officer

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
SINCE = date(2024, 1, 1)
HEADINGS = ["编号", "名称", "类别", "藏书量", "开放日", "评级", "有空调"]
ROWS: list[list[Any]] = [
    ["A001", "东门书屋", "职工书屋", "1,200", date(2024, 5, 1), "甲", "有"],
    ["A002", "西门书屋", "职工书屋", 35.50, "2024年5月2日", "乙", "否"],
]
SAID = [
    {"books": "1200", "opens": "2024-05-01", "grade": "甲", "cooled": True},
    {"books": "35.5", "opens": "2024-05-02", "grade": "乙", "cooled": False},
]


@pytest.fixture
def desk(db: None) -> Desk:
    desk = furnish()
    for key, name, kind, choices in (
        ("books", "藏书量", ExtraKind.NUMBER, ()),
        ("opens", "开放日", ExtraKind.DAY, ()),
        ("grade", "评级", ExtraKind.CHOICE, ("甲", "乙")),
        ("cooled", "有空调", ExtraKind.YES_NO, ()),
    ):
        unit = desk.units["kunming"]
        extras.declare(Places, unit, key, name, kind, by=None, choices=choices, since_on=SINCE)
    return desk


def brought(desk: Desk, *rows: list[Any], headings: list[str] = HEADINGS, unit: str = "wuhua") -> IntakeBatch:
    file = workbook(*rows, headings=headings)
    batch = receiving.receive(Places, desk.units[unit], file, "场所.xlsx", by=desk.clerk)
    checking.check(batch)
    return batch


def committed(desk: Desk, *rows: list[Any]) -> IntakeBatch:
    batch = brought(desk, *rows)
    committing.commit(batch, desk.clerk)
    return batch


def standing() -> list[dict[str, Any]]:
    return [each.extra for each in Place.objects.filter(voided_at=None).order_by("number")]


def test_it_works(desk: Desk) -> None:
    batch = committed(desk, *ROWS)
    assert batch.mapping["藏书量"] == "extra__books"
    assert (batch.created_count, batch.faulty_count) == (2, 0)
    assert standing() == SAID


def test_the_same_sheet_changes_nothing_and_another_only_what_differs(desk: Desk) -> None:
    committed(desk, *ROWS)
    again = committed(desk, *ROWS)
    assert (again.changed_count, again.same_count) == (0, 2)
    more = [
        [*ROWS[0][:3], "1300", None, None, None],
        ["A002", "西门书屋二", *ROWS[1][2:3], 36, None, None, None],
    ]
    third = brought(desk, *more)
    assert (third.changed_count, third.same_count) == (2, 0)
    committing.commit(third, desk.clerk)
    assert standing() == [SAID[0] | {"books": "1300"}, SAID[1] | {"books": "36"}]
    assert [each.revision for each in Place.objects.order_by("number")] == [2, 2]
    told = history.differences(Places, Place.objects.get(number="A002"))[0]
    assert {each.path for each in told.fields} == {"name", "extra__books"}


def test_it_is_taken_back(desk: Desk) -> None:
    committed(desk, ROWS[0])
    second = committed(desk, ["A001", "东门书屋", "职工书屋", "5", None, "乙", None], ROWS[1])
    undone = undoing.undo(second, desk.clerk, reason="来错了")
    assert (undone.voided_count, undone.restored_count, undone.left) == (1, 1, [])
    assert standing() == [SAID[0]]
    told = history.differences(Places, Place.objects.get(number="A001"))[0]
    assert {(each.path, each.after) for each in told.fields} == {
        ("extra__books", "1200"),
        ("extra__grade", "甲"),
    }
    committed(desk, ["A002", "西门书屋", "职工书屋", "7", None, None, None])
    assert standing()[1] == {"books": "7"}  # not what the sheet had said that was taken back


def test_every_fault_is_told_by_row_and_column_and_comes_back(desk: Desk) -> None:
    wrong = ["A003", "南门书屋", "职工书屋", "很多", "2024-13-01", "丙", "也许"]
    batch = brought(desk, ROWS[0], wrong)
    assert batch.faulty_count == 1
    told = {each["column"]: each["row"] for each in batch.summary["problems"]}
    assert told == dict.fromkeys(["extra__books", "extra__opens", "extra__grade", "extra__cooled"], 3)
    assert files.content(answering.answer(batch))
    assert Place.objects.count() == 0


def test_a_column_holds_for_its_own_unit_only(desk: Desk) -> None:
    extras.declare(Places, desk.units["qujing"], "shifts", "班次", ExtraKind.NUMBER, by=None, since_on=SINCE)
    batch = brought(desk, [*ROWS[0][:3], "3"], headings=["编号", "名称", "类别", "班次"])
    assert "班次" not in batch.mapping
    file = workbook(["A001", "东门书屋", "职工书屋", "3"], headings=["编号", "名称", "类别", "班次"])
    above = receiving.receive(Places, desk.units["wuhua"], file, "场所.xlsx", by=desk.checker)
    assert "班次" not in above.mapping


def test_units_below_may_keep_columns_of_one_key(desk: Desk) -> None:
    for unit, kind in (("wuhua", ExtraKind.NUMBER), ("qujing", ExtraKind.TEXT)):
        extras.declare(Places, desk.units[unit], "shifts", "班次", kind, by=None, since_on=SINCE)
    chief = officer("chief", desk.units["province"])
    headings = ["编号", "名称", "类别", "所属单位", "班次"]
    rows = [
        ["A1", "甲", "职工书屋", "530102", "三"],
        ["A2", "乙", "职工书屋", "530300", "三"],
        ["A3", "丙", "职工书屋", "530100", "三"],
    ]
    file = workbook(*rows, headings=headings)
    batch = receiving.receive(Places, desk.units["province"], file, "场所.xlsx", by=chief)
    checking.check(batch)
    assert [(each["row"], each["code"]) for each in batch.summary["problems"]] == [
        (2, "not_understood"),
        (4, "extra_elsewhere"),
    ]
    committing.commit(batch, chief, leaves_faulty_out=True)
    assert standing() == [{"shifts": "三"}]


def test_a_form_takes_what_a_sheet_brought(desk: Desk) -> None:
    committed(desk, ROWS[0])
    place = Place.objects.get()
    writing.change(Places, place, {"extra__books": "1300.0"}, by=desk.clerk)
    place.refresh_from_db()
    assert place.extra["books"] == "1300"
