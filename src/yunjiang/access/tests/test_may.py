from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from yunjiang.access import permission, services
from yunjiang.access.models import Role
from yunjiang.access.permission import ACTS_OF_ROLE, Act, Refused
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import FIRST_DAY, Cast
from yunjiang.organizations.models import Kind, Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return casting.assemble()


def test_it_works(cast: Cast) -> None:
    assert permission.may(cast.owner, Act.SEE_FIGURES, cast.province)


def test_a_role_reaches_every_unit_below(cast: Cast) -> None:
    assert permission.may(cast.owner, Act.SEE_FIGURES, cast.wuhua)
    assert permission.may(cast.colleague, Act.SEE_ENTRIES, cast.wuhua)


def test_a_role_does_not_reach_up(cast: Cast) -> None:
    assert not permission.may(cast.colleague, Act.SEE_FIGURES, cast.province)


def test_another_prefectures_clerk_is_refused(cast: Cast) -> None:
    assert not permission.may(cast.clerk, Act.SEE_FIGURES, cast.kunming)
    assert not permission.may(cast.clerk, Act.SEE_FIGURES, cast.wuhua)


def test_who_has_no_role_may_do_nothing(cast: Cast) -> None:
    assert not any(permission.may(cast.stranger, act, cast.wuhua) for act in Act)


def test_nobody_signed_in_may_do_nothing(cast: Cast) -> None:
    assert not any(permission.may(AnonymousUser(), act, cast.wuhua) for act in Act)


def test_the_flags_of_auth_grant_nothing(cast: Cast) -> None:
    cast.stranger.is_superuser = cast.stranger.is_staff = True
    cast.stranger.save()
    assert not any(permission.may(cast.stranger, act, cast.province) for act in Act)


def test_a_person_switched_off_may_do_nothing(cast: Cast) -> None:
    cast.owner.is_active = False
    assert not permission.may(cast.owner, Act.SEE_FIGURES, cast.province)


def test_a_role_holds_only_between_its_days(cast: Cast) -> None:
    services.assign(
        cast.stranger, Role.REVIEWER, cast.qujing, valid_from=date(2023, 1, 1), valid_to=date(2024, 1, 1)
    )
    allowed = [
        day.isoformat()
        for day in (date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1))
        if permission.may(cast.stranger, Act.SEE_FIGURES, cast.qujing, day)
    ]
    assert allowed == ["2023-01-01", "2023-12-31"]


def test_a_unit_with_a_longer_number_is_not_below_one_with_a_shorter(cast: Cast) -> None:
    """/1/2/ is no ancestor of /1/23/: paths end in a slash."""
    place = cast.kunming.standings.get()
    assert place.path.endswith("/")
    Standing.objects.filter(organization=cast.qujing).update(path=place.path[:-1] + "9/")
    assert not permission.may(cast.colleague, Act.SEE_FIGURES, cast.qujing)


def test_a_closed_unit_stays_readable_to_those_above(cast: Cast) -> None:
    cast.wuhua.standings.update(valid_to=date(2022, 1, 1))
    assert permission.may(cast.owner, Act.SEE_FIGURES, cast.wuhua, date(2023, 1, 1))


def test_a_unit_that_does_not_exist_yet_is_refused(cast: Cast) -> None:
    later = casting.plant("530400", "玉溪市", Kind.PREFECTURE, cast.province)
    later.standings.update(valid_from=date(2030, 1, 1))
    assert not permission.may(cast.owner, Act.SEE_FIGURES, later, date(2024, 1, 1))


def test_the_refusal_names_the_act_and_the_unit(cast: Cast) -> None:
    with translation.override("en"), pytest.raises(Refused, match="see the figures of 昆明市"):
        permission.require(cast.clerk, Act.SEE_FIGURES, cast.kunming)


def test_the_refusal_speaks_chinese(cast: Cast) -> None:
    with translation.override("zh-hans"), pytest.raises(Refused, match="无权查看昆明市的指标数值"):
        permission.require(cast.clerk, Act.SEE_FIGURES, cast.kunming)


def test_every_role_says_what_it_may(cast: Cast) -> None:
    assert set(ACTS_OF_ROLE) == set(Role)


def test_an_auditor_writes_nothing() -> None:
    writing = {Act.POST_ENTRIES, Act.ASSESS, Act.WRITE_DOCUMENTS, Act.LOAD_PLAN, Act.ASSIGN_ROLES}
    assert not ACTS_OF_ROLE[Role.AUDITOR] & (writing | {Act.MANAGE_PEOPLE})


def test_administrators_share_no_act_and_see_no_figures() -> None:
    system = ACTS_OF_ROLE[Role.SYSTEM_ADMINISTRATOR]
    security = ACTS_OF_ROLE[Role.SECURITY_ADMINISTRATOR]
    audit = ACTS_OF_ROLE[Role.AUDIT_ADMINISTRATOR]
    assert sum(map(len, (system, security, audit))) == len(system | security | audit)
    assert Act.SEE_FIGURES not in system | security | audit


def test_visible_organizations_are_the_scope_and_nothing_else(cast: Cast) -> None:
    codes = {each.code for each in permission.visible_organizations(cast.colleague, FIRST_DAY)}
    assert codes == {"530100", "530102"}
    assert not permission.visible_organizations(cast.stranger, FIRST_DAY).exists()
    assert not permission.visible_organizations(AnonymousUser(), FIRST_DAY).exists()


def test_home_is_the_widest_visible_unit(cast: Cast) -> None:
    home = permission.home(cast.colleague)
    assert home is not None
    assert home.organization_id == cast.kunming.pk
    assert permission.home(cast.stranger) is None


def test_acts_anywhere_are_the_union_of_the_roles(cast: Cast) -> None:
    assert permission.acts_anywhere(cast.clerk) == ACTS_OF_ROLE[Role.REPORTING_OFFICER]
    assert permission.acts_anywhere(AnonymousUser()) == frozenset()


def test_within_one_request_rights_are_asked_once(cast: Cast, django_assert_num_queries) -> None:
    with permission.remembering():
        assert permission.may(cast.colleague, Act.SEE_FIGURES, cast.wuhua)
        with django_assert_num_queries(0):
            assert permission.may(cast.colleague, Act.REVIEW_RETURNS, cast.wuhua)
            assert not permission.may(cast.colleague, Act.MANAGE_CYCLES, cast.wuhua)
            assert permission.acts_anywhere(cast.colleague)


def test_rights_given_and_ended_within_a_request_count_at_once(cast: Cast) -> None:
    with permission.remembering():
        assert not permission.may(cast.stranger, Act.SEE_FIGURES, cast.qujing)
        held = services.assign(cast.stranger, Role.REVIEWER, cast.qujing, valid_from=FIRST_DAY)
        assert permission.may(cast.stranger, Act.SEE_FIGURES, cast.qujing)
        services.end(held, timezone.localdate())
        assert not permission.may(cast.stranger, Act.SEE_FIGURES, cast.qujing)


def test_the_next_request_asks_anew(cast: Cast) -> None:
    with permission.remembering():
        assert permission.may(cast.clerk, Act.SEE_FIGURES, cast.qujing)
    cast.clerk.assignments.update(valid_to=timezone.localdate())
    with permission.remembering():
        assert not permission.may(cast.clerk, Act.SEE_FIGURES, cast.qujing)
