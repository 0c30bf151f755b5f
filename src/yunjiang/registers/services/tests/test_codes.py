import pytest
from hypothesis import given
from hypothesis import strategies as some

from yunjiang.registers.services import codes

NOW = 1_750_000_000.0


def test_a_fresh_code_is_one_and_is_read_as_typed_and_as_scanned() -> None:
    code = codes.fresh()
    assert codes.is_code(code)
    assert codes.read(f" {code[:4]}-{code[4:8]} {code[8:]} ", NOW) == (code, False)
    assert codes.read(codes.picture(code, NOW), NOW) == (code, False)


@given(some.integers(0, 11), some.integers(1, 9))
def test_every_single_wrong_digit_is_found(place: int, more: int) -> None:
    code = codes.fresh()
    wrong = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1 :]
    assert not codes.is_code(wrong)
    with pytest.raises(ValueError):
        codes.read(wrong, NOW)


@pytest.mark.parametrize(
    ("later", "is_stale"), [(0, False), (120, False), (-60, False), (240, True), (-600, True)]
)
def test_a_picture_is_good_for_two_minutes(later: float, is_stale: bool) -> None:
    code = codes.fresh()
    assert codes.read(codes.picture(code, NOW), NOW + later) == (code, is_stale)


def test_a_picture_cannot_be_made_younger() -> None:
    code = codes.fresh()
    prefix, _code, minute, seal = codes.picture(code, NOW).split(".")
    with pytest.raises(ValueError):
        codes.read(f"{prefix}.{code}.{int(minute, 16) + 60:x}.{seal}", NOW + 3600)


@pytest.mark.parametrize(
    "text", ["", "YJ1", "YJ1.1.2.3", "abc", "1234567890123", "YJ2.000000000000.1.1", "０" * 12]
)
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        codes.read(text, NOW)
