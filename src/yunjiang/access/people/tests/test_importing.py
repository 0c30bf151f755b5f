"""Accounts from a workbook: everything that is wrong is told first; what is imported is told row by row."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.utils import timezone, translation

from yunjiang.access import permission, services, trail
from yunjiang.access.models import AssignmentRequest, AuditRecord, Role, User
from yunjiang.access.people.authority import By
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.people.tests.workbooks import filled
from yunjiang.access.people.workbook import importing, outcome, reading
from yunjiang.access.people.workbook.checking import Effect, Planned, check
from yunjiang.access.people.workbook.problems import ProblemsLeft
from yunjiang.access.permission import Act
from yunjiang.access.tests import cast as casting

LATER = timezone.localdate() + timedelta(days=400)


def checked(by: By, *rows: tuple[object, ...]) -> list[Planned]:
    with translation.override("zh-hans"):
        return check(reading.read(filled(*rows)), by=by)


def problems(by: By, *rows: tuple[object, ...]) -> list[tuple[int, str]]:
    return [(each.row, each.column) for planned in checked(by, *rows) for each in planned.problems]


def sentence(by: By, *row: object) -> str:
    [planned] = checked(by, row)
    [problem] = planned.problems
    return problem.sentence


def test_it_works(offices: Offices) -> None:
    sheet = reading.read(
        filled(("张三", "zhang.san", "五华区", "填报员"), ("李四", "li.si", "530100", "审核员", "昆明市"))
    )
    done = importing.import_sheet(sheet, by=offices.kunming_system)
    assert [each.is_done for each in done] == [True, True]
    person = User.objects.get(username="zhang.san")
    assert person.check_password(done[0].password)
    assert person.must_change_password
    assert person.organization == offices.wuhua
    assert permission.acts_anywhere(person) == frozenset()
    assert {each.role for each in AssignmentRequest.objects.filter(state="waiting")} == {
        "reporting_officer",
        "reviewer",
    }


def test_the_owner_of_the_machine_gives_the_roles_at_once(offices: Offices) -> None:
    sheet = reading.read(filled(("张三", "zhang.san", "五华区", "填报员", "昆明市", date(2024, 1, 1), LATER)))
    importing.import_sheet(sheet, by=None)
    person = User.objects.get(username="zhang.san")
    [held] = person.assignments.all()
    assert (held.organization, held.valid_from, held.valid_to) == (offices.kunming, date(2024, 1, 1), LATER)
    assert permission.may(person, Act.FILL_RETURNS, offices.wuhua)


def test_every_problem_is_told_by_row_and_column(offices: Offices) -> None:
    told = problems(
        offices.system,
        (None, None, "五华区"),
        ("张三", "zhang san", "无华区"),
        ("李四", "owner", "五华区"),
        ("王五", "wang.wu", "五华区", "局长"),
        ("赵六", "zhao.liu", "五华区", "填报员", "不存在", "明天", "2024-02-30"),
        ("孙七", "sun.qi", "五华区", "填报员", None, "2024-03-01", "2024-02-01"),
        ("周八", "WANG.WU", "五华区"),
        ("吴九", "wu.jiu", "五华区", None, "昆明市"),
    )
    assert told == [
        (2, "姓名"),
        (2, "登录名"),
        (3, "登录名"),
        (3, "所在单位"),
        (4, "登录名"),
        (5, "角色"),
        (6, "授权范围"),
        (6, "开始日期"),
        (6, "终止日期"),
        (7, "终止日期"),
        (8, "登录名"),
        (9, "授权范围"),
    ]


def test_an_unknown_unit_is_told_with_the_nearest(offices: Offices) -> None:
    assert "五华区" in sentence(offices.system, "张三", "zhang.san", "五华县")


def test_an_ambiguous_unit_is_told_with_what_it_may_mean(offices: Offices) -> None:
    casting.plant("530202", "五华区", "county", offices.qujing)  # type: ignore[arg-type]
    told = sentence(offices.system, "张三", "zhang.san", "五华区")
    assert "530102" in told
    assert "530202" in told


def test_a_closed_unit_takes_nobody(offices: Offices) -> None:
    offices.wuhua.standings.update(valid_to=date(2022, 1, 1))
    assert "撤销" in sentence(offices.system, "张三", "zhang.san", "五华区")


def test_units_outside_ones_scope_are_refused(offices: Offices) -> None:
    assert problems(
        offices.kunming_system,
        ("张三", "zhang.san", "曲靖市"),
        ("李四", "li.si", "昆明市", "产改办", "云南省"),
        ("王五", "wang.wu", "昆明市", "审核员", "五华区"),
    ) == [(2, "所在单位"), (3, "授权范围")]


def test_two_administrations_are_told(offices: Offices) -> None:
    [planned] = checked(offices.system, ("audit", "audit", "云南省", "系统管理员"))
    assert "审计管理员" in planned.problems[0].sentence


def test_the_holder_of_a_taken_name_is_not_told(offices: Offices) -> None:
    User.objects.filter(username="clerk").update(last_name="钱十")
    assert "钱十" not in sentence(offices.kunming_system, "张三", "Clerk", "五华区")


def test_a_namesake_at_the_same_unit_is_a_doubt_and_no_problem(offices: Offices) -> None:
    [planned] = checked(offices.system, ("colleague", "second", "昆明市"))
    assert planned.is_good
    assert "colleague" in planned.doubts[0]


def test_what_is_there_already_is_unchanged_and_a_second_import_opens_nothing(offices: Offices) -> None:
    content = filled(("张三", "zhang.san", "五华区", "填报员"), ("李四", "li.si", "五华区"))
    importing.import_sheet(reading.read(content), by=offices.system)
    before = User.objects.count(), AssignmentRequest.objects.count()
    planned = check(reading.read(content), by=offices.system)
    assert [each.effect for each in planned] == [Effect.NOTHING, Effect.NOTHING]
    done = importing.import_sheet(reading.read(content), by=offices.system)
    assert all(each.is_done and not each.password for each in done)
    assert (User.objects.count(), AssignmentRequest.objects.count()) == before


def test_a_further_role_of_a_known_person_is_asked_for(offices: Offices) -> None:
    [planned] = checked(offices.system, ("clerk", "clerk", "曲靖市", "审核员"))
    assert planned.effect is Effect.ROLE
    sheet = reading.read(filled(("clerk", "clerk", "曲靖市", "审核员")))
    [done] = importing.import_sheet(sheet, by=offices.system)
    assert not done.password
    assert AssignmentRequest.objects.get().user == offices.clerk


def test_an_ended_account_is_not_opened_by_a_file(offices: Offices) -> None:
    User.objects.filter(username="clerk").update(is_active=False)
    assert problems(offices.system, ("clerk", "clerk", "曲靖市", "审核员")) == [(2, "登录名")]


def test_with_a_problem_nothing_is_imported_unless_the_good_rows_are_asked_for(offices: Offices) -> None:
    sheet = reading.read(filled(("张三", "zhang.san", "五华区"), ("李四", "li.si", "无此区")))
    with pytest.raises(ProblemsLeft):
        importing.import_sheet(sheet, by=offices.system)
    assert not User.objects.filter(username="zhang.san").exists()
    good, bad = importing.import_sheet(sheet, by=offices.system, only_good=True)
    assert good.is_done
    assert not bad.is_done
    assert "无此区" in bad.sentence
    assert set(User.objects.values_list("username", flat=True)) & {"zhang.san", "li.si"} == {"zhang.san"}


@pytest.mark.parametrize(
    "name", ["owner", "clerk", "auditor", "security", "audit", "qujing_system", "stranger"]
)
def test_who_keeps_no_accounts_there_imports_nothing(offices: Offices, name: str) -> None:
    sheet = reading.read(filled(("张三", "zhang.san", "五华区")))
    with pytest.raises(ProblemsLeft):
        importing.import_sheet(sheet, by=getattr(offices, name))
    assert not User.objects.filter(username="zhang.san").exists()


def test_nobody_imports_a_role_for_himself(offices: Offices) -> None:
    assert problems(offices.system, ("system", "system", "云南省", "产改办")) == [(2, "角色")]


def test_the_result_goes_back_as_a_workbook_with_the_passwords(offices: Offices) -> None:
    sheet = reading.read(filled(("=1+1", "zhang.san", "五华区"), ("李四", "li.si", "无此区")))
    with translation.override("zh-hans"):
        done = importing.import_sheet(sheet, by=offices.system, only_good=True)
        book = openpyxl.load_workbook(io.BytesIO(outcome.write(done)))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=3)]
    assert rows[0][-3:] == ["是否成功", "错误原因或结果", "一次性密码"]
    assert [row[-3] for row in rows[1:]] == ["是", "否"]
    assert User.objects.get(username="zhang.san").check_password(rows[1][-1])
    assert not rows[2][-1]


def test_the_trail_tells_of_the_import_and_of_no_password(offices: Offices) -> None:
    sheet = reading.read(filled(("张三", "zhang.san", "五华区", "填报员")))
    with trail.acting("tests", user=offices.system):
        [done] = importing.import_sheet(sheet, by=offices.system, facts={"file": "账号.xlsx"})
    actions = set(AuditRecord.objects.values_list("action", flat=True))
    assert {"people.import", "people.open_account", "people.ask_role"} <= actions
    assert not AuditRecord.objects.filter(facts__contains=done.password).exists()


def test_a_row_that_fails_at_the_last_moment_leaves_no_half_of_itself(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise services.AdministrationCombined(
            "zhang.san", Role.AUDIT_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR
        )

    monkeypatch.setattr(importing.requests, "ask", fail)
    sheet = reading.read(filled(("张三", "zhang.san", "五华区", "填报员"), ("李四", "li.si", "五华区")))
    bad, good = importing.import_sheet(sheet, by=offices.system)
    assert not bad.is_done
    assert not bad.password
    assert good.is_done
    assert not User.objects.filter(username="zhang.san").exists()
