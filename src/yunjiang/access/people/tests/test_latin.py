import pytest

from yunjiang.access.people import latin
from yunjiang.access.people.latin import spelled


@pytest.mark.parametrize(
    ("name", "letters", "initials"),
    [
        ("张三", "zhangsan", "zs"),
        ("单正红", "shanzhenghong", "szh"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("吕布", "lvbu", "lb"),
        ("演示·昆明市", "yanshikunmingshi", "yskms"),
        ("热合曼·艾力", "rehemanaili", "rhmal"),
        ("John Smith 王", "johnsmithwang", "jw"),
        ("", "", ""),
    ],
)
def test_names_are_spelled_as_people_type_them(name: str, letters: str, initials: str) -> None:
    assert spelled(name) == (letters, initials)


def test_a_long_name_fits_its_columns() -> None:
    letters, initials = spelled("张" * 150)
    assert (len(letters), len(initials)) == (150, 40)


def test_reading_by_the_character_gives_what_reading_by_the_phrase_gives() -> None:
    for given in ("重庆", "银行", "正红", "绿", "吕女", "·江", "b2", "三1"):
        assert latin._read(given) == latin._read_together(given)
