from datetime import date, timedelta

import pytest
from django.utils import timezone

from yunjiang.access import services, trail
from yunjiang.access.models import AuditRecord, Role, User
from yunjiang.access.people import dormancy, requests
from yunjiang.access.people.dormancy import Doubt
from yunjiang.access.people.refusals import ReasonMissing
from yunjiang.access.people.tests.offices import Offices


def doubted(offices: Offices, doubt: Doubt) -> set[str]:
    [found] = [each for each in dormancy.report(offices.system) if each.doubt is doubt]
    assert found.count == len(found.people)
    return {each.username for each in found.people}


def set_back(person: User, *, opened: int = 0, signed_in: int | None = None) -> None:
    """Let the account have been opened, and used last, so many days ago."""
    now = timezone.now()
    last = None if signed_in is None else now - timedelta(days=signed_in)
    User.objects.filter(pk=person.pk).update(date_joined=now - timedelta(days=opened), last_login=last)


def test_it_works(offices: Offices) -> None:
    set_back(offices.clerk, opened=200, signed_in=91)
    set_back(offices.colleague, opened=200, signed_in=89)
    set_back(offices.stranger, opened=31)
    set_back(offices.owner, opened=29)
    assert doubted(offices, Doubt.DORMANT) == {"clerk"}
    assert doubted(offices, Doubt.NEVER) == {"stranger"}


def test_an_account_without_a_role_is_told_unless_one_is_asked_for(offices: Offices) -> None:
    assert doubted(offices, Doubt.ROLELESS) == {"stranger"}
    requests.ask(
        offices.stranger, Role.REVIEWER, offices.qujing, valid_from=timezone.localdate(), by=offices.system
    )
    assert doubted(offices, Doubt.ROLELESS) == set()


def test_an_account_whose_every_role_has_ended_is_told(offices: Offices) -> None:
    [held] = offices.clerk.assignments.all()
    services.end(held, timezone.localdate())
    assert doubted(offices, Doubt.EXPIRED) == {"clerk"}


def test_people_of_a_closed_unit_are_told(offices: Offices) -> None:
    offices.qujing.standings.update(valid_to=date(2022, 1, 1))
    assert doubted(offices, Doubt.UNIT_CLOSED) == {"clerk", "qujing-system"}


def test_many_addresses_in_a_day_look_shared(offices: Offices) -> None:
    for person, count in ((offices.clerk, 5), (offices.owner, 4)):
        for n in range(count):
            with trail.acting("tests", user=person) as situation:
                situation.ip = f"10.0.0.{n}"
                trail.note("access.sign_in", subject=f"user:{person.pk}")
    assert doubted(offices, Doubt.SHARED) == {"clerk"}


def test_the_report_stays_within_the_viewers_scope(offices: Offices) -> None:
    set_back(offices.clerk, opened=200, signed_in=91)
    assert all(
        each.count == 0 for each in dormancy.report(offices.kunming_system) if each.doubt is Doubt.DORMANT
    )
    assert all(each.count == 0 for each in dormancy.report(offices.owner))


def test_dormant_accounts_end_in_one_act_with_a_reason(offices: Offices) -> None:
    set_back(offices.clerk, opened=200, signed_in=91)
    set_back(offices.stranger, opened=31)
    ended = dormancy.end_dormant(by=offices.system, reason="九十日未登录")
    assert {each.username for each in ended.people} == {"clerk", "stranger"}
    assert not User.objects.get(username="clerk").is_active
    assert User.objects.get(username="clerk").account_events.get().reason == "九十日未登录"
    assert AuditRecord.objects.filter(action="people.end_account", result="done").count() == 2
    assert dormancy.end_dormant(by=offices.system, reason="九十日未登录").people == []


def test_only_the_chosen_ones_end(offices: Offices) -> None:
    set_back(offices.clerk, opened=200, signed_in=91)
    set_back(offices.stranger, opened=31)
    ended = dormancy.end_dormant(
        by=offices.system, reason="未登录", people=[offices.stranger.pk, offices.owner.pk]
    )
    assert {each.username for each in ended.people} == {"stranger"}


def test_the_schedule_ends_no_last_administrator(offices: Offices) -> None:
    for person in User.objects.all():
        set_back(person, opened=400, signed_in=300)
    ended = dormancy.end_dormant(by=None, reason="九十日未登录")
    kept = {person.username for person, _sentence in ended.kept}
    roles = {
        person.assignments.get().role for person in User.objects.filter(is_active=True, username__in=kept)
    }
    assert roles == {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}
    assert not User.objects.get(username="owner").is_active


@pytest.mark.parametrize("name", ["owner", "auditor", "audit", "security", "kunming_system"])
def test_nobody_ends_what_he_does_not_keep(offices: Offices, name: str) -> None:
    set_back(offices.clerk, opened=200, signed_in=91)
    assert dormancy.end_dormant(by=getattr(offices, name), reason="未登录").people == []
    assert User.objects.get(username="clerk").is_active


def test_a_reason_is_needed(offices: Offices) -> None:
    with pytest.raises(ReasonMissing):
        dormancy.end_dormant(by=offices.system, reason=" ")
