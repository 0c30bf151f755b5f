from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from yunjiang.access import services
from yunjiang.access.models import Role
from yunjiang.access.services import AdministrationCombined, AssignmentEndsBeforeItBegins, UsernameTaken
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import FIRST_DAY, PASSWORD, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return casting.assemble()


def test_it_works(cast: Cast) -> None:
    assignment = services.assign(cast.stranger, Role.REVIEWER, cast.qujing, valid_from=FIRST_DAY)
    assert cast.stranger.assignments.get() == assignment


def test_a_person_signs_in_with_the_password_given(cast: Cast) -> None:
    assert cast.stranger.check_password(PASSWORD)


def test_a_person_is_called_by_the_name_given(cast: Cast) -> None:
    assert str(services.create_person("zhang", PASSWORD, name="张三", organization=None)) == "张三"


def test_a_sign_in_name_is_given_once_whatever_its_case(cast: Cast) -> None:
    with pytest.raises(UsernameTaken):
        casting.person("OWNER", None)


def test_a_weak_password_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        services.create_person("zhang", "12345678", name="张三", organization=None)


def test_a_demonstration_password_is_not_checked(cast: Cast) -> None:
    services.create_person("zhang", "yunjiang", name="张三", organization=None, is_password_checked=False)


def test_assigning_twice_changes_nothing(cast: Cast) -> None:
    first = services.assign(cast.stranger, Role.REVIEWER, cast.qujing, valid_from=FIRST_DAY)
    assert services.assign(cast.stranger, Role.REVIEWER, cast.qujing, valid_from=FIRST_DAY) == first


@pytest.mark.parametrize(
    "other", [Role.SYSTEM_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR], ids=["system", "audit"]
)
def test_nobody_holds_two_administration_roles(cast: Cast, other: Role) -> None:
    services.assign(cast.stranger, Role.SECURITY_ADMINISTRATOR, cast.province, valid_from=FIRST_DAY)
    with pytest.raises(AdministrationCombined):
        services.assign(cast.stranger, other, cast.qujing, valid_from=date(2030, 1, 1))


def test_one_administration_may_follow_another(cast: Cast) -> None:
    first = services.assign(cast.stranger, Role.SECURITY_ADMINISTRATOR, cast.province, valid_from=FIRST_DAY)
    services.end(first, date(2022, 1, 1))
    services.assign(cast.stranger, Role.SYSTEM_ADMINISTRATOR, cast.province, valid_from=date(2022, 1, 1))


def test_one_administration_may_not_be_laid_before_another_without_an_end(cast: Cast) -> None:
    services.assign(cast.stranger, Role.SECURITY_ADMINISTRATOR, cast.province, valid_from=date(2023, 1, 1))
    with pytest.raises(AdministrationCombined):
        services.assign(cast.stranger, Role.SYSTEM_ADMINISTRATOR, cast.province, valid_from=FIRST_DAY)


def test_an_end_comes_after_the_beginning(cast: Cast) -> None:
    with pytest.raises(AssignmentEndsBeforeItBegins):
        services.assign(cast.stranger, Role.REVIEWER, cast.qujing, valid_from=FIRST_DAY, valid_to=FIRST_DAY)


def test_refusals_name_the_person_and_the_roles_in_chinese(cast: Cast) -> None:
    services.assign(cast.stranger, Role.SECURITY_ADMINISTRATOR, cast.province, valid_from=FIRST_DAY)
    with (
        translation.override("zh-hans"),
        pytest.raises(AdministrationCombined, match=r"安全管理员.*系统管理员"),
    ):
        services.assign(cast.stranger, Role.SYSTEM_ADMINISTRATOR, cast.province, valid_from=FIRST_DAY)
