"""People who change posts: what they held ends, what they shall hold is asked for, history stays."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from yunjiang.access import permission, services
from yunjiang.access.models import AssignmentRequest, Role, User
from yunjiang.access.people import accounts, posts, requests
from yunjiang.access.people.posts import Post
from yunjiang.access.people.refusals import OwnRights, SamePlace, UnitNotOpen
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.permission import Act, Refused


def test_it_works(offices: Offices) -> None:
    today = timezone.localdate()
    done = posts.transfer(
        offices.clerk,
        offices.wuhua,
        on=today,
        by=offices.system,
        reason="调任五华区",
        post=Post(Role.REPORTING_OFFICER, offices.wuhua),
    )
    person = User.objects.get(pk=offices.clerk.pk)
    assert person.organization == offices.wuhua
    assert permission.acts_anywhere(person) == frozenset()
    assert [each.organization for each in done.ended] == [offices.qujing]
    assert done.asked is not None
    requests.grant(done.asked, by=offices.kunming_security)
    assert permission.may(person, Act.FILL_RETURNS, offices.wuhua)
    assert not permission.may(person, Act.FILL_RETURNS, offices.qujing)


def test_history_stays(offices: Offices) -> None:
    today = timezone.localdate()
    posts.transfer(offices.clerk, offices.wuhua, on=today, by=offices.system, reason="调任")
    assert permission.may(offices.clerk, Act.FILL_RETURNS, offices.qujing, today - timedelta(1))
    [event] = offices.clerk.account_events.all()
    assert (event.kind, event.organization, event.by) == ("transferred", offices.wuhua, "system")


def test_the_owner_of_the_machine_gives_the_new_role_at_once(offices: Offices) -> None:
    done = posts.transfer(
        offices.clerk,
        offices.wuhua,
        on=timezone.localdate(),
        by=None,
        reason="调任",
        post=Post(Role.REPORTING_OFFICER, offices.wuhua),
    )
    assert done.given is not None
    assert not AssignmentRequest.objects.exists()


def test_on_a_coming_day_everything_holds_until_then(offices: Offices) -> None:
    on = timezone.localdate() + timedelta(14)
    posts.transfer(offices.clerk, offices.wuhua, on=on, by=offices.system, reason="调任")
    assert User.objects.get(pk=offices.clerk.pk).organization == offices.qujing
    assert permission.may(offices.clerk, Act.FILL_RETURNS, offices.qujing, on - timedelta(1))
    assert not permission.may(offices.clerk, Act.FILL_RETURNS, offices.qujing, on)
    accounts.take_effect(on)
    assert User.objects.get(pk=offices.clerk.pk).organization == offices.wuhua


def test_an_assignment_may_stay(offices: Offices) -> None:
    [held] = offices.clerk.assignments.all()
    done = posts.transfer(
        offices.clerk,
        offices.wuhua,
        on=timezone.localdate(),
        by=offices.system,
        reason="兼任",
        staying=[held.pk],
    )
    assert not done.ended
    assert permission.may(offices.clerk, Act.FILL_RETURNS, offices.qujing)


def test_what_is_to_be_handed_over_is_what_holds_or_will_hold(offices: Offices) -> None:
    today = timezone.localdate()
    services.assign(
        offices.clerk, Role.REVIEWER, offices.qujing, valid_from=date(2022, 1, 1), valid_to=date(2023, 1, 1)
    )
    services.assign(offices.clerk, Role.AUDITOR, offices.qujing, valid_from=today + timedelta(5))
    roles = [each.role for each in posts.to_be_handed_over(offices.clerk, today)]
    assert roles == ["reporting_officer", "auditor"]


@pytest.mark.parametrize(
    "name", ["owner", "clerk", "auditor", "security", "audit", "kunming_system", "qujing_system"]
)
def test_only_who_keeps_both_units_transfers_between_them(offices: Offices, name: str) -> None:
    with pytest.raises((Refused, OwnRights)):
        posts.transfer(
            offices.clerk, offices.wuhua, on=timezone.localdate(), by=getattr(offices, name), reason="调任"
        )


def test_no_post_is_given_beyond_ones_own_scope(offices: Offices) -> None:
    with pytest.raises(Refused):
        posts.transfer(
            offices.colleague,
            offices.wuhua,
            on=timezone.localdate(),
            by=offices.kunming_system,
            reason="调任",
            post=Post(Role.OFFICE, offices.province),
        )
    assert User.objects.get(pk=offices.colleague.pk).organization == offices.kunming


def test_a_transfer_to_the_same_unit_is_refused(offices: Offices) -> None:
    with pytest.raises(SamePlace):
        posts.transfer(offices.clerk, offices.qujing, on=timezone.localdate(), by=None, reason="调任")


def test_a_closed_unit_takes_nobody(offices: Offices) -> None:
    offices.wuhua.standings.update(valid_to=date(2022, 1, 1))
    with pytest.raises(UnitNotOpen):
        posts.transfer(offices.clerk, offices.wuhua, on=timezone.localdate(), by=None, reason="调任")
