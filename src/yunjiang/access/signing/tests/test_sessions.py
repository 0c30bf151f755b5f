from datetime import date, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from time_machine import Traveller

from yunjiang.access import services
from yunjiang.access.models import Role, User
from yunjiang.access.signing import sessions
from yunjiang.access.signing.models import SignInSession
from yunjiang.access.signing.refusals import SessionIdle, SessionTooLong
from yunjiang.access.tests.cast import Cast

pytestmark = pytest.mark.django_db


def see(user: User, key: str = "key", *, is_caused: bool = True) -> SignInSession:
    return sessions.see(user, key, is_caused=is_caused, address="10.0.0.1", agent="Chrome/120")


@pytest.fixture
def administrator(cast: Cast) -> User:
    services.assign(cast.stranger, Role.SYSTEM_ADMINISTRATOR, cast.province, valid_from=date(2021, 1, 1))
    return cast.stranger


def test_it_works(cast: Cast, clock: Traveller) -> None:
    assert see(cast.clerk).address == "10.0.0.1"


def test_half_an_hour_of_nothing_ends_it(cast: Cast, clock: Traveller) -> None:
    see(cast.clerk)
    clock.shift(timedelta(minutes=29, seconds=59))
    see(cast.clerk, is_caused=False)
    clock.shift(timedelta(seconds=1))
    with pytest.raises(SessionIdle):
        see(cast.clerk)


def test_activity_puts_the_end_off(cast: Cast, clock: Traveller) -> None:
    see(cast.clerk)
    for _time in range(3):
        clock.shift(timedelta(minutes=29))
        see(cast.clerk)


def test_what_the_person_did_not_cause_does_not(cast: Cast, clock: Traveller) -> None:
    see(cast.clerk)
    for _time in range(29):
        clock.shift(timedelta(minutes=1))
        see(cast.clerk, is_caused=False)
    clock.shift(timedelta(minutes=1))
    with pytest.raises(SessionIdle):
        see(cast.clerk, is_caused=False)


def test_an_administrator_has_a_quarter_of_an_hour(administrator: User, clock: Traveller) -> None:
    see(administrator)
    clock.shift(timedelta(minutes=15))
    with pytest.raises(SessionIdle):
        see(administrator)


def test_twelve_hours_are_the_longest(cast: Cast, clock: Traveller) -> None:
    see(cast.clerk)
    for _time in range(12 * 3 - 1):
        clock.shift(timedelta(minutes=20))
        see(cast.clerk)
    clock.shift(timedelta(minutes=20))
    with pytest.raises(SessionTooLong):
        see(cast.clerk)


def test_extending_does_not_reach_beyond_twelve_hours(cast: Cast, clock: Traveller) -> None:
    session = see(cast.clerk)
    clock.shift(timedelta(hours=11, minutes=50))
    sessions.extend(session)
    assert sessions.ends_at(session) == session.begun_at + timedelta(hours=12)


def test_ending_deletes_what_the_server_kept(cast: Cast) -> None:
    store = SessionStore()
    store["draft"] = "secret"
    store.save()
    session = see(cast.clerk, store.session_key)
    sessions.end(session)
    assert not SessionStore().exists(store.session_key)
    assert SignInSession.objects.count() == 0


def test_an_administrator_is_in_one_place_only(administrator: User, clock: Traveller) -> None:
    for key in ("first", "second"):
        sessions.begin(administrator, key, address="10.0.0.1", agent="")
    assert [each.session_key for each in sessions.open_sessions(administrator)] == ["second"]


def test_unless_the_site_allows_more(administrator: User, settings: object) -> None:
    settings.YUNJIANG_ADMINISTRATOR_SESSIONS = "many"
    for key in ("first", "second"):
        sessions.begin(administrator, key, address="10.0.0.1", agent="")
    assert len(sessions.open_sessions(administrator)) == 2


def test_others_may_be_in_several(cast: Cast) -> None:
    for key in ("first", "second"):
        sessions.begin(cast.clerk, key, address="10.0.0.1", agent="")
    assert len(sessions.open_sessions(cast.clerk)) == 2


def test_sessions_over_are_neither_shown_nor_left(cast: Cast, clock: Traveller) -> None:
    see(cast.clerk, "old")
    clock.shift(timedelta(minutes=31))
    see(cast.clerk, "new")
    assert [each.session_key for each in sessions.open_sessions(cast.clerk)] == ["new"]
    assert sessions.sweep() == 1


def test_a_key_of_another_person_opens_nothing(cast: Cast) -> None:
    sessions.begin(cast.owner, "key", address="10.0.0.1", agent="")
    assert see(cast.clerk, "key").user_id == cast.clerk.pk
