"""What sounds like a fact, a norm or a part and is a promise all the same, and what is none though it sounds like one."""

import pytest

from .documents import read_by_rules

PLAN = "渔区发展方案（2026—2028年）\n一、总体目标\n引进渔企90家。\n二、重点任务\n"


def told(text: str) -> list[tuple[str, str]]:
    """Return value and unit of what a text promises, without what stands before it."""
    return [
        (f"{each.value:f}".removesuffix(".0"), each.unit)
        for each in read_by_rules(PLAN + text).targets
        if each.start >= len(PLAN)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("对现有码头逐一评估，新建维修点7个。", [("7", "个")]),
        ("泊位由现有300个增加至450个。", [("450", "个")]),
        ("捕捞渔船数量不低于2024年底的86艘。", [("86", "艘")]),
        ("已建工会的船厂厂务公开率达到72%。", [("72", "%")]),
        ("航线数据按需开放率达到64%。", [("64", "%")]),
        ("设立渔船贷款风险补偿资金池6亿元。", [("600000000", "元")]),
        ("延时服务时间每天不少于3小时。", [("3", "小时")]),
        ("渔文化馆免费开放全年不少于290天。", [("290", "天")]),
        ("平均救援时间内港不超过9分钟，外港不超过22分钟。", [("9", "分钟"), ("22", "分钟")]),
        ("渔民低保标准提高4%，达到每人每年4100元。", [("4", "%"), ("4100", "元")]),
        ("休渔补贴由80元提高至95元。", [("95", "元")]),
        ("依托海洋学院组建渔业联盟4个。", [("4", "个")]),
        ("鱼市平均工资维持2万6,500元以上。", [("26500", "元")]),
        ("带动1亿农村人口吃上放心鱼。", [("100000000", "人")]),
        ("渔民平均受教育年限超过9年。", [("9", "年")]),
        ("实现渔村医保区、县（市）全覆盖。", [("100", "%")]),
        ("我国渔民出海率为61%，渔村老人占比达到33%。", []),
        ("预测2028年港口吞吐量达到6亿吨。", []),
        ("港口目录编制完成率95%。", [("95", "%")]),
        ("贷款用于小渔户的比例不得低于35%。", [("35", "%")]),
        ("渔企达到130家，其中年产值超2亿元6家。", [("130", "家"), ("6", "家")]),
        ("各渔港对照18项清单补齐短板。", []),
        ("往届渔歌节参赛选手900人。", []),
        ("驻港员每周在港按不少于4天的规定执行。", []),
        ("严格执行码头限高15米的规定。", []),
        ("渔区领导小组下设3个专班。", []),
        ("构建“123”渔港框架，即1个总港、2套渔港体系。", []),
    ],
)
def test_what_is_wanted_is_told_from_facts_and_norms(text: str, found: list[tuple[str, str]]) -> None:
    assert told(text) == found


def test_a_column_may_say_how_much_more_it_is_to_be() -> None:
    table = "指标\t单位\t2025年\t2028年\t增量\n港池面积\t公顷\t310\t365\t55\n冷库占比\t%\t41\t60\t19\n"
    assert sorted(told(table)) == [("19", "%"), ("365", "公顷"), ("55", "公顷"), ("60", "%")]


def test_what_must_not_be_less_is_at_least() -> None:
    found = read_by_rules(PLAN + "贷款用于小渔户的比例不得低于35%。").targets[-1]
    assert (found.name, found.comparator) == ("贷款用于小渔户的比例", ">=")
