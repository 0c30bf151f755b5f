import pytest

from yunjiang.standards import code_tables


def test_it_works() -> None:
    assert code_tables.name_of("education", "21") == "大学本科毕业"
    assert code_tables.name_of("ethnic_group", "20") == "傈僳族"


def test_every_table_has_a_source_and_no_code_twice() -> None:
    for name in code_tables.SOURCES:
        codes = [each.code for each in code_tables.table(name)]
        assert codes
        assert len(codes) == len(set(codes))


def test_there_are_56_ethnic_groups_and_yunnans_come_first() -> None:
    groups = code_tables.ethnic_groups()
    assert len(groups) == 58
    assert [each.name for each in groups[:4]] == ["汉族", "彝族", "白族", "哈尼族"]
    assert len(code_tables.OF_YUNNAN) == len(set(code_tables.OF_YUNNAN)) == 25
    assert [each.code for each in groups[26:]] == sorted(each.code for each in groups[26:])


@pytest.mark.parametrize("written", ["傈僳族", "傈僳", "20", "LS", "僳僳族"])
def test_a_group_is_known_by_every_way_of_writing_it(written: str) -> None:
    assert code_tables.ethnic_codes()[written] == "20"


def test_what_is_not_kept_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        code_tables.name_of("education", "99")
