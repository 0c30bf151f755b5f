"""Tables of indicators, quotas and tasks: with cells, and with their cells lost."""

from decimal import Decimal

import pytest

from yunjiang.plans.reader import tables
from yunjiang.plans.reader.plain import plain
from yunjiang.plans.reader.row_reading import RowFound, taken_apart

from .documents import read_by_rules

HEAD = "序号\t指标名称\t单位\t2020年\t2025年目标\t属性"


def rows(*lines: str, last: int = 2025) -> list[RowFound]:
    return list(tables.rows(plain("\n".join(lines)).text, last))


def test_a_row_has_name_unit_value_year_nature_and_what_it_starts_from() -> None:
    (row,) = rows(HEAD, "1\t城镇新增就业\t万人\t245\t≥300\t预期性")
    assert (row.name, row.unit, row.comparator, row.value) == ("城镇新增就业", "人", ">=", 3_000_000)
    assert (row.year, row.nature, row.baseline, row.baseline_year) == (2025, "expected", 2_450_000, 2020)


@pytest.mark.parametrize(
    ("cell", "comparator", "value"),
    [
        ("≤5.5", "<=", "5.5"),
        ("＜5.5", "<=", "5.5"),
        ("5.5以内", "<=", "5.5"),
        ("不低于5.5", ">=", "5.5"),
        ("[5.5]", ">=", "5.5"),
        ("6.5", ">=", "6.5"),
    ],
)
def test_signs_and_words_in_a_cell_say_how_it_is_compared(cell: str, comparator: str, value: str) -> None:
    (row,) = rows(HEAD, f"1\t登记情况指数\t%\t5.2\t{cell}\t预期性")
    assert (row.comparator, row.value) == (comparator, Decimal(value))


def test_a_value_below_the_one_it_starts_from_is_wanted_low() -> None:
    (row,) = rows(HEAD, "1\t细颗粒物浓度\t微克/立方米\t38\t32\t约束性")
    assert row.comparator == "<="


def test_a_range_in_a_cell_has_both_ends() -> None:
    (row,) = rows(HEAD, "1\t产业集群\t个\t3\t8—10\t预期性")
    assert (row.comparator, row.value, row.value_max) == ("range", 8, 10)


def test_the_unit_may_stand_in_the_brackets_of_the_name() -> None:
    (row,) = rows("指标\t2020年\t2025年", "森林蓄积量（亿立方米）\t20.7\t24")
    assert (row.name, row.unit, row.value) == ("森林蓄积量", "立方米", 2_400_000_000)


def test_a_table_without_a_head_is_told_by_what_is_in_it() -> None:
    (row,) = rows("城镇新增就业\t万人\t245\t300\t预期性")
    assert (row.name, row.value, row.baseline) == ("城镇新增就业", 3_000_000, 2_450_000)


def test_a_column_of_growth_promises_beside_the_value() -> None:
    found = rows("指标\t单位\t2020年\t2025年\t年均增速", "工业增加值\t亿元\t500\t700\t7%")
    assert [(each.name, each.value, each.unit) for each in found] == [
        ("工业增加值", 70_000_000_000, "元"),
        ("工业增加值年均增速", 7, "%"),
    ]


def test_a_quota_table_is_a_promise_for_each_cell() -> None:
    found = rows("县（市、区）\t新增就业（人）\t培训（人次）", "东岭县\t1200\t800", "合计\t1200\t800")
    assert [(each.name, each.value, each.unit) for each in found] == [
        ("东岭县新增就业", 1200, "人"),
        ("东岭县培训", 800, "人次"),
        ("新增就业", 1200, "人"),
        ("培训", 800, "人次"),
    ]


def test_rows_that_lost_their_cells_are_read_like_the_others() -> None:
    lines = [
        "指标名称 单位 2020年 2025年 属性",
        "城镇新增就业 万人 245 300 预期性",
        "养老保险参保率 % 91 95 预期性",
    ]
    assert [(each.name, each.value) for each in rows(*lines)] == [
        ("城镇新增就业", 3_000_000),
        ("养老保险参保率", 95),
    ]


