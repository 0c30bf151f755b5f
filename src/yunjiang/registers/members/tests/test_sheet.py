"""The collection sheet of twenty columns, unchanged: written, met again, taken back; two officers with the same people."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.files.answering import content
from yunjiang.organizations.models import Organization
from yunjiang.persons.models import Candidate, Person
from yunjiang.registers.kit import writing
from yunjiang.registers.kit.intake import answering, checking, committing, receiving, undoing
from yunjiang.registers.kit.intake.reading import Sheet
from yunjiang.registers.kit.models import Difference, IntakeBatch
from yunjiang.registers.members import quality, standing, tabs, transfers
from yunjiang.registers.members.models import Membership, MembershipState, Quality, Transfer
from yunjiang.registers.members.register import Members
from yunjiang.registers.members.tests.world import World, held

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

HEADINGS = (
    "序号", "姓名", "性别", "出生日期(yyyy/MM/dd)", "民族", "就业状况", "有效证件类别", "证件号码(18位)", "学历", "技术等级",
    "移动电话", "户籍类型", "户籍所在地", "会籍变化类型", "会籍变化日期", "会籍变化原因", "政治面貌", "工作单位(全称)", "籍贯",
    "是否农民工会员",
)  # fmt: skip


def row(world: World, serial: int = 1, **changed: Any) -> list[Any]:
    """Return a row of the sheet as an officer fills it in."""
    number = changed.pop("number", world.number(serial))
    values = {
        "序号": serial,
        "姓名": "李例" + "甲乙丙丁戊己庚辛壬癸"[serial % 10],
        "性别": "男" if int(number[16]) % 2 else "女",
        "出生日期(yyyy/MM/dd)": f"{number[6:10]}/{number[10:12]}/{number[12:14]}",
        "民族": "僳僳族",
        "就业状况": "在岗",
        "有效证件类别": "居民身份证",
        "证件号码(18位)": number,
        "学历": "大专",
        "技术等级": "三级（高级）",
        "移动电话": f"1390000{serial:04d}",
        "户籍类型": "农业户口",
        "户籍所在地": "云南省怒江州泸水市",
        "会籍变化类型": "入会",
        "会籍变化日期": "2024/3/1",
        "会籍变化原因": "",
        "政治面貌": "群众",
        "工作单位(全称)": "五华区纺织厂",
        "籍贯": "云南",
        "是否农民工会员": "是",
    }
    values |= changed
    return [values[heading] for heading in HEADINGS]


def bring(
    world: World, *rows: list[Any], unit: Organization | None = None, by: User | None = None
) -> IntakeBatch:
    """Receive a workbook, with headings unchanged, and check it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("会员信息采集表")
        for place, each in enumerate((list(HEADINGS), *rows)):
            sheet.write_row(place, 0, each)
    batch = receiving.receive(
        Members, unit or world.mill, io.BytesIO(file.getvalue()), "采集表.xlsx", by=by or world.clerk
    )
    checking.check(batch)
    batch.refresh_from_db()
    return batch


def commit(
    world: World, *rows: list[Any], unit: Organization | None = None, by: User | None = None
) -> IntakeBatch:
    batch = bring(world, *rows, unit=unit, by=by)
    assert batch.faulty_count == 0, batch.summary["problems"]
    committing.commit(batch, by or world.clerk)
    return batch


def test_every_heading_is_known(world: World) -> None:
    batch = bring(world, row(world))
    assert set(HEADINGS) - set(batch.mapping) == {"序号"}


def test_a_sheet_makes_members(world: World) -> None:
    batch = commit(world, row(world, 1), row(world, 2))
    assert batch.created_count == 2
    member = Membership.objects.select_related("person").get(person__name="李例乙")
    assert (member.joined_on, member.since_on) == (date(2024, 3, 1), date(2024, 3, 1))
    assert (member.person.ethnic_group, member.person.skill_level) == ("20", "3")
    assert member.person.pinyin == "liliyi"
    assert (member.state, member.quality) == (MembershipState.CURRENT, Quality.QUALIFIED)
    assert [(each.kind, each.target) for each in member.events.all()] == [("joined", world.mill)]
    assert held("members", date(2024, 3, 1), world.mill) == 2
    assert held("members-qualified", timezone.localdate(), world.mill) == 2
    assert Person.objects.filter(identity_mask__startswith="530").count() == 2


