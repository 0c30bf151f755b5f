"""`yunjiang people`: list, template, import, invite, dormant, password."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone

from yunjiang.access import permission
from yunjiang.access.models import AuditRecord, Invitation, User
from yunjiang.access.people import invitations
from yunjiang.access.people.tests import offices as opening
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.people.tests.workbooks import filled
from yunjiang.access.permission import Act

from .conftest import Command


@pytest.fixture
def offices(db: None) -> Offices:
    return opening.open_offices()


@pytest.fixture
def workbook(offices: Offices, tmp_path: Path) -> Path:
    path = tmp_path / "accounts.xlsx"
    path.write_bytes(filled(("张三", "zhang.san", "五华区", "填报员"), ("李四", "li.si", "昆明市")))
    return path


def test_people_are_listed_for_machines_too(yunjiang: Command, offices: Offices) -> None:
    [clerk] = json.loads(yunjiang("people", "list", "clerk", "-f", "json").out)
    assert clerk["roles"] == ["reporting_officer@530300"]
    assert clerk["state"] == "never"
    assert "填报员（曲靖市）" in yunjiang("people", "list", "--unit", "曲靖市").out


def test_a_file_opens_accounts_with_their_roles_and_a_result_for_the_owner_alone(
    yunjiang: Command, workbook: Path
) -> None:
    told = yunjiang("people", "import", workbook)
    assert told.code == 0
    person = User.objects.get(username="zhang.san")
    assert permission.acts_anywhere(person) >= {Act.FILL_RETURNS}
    result = workbook.with_name("accounts-result.xlsx")
    assert stat.S_IMODE(result.stat().st_mode) == 0o600
    cells = [cell.value for row in openpyxl.load_workbook(result).worksheets[0].iter_rows() for cell in row]
    [password] = [each for each in cells if isinstance(each, str) and person.check_password(each)]
    assert password not in told.out + told.err
    assert AuditRecord.objects.get(action="people.import").name


def test_a_dry_run_and_a_problem_change_nothing(yunjiang: Command, workbook: Path) -> None:
    assert yunjiang("people", "import", workbook, "--dry-run").code == 0
    workbook.write_bytes(filled(("张三", "zhang.san", "五华区"), ("李四", "li.si", "无此区")))
    told = yunjiang("people", "import", workbook, "-f", "json")
    assert told.code == 1
    assert [(each["row"], each["column"]) for each in json.loads(told.out)] == [(3, "所在单位")]
    assert not User.objects.filter(username="zhang.san").exists()
    assert yunjiang("people", "import", workbook, "--valid-only").code == 1
    assert User.objects.filter(username="zhang.san").exists()


def test_what_is_no_workbook_is_refused_with_a_sentence(
    yunjiang: Command, offices: Offices, tmp_path: Path
) -> None:
    path = tmp_path / "accounts.xlsx"
    path.write_text("name")
    told = yunjiang("people", "import", path)
    assert told.code == 3
    assert "Excel" in told.err


def test_a_template_is_written(yunjiang: Command, offices: Offices, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    assert yunjiang("people", "template", path).code == 0
    assert len(openpyxl.load_workbook(path).worksheets) == 3


def test_an_invitation_prints_a_link_that_opens_an_account(yunjiang: Command, offices: Offices) -> None:
    told = yunjiang(
        "people", "invite", "张三", "--unit", "五华区", "--role", "reviewer", "--address", "https://x.cn/", "-f", "json"
    )  # fmt: skip
    link = json.loads(told.out)["link"]
    assert link.startswith("https://x.cn/invitations/")
    assert invitations.find(link.split("/")[-2]) == Invitation.objects.get()


def test_dormant_accounts_are_reported_and_ended(yunjiang: Command, offices: Offices) -> None:
    User.objects.filter(username="clerk").update(last_login=timezone.now() - timedelta(days=100))
    report = json.loads(yunjiang("people", "dormant", "-f", "json").out)
    assert ("dormant", "clerk") in {(each["doubt"], each["username"]) for each in report}
    assert yunjiang("people", "dormant", "--end").code == 3
    ended = json.loads(yunjiang("people", "dormant", "--end", "--reason", "未登录", "-f", "json").out)
    assert [each["username"] for each in ended if each["ended"]] == ["clerk"]


def test_a_lost_password_of_any_administrator_is_replaced_here(yunjiang: Command, offices: Offices) -> None:
    told = json.loads(yunjiang("people", "password", "security", "-f", "json").out)
    assert User.objects.get(username="security").check_password(told["password"])
    assert yunjiang("people", "password", "nobody").code == 3
