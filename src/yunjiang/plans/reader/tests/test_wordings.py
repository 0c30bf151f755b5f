"""Wordings that plans use here and there, each in a sentence or a few rows of its own."""

import pytest

from yunjiang.plans.reader.refusals import NoPlan

from .documents import read_by_rules

PLAN = "发展方案\n2012年起5年内，引进企业90家。\n一、重点任务\n"


def told(text: str, before: str = PLAN) -> list[tuple[str, str, str, str]]:
    """Return name, value, unit and term of what a text promises, without what stands before it."""
    return [
        (each.name, f"{each.value:f}".removesuffix(".0"), each.unit, each.by.told)
        for each in read_by_rules(before + text).targets
        if each.start >= len(before)
    ]


def test_a_plan_in_the_frame_of_news_is_read() -> None:
    text = (
        "某区公布民生实事项目\n据悉，代表们票决出民生实事项目。\n新增80张护理床位\n"
        "改造90户老旧住房\n新增30个停车点\n举办120场演出"
    )
    assert len(read_by_rules(text).targets) == 4


def test_news_of_what_has_happened_is_refused() -> None:
    text = (
        "某市就业稳定\n本报讯（记者某）前三季度，城镇新增就业3.3万人，同比增长2.8%，提供岗位5万个，举办招聘会210场，"
        "培训学员700人，走访企业80家。"
    )
    with pytest.raises(NoPlan):
        read_by_rules(text)


def test_news_that_quotes_what_a_plan_wants_is_read() -> None:
    text = (
        "某市建会过半\n本报讯（记者某）截至6月底，企业建会率73%。"
        "市里制定《三年建会规划》，明确了到2013年建会率达到91%以上的目标。"
    )
    assert [f"{each.value:f}" for each in read_by_rules(text).targets] == ["91"]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("5年内引进专家70名，选拔骨干70名。", ["2016", "2016"]),
        ("加强招商，5年内引进专家70名，选拔骨干70名。", ["2016", "2016"]),
        ("选拔骨干70名。", ["2016"]),
        ("到2014年，选拔骨干70名。", ["2014"]),
        ("对毕业2年内的学生实行帮扶，选拔骨干70名。", ["2016"]),
    ],
)
def test_a_term_of_years_runs_from_the_beginning_of_the_plan(text: str, by: list[str]) -> None:
    assert [each[3] for each in told(text)] == by


def test_this_year_is_no_term_where_no_year_is_named() -> None:
    assert {each[3] for each in told("全年引进项目70个，年内开工项目30个。", "一、项目建设\n")} == {""}


def test_what_has_come_of_it_so_far_is_no_goal() -> None:
    table = (
        "民生实事进展情况表（2022年）\n序号\t项目内容\t进展情况\t责任单位\n"
        "1\t新建公园8个，绿道30公里。\t新建城北公园等5个，绿道21公里。\t建设局\n"
    )
    assert [each[1] for each in told(table, "")] == ["8", "30"]


@pytest.mark.parametrize(
    "text",
    [
        "范围为全县土地，总面积1234.5公顷，包括东村、西村等9个自然村。",
        "本次拟调整地块6个。",
        "新建4500安置小区配套学校。",
        "床位小于或等于15张的，安排经费不少于3万元/年；每增加1人，增加经费不少于0.3万元/年。",
        "参加会议的180名人大代表听取了报告。",
        "为渔船每艘增配2只救生筏。",
        "桥梁工程5座，已完成总投资的70%。",
    ],
)
def test_facts_and_rules_are_no_goals(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "table",
    [
        "| 指标 | 2011年 | 2016年 |\n| --- | :---: | ---: |\n| 耕地面积（公顷） | 60 | 75 |\n| 绿化率（%） | 20 | 30 |",
        "指标 | 2011年 | 2016年\n耕地面积（公顷） | 60 | 75\n绿化率（%） | 20 | 30",
        "｜指标｜2011年｜2016年｜\n｜耕地面积（公顷）｜60｜75｜\n｜绿化率（%）｜20｜30｜",
    ],
)
def test_bars_between_cells_make_a_table(table: str) -> None:
    assert told(table) == [("耕地面积", "75", "公顷", "2016"), ("绿化率", "30", "%", "2016")]


def test_a_bar_that_opens_a_row_under_an_open_head_stands_behind_an_empty_cell() -> None:
    table = "序号 | 工作任务 | 责任单位\n1 | 新建公园8个。 | 建设局\n | 新建绿道30公里。 | "
    assert [each[1] for each in told(table)] == ["8", "30"]


