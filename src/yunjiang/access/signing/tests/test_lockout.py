import threading
from datetime import timedelta

import pytest
from django.db import connection
from time_machine import Traveller

from yunjiang.access import trail
from yunjiang.access.models import AuditRecord
from yunjiang.access.signing import lockout
from yunjiang.access.signing.models import SignInFailures
from yunjiang.access.signing.refusals import LockedOut
from yunjiang.access.tests.cast import Cast

HOME, ELSEWHERE = "10.1.2.3", "10.9.9.9"
pytestmark = pytest.mark.django_db


def fail(times: int, name: str = "owner", address: str = HOME) -> None:
    for _time in range(times):
        lockout.strike(name, address)


def test_it_works(clock: Traveller) -> None:
    fail(4)
    assert lockout.locked_until("owner") is None


def test_the_fifth_failure_locks_the_name_everywhere(clock: Traveller) -> None:
    fail(5)
    with pytest.raises(LockedOut):
        lockout.strike("owner", ELSEWHERE)


def test_the_fifth_failure_locks_the_address_for_every_name(clock: Traveller) -> None:
    for name in ("a", "b", "c", "d", "e"):
        lockout.strike(name, HOME)
    with pytest.raises(LockedOut):
        lockout.strike("owner", HOME)
    lockout.strike("owner", ELSEWHERE)


def test_a_shared_gateway_may_be_given_more_failures(clock: Traveller, settings: object) -> None:
    settings.YUNJIANG_ADDRESS_FAILURES = 50
    for number in range(20):
        lockout.strike(f"name-{number}", HOME)
    assert lockout.address_locked_until(HOME) is None


def test_a_name_that_does_not_exist_locks_like_one_that_does(cast: Cast, clock: Traveller) -> None:
    fail(5, "nobody", HOME)
    fail(5, "owner", ELSEWHERE)
    sentences = set()
    for name in ("nobody", "owner"):
        with pytest.raises(LockedOut) as refusal:
            lockout.strike(name, "10.0.0.1")
        sentences.add(str(refusal.value))
    assert len(sentences) == 1


def test_after_fifteen_minutes_one_may_try_again(clock: Traveller) -> None:
    fail(5)
    clock.shift(timedelta(minutes=14, seconds=59))
    with pytest.raises(LockedOut):
        lockout.strike("owner", HOME)
    clock.shift(timedelta(seconds=2))
    lockout.strike("owner", HOME)


def test_failures_longer_ago_than_fifteen_minutes_do_not_count(clock: Traveller) -> None:
    fail(4)
    clock.shift(timedelta(minutes=15, seconds=1))
    fail(4)
    assert lockout.locked_until("owner") is None


def test_failures_are_counted_in_any_fifteen_minutes(clock: Traveller) -> None:
    fail(1)
    clock.shift(timedelta(minutes=14))
    fail(3)
    clock.shift(timedelta(minutes=2))
    fail(2)
    assert lockout.locked_until("owner") is not None


def test_tries_while_locked_do_not_prolong_it(clock: Traveller) -> None:
    fail(5)
    until = lockout.locked_until("owner")
    clock.shift(timedelta(minutes=10))
    with pytest.raises(LockedOut):
        lockout.strike("owner", HOME)
    assert lockout.locked_until("owner") == until


def test_what_was_no_failure_is_forgiven_with_the_lock_it_made(clock: Traveller) -> None:
    fail(4)
    entered = lockout.strike("owner", HOME)
    assert lockout.locked_until("owner") is not None
    lockout.forgive(entered)
    assert lockout.locked_until("owner") is None
    lockout.strike("owner", HOME)


def test_signing_in_forgets_the_name_and_not_the_address(clock: Traveller) -> None:
    fail(4)
    lockout.clear("owner")
    assert not SignInFailures.objects.filter(subject=lockout.subject_of_name("owner")).exists()
    lockout.strike("somebody", HOME)
    assert lockout.address_locked_until(HOME) is not None


@pytest.mark.parametrize("typed", ["OWNER", " owner ", "ｏｗｎｅｒ"])
def test_one_name_written_otherwise_is_one_name(clock: Traveller, typed: str) -> None:
    assert lockout.subject_of_name(typed) == lockout.subject_of_name("owner")


def test_an_ipv6_client_is_known_by_its_network(clock: Traveller) -> None:
    for host in range(5):
        lockout.strike(f"name-{host}", f"2001:db8:1:2::{host + 1}")
    assert lockout.address_locked_until("2001:db8:1:2::ffff") is not None
    assert lockout.address_locked_until("2001:db8:1:3::1") is None


def test_what_was_typed_as_a_name_is_not_kept(clock: Traveller) -> None:
    lockout.strike("my secret password", HOME)
    assert not any("secret" in row.subject for row in SignInFailures.objects.all())


def test_the_administrator_unlocks_and_it_is_recorded(cast: Cast, clock: Traveller) -> None:
    fail(5)
    with trail.acting("admin"):
        lockout.unlock(cast.owner)
    lockout.strike("owner", ELSEWHERE)
    assert AuditRecord.objects.filter(action="access.unlock", subject=f"user:{cast.owner.pk}").exists()


def test_an_address_is_listed_and_unlocked(clock: Traveller) -> None:
    for number in range(5):
        lockout.strike(f"name-{number}", HOME)
    assert [address for address, _until in lockout.locked_addresses()] == [HOME]
    lockout.unlock_address(HOME)
    assert lockout.locked_addresses() == []


def test_rows_that_no_longer_count_are_swept(clock: Traveller) -> None:
    fail(5)
    assert lockout.sweep() == 0
    clock.shift(timedelta(minutes=31))
    assert lockout.sweep() == 2
    assert SignInFailures.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_guesses_sent_at_once_count_one_by_one() -> None:
    refused: list[str] = []

    def guess() -> None:
        try:
            lockout.strike("owner", HOME)
        except LockedOut:
            refused.append("locked")
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _thread in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 12 - 5
