import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from yunjiang.organizations import queries
from yunjiang.registers.kit import history, postings
from yunjiang.registers.kit.intake import checking, committing, receiving, undoing, verdicts
from yunjiang.registers.kit.models import Deadline, IntakeBatch
from yunjiang.registers.unions.choices import UnionKind, UnionState
from yunjiang.registers.unions.firm_registers import Enterprises, Headcounts
from yunjiang.registers.unions.models import Enterprise, Union
from yunjiang.registers.unions.register import Terms, Unions
from yunjiang.registers.unions.sheet_columns import industry_of

from .hall import Hall, code_of

pytestmark = [pytest.mark.postgres]

HEADINGS = (
    "单位名称", "单位统一社会信用代码", "单位地址", "单位所在政区", "单位性质类别", "经济类型", "单位所属行业", "职工人数",
    "工会名称", "工会统一社会信用代码", "上级工会名称", "建会日期", "基层工会类型", "会员人数",
    "工会负责人(法定代表人)", "联系电话",
)  # fmt: skip


def row(serial: int = 1, **changed: Any) -> list[Any]:
    values = {
        "单位名称": f"采集{serial}有限公司",
        "单位统一社会信用代码": code_of(500 + serial),
        "单位地址": "某路1号",
        "单位所在政区": "五华区",
        "单位性质类别": "私营企业",
        "经济类型": "私营经济",
        "单位所属行业": "制造业",
        "职工人数": 150,
        "工会名称": f"采集{serial}有限公司工会委员会",
        "工会统一社会信用代码": code_of(500 + serial, of_union=True),
        "上级工会名称": "五华区",
        "建会日期": "2022-06-01",
        "基层工会类型": "独立基层工会",
        "会员人数": 90,
        "工会负责人(法定代表人)": "某某",
        "联系电话": "0871-65550000",
    } | changed
    return [values[heading] for heading in HEADINGS]


def bring(hall: Hall, *rows: list[Any]) -> IntakeBatch:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("工会组织信息采集表")
        for place, each in enumerate((list(HEADINGS), *rows)):
            sheet.write_row(place, 0, each)
    batch = receiving.receive(
        Unions, hall.cast.wuhua, io.BytesIO(file.getvalue()), "采集表.xlsx", by=hall.officer
    )
    checking.check(batch)
    batch.refresh_from_db()
    return batch


def commit(hall: Hall, *rows: list[Any]) -> IntakeBatch:
    batch = bring(hall, *rows)
    assert batch.faulty_count == 0, batch.summary["problems"]
    committing.commit(batch, hall.officer)
    batch.refresh_from_db()
    return batch


def test_a_row_makes_union_firm_places_and_coverage(hall: Hall) -> None:
    batch = commit(hall, row())
    assert batch.created_count == 1
    union, firm = Union.objects.get(), Enterprise.objects.get()
    assert (union.state, union.kind, union.founded_on) == (
        UnionState.NORMAL,
        UnionKind.SINGLE,
        date(2022, 6, 1),
    )
    assert (firm.staff, firm.is_covered, firm.industry, firm.ownership) == (150, True, "C", "170")
    assert union.workplace == firm
    for organization in (union.organization_id, firm.organization_id):
        standing = queries.standing(organization, date(2022, 6, 1))
        assert standing is not None
        assert standing.parent == hall.cast.wuhua
    assert next(each for each in postings.why(Unions, union) if each.count.code == "unions").is_counted


def test_two_unions_of_one_firm_and_a_firm_that_is_known(hall: Hall) -> None:
    known = hall.firm(120)
    named = {"单位名称": known.name, "单位统一社会信用代码": known.code}
    commit(hall, row(1, **named), row(2, **named), row(3))
    assert Enterprise.objects.count() == 2
    assert known.coverages.count() == 2


def test_what_is_there_already_is_left_as_it_is(hall: Hall) -> None:
    commit(hall, row())
    again = commit(hall, row(), row(2))
    assert (again.created_count, again.same_count) == (1, 1)


def test_what_a_row_says_otherwise_is_told_and_how_a_union_is_reached_is_changed(hall: Hall) -> None:
    commit(hall, row(), row(2), row(3))
    union, firm = Union.objects.get(name=row()[8]), Enterprise.objects.get(code=row()[1])
    batch = commit(
        hall,
        row(
            基层工会类型="联合基层工会",
            建会日期="2021-01-01",
            单位性质类别="国有企业",
            联系电话="0871-65559999",
        ),
        row(2, 职工人数=180),
        row(3),
    )
    assert (batch.created_count, batch.changed_count, batch.same_count) == (0, 2, 1)
    told = {(each["row"], each["column"]): each["text"] for each in batch.summary["otherwise"]}
    assert {column: "2022-06-01" in text for (_row, column), text in told.items()} == {
        "kind": False,
        "founded_on": True,
        "ownership": False,
    }
    assert "私营企业" in told[2, "ownership"]
    union.refresh_from_db()
    firm.refresh_from_db()
    assert (union.phone, union.kind, firm.ownership) == ("0871-65559999", UnionKind.SINGLE, "170")
    assert Enterprise.objects.get(code=row(2)[1]).staff == 180
    undoing.undo(batch, hall.officer, reason="错表")
    union.refresh_from_db()
    assert (union.phone, union.voided_at) == ("0871-65550000", None)


