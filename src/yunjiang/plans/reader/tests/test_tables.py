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