def test_columns_and_single_records_agree_on_quality(world: World) -> None:
    commit(
        world,
        row(world, 1),
        row(world, 2, 移动电话="", 籍贯=""),
        row(world, 3, 学历="博士后"),
        row(world, 4, 会籍变化类型="保留", 会籍变化原因="退休"),
        row(world, 5, 会籍变化类型="退会", 会籍变化原因="个人要求退会"),
    )
    names = ["state", *standing.DERIVED]
    for member in Membership.objects.select_related("person"):
        found = {name: getattr(member, name) for name in names}
        standing.derive(member)
        assert {name: getattr(member, name) for name in names} == found, member.person.name
    lacking = Membership.objects.get(person__name="李例丙")
    assert [each.code for each in quality.named(lacking.missing, quality.FIELDS)] == ["phone", "native_place"]
    assert lacking.quality == Quality.INCOMPLETE
    raw = Membership.objects.get(person__name="李例丁")
    assert (raw.unread, raw.quality) == ({"person__education": "博士后"}, Quality.INCOMPLETE)


def test_what_stands_in_no_list_is_counted_with_its_rows_and_told_in_the_answer(world: World) -> None:
    batch = bring(
        world, row(world, 1, 民族="火星族"), row(world, 2), row(world, 3, 民族="火星族", 学历="博士后")
    )
    assert (batch.faulty_count, batch.duplicate_count) == (0, 0)
    told = {(column, text[1:4]): (count, rows) for column, text, count, rows in batch.summary["unlisted"]}
    assert told == {
        ("person__ethnic_group", "火星族"): (2, [2, 4]),
        ("person__education", "博士后"): (1, [4]),
    }
    committing.commit(batch, world.clerk)
    assert len(batch.summary["unlisted"]) == 2
    sheet = openpyxl.load_workbook(io.BytesIO(content(answering.answer(batch)))).active
    heading, *rows = [[str(cell or "") for cell in each[-3:]] for each in sheet.iter_rows(values_only=True)]
    assert heading == ["是否成功", "错误原因", "导入提示"]
    assert [each[:2] for each in rows] == [["是", ""]] * 3
    assert ["火星族" in each[2] for each in rows] == [True, False, True]


def test_what_stands_in_no_list_is_told_above_the_record_until_somebody_says_it_right(world: World) -> None:
    commit(world, row(world, 1, 民族="火星族"))
    member = Membership.objects.get()
    assert member.quality == Quality.INCOMPLETE
    told = tabs.above(member, world.clerk)
    assert told is not None
    assert told["lacking"] == ["缺民族", "原表所填不在可填范围：民族“火星族”"]
    writing.change(Members, member, {"work_place": "纺织厂"}, by=world.clerk)
    member.refresh_from_db()
    assert member.unread == {"person__ethnic_group": "火星族"}
    writing.change(Members, member, {"person__ethnic_group": "07"}, by=world.clerk)
    member.refresh_from_db()
    assert (member.unread, member.quality) == ({}, Quality.QUALIFIED)
    assert tabs.above(member, world.clerk) is None


def test_the_same_sheet_again_changes_nothing(world: World) -> None:
    commit(world, row(world, 1), row(world, 2))
    batch = commit(world, row(world, 1), row(world, 2))
    assert (batch.created_count, batch.changed_count, batch.same_count) == (0, 0, 2)
    assert Membership.objects.count() == 2
    assert held("members", timezone.localdate()) == 2


def test_only_what_differs_is_changed_and_kept_in_history(world: World) -> None:
    commit(world, row(world, 1), row(world, 2))
    batch = commit(world, row(world, 1), row(world, 2, 学历="本科", 移动电话="13900009999", 就业状况=""))
    assert (batch.changed_count, batch.same_count) == (1, 1)
    member = Membership.objects.select_related("person").get(person__name="李例丙")
    assert (member.person.education, member.person.phone_mask, member.work_state) == (
        "21",
        "139****9999",
        "working",
    )
    told = Difference.objects.get(record=member.pk, revision=2)
    assert '"person__education":"21"' in told.after
    assert "13900009999" not in told.after


def test_the_kind_of_change_drives_the_membership(world: World) -> None:
    commit(world, row(world, 1), row(world, 2), row(world, 3))
    commit(
        world,
        row(world, 1, 会籍变化类型="保留", 会籍变化原因="失业", 会籍变化日期="2026/1/5"),
        row(world, 2, 会籍变化类型="除名", 会籍变化原因="因犯罪被开除会籍", 会籍变化日期="2026/2/1"),
        row(world, 3, 会籍变化类型="转出", 会籍变化原因="劳动（工作）关系发生变化", 会籍变化日期="2026/2/1"),
    )
    states = dict(Membership.objects.values_list("person__name", "state"))
    assert states == {"李例乙": "retained", "李例丙": "expelled", "李例丁": "moving"}
    assert held("members", date(2026, 2, 1)) == 2
    kept = Membership.objects.get(person__name="李例乙")
    assert kept.phases == [["2026-01-05", "retained"]]
    assert [each.reason for each in kept.events.filter(kind="retained")] == ["unemployed"]


