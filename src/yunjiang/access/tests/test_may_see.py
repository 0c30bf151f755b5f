"""Permission down to fields: an act opens a unit, the clearance of the role says which fields of it."""

from datetime import date

import pytest

from yunjiang.access import permission, services
from yunjiang.access.models import Role
from yunjiang.access.permission import CLEARANCE_OF_ROLE, Act, Classification
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import FIRST_DAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return casting.assemble()


def test_it_works(cast: Cast) -> None:
    assert permission.may_see(cast.owner, Act.SEE_FIGURES, cast.wuhua, Classification.SENSITIVE)


def test_a_role_reads_up_to_its_clearance(cast: Cast) -> None:
    assert permission.may_see(cast.colleague, Act.SEE_FIGURES, cast.wuhua, Classification.INTERNAL)
    assert not permission.may_see(cast.colleague, Act.SEE_FIGURES, cast.wuhua, Classification.SENSITIVE)


def test_clearance_holds_only_where_the_role_does(cast: Cast) -> None:
    services.assign(cast.colleague, Role.REGISTER_OFFICER, cast.wuhua, valid_from=FIRST_DAY)
    assert permission.may_see(cast.colleague, Act.SEE_FIGURES, cast.wuhua, Classification.IMPORTANT)
    assert not permission.may_see(cast.colleague, Act.SEE_FIGURES, cast.kunming, Classification.IMPORTANT)


def test_clearance_opens_no_act_of_another_role(cast: Cast) -> None:
    services.assign(cast.colleague, Role.SYSTEM_ADMINISTRATOR, cast.kunming, valid_from=FIRST_DAY)
    assert permission.may_see(cast.colleague, Act.MANAGE_PEOPLE, cast.kunming, Classification.SENSITIVE)
    assert not permission.may_see(cast.colleague, Act.SEE_FIGURES, cast.kunming, Classification.SENSITIVE)


def test_who_has_no_role_sees_nothing_not_even_what_is_public(cast: Cast) -> None:
    assert not permission.may_see(cast.stranger, Act.SEE_FIGURES, cast.wuhua, Classification.PUBLIC)


def test_every_role_has_a_clearance() -> None:
    assert set(CLEARANCE_OF_ROLE) == set(Role)


def test_closed_units_are_reached_where_they_last_stood(cast: Cast) -> None:
    cast.wuhua.standings.update(valid_to=date(2022, 1, 1))
    reached = permission.reached_organizations(cast.colleague, Act.SEE_FIGURES)
    assert {each.organization_id for each in reached} == {cast.kunming.pk, cast.wuhua.pk}


def test_what_is_reached_with_a_class_is_only_what_the_clearance_covers(cast: Cast) -> None:
    services.assign(cast.colleague, Role.REGISTER_OFFICER, cast.wuhua, valid_from=FIRST_DAY)
    reached = permission.reached_organizations(
        cast.colleague, Act.SEE_FIGURES, classification=Classification.IMPORTANT
    )
    assert [each.organization_id for each in reached] == [cast.wuhua.pk]