def test_a_row_that_only_says_otherwise_is_not_as_it_was(hall: Hall) -> None:
    commit(hall, row())
    batch = bring(hall, row(单位名称="另一名称有限公司"))
    assert (batch.changed_count, batch.same_count, batch.summary["otherwise_count"]) == (0, 0, 1)
    kept = verdicts.of(batch)
    assert kept["code"].to_list() == ["otherwise"]


def test_what_was_taken_back_comes_again_with_what_the_sheet_says_now(hall: Hall) -> None:
    undoing.undo(commit(hall, row()), hall.officer, reason="错表")
    batch = commit(hall, row(建会日期="2022-03-01", 职工人数=200, 会员人数=120))
    union, firm = Union.objects.get(), Enterprise.objects.get()
    assert (batch.created_count, batch.changed_count, batch.same_count) == (0, 1, 0)
    assert (union.voided_at, union.founded_on, union.members_at_founding) == (None, date(2022, 3, 1), 120)
    assert (firm.voided_at, firm.staff, firm.is_covered, union.workplace) == (None, 200, True, firm)
    undoing.undo(batch, hall.officer, reason="又错")
    union.refresh_from_db()
    firm.refresh_from_db()
    assert None not in (union.voided_at, firm.voided_at)


def test_every_fault_is_told(hall: Hall) -> None:
    batch = bring(
        hall,
        row(1, 工会统一社会信用代码=code_of(1)),
        row(2, 会员人数=200),
        row(3, 单位所属行业="炼金业"),
        row(4, 单位统一社会信用代码=""),
        row(5),
    )
    assert batch.faulty_count == 4


def test_an_import_is_taken_back_with_its_coverage(hall: Hall) -> None:
    batch = commit(hall, row())
    undoing.undo(batch, hall.officer, reason="错表")
    assert Union.objects.get().voided_at is not None
    firm = Enterprise.objects.get()
    assert (firm.is_covered, firm.staff, firm.voided_at is None) == (False, None, False)
    assert [each.deeds for each in history.differences(Enterprises, firm)] != []


def test_a_firm_that_somebody_knows_by_now_stays(hall: Hall) -> None:
    batch = commit(hall, row())
    firm = Enterprise.objects.get()
    hall.say("headcounts", firm, as_of_on=date(2023, 1, 1), staff=160)
    undoing.undo(batch, hall.officer, reason="错表")
    firm.refresh_from_db()
    assert (firm.voided_at, firm.is_covered, firm.staff) == (None, False, 160)


def test_old_names_of_industries_are_known() -> None:
    assert industry_of("制造业") == "C"
    assert industry_of("信息传输、计算机服务和软件业") == "I"
    assert industry_of("其它") == ""
    assert industry_of("13") == "13"
    with pytest.raises(ValueError):
        industry_of("炼金业")


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({}, ""),
        ({"女职工人数": "11"}, "women"),
        ({"日期": "2021-05-31"}, "as_of_on"),
        ({"日期": "2999-01-01"}, "as_of_on"),
        ({"职工人数": "0", "女职工人数": "0", "农民工人数": "1"}, "migrant_workers"),
    ],
)
def test_what_a_sheet_says_of_firms_can_have_been_so(
    hall: Hall, changed: dict[str, str], column: str
) -> None:
    firm = hall.firm(opened_on="2021-06-01")
    said = {
        "统一社会信用代码": firm.code, "日期": "2022-02-01", "职工人数": "10", "女职工人数": "10", "农民工人数": "",
    } | changed  # fmt: skip
    text = "\n".join((",".join(said), ",".join(said.values())))
    batch = receiving.receive(
        Headcounts, hall.cast.wuhua, io.BytesIO(text.encode()), "人数.csv", by=hall.officer
    )
    checking.check(batch)
    assert [each["column"] for each in batch.summary["problems"]] == ([column] if column else [])


def test_terms_come_in_by_a_sheet_end_those_before_and_are_reminded_of(hall: Hall) -> None:
    union = hall.union()  # elected first on 2022-05-10
    text = (
        "工会名称,机构,届次,选举日期,任期,应到人数,实到人数\n"
        f"{union.name},工会委员会,2,2025-05-09,3年,30,28\n"
        f"{union.name},女职工委员会,1,2024-01-05,五年,,\n"
        f"{union.name},经费审查委员会,1,2024-01-05,5年,30,19\n"
    )
    batch = receiving.receive(Terms, hall.cast.wuhua, io.BytesIO(text.encode()), "届次.csv", by=hall.officer)
    checking.check(batch)
    assert [(each["row"], each["column"]) for each in batch.summary["problems"]] == [(4, "delegates_present")]
    committing.commit(batch, hall.officer, leaves_faulty_out=True)
    first, second = union.terms.filter(committee="union").order_by("number")
    assert (first.is_running, first.ended_on, second.due_on) == (False, date(2025, 5, 9), date(2028, 5, 9))
    due = {each.record: each.due_on for each in Deadline.objects.filter(register="union-terms")}
    women = union.terms.get(committee="women")
    assert due == {second.pk: date(2028, 5, 9), women.pk: date(2029, 1, 5)}
    undoing.undo(batch, hall.officer, reason="错表")
    first.refresh_from_db()
    assert (first.is_running, first.ended_on) == (True, None)
    assert [each.record for each in Deadline.objects.filter(register="union-terms")] == [first.pk]
