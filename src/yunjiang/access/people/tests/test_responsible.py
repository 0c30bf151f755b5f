"""Whom to call: who may do an act at a unit, the nearest first."""

from datetime import date

from yunjiang.access import services
from yunjiang.access.models import Role, User
from yunjiang.access.people import queries
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.permission import Act
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import FIRST_DAY


def test_it_works(offices: Offices) -> None:
    near = casting.person("near", offices.wuhua)
    services.assign(near, Role.REVIEWER, offices.wuhua, valid_from=FIRST_DAY)
    shown = queries.responsible(offices.wuhua.pk, Act.REVIEW_RETURNS)
    assert [(each.person.username, each.scope, each.is_own) for each in shown] == [
        ("near", "五华区", True),
        ("colleague", "昆明市", False),
        ("owner", "云南省", False),
    ]


def test_somebody_of_another_branch_is_not_responsible(offices: Offices) -> None:
    assert queries.responsible(offices.wuhua.pk, Act.FILL_RETURNS) == []
    [clerk] = queries.responsible(offices.qujing.pk, Act.FILL_RETURNS)
    assert clerk.person == offices.clerk


def test_on_a_former_day_it_is_who_was_then(offices: Offices) -> None:
    [held] = offices.clerk.assignments.all()
    services.end(held, date(2023, 1, 1))
    assert queries.responsible(offices.qujing.pk, Act.FILL_RETURNS) == []
    assert queries.responsible(offices.qujing.pk, Act.FILL_RETURNS, date(2022, 12, 31))


def test_who_cannot_sign_in_is_nobody_to_call(offices: Offices) -> None:
    User.objects.filter(pk=offices.clerk.pk).update(is_active=False)
    assert queries.responsible(offices.qujing.pk, Act.FILL_RETURNS) == []


def test_several_units_are_asked_at_once(offices: Offices) -> None:
    found = queries.responsible_at([offices.qujing.pk, offices.wuhua.pk, 0], Act.FILL_RETURNS)
    assert {unit: len(people) for unit, people in found.items()} == {
        offices.qujing.pk: 1,
        offices.wuhua.pk: 0,
        0: 0,
    }


def test_units_without_anybody_are_told(offices: Offices) -> None:
    found = queries.units_without(offices.owner, Act.MANAGE_CYCLES, Role.REPORTING_OFFICER)
    assert {each.name for each in found} == {"云南省", "昆明市", "五华区"}
    assert not queries.units_without(offices.clerk, Act.MANAGE_CYCLES, Role.REPORTING_OFFICER).exists()
