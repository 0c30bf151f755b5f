"""A sheet comes into the sample register: understood, told what is wrong, written whole, and taken back whole."""

import io
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.access.permission import Refused
from yunjiang.registers.kit.intake import checking, committing, receiving, undoing, unpacked
from yunjiang.registers.kit.intake.refusals import BatchElsewhere, RowsRefused, SheetRefused
from yunjiang.registers.kit.models import ChangeSet, Deed, Difference, IntakeBatch, IntakeState
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.models import Place
from yunjiang.registers.kit.tests.sample.register import Places

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

HEADINGS = ["编号", "名称", "类别", "启用日期", "座位数", "投入资金（元）", "是否免费", "电话"]
ROWS: list[list[Any]] = [
    ["A001", "东门书屋", "职工书屋", date(2023, 5, 1), 20, 1234.5, "是", "13888880001"],
    ["A002", "西门球馆", "健身场所", "2024年3月8日", "１０", "12,000", "否", "13888880002"],
]


def workbook(
    *rows: Sequence[Any], headings: Sequence[str] = HEADINGS, titles: Sequence[Sequence[str]] = ()
) -> io.BytesIO:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet()
        for number, row in enumerate([*titles, headings, *rows]):
            for place, cell in enumerate(row):
                page.write(number, place, cell)
    file.seek(0)
    return file


def received(
    desk: Desk, file: io.BytesIO, name: str = "场所.xlsx", *, by: User | None = None, unit: str = "wuhua"
) -> IntakeBatch:
    return receiving.receive(Places, desk.units[unit], file, name, by=by or desk.clerk)


def checked(desk: Desk, file: io.BytesIO, **given: Any) -> IntakeBatch:
    batch = received(desk, file, **given)
    checking.check(batch)
    return batch


def brought(desk: Desk, *rows: Sequence[Any], **given: Any) -> IntakeBatch:
    batch = checked(desk, workbook(*rows, **given))
    committing.commit(batch, desk.clerk)
    return batch


def told(batch: IntakeBatch) -> list[tuple[int, str, str]]:
    return [(each["row"], each["column"], each["code"]) for each in batch.summary["problems"]]


def test_it_works(desk: Desk) -> None:
    batch = brought(desk, *ROWS)
    assert (batch.state, batch.created_count, batch.faulty_count) == (IntakeState.COMMITTED, 2, 0)
    first, second = Place.objects.order_by("number")
    assert (first.name, first.opened_on, first.seats) == ("东门书屋", date(2023, 5, 1), 20)
    assert (first.cost, first.is_free, first.keeper_phone) == (Decimal("1234.50"), True, "13888880001")
    assert (second.opened_on, second.seats, second.cost) == (date(2024, 3, 8), 10, Decimal(12000))
    assert first.organization == desk.units["wuhua"]
    assert first.path == desk.path("wuhua")
    assert (first.state, first.revision, first.note, first.extra) == ("draft", 1, "", {})


def test_what_came_into_being_is_in_the_history(desk: Desk) -> None:
    batch = brought(desk, *ROWS)
    change_set = ChangeSet.objects.get(batch=batch)
    assert (change_set.deed, change_set.record_count, change_set.by) == (Deed.INTAKE, 2, desk.clerk)
    assert Difference.objects.filter(change_set=change_set, before="", revision=1).count() == 2


def test_titles_may_stand_above_the_headings_and_columns_beside_them(desk: Desk) -> None:
    headings = ["序号", *HEADINGS, "随便"]
    rows = [[number, *row, "?"] for number, row in enumerate(ROWS, 1)]
    batch = brought(desk, *rows, headings=headings, titles=[["职工活动场所登记表"], []])
    assert batch.created_count == 2


def test_headings_may_take_two_rows(desk: Desk) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 1, 0, "编号")
        page.merge_range(0, 1, 0, 2, "场所")
        page.write_row(1, 1, ["名称", "类别"])
        page.write_row(2, 0, ["A1", "书屋", "职工书屋"])
    file.seek(0)
    batch = checked(desk, file)
    assert set(batch.mapping.values()) == {"number", "name", "sort"}
    assert (batch.row_count, batch.faulty_count) == (1, 0)


def test_a_blank_cell_erases_nothing_and_what_differs_is_changed(desk: Desk) -> None:
    brought(desk, *ROWS)
    again = brought(desk, ["A001", "", "", "", 25, "", "", ""], ROWS[1])
    assert (again.created_count, again.changed_count, again.same_count) == (0, 1, 1)
    place = Place.objects.get(number="A001")
    assert (place.name, place.seats, place.revision) == ("东门书屋", 25, 2)
    difference = Difference.objects.get(change_set__batch=again)
    assert (difference.before, difference.after) == ('{"seats":20}', '{"seats":25}')


