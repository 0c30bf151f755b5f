"""Names made harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjiang.files.naming import LONGEST, clean


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("证明.pdf", "证明.pdf"),
        ("C:\\Users\\me\\证明.pdf", "证明.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("报告\u202efdp.exe", "报告fdp.exe"),
        ("CON.pdf", "_CON.pdf"),
        (' "引号".pdf ', "_引号_.pdf"),
        ("...", "未命名"),
        ("", "未命名"),
        ("长" * 300 + ".docx", "长" * (LONGEST - 5) + ".docx"),
    ],
)
def test_names(given_name: str, cleaned: str) -> None:
    assert clean(given_name) == cleaned


@given(st.text(max_size=400))
def test_a_clean_name_is_harmless_and_stays_as_it_is(name: str) -> None:
    cleaned = clean(name)
    assert 0 < len(cleaned) <= LONGEST + 1
    assert not set(cleaned) & set('/\\<>:"|?*\r\n\0')
    assert clean(cleaned) == cleaned
