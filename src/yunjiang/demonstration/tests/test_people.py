"""Demonstration sign-ins: random passwords, readable by the owner alone, never beside real data."""

import stat
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from pytest_django import Settings

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.demonstration import people
from yunjiang.ledger import posting
from yunjiang.ledger.models import DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.plans.document import PlanDocument

TODAY = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def test_people_can_sign_in_with_passwords_of_their_own(yunnan: PlanDocument) -> None:
    made = people.make(TODAY)
    assert [each.username for each in made] == [
        "demo-office",
        "demo-prefecture",
        "demo-county",
        "demo-county-2",
        "demo-lead",
        "demo-register",
        "demo-auditor",
        "demo-system",
        "demo-security",
        "demo-audit",
    ]
    assert len({each.password for each in made}) == 10
    for each in made:
        assert authenticate(username=each.username, password=each.password)


def test_making_them_again_keeps_their_passwords(yunnan: PlanDocument) -> None:
    assert people.make(TODAY) == people.make(TODAY)
    assert User.objects.count() == 10


def test_the_passwords_are_kept_where_only_the_owner_reads(yunnan: PlanDocument, home: Path) -> None:
    people.make(TODAY)
    assert stat.S_IMODE((home / people.FILE_NAME).stat().st_mode) == 0o600


def test_the_county_officer_sees_the_county_alone(yunnan: PlanDocument) -> None:
    people.make(TODAY)
    officer = User.objects.get(username="demo-county")
    assert permission.may(officer, Act.SEE_FIGURES, organizations.resolve("530102"), TODAY)
    assert not permission.may(officer, Act.SEE_FIGURES, organizations.resolve("530300"), TODAY)


def test_beside_real_data_there_are_none(yunnan: PlanDocument) -> None:
    line = posting.Line("worker_visits", organizations.resolve("530102").pk, date(2024, 1, 5), 3)
    posting.post(
        [posting.Record("return:1", [line])], data_set=DataSet.OPERATIONAL, by="clerk", title="a real return"
    )
    assert people.make(TODAY) == []
    assert not User.objects.exists()


def test_forgetting_ends_accounts_and_passwords(yunnan: PlanDocument, home: Path) -> None:
    (office, *_) = people.make(TODAY)
    assert people.forget() == 10
    assert not people.are_active()
    assert not (home / people.FILE_NAME).exists()
    assert authenticate(username=office.username, password=office.password) is None
    (again, *_) = people.make(TODAY)
    assert again.password != office.password
    assert authenticate(username=again.username, password=again.password)
