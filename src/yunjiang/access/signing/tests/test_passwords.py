from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured, ValidationError
from time_machine import Traveller

from yunjiang.access import services
from yunjiang.access.models import User
from yunjiang.access.signing import hashers, passwords, sessions
from yunjiang.access.signing.models import FormerPassword, SignInSession
from yunjiang.access.tests.cast import PASSWORD, Cast

GOOD = "Quiet-Rain-On-Cangshan-7"


def codes(password: str, user: User | None = None) -> set[str]:
    """Return what is wrong with a password."""
    found = set()
    rules = (
        passwords.LengthAndClasses(),
        passwords.NothingOfThePerson(),
        passwords.NoKnownPassword(),
        passwords.NotOneOfTheLast(),
    )
    for rule in rules:
        try:
            rule.validate(password, user)
        except ValidationError as refusal:
            found.add(refusal.code)
    return found


def test_it_works() -> None:
    assert codes(GOOD) == set()


@pytest.mark.parametrize(
    ("password", "classes"),
    [("abc", 1), ("abcD", 2), ("abcD1", 3), ("abcD1!", 4), ("山高路远abc", 2), ("１２", 1)],
)
def test_classes_are_small_letters_capitals_digits_and_the_rest(password: str, classes: int) -> None:
    assert passwords.classes(password) == classes


@pytest.mark.parametrize(
    "password",
    ["Short-7-pass", "山高路远水长流不尽东海去也一二三四五六", "kdowprutnvmqlaxyzbqe"],
    ids=["classes", "chinese", "long"],
)
def test_enough_classes_or_enough_length_will_do(password: str) -> None:
    assert "password_too_simple" not in codes(password) or len(password) < passwords.PHRASE


@pytest.mark.parametrize("password", ["Sh0rt-pass!", "kdowprutnvmqlaxyzbq", "kdowprut12345"])
def test_too_short_or_too_plain_is_refused(password: str) -> None:
    assert codes(password) == {"password_too_simple"}


@pytest.mark.parametrize(
    "password",
    ["Admin@123456", "P@ssw0rd2026!", "123Yunnan456!", "Qwerty!234567", "!!!Welcome2024", "1111aaaa!!!!"],
)
def test_known_passwords_in_disguise_are_refused(password: str) -> None:
    assert "password_too_common" in codes(password)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Lijianguo-1962-x", "password_has_name"),
        ("x-7-LI.JIANGUO-7", "password_has_name"),
        ("李建国-Abc-778899", "password_has_name"),
        ("Tel-13888812345-x", "password_has_number"),
        ("Id-53010219700101123X-a", "password_has_number"),
    ],
)
def test_nothing_of_the_person_may_be_in_it(password: str, code: str) -> None:
    person = User(username="li.jianguo", last_name="李建国", pinyin="lijianguo")
    assert code in codes(password, person)


@pytest.mark.django_db
def test_the_last_five_are_refused_and_the_sixth_is_not(clock: Traveller, cast: Cast) -> None:
    for number in range(6):
        passwords.change(cast.clerk, f"{GOOD}-{number}")
        clock.shift(timedelta(days=1))
    assert FormerPassword.objects.filter(user=cast.clerk).count() == 5
    for number in (1, 5):
        with pytest.raises(ValidationError):
            passwords.change(cast.clerk, f"{GOOD}-{number}")
    passwords.change(cast.clerk, f"{GOOD}-0")


@pytest.mark.django_db
def test_the_first_password_counts_among_the_last(cast: Cast) -> None:
    passwords.change(cast.clerk, GOOD)
    with pytest.raises(ValidationError):
        passwords.change(cast.clerk, PASSWORD)


@pytest.mark.django_db
def test_every_fault_is_told_at_once(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refusal:
        passwords.change(cast.clerk, "clerk")
    assert {each.code for each in refusal.value.error_list} == {"password_too_simple", "password_has_name"}


@pytest.mark.django_db
def test_a_one_time_password_must_be_changed(cast: Cast) -> None:
    password = passwords.give_one_time(cast.clerk)
    cast.clerk.refresh_from_db()
    assert cast.clerk.check_password(password)
    assert cast.clerk.must_change_password
    passwords.change(cast.clerk, GOOD)
    cast.clerk.refresh_from_db()
    assert not cast.clerk.must_change_password


def test_a_one_time_password_keeps_the_rules() -> None:
    assert codes("".join(passwords.one_time())) - {"password_too_simple"} == set()


@pytest.mark.django_db
def test_changing_ends_the_other_sessions(cast: Cast) -> None:
    for key in ("this", "other"):
        sessions.begin(cast.clerk, key, address="10.0.0.1", agent="")
    passwords.change(cast.clerk, GOOD, session_key="this")
    assert [each.session_key for each in SignInSession.objects.all()] == ["this"]


@pytest.mark.django_db
def test_only_administrators_passwords_grow_old(cast: Cast, clock: Traveller) -> None:
    person = services.create_person("zhang", GOOD, name="张三", organization=None)
    clock.shift(timedelta(days=89))
    assert not passwords.is_expired(person, is_administrator=True)
    clock.shift(timedelta(days=1))
    assert passwords.is_expired(person, is_administrator=True)
    assert not passwords.is_expired(person, is_administrator=False)


@pytest.mark.django_db
def test_passwords_are_kept_by_sm3_from_the_next_sign_in_on(cast: Cast, settings: object) -> None:
    settings.PASSWORD_HASHERS = [
        "yunjiang.access.signing.hashers.PBKDF2SM3PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    cast.clerk.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    cast.clerk.save()
    assert cast.clerk.check_password(PASSWORD)
    assert cast.clerk.password.startswith("pbkdf2_sm3$600000$")
    assert cast.clerk.check_password(PASSWORD)
    assert not cast.clerk.check_password("wrong")


def test_sm3_is_tested_at_the_start() -> None:
    hashers.check()


def test_a_wrong_sm3_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashers, "_VECTOR", "00")
    with pytest.raises(ImproperlyConfigured):
        hashers.check()