def test_every_problem_is_told_by_row_and_column(desk: Desk) -> None:
    batch = checked(
        desk,
        workbook(
            ["A001", "书屋", "网吧", "昨天", "很多", "12.345", "也许", "1"],
            ["", "x" * 61, "职工书屋", "", "", "", "", ""],
            [1234, "书屋", "职工书屋", "", "", "", "", ""],
        ),
    )
    assert told(batch) == [
        (2, "sort", "unknown_choice"),
        (2, "opened_on", "not_understood"),
        (2, "seats", "not_whole"),
        (2, "cost", "too_fine"),
        (2, "is_free", "not_yes_no"),
        (3, "name", "text_too_long"),
        (3, "number", "cell_missing"),
        (4, "number", "typed_as_number"),
    ]
    assert batch.faulty_count == 3
    with pytest.raises(RowsRefused):
        committing.commit(batch, desk.clerk)
    assert not Place.objects.exists()


def test_faulty_rows_are_left_out_when_asked(desk: Desk) -> None:
    batch = checked(desk, workbook(ROWS[0], ["A002", "书屋", "网吧"]))
    committing.commit(batch, desk.clerk, leaves_faulty_out=True)
    assert [each.number for each in Place.objects.all()] == ["A001"]


def test_a_row_that_comes_twice_is_told(desk: Desk) -> None:
    batch = checked(desk, workbook(ROWS[0], ROWS[1], ROWS[0]))
    assert told(batch) == [(4, "number", "row_twice")]


def test_a_clerk_brings_nothing_into_another_countys_unit(desk: Desk) -> None:
    headings = ["编号", "名称", "类别", "所属单位"]
    batch = checked(desk, workbook(["A1", "书屋", "职工书屋", "曲靖市"], headings=headings))
    assert told(batch) == [(2, "organization", "unit_elsewhere")]


def test_a_clerk_changes_nothing_of_another_countys(desk: Desk) -> None:
    desk.create(by=desk.stranger, unit="qujing", number="A001")
    batch = checked(desk, workbook(ROWS[0]))
    assert told(batch) == [(2, "number", "record_elsewhere")]


def test_who_keeps_no_records_brings_none(desk: Desk) -> None:
    with pytest.raises(Refused):
        received(desk, workbook(ROWS[0]), by=desk.stranger)
    batch = checked(desk, workbook(ROWS[0]))
    with pytest.raises(Refused):
        committing.commit(batch, desk.stranger)
    committing.commit(batch, desk.clerk)
    with pytest.raises(Refused):
        undoing.undo(batch, desk.stranger)


def test_a_batch_is_taken_back(desk: Desk) -> None:
    brought(desk, ROWS[0])
    batch = brought(desk, ["A001", "南门书屋", "", "", "", 99, "", "13800000000"], ROWS[1])
    undone = undoing.undo(batch, desk.clerk)
    assert (undone.voided_count, undone.restored_count, undone.left) == (1, 1, [])
    first, second = Place.objects.order_by("number")
    assert (first.name, first.cost, first.keeper_phone) == ("东门书屋", Decimal("1234.50"), "13888880001")
    assert first.revision == 3
    assert second.voided_at is not None
    assert batch.state == IntakeState.UNDONE
    with pytest.raises(BatchElsewhere):
        undoing.undo(batch, desk.clerk)


def test_what_was_changed_since_stays_and_is_named(desk: Desk) -> None:
    batch = brought(desk, *ROWS)
    place = Place.objects.get(number="A001")
    desk.change(place, name="新东门书屋")
    undone = undoing.undo(batch, desk.clerk)
    assert (undone.voided_count, undone.left) == (1, [place.pk])
    place.refresh_from_db()
    assert (place.name, place.voided_at) == ("新东门书屋", None)


def test_what_was_taken_back_comes_in_again(desk: Desk) -> None:
    undoing.undo(brought(desk, *ROWS), desk.clerk)
    again = brought(desk, ["A001", "东门书屋", "职工书屋", "", "", "", "", ""], ROWS[1])
    assert again.changed_count == 2
    place = Place.objects.get(number="A001")
    assert (place.voided_at, place.seats) == (None, 0)


def test_what_an_officer_voided_stays_voided(desk: Desk) -> None:
    from yunjiang.registers.kit import writing

    place = desk.create(number="A001")
    writing.void(Places, place, by=desk.clerk, reason="重复")
    assert told(checked(desk, workbook(ROWS[0]))) == [(2, "number", "record_voided")]


def test_a_batch_written_twice_is_written_once(desk: Desk) -> None:
    batch = brought(desk, *ROWS)
    committing.commit(batch, desk.clerk)
    assert Place.objects.count() == 2
    assert ChangeSet.objects.filter(batch=batch).count() == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_usual_csv_is_read(desk: Desk, encoding: str, delimiter: str) -> None:
    lines = ["编号,名称,类别", 'A001,"东门\n书屋",职工书屋', "A002,䶮门书屋,书屋"]
    content = "\r\n".join(lines).replace(",", delimiter).encode(encoding)
    batch = checked(desk, io.BytesIO(content), name="场所.csv")
    assert (batch.row_count, batch.faulty_count, batch.created_count) == (2, 0, 2)


