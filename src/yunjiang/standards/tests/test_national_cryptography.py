"""SM3 against the examples of the standard, HMAC-SM3 against the definition of HMAC."""

from hypothesis import given
from hypothesis import strategies as st

from yunjiang.standards.national_cryptography import DIGEST_SIZE, Sm3, hmac_sm3, sm3

# GB/T 32905-2016, annex A.
ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
ABCD_16_TIMES = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
BLOCK_SIZE = 64


def test_it_works() -> None:
    assert sm3(b"abc").hex() == ABC
    assert sm3(b"abcd" * 16).hex() == ABCD_16_TIMES


def test_parts_are_joined() -> None:
    assert sm3(b"a", b"", b"bc").hex() == ABC
    assert sm3() == sm3(b"")


def test_a_text_may_arrive_in_pieces_and_be_asked_for_in_between() -> None:
    digest = Sm3(b"abcd")
    assert digest.digest() == sm3(b"abcd")
    for _ in range(15):
        digest.update(b"abcd")
    assert digest.hexdigest() == digest.digest().hex() == ABCD_16_TIMES


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_the_keyed_digest_is_two_nested_digests(key: bytes, text: bytes) -> None:
    padded = (sm3(key) if len(key) > BLOCK_SIZE else key).ljust(BLOCK_SIZE, b"\0")
    inner = sm3(bytes(each ^ 0x36 for each in padded), text)
    assert hmac_sm3(key, text) == sm3(bytes(each ^ 0x5C for each in padded), inner)
    assert len(inner) == DIGEST_SIZE
