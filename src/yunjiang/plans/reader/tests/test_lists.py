"""Lists in which several things are promised under one verb or with one head."""

import pytest

from .documents import read_by_rules

PLAN = "发展方案\n2026年起5年内，引进企业90家。\n一、重点任务\n"


def told(text: str, before: str = PLAN) -> list[tuple[str, str, str]]:
    """Return name, value and unit of what a text promises, without what stands before it."""
    return [
        (each.name, f"{each.value:f}".removesuffix(".0"), each.unit)
        for each in read_by_rules(before + text).targets
        if each.start >= len(before)
    ]


def test_what_several_are_made_of_is_the_thing_behind_their_number() -> None:
    assert told("布局实施深海采样、极地通信等7个重大专项。") == [("重大专项", "7", "个")]
    assert told("推进东港、西港等7个园区提质。") == []


def test_every_number_told_respectively_is_read_with_its_least() -> None:
    found = told("甲醛、苯系物排放量分别比2025年下降11%以上和13%以上。")
    assert [each[1:] for each in found] == [("11", "%"), ("13", "%")]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("出口带宽达到30太比特/秒。", "30", "太比特/秒"),
        ("供气能力达到17亿方。", "1700000000", "方"),
        ("网络时延降至7毫秒。", "7", "毫秒"),
        ("储能规模达到700MWh。", "700", "MWh"),
        ("治沙攻坚战完成规划任务73%以上。", "73", "%"),
    ],
)
def test_units_that_are_rare_are_read(text: str, value: str, unit: str) -> None:
    assert [each[1:] for each in told(text)] == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("游客人次、旅游花费均增长7%以上。", ["游客人次增长", "旅游花费增长"]),
        (
            "海水药材和制品、海水发电、海水种植增速保持在7%以上。",
            ["海水药材和制品增速", "海水发电增速", "海水种植增速"],
        ),
        ("盐碱耕地和撂荒地块安全利用率均达到70%以上。", ["盐碱耕地安全利用率", "撂荒地块安全利用率"]),
        (
            "城镇居民消费支出和农村居民纯收入年均实际增长超过3%。",
            ["城镇居民消费支出年均实际增长", "农村居民纯收入年均实际增长"],
        ),
    ],
)
def test_what_shares_a_value_is_told_apart(text: str, names: list[str]) -> None:
    assert [each[0] for each in told(text)] == names


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("新建公共住宅1万3千户。", "13000", "户"),
        ("计划人口控制在30万7千人以内。", "307000", "人"),
        ("筹集资金2亿3千万元。", "230000000", "元"),
    ],
)
def test_figures_and_words_may_make_one_number(text: str, value: str, unit: str) -> None:
    assert [each[1:] for each in told(text)] == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("在70个社区设置助餐点，在7个领域开展试点。", [("社区设置助餐点", "70", "个")]),
        ("力争进出口总额突破千亿元大关。", [("进出口总额", "100000000000", "元")]),
        ("为70万重点群体提供就业帮扶。", [("为重点群体提供就业帮扶", "700000", "")]),
    ],
)
def test_those_whom_something_is_done_to_are_counted(text: str, found: list[tuple[str, str, str]]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "新增、改善灌溉面积分别为7万亩、30万亩。",
            [("新增灌溉面积", "70000", "亩"), ("改善灌溉面积", "300000", "亩")],
        ),
        (
            "培育示范社国家级7家、省级30家。",
            [("培育示范社国家级", "7", "家"), ("省级培育示范社", "30", "家")],
        ),
        (
            "1.麦田面积70万亩；2.稻田面积30万亩。",
            [("麦田面积", "700000", "亩"), ("稻田面积", "300000", "亩")],
        ),
        (
            "覆盖率、学前三年毛入园率分别达到70%和93%。",
            [("覆盖率", "70", "%"), ("学前三年毛入园率", "93", "%")],
        ),
        ("城乡居民收入差距缩小到1.7∶1以内。", [("城乡居民收入差距", "1.7", "")]),
    ],
)
def test_members_of_lists_have_their_names(text: str, found: list[tuple[str, str, str]]) -> None:
    assert told(text) == found
