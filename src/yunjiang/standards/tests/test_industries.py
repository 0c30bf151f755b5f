"""The industries of GB/T 4754-2017."""

import pytest

from yunjiang.standards import industries


def test_it_works() -> None:
    assert len(industries.sections()) == 20
    assert len(industries.divisions()) == 97
    assert "".join(each.code for each in industries.sections()) == "ABCDEFGHIJKLMNOPQRST"


def test_manufacturing_has_divisions_13_to_43() -> None:
    assert [each.code for each in industries.divisions("C")] == [str(n) for n in range(13, 44)]


def test_a_code_has_a_name_with_or_without_its_letter() -> None:
    assert industries.name_of("C") == "制造业"
    assert industries.name_of("c32") == industries.name_of("32") == "有色金属冶炼和压延加工业"


def test_a_division_has_one_section_only() -> None:
    with pytest.raises(KeyError):
        industries.name_of("B32")
