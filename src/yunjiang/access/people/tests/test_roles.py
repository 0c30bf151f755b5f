from datetime import timedelta

import pytest
from django.utils import timezone

from yunjiang.access import permission
from yunjiang.access.models import Assignment, AuditRecord, Role
from yunjiang.access.people import requests, roles
from yunjiang.access.people.refusals import AlreadyHeld, OwnRights, ReasonMissing
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.permission import Act, Refused
from yunjiang.access.services import AdministrationCombined
from yunjiang.access.tests.cast import FIRST_DAY


def test_it_works(offices: Offices) -> None:
    today = timezone.localdate()
    given = roles.give(
        offices.stranger, Role.REVIEWER, offices.wuhua, valid_from=today, by=offices.kunming_security
    )
    assert permission.may(offices.stranger, Act.REVIEW_RETURNS, offices.wuhua)
    roles.end(given, by=offices.kunming_security, reason="调整分工")
    assert not permission.may(offices.stranger, Act.REVIEW_RETURNS, offices.wuhua)


def test_what_changed_is_in_the_trail(offices: Offices) -> None:
    [held] = offices.clerk.assignments.all()
    roles.end(held, by=offices.security, reason="调整分工")
    record = AuditRecord.objects.get(action="people.end_role")
    assert '"valid_to":""' in record.before
    assert timezone.localdate().isoformat() in record.after


@pytest.mark.parametrize(
    "name", ["owner", "clerk", "auditor", "system", "audit", "kunming_system", "qujing_system"]
)
def test_only_a_security_administrator_gives_and_ends_roles(offices: Offices, name: str) -> None:
    by = getattr(offices, name)
    with pytest.raises((Refused, OwnRights)):
        roles.give(offices.stranger, Role.REVIEWER, offices.qujing, valid_from=FIRST_DAY, by=by)
    [held] = offices.clerk.assignments.all()
    with pytest.raises((Refused, OwnRights)):
        roles.end(held, by=by, reason="调整分工")


def test_nobody_gives_a_role_beyond_his_own_scope(offices: Offices) -> None:
    for unit in (offices.province, offices.qujing):
        with pytest.raises(Refused):
            roles.give(
                offices.stranger, Role.REVIEWER, unit, valid_from=FIRST_DAY, by=offices.kunming_security
            )
    [held] = offices.clerk.assignments.all()
    with pytest.raises(Refused):
        roles.end(held, by=offices.kunming_security, reason="调整分工")


def test_nobody_changes_his_own_roles(offices: Offices) -> None:
    with pytest.raises(OwnRights):
        roles.give(offices.security, Role.OFFICE, offices.province, valid_from=FIRST_DAY, by=offices.security)
    with pytest.raises(OwnRights):
        roles.end(offices.security.assignments.get(), by=offices.security, reason="调整分工")


def test_nobody_holds_two_administrations_also_not_one_after_today(offices: Offices) -> None:
    later = timezone.localdate() + timedelta(100)
    with pytest.raises(AdministrationCombined):
        roles.give(
            offices.audit, Role.SYSTEM_ADMINISTRATOR, offices.wuhua, valid_from=later, by=offices.security
        )


def test_a_role_is_not_given_for_days_gone_by_but_by_the_owner_of_the_machine(offices: Offices) -> None:
    given = roles.give(
        offices.stranger, Role.REVIEWER, offices.wuhua, valid_from=FIRST_DAY, by=offices.security
    )
    assert given.valid_from == timezone.localdate()
    given = roles.give(offices.stranger, Role.REVIEWER, offices.qujing, valid_from=FIRST_DAY, by=None)
    assert given.valid_from == FIRST_DAY


def test_a_role_that_is_held_is_not_given_again(offices: Offices) -> None:
    with pytest.raises(AlreadyHeld):
        roles.give(
            offices.clerk, Role.REPORTING_OFFICER, offices.qujing, valid_from=FIRST_DAY, by=offices.security
        )


def test_giving_a_role_settles_the_request_for_it(offices: Offices) -> None:
    request = requests.ask(
        offices.clerk, Role.REVIEWER, offices.qujing, valid_from=FIRST_DAY, by=offices.qujing_system
    )
    roles.give(offices.clerk, Role.REVIEWER, offices.qujing, valid_from=FIRST_DAY, by=offices.security)
    request.refresh_from_db()
    assert request.state == "granted"


def test_a_role_that_has_not_begun_is_taken_back_and_may_be_followed_by_another(offices: Offices) -> None:
    later = timezone.localdate() + timedelta(10)
    given = roles.give(
        offices.stranger, Role.AUDIT_ADMINISTRATOR, offices.wuhua, valid_from=later, by=offices.security
    )
    roles.end(given, by=offices.security, reason="有误")
    assert not permission.may(offices.stranger, Act.READ_AUDIT_TRAIL, offices.wuhua, later)
    assert Assignment.objects.filter(pk=given.pk).exists()
    roles.give(
        offices.stranger, Role.SYSTEM_ADMINISTRATOR, offices.wuhua, valid_from=later, by=offices.security
    )


def test_ending_a_role_needs_a_reason(offices: Offices) -> None:
    with pytest.raises(ReasonMissing):
        roles.end(offices.clerk.assignments.get(), by=offices.security, reason="")
