"""The system administrator proposes, the security administrator confirms: nothing holds in between."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from yunjiang.access import permission, services
from yunjiang.access.models import AssignmentRequest, Role
from yunjiang.access.people import accounts, requests
from yunjiang.access.people.refusals import (
    AccountEnded,
    AlreadyAsked,
    AlreadyDecided,
    AlreadyHeld,
    OwnRequest,
    OwnRights,
    ReasonMissing,
)
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.permission import Act, Refused
from yunjiang.access.services import AdministrationCombined, AssignmentEndsBeforeItBegins
from yunjiang.access.tests.cast import FIRST_DAY


def asked(offices: Offices, role: Role = Role.REVIEWER) -> AssignmentRequest:
    return requests.ask(
        offices.clerk, role, offices.qujing, valid_from=timezone.localdate(), by=offices.qujing_system
    )


def test_it_works(offices: Offices) -> None:
    request = asked(offices)
    assert not permission.may(offices.clerk, Act.REVIEW_RETURNS, offices.qujing)
    assignment = requests.grant(request, by=offices.security)
    assert permission.may(offices.clerk, Act.REVIEW_RETURNS, offices.qujing)
    request.refresh_from_db()
    assert (request.state, request.decided_by) == ("granted", offices.security)
    assert assignment.valid_from == timezone.localdate()


def test_a_role_does_not_hold_for_days_on_which_nobody_had_confirmed_it(offices: Offices) -> None:
    request = requests.ask(
        offices.clerk, Role.REVIEWER, offices.qujing, valid_from=FIRST_DAY, by=offices.system
    )
    assert requests.grant(request, by=offices.security).valid_from == timezone.localdate()


def test_a_role_for_a_coming_day_begins_that_day(offices: Offices) -> None:
    day = timezone.localdate() + timedelta(20)
    request = requests.ask(offices.clerk, Role.REVIEWER, offices.qujing, valid_from=day, by=offices.system)
    assert requests.grant(request, by=offices.security).valid_from == day


@pytest.mark.parametrize(
    "name", ["owner", "clerk", "auditor", "security", "audit", "kunming_system", "stranger"]
)
def test_only_the_units_system_administrator_asks(offices: Offices, name: str) -> None:
    with pytest.raises((Refused, OwnRights)):
        requests.ask(
            offices.clerk, Role.REVIEWER, offices.qujing, valid_from=FIRST_DAY, by=getattr(offices, name)
        )
    assert not AssignmentRequest.objects.exists()


def test_nobody_asks_for_a_scope_beyond_his_own(offices: Offices) -> None:
    with pytest.raises(Refused):
        requests.ask(
            offices.clerk, Role.REVIEWER, offices.province, valid_from=FIRST_DAY, by=offices.qujing_system
        )


def test_nobody_asks_for_himself(offices: Offices) -> None:
    with pytest.raises(OwnRights):
        requests.ask(offices.system, Role.OFFICE, offices.province, valid_from=FIRST_DAY, by=offices.system)


@pytest.mark.parametrize(
    "name", ["owner", "clerk", "auditor", "system", "audit", "kunming_security", "qujing_system"]
)
def test_only_the_security_administrator_of_the_scope_decides(offices: Offices, name: str) -> None:
    request = asked(offices)
    for decide in (
        lambda by: requests.grant(request, by=by),
        lambda by: requests.refuse(request, by=by, reason="不合适"),
    ):
        with pytest.raises((Refused, OwnRights)):
            decide(getattr(offices, name))
    request.refresh_from_db()
    assert request.state == "waiting"


def test_nobody_decides_about_himself(offices: Offices) -> None:
    request = requests.ask(
        offices.security, Role.OFFICE, offices.province, valid_from=FIRST_DAY, by=offices.system
    )
    with pytest.raises(OwnRights):
        requests.grant(request, by=offices.security)


def test_nobody_decides_what_he_asked_for_in_an_earlier_post(offices: Offices) -> None:
    request = asked(offices)
    [held] = offices.qujing_system.assignments.all()
    services.end(held, timezone.localdate())
    services.assign(
        offices.qujing_system, Role.SECURITY_ADMINISTRATOR, offices.qujing, valid_from=timezone.localdate()
    )
    with pytest.raises(OwnRequest):
        requests.grant(request, by=offices.qujing_system)


def test_a_refusal_needs_a_reason_and_gives_nothing(offices: Offices) -> None:
    request = asked(offices)
    with pytest.raises(ReasonMissing):
        requests.refuse(request, by=offices.security, reason="")
    requests.refuse(request, by=offices.security, reason="已有审核员")
    request.refresh_from_db()
    assert (request.state, request.decision_reason) == ("refused", "已有审核员")
    assert not permission.may(offices.clerk, Act.REVIEW_RETURNS, offices.qujing)


def test_a_request_is_decided_once(offices: Offices) -> None:
    request = asked(offices)
    requests.withdraw(request, by=offices.qujing_system)
    with pytest.raises(AlreadyDecided):
        requests.grant(request, by=offices.security)


def test_the_same_is_asked_once(offices: Offices) -> None:
    asked(offices)
    with pytest.raises(AlreadyAsked):
        asked(offices)


def test_what_is_held_is_not_asked_for(offices: Offices) -> None:
    with pytest.raises(AlreadyHeld):
        asked(offices, Role.REPORTING_OFFICER)


def test_two_administrations_are_refused_already_when_asked_for(offices: Offices) -> None:
    with pytest.raises(AdministrationCombined):
        requests.ask(
            offices.audit,
            Role.SYSTEM_ADMINISTRATOR,
            offices.province,
            valid_from=FIRST_DAY,
            by=offices.system,
        )


def test_an_end_comes_after_the_beginning(offices: Offices) -> None:
    with pytest.raises(AssignmentEndsBeforeItBegins):
        requests.ask(
            offices.clerk,
            Role.REVIEWER,
            offices.qujing,
            valid_from=date(2024, 3, 1),
            valid_to=date(2024, 3, 1),
            by=offices.system,
        )


def test_requests_for_an_ended_account_are_withdrawn_with_it(offices: Offices) -> None:
    request = asked(offices)
    accounts.end_account(offices.clerk, by=offices.system, reason="调出")
    request.refresh_from_db()
    assert request.state == "withdrawn"
    with pytest.raises(AlreadyDecided):
        requests.grant(request, by=offices.security)
    with pytest.raises(AccountEnded):
        asked(offices)