def test_words_in_a_task_table_are_read_as_sentences_with_the_date_of_their_row() -> None:
    raw = (
        "某县2024年重点任务分解表\n重点工作\t年度目标\t完成时限\t牵头单位\n"
        "粮油生产\t新建高标准农田5万亩\t2024年10月底前\t县农业局\n民生就业\t城镇新增就业3000人\t2024年底\t县人力资源局"
    )
    found = read_by_rules(raw)
    assert [(each.value, each.unit, each.by.told) for each in found.targets] == [
        (50_000, "亩", "2024-10"),
        (3000, "人", "2024"),
    ]
    assert [(each.role, each.bodies) for each in found.responsible] == [
        ("lead", ("县农业局",)),
        ("lead", ("县人力资源局",)),
    ]


@pytest.mark.parametrize(
    ("unit", "factor", "bare"),
    [
        ("万人次", 10_000, "人次"),
        ("亿元", 100_000_000, "元"),
        ("（万亩）", 10_000, "亩"),
        ("千瓦时", 1, "千瓦时"),
        ("%", 1, "%"),
    ],
)
def test_a_unit_is_taken_apart_from_its_multiple(unit: str, factor: int, bare: str) -> None:
    assert taken_apart(unit) == (factor, bare)


def test_a_row_promises_something_for_each_of_its_years() -> None:
    found = rows("指标\t2023年实际\t2025年目标\t2027年目标", "就业率（%）\t90\t92\t95")
    assert [(each.value, each.year, each.baseline) for each in found] == [(92, 2025, 90), (95, 2027, 90)]


def test_a_table_with_every_cell_on_its_own_line_has_its_head_and_its_growth() -> None:
    lines = "指标\n2020年\n2025年\n〔累计〕\n贡献率（%）\n60\n64\n〔4〕\n机械化率（%）\n71\n75\n〔4〕\n合格率（%）\n97\n98\n〔1〕"
    found = rows(*lines.split("\n"))
    assert [(each.name, each.value, each.unit) for each in found][:2] == [
        ("贡献率", 64, "%"), ("贡献率提高", 4, "个百分点"),
    ]  # fmt: skip
    assert len(found) == 6


def test_a_head_over_several_columns_of_names_stands_over_the_last_of_them() -> None:
    found = rows(
        "指标\t2015年\t2020年\t属性",
        "空气质量\t优良天数比率（%）\t76.7\t＞80\t约束性",
        "\t重污染天数比例（%）\t9\t＜5\t约束性",
        last=2020,
    )
    assert [(each.name, each.value, each.comparator) for each in found] == [
        ("优良天数比率", 80, ">="), ("重污染天数比例", 5, "<="),
    ]  # fmt: skip


def test_a_table_of_lines_has_its_head_above_sorts_and_explanations_between() -> None:
    lines = (
        "指标\n\n基期水平\n\n2022年目标值\n\n2030年目标值\n\n指标性质\n\n（一）\n\n知识普及\n\n结果性指标\n\n1\n\n"
        "素养水平(%)\n\n14\n\n≥21\n\n≥28\n\n预期性\n\n说明:按抽样算。\n\n2\n\n设置科室比例(%)\n\n85\n\n97\n\n预期性"
    )
    found = [(each.name, each.value, each.year) for each in rows(*lines.split("\n"), last=2030)]
    assert found == [
        ("素养水平", 21, 2022), ("素养水平", 28, 2030), ("设置科室比例", 85, 2022), ("设置科室比例", 97, 2030),
    ]  # fmt: skip


def test_the_number_of_the_next_row_is_no_value_of_this() -> None:
    lines = "1\n就业\n万人\n20\n30\n2\n培训\n万人\n40\n50\n3\n建会\n万家\n60\n70"
    assert [(each.name, each.value) for each in rows(*lines.split("\n"))] == [
        ("就业", 300_000), ("培训", 500_000), ("建会", 700_000),
    ]  # fmt: skip


def test_rows_apart_by_blanks_may_say_by_how_much_it_falls_and_have_their_name_above() -> None:
    lines = [
        "6 火灾死亡率 0.06 ≤0.15 ―",
        "8 申报率 ― ≥85% ― 无数据",
        "9 事故死亡人数",
        "2800 ≤2500 下降10%以上",
    ]
    assert [(each.name, each.comparator, each.value, each.unit) for each in rows(*lines)] == [
        ("火灾死亡率", "<=", Decimal("0.15"), ""),
        ("申报率", ">=", 85, "%"),
        ("事故死亡人数", "<=", 2500, ""),
        ("事故死亡人数下降", ">=", 10, "%"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("序号\t考核项目\t各项分值\t考核内容", "1\t治水\t60\t清理河道", "2\t护林\t40\t巡山护林"),
        ("重点考核部门\t县水务局\t各项分值", "1\t县水务局\t15\t持续开展整治"),
    ],
)
def test_points_of_a_score_are_no_goals(lines: tuple[str, ...]) -> None:
    assert rows(*lines) == []


