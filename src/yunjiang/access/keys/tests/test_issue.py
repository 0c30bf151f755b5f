"""Keys: issued by whoever gives roles there, narrowing what their owner may, until they expire or are revoked."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from yunjiang.access import permission, services
from yunjiang.access.keys import issuing
from yunjiang.access.keys.models import ApiKey
from yunjiang.access.keys.refusals import (
    KeyExpired,
    KeyRevoked,
    KeyUnknown,
    NamelessKey,
    NotForAdministration,
    NothingAllowed,
    OwnerEnded,
    TooLong,
)
from yunjiang.access.models import AuditRecord, Role, User
from yunjiang.access.permission import Act
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
DAY = timezone.localdate() + timedelta(days=90)


@pytest.fixture
def cast(db: None) -> Cast:
    return casting.assemble()


@pytest.fixture
def keeper(cast: Cast) -> User:
    """The security administrator of Kunming."""
    person = casting.person("keeper", cast.kunming)
    services.assign(person, Role.SECURITY_ADMINISTRATOR, cast.kunming, valid_from=casting.FIRST_DAY)
    return person


def issue(cast: Cast, keeper: User, **facts: object) -> tuple[ApiKey, str]:
    given = {"acts": [Act.SEE_RECORDS], "expires_on": DAY, "by": keeper, "units": [cast.wuhua]} | facts
    return issuing.issue(cast.colleague, "对接平台", **given)  # type: ignore[arg-type]


def test_it_works(cast: Cast, keeper: User) -> None:
    key, secret = issue(cast, keeper)
    assert secret not in str(vars(key))
    assert issuing.recognise(secret) == key
    assert AuditRecord.objects.get(action="access.issue_key").subject == f"key:{key.pk}"
    assert list(issuing.visible_keys(keeper)) == [key]
    assert not issuing.visible_keys(cast.owner).exists()


def test_a_key_narrows_what_its_owner_may(cast: Cast, keeper: User) -> None:
    key, _secret = issue(cast, keeper)
    who = cast.colleague
    with issuing.within(key):
        assert permission.may(who, Act.SEE_RECORDS, cast.wuhua)
        assert not permission.may(who, Act.SEE_RECORDS, cast.kunming)
        assert not permission.may(who, Act.CHECK_RECORDS, cast.wuhua)
        assert permission.acts_anywhere(who) == {Act.SEE_RECORDS}
        assert permission.reach(who, Act.SEE_RECORDS) == (
            f"/{cast.province.pk}/{cast.kunming.pk}/{cast.wuhua.pk}/",
        )
    assert permission.may(who, Act.CHECK_RECORDS, cast.kunming)


def test_a_key_never_does_more_than_its_owner(cast: Cast, keeper: User) -> None:
    key, _secret = issue(cast, keeper, acts=[Act.KEEP_RECORDS])
    with issuing.within(key):
        assert not permission.may(cast.colleague, Act.KEEP_RECORDS, cast.wuhua)


def test_a_key_for_a_unit_that_is_gone_reaches_nothing(cast: Cast, keeper: User) -> None:
    key, _secret = issue(cast, keeper)
    cast.wuhua.standings.all().delete()
    with issuing.within(key):
        assert permission.reach(cast.colleague, Act.SEE_RECORDS) == ()


def test_a_key_holds_until_its_day_or_its_end(cast: Cast, keeper: User) -> None:
    key, secret = issue(cast, keeper)
    with time_machine.travel(DAY), pytest.raises(KeyExpired):
        issuing.recognise(secret)
    issuing.revoke(key, by=keeper)
    with pytest.raises(KeyRevoked):
        issuing.recognise(secret)
    with pytest.raises(KeyUnknown):
        issuing.recognise("yj_nothing")
    _other, secret = issue(cast, keeper)
    User.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    with pytest.raises(OwnerEnded):
        issuing.recognise(secret)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"acts": []}, NothingAllowed),
        ({"acts": [Act.ASSIGN_ROLES]}, NotForAdministration),
        ({"expires_on": date(2020, 1, 1)}, TooLong),
        ({"expires_on": DAY + timedelta(days=400)}, TooLong),
    ],
)
def test_odd_keys_are_not_issued(
    cast: Cast, keeper: User, facts: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        issue(cast, keeper, **facts)
    with pytest.raises(NamelessKey):
        issuing.issue(cast.colleague, " ", acts=[Act.SEE_RECORDS], expires_on=DAY, by=keeper)
    assert not ApiKey.objects.exists()


def test_nobody_issues_beyond_the_units_over_which_he_gives_roles(cast: Cast, keeper: User) -> None:
    with pytest.raises(permission.Refused):
        issue(cast, keeper, units=[cast.qujing])
    with pytest.raises(permission.Refused):
        issuing.issue(cast.clerk, "x", acts=[Act.SEE_RECORDS], expires_on=DAY, by=keeper)
    with pytest.raises(permission.Refused):
        issue(cast, cast.owner)
    services.assign(cast.colleague, Role.AUDITOR, cast.qujing, valid_from=casting.FIRST_DAY)
    with pytest.raises(permission.Refused):
        issue(cast, keeper, units=[])
    key, _secret = issue(cast, keeper)
    with pytest.raises(permission.Refused):
        issuing.revoke(key, by=cast.owner)
