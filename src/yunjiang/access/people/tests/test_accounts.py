from datetime import timedelta

import pytest
from django.utils import timezone

from yunjiang.access import permission, services, trail
from yunjiang.access.models import AccountEvent, AuditRecord, Role, User
from yunjiang.access.people import accounts
from yunjiang.access.people.refusals import (
    AccountEnded,
    AccountNotEnded,
    AdministratorOfAnotherKind,
    LastAdministrator,
    OwnRights,
    ReasonMissing,
    UsernameUnreadable,
)
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.permission import Refused
from yunjiang.access.services import UsernameTaken


def opened(offices: Offices) -> User:
    person, _password = accounts.open_account(
        "zhang.san", name="张三", organization=offices.wuhua, by=offices.kunming_system
    )
    return person


def test_it_works(offices: Offices) -> None:
    person, password = accounts.open_account(
        "zhang.san", name="张三", organization=offices.wuhua, by=offices.kunming_system
    )
    assert person.check_password(password)
    assert person.must_change_password
    assert (person.pinyin, person.initials) == ("zhangsan", "zs")
    assert permission.acts_anywhere(person) == frozenset()
    assert [each.kind for each in person.account_events.all()] == ["opened"]


def test_opening_is_in_the_audit_trail_without_the_password(offices: Offices) -> None:
    with trail.acting("tests", user=offices.system):
        person, password = accounts.open_account(
            "zhang.san", name="张三", organization=offices.wuhua, by=offices.system
        )
    record = AuditRecord.objects.get(action="people.open_account")
    assert record.subject == f"user:{person.pk}"
    assert password not in record.facts + record.before + record.after
    assert person.password not in record.facts + record.before + record.after


@pytest.mark.parametrize(
    "name", ["owner", "clerk", "auditor", "security", "audit", "qujing_system", "stranger"]
)
def test_nobody_but_the_units_own_system_administrator_opens_an_account(offices: Offices, name: str) -> None:
    with pytest.raises(Refused):
        accounts.open_account("li.si", name="李四", organization=offices.wuhua, by=getattr(offices, name))
    assert not User.objects.filter(username="li.si").exists()


def test_accounts_of_no_unit_belong_to_the_provinces_administrator(offices: Offices) -> None:
    accounts.open_account("li.si", name="李四", organization=None, by=offices.system)
    with pytest.raises(Refused):
        accounts.open_account("wang.wu", name="王五", organization=None, by=offices.kunming_system)


def test_a_sign_in_name_is_kept_half_width_and_only_once(offices: Offices) -> None:
    person, _password = accounts.open_account("ｌｉ．ｓｉ ", name="李四", organization=None, by=None)
    assert person.username == "li.si"
    with pytest.raises(UsernameTaken):
        accounts.open_account("LI.SI", name="李四", organization=None, by=None)


@pytest.mark.parametrize("username", ["", "a", "li si", "li<si>", "a" * 61, "李\u200b四"])
def test_what_cannot_be_a_sign_in_name_is_refused(offices: Offices, username: str) -> None:
    with pytest.raises(UsernameUnreadable):
        accounts.open_account(username, name="李四", organization=None, by=None)


def test_an_ended_account_keeps_everything_and_opens_nothing(offices: Offices) -> None:
    person = opened(offices)
    services.assign(person, Role.REVIEWER, offices.kunming, valid_from=timezone.localdate() - timedelta(30))
    accounts.end_account(person, by=offices.kunming_system, reason="退休")
    person.refresh_from_db()
    assert not person.is_active
    assert not person.has_usable_password()
    assert permission.acts_anywhere(person) == frozenset()
    [assignment] = person.assignments.all()
    assert assignment.valid_to == timezone.localdate()
    assert AccountEvent.objects.get(user=person, kind="ended").reason == "退休"