def test_what_falls_to_each_place_without_marks_is_not_read_and_a_body_is_no_unit() -> None:
    raw = "2017年目标分解表\n项目\t目标\t分解情况\t责任单位\n新增就业（人）\t1200\t东镇280 西乡15 南镇40 北乡20\t某局"
    assert [(each.name, each.value, each.unit) for each in read_by_rules(raw).targets] == [
        ("新增就业", 1200, "人")
    ]


def test_a_table_may_have_its_head_in_its_first_column() -> None:
    found = rows("指标\t绿化率\t学校", "单位\t%\t所", "2020年\t30\t60", "2025年\t40\t70")
    assert [(each.name, each.value, each.unit, each.baseline) for each in found] == [
        ("绿化率", 40, "%", 30), ("学校", 70, "所", 60),
    ]  # fmt: skip


def test_a_table_goes_on_behind_words_under_the_head_of_the_one_before() -> None:
    found = rows(
        "指标\t2020年\t2023年\t2025年",
        "绿化率（%）\t30\t35\t40",
        "以上按当年口径计算，下同。",
        "入学率（%）\t90\t93\t97",
    )
    assert [(each.name, each.value, each.year) for each in found][2:] == [
        ("入学率", 93, 2023),
        ("入学率", 97, 2025),
    ]


def test_values_with_units_of_their_own_are_goals_each() -> None:
    found = rows("抚育\t12万亩\t700万元", "补植\t3万亩\t90万元")
    assert [(each.name, each.value, each.unit) for each in found] == [
        ("抚育", 120_000, "亩"), ("抚育", 7_000_000, "元"), ("补植", 30_000, "亩"), ("补植", 900_000, "元"),
    ]  # fmt: skip


def test_words_between_the_rows_of_a_table_are_read() -> None:
    raw = "2025年工作方案\n指标\t2020年\t2025年\n绿化率（%）\t30\t40\n新建公园7个\n入学率（%）\t90\t97"
    assert [f"{each.value:f}" for each in read_by_rules(raw).targets] == ["40", "7", "97"]


CROSSED = [
    ("造林", 900, "亩", 2015), ("抚育", 2800, "亩", 2015), ("补植", 70, "亩", 2015),
    ("东镇造林", 400, "亩", 2015), ("东镇抚育", 1200, "亩", 2015), ("东镇补植", 30, "亩", 2015),
]  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    [
        "乡镇\n造林（亩）\n抚育（亩）\n补植（亩）\n合计\n900\n2800\n70\n东镇\n400\n1200\n30",
        "乡镇 造林（亩） 抚育（亩） 补植（亩）\n合计 900 2800 70\n东镇 400 1200 30",
        "乡镇\t造林\t抚育\t补植\n合计\t900亩\t2800亩\t70亩\n东镇\t400亩\t1200亩\t30亩",
    ],
)
def test_a_quota_table_may_have_lost_its_cells_or_have_units_in_them(raw: str) -> None:
    assert [
        (each.name, each.value, each.unit, each.year) for each in rows(*raw.split("\n"), last=2015)
    ] == CROSSED


def test_years_may_stand_in_the_rows_of_a_table() -> None:
    raw = "年份\n粮食产量（万吨）\n肉类产量（万吨）\n2013年\n55\n6\n2015年\n60\n7"
    assert [(each.name, each.value, each.year) for each in rows(*raw.split("\n"))] == [
        ("粮食产量", 550_000, 2013), ("肉类产量", 60_000, 2013), ("粮食产量", 600_000, 2015), ("肉类产量", 70_000, 2015),
    ]  # fmt: skip


def test_words_of_a_head_may_be_set_wide() -> None:
    found = rows("指  标   单 位   2015 年   2020 年", "入园率   %   74   85", "巩固率   %   90   95")
    assert [(each.name, each.value, each.year) for each in found] == [
        ("入园率", 85, 2020),
        ("巩固率", 95, 2020),
    ]


def test_what_is_told_for_the_whole_period_only_grows_by_no_share() -> None:
    (row,) = rows("指标\t2020年\t2025年\t累计", "新增就业（万人）\t—\t—\t[3]")
    assert (row.name, row.value, row.unit) == ("新增就业", 30_000, "人")