def test_a_broken_encoding_is_refused_in_a_sentence(desk: Desk) -> None:
    with pytest.raises(SheetRefused, match="GB18030"):
        received(desk, io.BytesIO("编号,名称\n".encode() + b"\x80\xff\xff,x\n"), name="场所.csv")


def test_a_checked_workbook_is_not_unpacked_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = checked(desk, workbook(*ROWS, ["A003", "1", "网吧"]))
    with monkeypatch.context() as patched:
        patched.setattr(checking, "opened", lambda _batch: pytest.fail("it was opened again"))
        committing.commit(batch, desk.clerk, leaves_faulty_out=True)
    assert (batch.created_count, batch.faulty_count) == (2, 1)
    assert told(batch) == [(4, "sort", "unknown_choice")]
    assert not unpacked.Unpacked.of(checking.work_of(batch, desk.clerk, is_rehearsal=False))


@pytest.mark.parametrize("wrong", ["missing", "altered", "another's", "another mapping", "another day"])
def test_what_was_kept_of_a_workbook_is_not_relied_on(
    desk: Desk, settings: Any, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    batch = checked(desk, workbook(*ROWS))
    other = checked(desk, workbook(["A003", "南门书屋", "职工书屋"]))
    [folder], [another] = (
        [*(Path(settings.HOME) / "intake").glob(f"{each.pk}.*/")] for each in (batch, other)
    )
    rows = folder / "0.rows"
    if wrong == "missing":
        (folder / "0.problems").unlink()
    elif wrong == "altered":
        content = bytearray(rows.read_bytes())
        content[-40] ^= 1
        rows.write_bytes(content)
    elif wrong == "another's":
        rows.write_bytes((another / "0.rows").read_bytes())
    elif wrong == "another day":
        tomorrow = timezone.localdate() + timedelta(days=1)
        monkeypatch.setattr(checking.timezone, "localdate", lambda: tomorrow)
    else:
        batch.mapping = {name: path for name, path in batch.mapping.items() if path != "sort"} | {"电话": ""}
        batch.save()
    opened: list[IntakeBatch] = []
    monkeypatch.setattr(checking, "opened", lambda of, real=checking.opened: opened.append(of) or real(of))
    if wrong == "another mapping":
        with pytest.raises(RowsRefused):  # a new place needs its sort
            committing.commit(batch, desk.clerk)
    else:
        committing.commit(batch, desk.clerk)
        assert set(Place.objects.values_list("name", flat=True)) == {"东门书屋", "西门球馆"}
    assert opened == [batch]


def test_what_is_kept_of_a_workbook_cannot_be_read_from_the_disk(desk: Desk, settings: Any) -> None:
    batch = checked(desk, workbook(*ROWS))
    [folder] = (Path(settings.HOME) / "intake").glob(f"{batch.pk}.*/")
    for path in folder.iterdir():
        content = path.read_bytes()
        assert "东门书屋".encode() not in content
        assert b"PAR1" not in content


def test_what_is_kept_of_a_workbook_goes_with_the_batch(desk: Desk, settings: Any) -> None:
    batch = checked(desk, workbook(*ROWS))
    checking.check(batch)
    assert len(list((Path(settings.HOME) / "intake").glob(f"{batch.pk}.*/"))) == 1
    receiving.drop(batch, by=desk.clerk)
    assert not list((Path(settings.HOME) / "intake").glob(f"{batch.pk}.*/"))


def test_the_register_has_its_say_of_every_row(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Places, "validate", lambda place, by: {"seats": "太多"} if place.seats > 15 else {})
    batch = checked(desk, workbook(*ROWS))
    assert told(batch) == [(2, "seats", "refused")]
    committing.commit(batch, desk.clerk, leaves_faulty_out=True)
    assert Place.objects.get().number == "A002"
    again = checked(desk, workbook(["A002", "西门球馆", "健身场所", "", 16, "", "", ""]))
    assert told(again) == [(2, "seats", "refused")]


def test_what_follows_from_a_row_is_filled_in_and_taken_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def derive(place: Place) -> None:
        place.note = f"{place.organization.key} {place.seats} 座"

    monkeypatch.setattr(Places, "derive", derive)
    brought(desk, *ROWS)
    assert set(Place.objects.values_list("note", flat=True)) == {"530102 20 座", "530102 10 座"}
    batch = brought(desk, [*ROWS[0][:4], 30, *ROWS[0][5:]], ROWS[1])
    assert (batch.changed_count, batch.same_count) == (1, 1)
    assert Place.objects.get(number="A001").note == "530102 30 座"
    undoing.undo(batch, desk.clerk, reason="错表")
    assert Place.objects.get(number="A001").note == "530102 20 座"


def test_rows_are_asked_with_their_links_at_hand(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(Places, "validate", lambda place, by: {} if place.organization.key else {"": "无"})
    batch = received(desk, workbook(*([f"B{number:03}", *ROWS[0][1:]] for number in range(60))))
    with django_assert_max_num_queries(30):
        checking.check(batch)
    assert batch.faulty_count == 0
