import pytest

from yunjiang.standards.pinyin import fits, spelled


def test_it_works() -> None:
    assert spelled("劳动竞赛") == ("laodongjingsai", "ldjs")


def test_letters_and_digits_stay() -> None:
    assert spelled("A级女工100人") == ("ajinvgong100ren", "ajng1r")


@pytest.mark.parametrize("typed", ["竞赛", "jingsai", "ldjs", "js", "LDJS", "laodong jing", " 劳动 "])
def test_a_part_of_it_finds_it(typed: str) -> None:
    assert fits(typed, "劳动竞赛")


@pytest.mark.parametrize("typed", ["", "  ", "j", "sl", "竞走", "jing!", "o-d"])
def test_what_is_no_part_of_it_does_not(typed: str) -> None:
    assert not fits(typed, "劳动竞赛")