def test_a_table_of_things_has_its_measures_in_its_head_and_what_there_is_left_out() -> None:
    head = "序号\t项目名称\t现有规模（亩）\t建设规模（亩）\t牵头单位"
    found = rows(head, "1\t东苑基地\t20\t70\t某局", "2\t西苑基地\t30\t90\t某局")
    assert [(each.name, each.value, each.unit) for each in found] == [
        ("东苑基地建设规模", 70, "亩"), ("西苑基地建设规模", 90, "亩"),
    ]  # fmt: skip


def test_a_quota_table_may_have_two_rows_of_head() -> None:
    found = rows("乡镇\t退出村\t", "必成数\t预备数\t", "合计\t14个\t3个", "东镇\t6个\t1个")
    assert [(each.name, each.value) for each in found] == [
        ("退出村必成数", 14), ("退出村预备数", 3), ("东镇退出村必成数", 6), ("东镇退出村预备数", 1),
    ]  # fmt: skip


def test_numbered_rows_of_lines_have_as_many_cells_as_their_head() -> None:
    raw = "2024年民生实事分解表\n序号\n\n学校名称\n\n建设内容\n\n规模（平方米）"
    raw += "\n\n1\n\n东校\n\n教学楼\n\n3000\n\n2\n\n西校\n\n食堂\n\n900"
    assert [(each.name, each.value) for each in rows(*raw.split("\n"))] == [
        ("东校规模", 3000),
        ("西校规模", 900),
    ]


def test_the_date_of_a_numbered_row_of_lines_is_of_its_words() -> None:
    raw = "2024年任务分解表\n序号\n工作任务\n责任单位\n完成时限\n1\n新建公园7个。\n某局\n9月底\n2\n修路30公里。\n某局\n10月底"
    assert [each.by.told for each in read_by_rules(raw).targets] == ["2024-09", "2024-10"]


