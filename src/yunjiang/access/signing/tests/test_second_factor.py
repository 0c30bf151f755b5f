from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.exceptions import InvalidTag
from django.utils import timezone
from time_machine import Traveller

from yunjiang.access import services
from yunjiang.access.models import AuditRecord, Role, User
from yunjiang.access.signing import sealing, second_factor, sessions
from yunjiang.access.signing.models import SignInSession
from yunjiang.access.tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _required(settings: object) -> None:
    settings.YUNJIANG_SECOND_FACTOR = "required"


def app_of(user: User) -> tuple[Authenticator, str]:
    """Set an authenticator app up and return it with its secret."""
    secret = generate_totp_secret()
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": sealing.seal(secret)}
    ), secret


def code_at(secret: str, steps_ago: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30 - steps_ago))


@pytest.mark.parametrize("role", Role)
def test_every_role_of_today_may_do_more_than_look(cast: Cast, role: Role) -> None:
    services.assign(cast.stranger, role, cast.qujing, valid_from=date(2021, 1, 1))
    assert second_factor.is_required(cast.stranger)


def test_who_has_no_role_needs_none(cast: Cast) -> None:
    assert not second_factor.is_required(cast.stranger)


def test_a_role_that_has_ended_requires_nothing(cast: Cast) -> None:
    services.assign(
        cast.stranger, Role.REVIEWER, cast.qujing, valid_from=date(2021, 1, 1), valid_to=date(2022, 1, 1)
    )
    assert not second_factor.is_required(cast.stranger)


def test_a_site_may_only_offer_it(cast: Cast, settings: object) -> None:
    settings.YUNJIANG_SECOND_FACTOR = "offered"
    assert not second_factor.is_required(cast.owner)


def test_recovery_codes_alone_are_no_factor(cast: Cast) -> None:
    Authenticator.objects.create(user=cast.clerk, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not second_factor.is_set_up(cast.clerk)
    app_of(cast.clerk)
    assert second_factor.is_set_up(cast.clerk)


def test_a_code_is_used_up(cast: Cast, clock: Traveller) -> None:
    app, secret = app_of(cast.clerk)
    assert second_factor.spend(app, code_at(secret))
    assert not second_factor.spend(app, code_at(secret))


def test_a_code_before_the_used_one_is_used_up_too(cast: Cast, clock: Traveller) -> None:
    app, secret = app_of(cast.clerk)
    earlier = code_at(secret, steps_ago=1)
    assert second_factor.spend(app, code_at(secret))
    assert not second_factor.spend(app, earlier)
    clock.shift(timedelta(seconds=30))
    assert second_factor.spend(app, code_at(secret))


def test_a_secret_is_not_readable_in_the_database(cast: Cast) -> None:
    app, secret = app_of(cast.clerk)
    assert secret not in str(app.data)
    assert TOTP(app).validate_code(code_at(secret))


@pytest.mark.parametrize(("hasher", "kind"), [("", "a1"), ("sm3", "s1")])
def test_secrets_are_sealed_by_the_sites_cipher_and_opened_by_either(
    settings: object, hasher: str, kind: str
) -> None:
    settings.YUNJIANG_PASSWORD_HASHER = hasher
    sealed = sealing.seal("秘密")
    settings.YUNJIANG_PASSWORD_HASHER = ""
    assert sealed.startswith(f"{kind}:")
    assert sealing.open_sealed(sealed) == "秘密"


def test_another_key_opens_nothing(settings: object) -> None:
    sealed = sealing.seal("secret")
    settings.YUNJIANG_FACTOR_KEY = "another"
    with pytest.raises(InvalidTag):
        sealing.open_sealed(sealed)


def test_the_administrator_removes_what_was_lost(cast: Cast) -> None:
    app_of(cast.clerk)
    sessions.begin(cast.clerk, "key", address="10.0.0.1", agent="")
    second_factor.reset(cast.clerk)
    assert not Authenticator.objects.filter(user=cast.clerk).exists()
    assert not SignInSession.objects.filter(user=cast.clerk).exists()
    assert AuditRecord.objects.filter(action="access.remove_second_factor").exists()