def test_roles_do_not_come_back_with_a_reopened_account(offices: Offices) -> None:
    person = opened(offices)
    today = timezone.localdate()
    services.assign(person, Role.REVIEWER, offices.kunming, valid_from=today - timedelta(30))
    services.assign(person, Role.REGISTER_OFFICER, offices.kunming, valid_from=today + timedelta(30))
    accounts.end_account(person, by=offices.kunming_system, reason="借调")
    person, password = accounts.reopen_account(person, by=offices.kunming_system, reason="返岗")
    assert person.check_password(password)
    assert person.must_change_password
    assert permission.acts_anywhere(person) == frozenset()
    assert permission.acts_anywhere(person, today + timedelta(31)) == frozenset()


def test_a_returning_person_may_work_elsewhere_in_the_scope_but_not_beyond(offices: Offices) -> None:
    person = opened(offices)
    accounts.end_account(person, by=offices.kunming_system, reason="借调")
    with pytest.raises(Refused):
        accounts.reopen_account(person, by=offices.kunming_system, reason="返岗", organization=offices.qujing)
    person, _password = accounts.reopen_account(
        person, by=offices.system, reason="返岗", organization=offices.qujing
    )
    assert person.organization == offices.qujing


def test_leaving_on_a_coming_day_happens_on_that_day(offices: Offices) -> None:
    person = opened(offices)
    leaves_on = timezone.localdate() + timedelta(10)
    accounts.end_account(person, by=offices.kunming_system, reason="退休", on=leaves_on)
    assert accounts.take_effect(leaves_on - timedelta(1)) == 0
    assert User.objects.get(pk=person.pk).is_active
    assert accounts.take_effect(leaves_on) == 1
    assert not User.objects.get(pk=person.pk).is_active
    assert accounts.take_effect(leaves_on) == 0


def test_an_account_ends_once_and_reopens_once(offices: Offices) -> None:
    person = opened(offices)
    with pytest.raises(AccountNotEnded):
        accounts.reopen_account(person, by=offices.system, reason="返岗")
    accounts.end_account(person, by=offices.system, reason="退休")
    with pytest.raises(AccountEnded):
        accounts.end_account(person, by=offices.system, reason="退休")


def test_ending_needs_a_reason(offices: Offices) -> None:
    with pytest.raises(ReasonMissing):
        accounts.end_account(opened(offices), by=offices.system, reason="  ")


def test_nobody_ends_his_own_account(offices: Offices) -> None:
    with pytest.raises(OwnRights):
        accounts.end_account(offices.system, by=offices.system, reason="退休")


def test_the_last_administrator_of_a_kind_stays(offices: Offices) -> None:
    with pytest.raises(LastAdministrator):
        accounts.end_account(offices.audit, by=offices.system, reason="退休")
    accounts.end_account(offices.security, by=offices.system, reason="退休")
    with pytest.raises(LastAdministrator):
        accounts.end_account(offices.kunming_security, by=offices.system, reason="退休")


def test_a_lost_password_is_replaced_and_the_old_one_opens_nothing(offices: Offices) -> None:
    person = opened(offices)
    password = accounts.give_password(person, by=offices.kunming_system)
    person.refresh_from_db()
    assert person.check_password(password)
    assert person.must_change_password


@pytest.mark.parametrize("name", ["security", "audit"])
def test_a_system_administrator_gets_no_password_of_another_administrator(
    offices: Offices, name: str
) -> None:
    with pytest.raises(AdministratorOfAnotherKind):
        accounts.give_password(getattr(offices, name), by=offices.system)
    assert accounts.give_password(getattr(offices, name), by=None)


def test_who_holds_a_role_beyond_the_administrators_scope_gets_no_password_from_him(offices: Offices) -> None:
    services.assign(offices.colleague, Role.OFFICE, offices.province, valid_from=timezone.localdate())
    with pytest.raises(Refused):
        accounts.give_password(offices.colleague, by=offices.kunming_system)
    assert accounts.give_password(offices.colleague, by=offices.system)


def test_an_act_that_is_refused_is_in_the_trail_as_refused(offices: Offices) -> None:
    with pytest.raises(Refused):
        accounts.end_account(offices.clerk, by=offices.kunming_system, reason="退休")
    assert AuditRecord.objects.get(action="people.end_account").result == "refused"