def test_one_of_the_columns_of_a_head_may_be_told_apart_below() -> None:
    found = rows("乡镇\t贫困村（个）\t脱贫人口\t", "户数\t人数\t\t", "东镇\t3\t100\t350", "西镇\t2\t80\t260")
    assert [(each.name, each.value, each.unit) for each in found][:3] == [
        ("东镇贫困村", 3, "个"), ("东镇脱贫人口户数", 100, "户"), ("东镇脱贫人口人数", 350, "人"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    [
        "指标名称\n人均收入\n粮食产量\n普及率\n单位\n元\n万吨\n%\n2010年实际\n8000\n50\n70\n2015年目标\n12000\n60\n90",
        "人均收入\n元\n12000\n粮食产量\n万吨\n60\n普及率\n%\n90",
    ],
)
def test_a_table_of_lines_may_be_turned_or_have_but_units_and_goals(raw: str) -> None:
    assert [(each.name, each.value, each.unit) for each in rows(*raw.split("\n"))] == [
        ("人均收入", 12_000, "元"), ("粮食产量", 600_000, "吨"), ("普及率", 90, "%"),
    ]  # fmt: skip


def test_a_short_cell_says_what_is_to_be_done() -> None:
    raw = "某县2016年任务表\n项目\t目标任务\t责任单位\n安全饮水\t解决2万人\t某局\n农村公路\t改造90公里\t某局"
    assert [(each.value, each.unit) for each in read_by_rules(raw).targets] == [(20_000, "人"), (90, "公里")]


@pytest.mark.parametrize(
    "raw",
    [
        "年度\n脱贫户数\n脱贫人数\n2016\n1200\n4300\n2017\n1500\n5600",
        "年度\n\n脱贫户数\n\n脱贫人数\n\n\n2016年\n\n1200\n\n4300\n\n\n2017年\n\n1500\n\n5600",
    ],
)
def test_counts_of_households_and_persons_need_no_unit(raw: str) -> None:
    assert [(each.name, each.value, each.unit, each.year) for each in rows(*raw.split("\n"))][2:] == [
        ("脱贫户数", 1500, "户", 2017), ("脱贫人数", 5600, "人", 2017),
    ]  # fmt: skip


def test_a_size_is_a_goal_where_a_column_has_the_units() -> None:
    found = rows("工程名称\t建设内容\t单位\t建设规模", "护林\t造林\t亩\t12000", "\t抚育\t亩\t30000")
    assert [(each.name, each.value, each.unit) for each in found] == [
        ("造林", 12_000, "亩"),
        ("抚育", 30_000, "亩"),
    ]


@pytest.mark.parametrize("above", ["单位：万亩", "（单位：万亩）", "造林任务分解表（万亩）"])
def test_the_unit_of_all_of_a_table_may_stand_above_it(above: str) -> None:
    found = rows(above, "市别\t人工造林\t森林抚育\t备注", "合计\t9\t21\t", "东市\t4\t12\t")
    assert [(each.name, each.value, each.unit) for each in found][:3] == [
        ("人工造林", 90_000, "亩"), ("森林抚育", 210_000, "亩"), ("东市人工造林", 40_000, "亩"),
    ]  # fmt: skip
    (row,) = rows(above, "指标\t2020年\t2025年", "造林\t3\t7")
    assert (row.value, row.unit) == (70_000, "亩")


def test_places_may_have_a_value_for_each_year() -> None:
    found = rows("单位：万千瓦", "县区\t2023年\t2025年", "东县\t20\t45", "西县\t15\t35")
    assert [(each.name, each.value, each.year) for each in found][:2] == [
        ("东县", 200_000, 2023),
        ("东县", 450_000, 2025),
    ]


def test_columns_may_be_places() -> None:
    found = rows("任务\t合计\t东镇\t西镇", "造林（亩）\t900\t400\t500", "抚育（亩）\t2800\t1200\t1600")
    assert [(each.name, each.value) for each in found][:4] == [
        ("造林", 900), ("抚育", 2800), ("东镇造林", 400), ("东镇抚育", 1200),
    ]  # fmt: skip


def test_each_of_the_years_of_a_plan_is_a_goal_unless_it_is_past() -> None:
    found = rows("项目\t2017年\t2018年\t2019年", "危房改造\t2100户\t1500户\t900户")
    assert [(each.value, each.year, each.comparator) for each in found] == [
        (2100, 2017, ">="), (1500, 2018, ">="), (900, 2019, ">="),
    ]  # fmt: skip
    text = plain("单位：千瓦\n县区\t2022年\t2023年\n东县\t12\t20").text
    assert [each.value for each in tables.rows(text, 2023, 2023)] == [20]


def test_names_may_stand_in_rows_above_their_goals_several_times() -> None:
    text = (
        "主 要 指 标 |\n渔获加工率 | 海产产量 |\n2029 年 目 标 值 |\n>71% | 3亿吨 |\n属 性 | 约束性 | 预期性 |\n"
        "主 要 指 标 |\n渔港绿化率 | 渔船更新率 |\n2029 年 目 标 值 |\n31% | 57% |\n属 性 | 约束性 | 预期性 |"
    )
    found = [(each.name, each.value, each.year) for each in tables.rows(plain(text).text, None)]
    assert found == [
        ("渔获加工率", 71, 2029), ("海产产量", 300_000_000, 2029), ("渔港绿化率", 31, 2029), ("渔船更新率", 57, 2029),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "head",
    [
        ("指标\t单位\t现状\t目标\t", "\t\t2025年\t2028年\t2030年"),
        ("指标\t单位\t现状\t目标", "2025年\t2028年\t2030年"),
    ],
)
def test_a_head_may_stand_in_two_rows(head: tuple[str, str]) -> None:
    found = rows(*head, "绿地率\t%\t31\t33\t37", "步道\t公里\t70\t90\t130")
    assert [(each.value, each.year, each.baseline) for each in found] == [
        (33, 2028, 31), (37, 2030, 31), (90, 2028, 70), (130, 2030, 70),
    ]  # fmt: skip


def test_a_name_may_begin_with_a_number_and_end_with_what_it_is() -> None:
    found = rows("指标\t2025年\t2030年", "5G基站（座）\t30\t70", "3岁以下儿童入托率（%）（约束性）\t7\t13")
    assert [(each.name, each.unit, each.nature) for each in found] == [
        ("5G基站", "座", ""), ("3岁以下儿童入托率", "%", "binding"),
    ]  # fmt: skip


def test_what_is_to_be_none_is_at_most_that() -> None:
    (row,) = rows("指标\t单位\t目标值\t属性", "重大事故起数\t起\t0\t约束性")
    assert (row.comparator, row.value) == ("<=", 0)


def test_cells_may_be_lost_where_units_stand_in_brackets() -> None:
    found = rows("主要指标 2025年 2030年", "绿地率（%） 31 37", "机库规模（亿元） 1300 2000")
    assert [(each.value, each.unit) for each in found] == [(37, "%"), (200_000_000_000, "元")]
    lines = "指标名称\n2025年\n2030年\n企业数量（家）\n500\n700\n机库规模（亿元）\n1300\n2000"
    assert [each.value for each in rows(lines)] == [700, 200_000_000_000]


def test_goals_of_years_before_the_plan_are_past() -> None:
    lines = (
        "指标\t规划目标\t实现情况\n2020年\t年均增长（%）\t2020年\t年均增长（%）\n网络用户（万户）\t7\t3\t9\t5"
    )
    assert list(tables.rows(plain(lines).text, 2025, 2021)) == []


def test_a_row_apart_by_blanks_may_end_in_a_day() -> None:
    found = rows(
        "单位：户", "乡镇  煤改电  煤改气  完工时限", "东镇  1200  700  8月31日", "西镇  1700  600  9月15日"
    )
    assert [(each.name, each.value, each.unit) for each in found][:2] == [
        ("东镇煤改电", 1200, "户"),
        ("东镇煤改气", 700, "户"),
    ]


def test_what_a_project_costs_is_no_goal() -> None:
    head, row = "项目名称\t新建绿地（亩）\t总投资（万元）", "东湖公园\t70\t3000"
    assert [(each.name, each.value) for each in rows(head, row, "西湖公园\t90\t4000")] == [
        ("东湖公园新建绿地", 70), ("西湖公园新建绿地", 90),
    ]  # fmt: skip


def test_tables_that_lost_their_cells_are_read_in_traditional_characters() -> None:
    lines = "指標名稱\n單位\n2025年\n2030年\n屬性\n綠地率\n%\n31\n37\n約束性\n步道里程\n公里\n70\n130\n預期性"
    assert [(each.value, each.nature) for each in rows(lines)] == [(37, "binding"), (130, "expected")]


def test_blanks_around_numbers_make_no_row_of_a_line() -> None:
    assert "\t" not in plain("新建口袋公园 26 个").text
    assert "\t" not in plain("●改造管网 70 公里 惠及 300 户").text


def test_a_text_may_begin_with_a_row_set_in() -> None:
    assert plain("　　指标 单位 2025年 2030年\n绿地率 % 31 37 约束性").text.startswith("指标\t单位")


def test_values_may_look_like_years_and_changes_stand_in_wide_brackets() -> None:
    head = "指标\n2025年\n2030年\n年均增速［累计］\n属性"
    lines = f"{head}\n灌溉面积（亩）\n1980\n2600\n［620］\n预期性\n渔船数（艘）\n70\n90\n—\n预期性"
    assert {2600, 90} <= {each.value for each in rows(lines)}


def test_rows_below_a_merged_cell_name_parts_of_what_stands_in_it() -> None:
    found = rows(
        "一级\t二级\t十三五期间\t2025目标",
        "更大的规模\t渔港绿化率（%）\t43.5\t60",
        "船舶更新率（%）\t53.9\t65",
        "入塘合格率（%）\t春季\t75.5\t86",
        "夏季\t79.9\t88",
        "修船工时（万小时）\t外港\t2\t逐年增加",
        "渔业合作社（个）\t102\t120\t\t\t",
    )
    assert [(each.name, each.unit, each.value) for each in found] == [
        ("渔港绿化率", "%", 60),
        ("船舶更新率", "%", 65),
        ("入塘合格率（春季）", "%", 86),
        ("入塘合格率（夏季）", "%", 88),
        ("渔业合作社", "个", 120),
    ]


def test_what_a_column_says_the_period_comes_to_is_in_the_unit_of_the_row() -> None:
    found = rows(
        "指标名称\t2020年\t2025年\t年均/累计\t属性",
        "渔民新增就业（万人）\t—\t—\t＞5\t预期性",
        "渔工规模（万人）\t32\t—\t＞30\t预期性",
    )
    assert [(each.name, each.unit, each.value) for each in found] == [
        ("渔民新增就业", "人", 50_000),
        ("渔工规模", "人", 300_000),
    ]


def test_a_number_of_nothing_under_no_head_is_no_goal() -> None:
    assert rows("渔业史\t10\t必修", "渔具学\t6\t必修") == []