def test_who_was_let_go_and_comes_to_another_union_has_one_membership(world: World) -> None:
    commit(world, row(world, 1))
    commit(world, row(world, 1, 会籍变化类型="转出", 会籍变化日期="2026/2/1"))
    commit(world, row(world, 1, 会籍变化类型="转入", 会籍变化日期="2026/2/9"), unit=world.mine, by=world.far)
    here = Membership.objects.get(current_person__name="李例乙")
    assert (here.organization, here.state) == (world.mine, MembershipState.CURRENT)
    assert held("members", timezone.localdate()) == 1


def test_who_comes_from_a_union_that_knows_nothing_is_asked_for(world: World) -> None:
    commit(world, row(world, 1))
    commit(world, row(world, 1, 会籍变化类型="转入", 会籍变化日期="2026/2/9"), unit=world.mine, by=world.far)
    assert Transfer.objects.get().starter == "target"
    assert Membership.objects.get().organization == world.mill
    transfers.accept(Transfer.objects.get(), by=world.clerk)
    assert Membership.objects.get(current_person__isnull=False).organization == world.mine


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"证件号码(18位)": "530102199001010018"}, "not_valid"),
        ({"性别": "女"}, "disagrees"),
        ({"出生日期(yyyy/MM/dd)": "1990/1/2"}, "disagrees"),
        ({"移动电话": "1390000"}, "not_valid"),
        ({"姓名": "李3"}, "not_valid"),
        ({"会籍变化日期": "2001/1/1"}, "too_young"),
        ({"会籍变化日期": "2099/1/1"}, "future"),
        ({"会籍变化类型": "开除"}, "unknown_choice"),
    ],
)
def test_what_cannot_be_so_is_told_by_row(world: World, changed: dict[str, Any], code: str) -> None:
    batch = bring(world, row(world, 1, **changed))
    assert code in {each["code"] for each in batch.summary["problems"]}, batch.summary["problems"]


def test_a_member_of_another_union_is_not_taken_over(world: World) -> None:
    commit(world, row(world, 1))
    batch = bring(world, row(world, 1), unit=world.mine, by=world.far)
    assert "member_elsewhere" in {each["code"] for each in batch.summary["problems"]}


def test_somebody_of_the_same_name_birthday_and_phone_is_doubted(world: World) -> None:
    commit(world, row(world, 1))
    twin = row(world, 1, number=world.number(3), 姓名="李例乙", 移动电话="13900000001")
    batch = bring(world, twin)
    assert batch.duplicate_count == 1
    committing.commit(batch, world.clerk)
    assert Candidate.objects.count() == 1
    doubted = Membership.objects.filter(is_unique=False)
    assert [each.quality for each in doubted] == [Quality.DUPLICATE] * 2  # the older record as well


@pytest.mark.parametrize("size", [50_000, 1])
def test_two_rows_of_a_sheet_that_look_like_one_person_are_doubted(
    world: World, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = Sheet.parts
    monkeypatch.setattr(Sheet, "parts", lambda sheet, mapping: parts(sheet, mapping, size=size))
    same = {"姓名": "李例乙", "移动电话": "13900000001"}
    batch = bring(world, row(world, 1), row(world, 1, number=world.number(3), **same), row(world, 2))
    assert (batch.faulty_count, batch.duplicate_count) == (0, 1)
    assert batch.summary["doubts"][0]["row"] == 3
    assert "李例乙" in batch.summary["doubts"][0]["text"]
    committing.commit(batch, world.clerk)
    pair = Candidate.objects.get()
    assert {pair.first.name, pair.second.name} == {"李例乙"}
    assert Membership.objects.filter(is_unique=False, quality=Quality.DUPLICATE).count() == 2


def test_fifteen_digits_become_eighteen_and_permits_are_taken(world: World) -> None:
    number = world.number(5)
    old = number[:6] + number[8:17]
    commit(world, row(world, 5, number=number, **{"证件号码(18位)": old}))
    commit(world, row(world, 5))
    assert Membership.objects.count() == 1
    commit(
        world,
        row(world, 6, **{"有效证件类别": "护照", "证件号码(18位)": "E12345678", "性别": "女"}),
    )
    assert Person.objects.get(identity_kind="passport").sex == "2"


def test_a_batch_is_taken_back_whole(world: World) -> None:
    commit(world, row(world, 1))
    batch = commit(world, row(world, 1, 学历="本科"), row(world, 2))
    done = undoing.undo(batch, world.clerk)
    assert (done.voided_count, done.restored_count, list(done.left)) == (1, 1, [])
    assert Membership.objects.get(voided_at=None).person.education == "31"
    assert held("members", timezone.localdate()) == 1
    assert commit(world, row(world, 2)).created_count == 1
