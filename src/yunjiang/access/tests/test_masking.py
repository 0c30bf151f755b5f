import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjiang.access import masking


@pytest.mark.parametrize(
    ("hide", "text", "shown"),
    [
        (masking.name, "张三", "张*"),
        (masking.name, "欧阳小明", "欧**明"),
        (masking.name, "李", "*"),
        (masking.name, "", ""),
        (masking.phone, "13812345678", "138****5678"),
        (masking.phone, "138 1234 5678", "138****5678"),
        (masking.phone, "12345", "*****"),
        (masking.identity_number, "530102199001011234", "530*************34"),
        (masking.bank_account, "6222021234567890123", "***************0123"),
        (masking.address, "10.12.34.56", "10.12.*.*"),
        (masking.address, "2001:db8::1", "2001:0db8:*"),
        (masking.address, "no address", "***"),
        (masking.address, "", ""),
    ],
)
def test_what_is_left_of_a_field(hide: object, text: str, shown: str) -> None:
    assert hide(text) == shown  # type: ignore[operator]


@given(st.text(alphabet="0123456789X", min_size=1, max_size=30))
def test_no_number_is_ever_shown_whole(text: str) -> None:
    for hide in (masking.phone, masking.identity_number, masking.bank_account):
        assert hide(text) != text
        assert len(hide(text)) == len(text)
