"""Sealed fields: what opens, what does not, and how a site gets and changes its keys."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from yunjiang.access import sealing
from yunjiang.access.sealing import ciphers, doors, envelope, indexing, ring
from yunjiang.access.sealing.refusals import CipherWrong, KeysUnreadable, SealBroken, UnknownKey

NUMBER = "530102199001011231"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.HOME = tmp_path
    settings.YUNJIANG_FIELD_KEYS = ""
    doors.door.cache_clear()
    yield tmp_path
    doors.door.cache_clear()


def test_it_works() -> None:
    sealed = sealing.seal(NUMBER, "persons.identity")
    assert sealing.open_(sealed, "persons.identity") == NUMBER
    assert NUMBER.encode() not in sealed
    assert sealing.open_(memoryview(sealed), "persons.identity") == NUMBER


@given(st.lists(st.none() | st.text(max_size=60), max_size=10))
def test_a_column_is_sealed_as_each_of_it(texts: list[str | None]) -> None:
    assert sealing.open_many(sealing.seal_many(texts, "a.b"), "a.b") == texts
    digests = sealing.index_many(texts, "a.b")
    assert digests == [None if each is None else sealing.index(each, "a.b") for each in texts]


def test_no_two_sealed_texts_are_alike() -> None:
    assert len(set(sealing.seal_many([NUMBER] * 50, "a.b"))) == 50
    assert sealing.seal(NUMBER, "a.b") != sealing.seal(NUMBER, "a.b")


def test_a_value_does_not_open_in_another_field() -> None:
    with pytest.raises(SealBroken, match=r"persons\.phone"):
        sealing.open_(sealing.seal(NUMBER, "persons.identity"), "persons.phone")


@pytest.mark.parametrize("place", [0, 5, 16, 17, 20, -1])
def test_an_altered_value_does_not_open(place: int) -> None:
    sealed = bytearray(sealing.seal(NUMBER, "a.b"))
    sealed[place] ^= 1
    with pytest.raises(SealBroken):
        sealing.open_(bytes(sealed), "a.b")


def test_a_value_cut_short_does_not_open() -> None:
    with pytest.raises(SealBroken):
        sealing.open_(sealing.seal(NUMBER, "a.b")[:20], "a.b")


def test_digests_find_equal_texts_of_one_field_only() -> None:
    assert sealing.index(NUMBER, "a.b") == sealing.index(NUMBER, "a.b")
    assert sealing.index(NUMBER, "a.b") != sealing.index(NUMBER, "a.c")
    assert indexing.index("c", "a.b") != indexing.index("bc", "a.")


def test_keys_are_made_once_and_guarded(home: Path) -> None:
    first = ring.ring()
    assert ring.ring() is first
    kept = home / "field-keys"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert first.index_key.hex() not in kept.read_text()
    assert list(home.iterdir()) == [kept]


def test_a_new_key_seals_and_the_old_one_still_opens(home: Path) -> None:
    old = sealing.seal(NUMBER, "a.b")
    digest = sealing.index(NUMBER, "a.b")
    ring.add_key()
    assert len(ring.ring().keys) == 2
    assert not envelope.is_current(old)
    assert envelope.is_current(sealing.seal(NUMBER, "a.b"))
    assert sealing.open_(old, "a.b") == NUMBER
    assert sealing.index(NUMBER, "a.b") == digest


def test_another_sites_value_says_which_key_is_missing(home: Path) -> None:
    sealed = sealing.seal(NUMBER, "a.b")
    (home / "field-keys").unlink()
    with pytest.raises(UnknownKey, match=sealed[1:5].hex()):
        sealing.open_(sealed, "a.b")


def test_the_ring_may_stand_in_the_environment(home: Path, settings: Any) -> None:
    sealed = sealing.seal(NUMBER, "a.b")
    settings.YUNJIANG_FIELD_KEYS = (home / "field-keys").read_text()
    (home / "field-keys").unlink()
    assert sealing.open_(sealed, "a.b") == NUMBER
    assert not (home / "field-keys").exists()
    with pytest.raises(KeysUnreadable, match="environment"):
        ring.add_key()


def test_keys_behind_another_lock_stop_the_site(home: Path, settings: Any) -> None:
    ring.ring()
    settings.YUNJIANG_FIELD_KEY = "another"
    doors.door.cache_clear()
    ring._read_file.cache_clear()
    ring._read.cache_clear()
    with pytest.raises(KeysUnreadable, match="YUNJIANG_KEY_DOOR"):
        ring.ring()


class Device:
    """A device that keeps its key to itself, as far as a test has one."""

    def wrap(self, key: bytes) -> bytes:
        return bytes(each ^ 0x5A for each in key)

    unwrap = wrap


def test_a_device_can_be_the_door(home: Path, settings: Any) -> None:
    settings.YUNJIANG_KEY_DOOR = f"{__name__}.Device"
    doors.door.cache_clear()
    assert sealing.open_(sealing.seal(NUMBER, "a.b"), "a.b") == NUMBER
    kept = json.loads((home / "field-keys").read_text())
    assert ring._bytes(kept["index"]) == Device().wrap(ring.ring().index_key)


def test_this_machine_computes_the_ciphers_as_published(monkeypatch: pytest.MonkeyPatch) -> None:
    ciphers.check()
    monkeypatch.setattr(ciphers, "_SM3_OF_ABC", "00")
    with pytest.raises(CipherWrong, match="SM3"):
        ciphers.check()
    assert issubclass(CipherWrong, ImproperlyConfigured)
