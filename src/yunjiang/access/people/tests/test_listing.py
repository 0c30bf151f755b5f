"""Who has an account: found, filtered, and seen only by who administers them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from yunjiang.access import services, trail
from yunjiang.access.models import Role, User
from yunjiang.access.people import queries
from yunjiang.access.people.queries import AccountState
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.signing import lockout
from yunjiang.access.tests import cast as casting


def names(found: object) -> set[str]:
    return {each.username for each in found}  # type: ignore[attr-defined]


def signed_in(person: User, ip: str, days_ago: int = 0) -> None:
    """Let the person have signed in from an address so many days ago."""
    User.objects.filter(pk=person.pk).update(last_login=timezone.now() - timedelta(days=days_ago))
    with trail.acting("tests", user=person) as situation:
        situation.ip = ip
        trail.note("access.sign_in", subject=f"user:{person.pk}")


def test_it_works(offices: Offices) -> None:
    assert names(queries.find(offices.kunming_system)) == {"colleague", "kunming-system", "kunming-security"}


def test_the_provinces_administrators_see_everybody_also_of_no_unit(offices: Offices) -> None:
    everybody = names(User.objects.all())
    assert names(queries.find(offices.system)) == everybody
    assert names(queries.find(offices.security)) == everybody
    assert names(queries.find(None)) == everybody


@pytest.mark.parametrize("name", ["owner", "clerk", "auditor", "audit", "stranger"])
def test_nobody_else_sees_anybody(offices: Offices, name: str) -> None:
    assert not queries.find(getattr(offices, name)).exists()


def test_who_holds_a_role_in_the_scope_is_seen_by_the_security_administrator_wherever_he_works(
    offices: Offices,
) -> None:
    services.assign(offices.clerk, Role.REVIEWER, offices.wuhua, valid_from=timezone.localdate())
    assert "clerk" in names(queries.find(offices.kunming_security))
    assert "clerk" not in names(queries.find(offices.kunming_system))


@pytest.mark.parametrize("text", ["张三", "ZHANG.S", "zhangs", "zs", "三"])
def test_people_are_found_by_name_sign_in_name_pinyin_and_initials(offices: Offices, text: str) -> None:
    person = casting.person("zhang.s", offices.wuhua)
    person.last_name, person.pinyin, person.initials = "张三", "zhangsan", "zs"
    person.save()
    assert names(queries.find(offices.system, text=text)) == {"zhang.s"}


def test_a_unit_stands_for_all_below_it(offices: Offices) -> None:
    casting.person("zhang", offices.wuhua)
    assert "zhang" in names(queries.find(offices.system, unit=offices.kunming))
    assert names(queries.find(offices.system, unit=offices.wuhua)) == {"zhang"}


def test_a_role_is_one_held_today(offices: Offices) -> None:
    [held] = offices.clerk.assignments.all()
    assert names(queries.find(offices.system, role=Role.REPORTING_OFFICER)) == {"clerk"}
    services.end(held, timezone.localdate())
    assert not queries.find(offices.system, role=Role.REPORTING_OFFICER).exists()


def test_everybody_is_in_exactly_one_state(offices: Offices) -> None:
    signed_in(offices.owner, "10.1.2.3")
    signed_in(offices.colleague, "10.1.2.3", days_ago=91)
    User.objects.filter(pk=offices.stranger.pk).update(is_active=False)
    for _failure in range(5):
        lockout.strike("clerk", "10.9.9.9")
    found = {state: names(queries.find(None, state=state)) for state in AccountState}
    assert found[AccountState.ACTIVE] == {"owner"}
    assert found[AccountState.DORMANT] == {"colleague"}
    assert found[AccountState.ENDED] == {"stranger"}
    assert found[AccountState.LOCKED] == {"clerk"}
    assert sum(map(len, found.values())) == User.objects.count()
    people = list(User.objects.order_by("pk"))
    shown = {each.person.username: each.state for each in queries.accounts(None, people)}
    assert shown == {name: state for state, those in found.items() for name in those}


def test_an_address_is_whole_only_for_who_is_cleared(offices: Offices) -> None:
    signed_in(offices.colleague, "10.1.2.3")
    person = User.objects.get(pk=offices.colleague.pk)
    [for_system] = queries.accounts(offices.kunming_system, [person])
    [for_security] = queries.accounts(offices.kunming_security, [person])
    assert (for_system.address, for_security.address) == ("10.1.2.3", "10.1.*.*")


def test_the_last_address_is_the_newest(offices: Offices) -> None:
    signed_in(offices.colleague, "10.1.2.3")
    signed_in(offices.colleague, "10.7.7.7")
    [shown] = queries.accounts(None, [offices.colleague])
    assert shown.address == "10.7.7.7"


def test_more_people_ask_no_more_queries(offices: Offices) -> None:
    def asked() -> int:
        people = list(queries.find(offices.system).order_by(*queries.ORDER)[:50])
        with CaptureQueriesContext(connection) as captured:
            queries.accounts(offices.system, people)
        return len(captured)

    few = asked()
    for n in range(12):
        person = casting.person(f"person{n}", offices.wuhua)
        services.assign(person, Role.REVIEWER, offices.wuhua, valid_from=timezone.localdate())
    assert asked() == few


def test_roles_through_time_leave_out_what_never_held(offices: Offices) -> None:
    later = timezone.localdate() + timedelta(9)
    services.take_back(services.assign(offices.clerk, Role.AUDITOR, offices.qujing, valid_from=later))
    services.assign(offices.clerk, Role.REVIEWER, offices.qujing, valid_from=later)
    shown = queries.roles_through_time(offices.clerk)
    assert [(each.role, each.unit) for each in shown] == [
        (Role.REVIEWER, "曲靖市"),
        (Role.REPORTING_OFFICER, "曲靖市"),
    ]
