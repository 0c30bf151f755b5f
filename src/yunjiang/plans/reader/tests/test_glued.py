"""Tables whose cells ran together, parted by what adds up."""

import pytest

from yunjiang.plans.reader import glued
from yunjiang.plans.reader.plain import plain

HEAD = "专栏1：主要指标序号指标2010年2015年2015年比2010年增长"


def told(raw: str) -> list[tuple[str, str, str, str, int | None]]:
    return [
        (each.name, each.comparator, f"{each.value:f}".removesuffix(".0"), each.unit, each.year)
        for each in glued.rows(plain(raw).text)
    ]


def test_numbers_that_ran_together_are_parted_where_the_change_between_them_is_right() -> None:
    rows = "1需氧量排放总量（万吨）2400.52160.5-10%2劣类水质的比例（%）18.6<14-4.6个百分点良好的比例（%）54>595个百分点"
    found = told(HEAD + rows)
    assert found == [
        ("需氧量排放总量", "<=", "21605000", "吨", 2015),
        ("需氧量排放总量下降", ">=", "10", "%", 2015),
        ("劣类水质的比例", "<=", "14", "%", 2015),
        ("劣类水质的比例下降", ">=", "4.6", "个百分点", 2015),
        ("良好的比例", ">=", "59", "%", 2015),
        ("良好的比例提高", ">=", "5", "个百分点", 2015),
    ]


@pytest.mark.parametrize("row", ["1总量（万吨）24002300-10%", "1总量（万吨）11113-7%"])
def test_what_does_not_add_up_is_not_read(row: str) -> None:
    assert told(HEAD + row) == []


def test_such_a_table_is_no_sentence() -> None:
    text = plain(f"前言。{HEAD}1需氧量排放总量（万吨）2400.52160.5-10%。后话。").text
    ((start, end),) = glued.covered(text)
    assert (text[:start], text[end:]) == ("前言。", "。后话。")


YEARS = "分解表指标预期值2016年2017年2018年"


def test_as_many_values_as_the_head_has_years_are_one_of_each() -> None:
    found = told(f"{YEARS}节水回用率30%40%55%灌溉利用系数0.710.740.76生活用水量70L/d65L/d60L/d")
    assert [each[0] for each in found][::3] == ["节水回用率", "生活用水量", "灌溉利用系数"]
    assert [each[2:] for each in found][:3] == [("30", "%", 2016), ("40", "%", 2017), ("55", "%", 2018)]
    assert [each[2:] for each in found][6:] == [("0.71", "", 2016), ("0.74", "", 2017), ("0.76", "", 2018)]


@pytest.mark.parametrize(
    "row", ["回用率30%40%", "回用率30%40个55%", "利用系数0.710.7", "总量2016年2017年2018年"]
)
def test_values_that_are_not_as_many_as_the_years_are_not_parted(row: str) -> None:
    assert told(YEARS + row) == []