def test_a_mean_of_the_year_is_no_cadence() -> None:
    assert told("PM2.5年均浓度下降9%。")[0][3] == "2016"
    assert told("年均气温上升控制在2度以内。")[0][3] == "2016"
    assert told("粮食产量年均递增6%。")[0] == ("粮食产量年均递增", "6", "%", "annual")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("培养产生80名创业能手。", ["创业能手"]),
        ("组织和发动60家科技社团。", ["科技社团"]),
        ("加强与30家高校开展合作。", ["高校开展合作"]),
        ("开展3万名35—64周岁居民肠癌筛查。", ["居民肠癌筛查"]),
        ("培训5万名紧跟前沿、本领强的技术人才。", ["技术人才"]),
        ("完成东河全线3公里步道贯通。", ["东河全线步道贯通"]),
        ("新建（改建）12家标准化食堂。", ["标准化食堂"]),
        ("新增或改扩建卫生室（服务站）12家。", ["卫生室"]),
        ("近海水质优良（一、二类）比例达到60%。", ["近海水质优良（一、二类）比例"]),
        ("甲厂产值、税收增长16%以上。", ["甲厂产值增长", "甲厂税收增长"]),
        (
            "氨氮、总磷、石油类排放总量均下降12%。",
            ["氨氮排放总量下降", "总磷排放总量下降", "石油类排放总量下降"],
        ),
        ("设施覆盖所有社区、80%以上乡镇和50%以上村。", ["设施覆盖乡镇", "设施覆盖村"]),
    ],
)
def test_the_name_is_the_noun_that_is_promised(text: str, names: list[str]) -> None:
    assert [each[0] for each in told(text)] == names


def test_numbers_without_a_unit_start_from_others() -> None:
    assert told("网民规模从2010年的7.5亿提高到9亿，发展指数从2010年的75提高到86。") == [
        ("网民规模", "900000000", "", "2016"),
        ("发展指数", "86", "", "2016"),
    ]


def test_a_share_that_is_to_fall_is_where_it_starts() -> None:
    (found,) = told("力争达42.6%的总体近视率每年降0.4个百分点以上。")
    assert found[:3] == ("总体近视率", "0.4", "个百分点")


def test_a_unit_may_be_of_two_words() -> None:
    assert told("畜禽存栏量达到300万头只。")[0][1:3] == ("3000000", "头只")


def test_subjects_that_share_a_head_each_have_it() -> None:
    names = [
        each[0]
        for each in told("工业企业、高新技术企业数量均达到70家。乡镇卫生院、服务中心标准化率均达到90%。")
    ]
    assert names == ["工业企业数量", "高新技术企业数量", "乡镇卫生院标准化率", "服务中心标准化率"]


def test_what_is_made_reaches_places_that_are_no_goals() -> None:
    assert [each[1:3] for each in told("新建管网70公里，覆盖12个乡镇、90个村。")] == [("70", "公里")]


def test_members_of_one_list_with_one_value_are_promises_each() -> None:
    names = [each[0] for each in told("煤矿事故死亡人数下降12%，非煤矿山事故死亡人数下降12%。")]
    assert names == ["煤矿事故死亡人数下降", "非煤矿山事故死亡人数下降"]


def test_years_that_open_lines_are_of_the_plan() -> None:
    text = "修路方案\n2017年：修路70公里。\n2018年：修路90公里。\n到2019年，修路30公里。"
    assert [each[1:] for each in told(text, "")] == [
        ("70", "公里", "2017"), ("90", "公里", "2018"), ("30", "公里", "2019"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("人均预期寿命达到79岁。", "stock"),
        ("两化融合发展指数达到86。", "stock"),
        ("建成检测能力达到70项。", "stock"),
        ("新增储能装机70万千瓦。", "cumulative"),
        ("居民消费价格涨幅控制在3%以内。", "growth"),
        ("规上工业亩均税收达到21万元。", "ratio"),
        ("每个乡镇建有1所卫生院。", "ratio"),
        ("车桩比达到2.5。", "ratio"),
    ],
)
def test_how_values_accrue_is_told_by_the_name(text: str, basis: str) -> None:
    assert [each.basis for each in read_by_rules(PLAN + text).targets if each.start >= len(PLAN)] == [basis]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("改造2000年底前建成的老旧楼栋70栋。", [("70", "栋")]),
        ("参茸基地由目前的七万亩扩大到十三万亩。培育企业十七家。", [("130000", "亩"), ("17", "家")]),
        ("林果产值超过百亿元，宣讲员增至万名以上。", [("10000000000", "元"), ("10000", "名")]),
        ("储能年等效利用小时数提升到700小时。", [("700", "小时")]),
        ("首批建设示范街区7个，再建30个。", [("7", "个"), ("30", "个")]),
        ("在原有70个站点基础上再建30个。", [("30", "个")]),
        ("合格率较目前水平提高7个百分点。", [("7", "个百分点")]),
    ],
)
def test_what_says_which_or_from_where_is_no_past(text: str, found: list[tuple[str, str]]) -> None:
    assert [each[1:3] for each in told(text)] == found
