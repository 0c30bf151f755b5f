"""Numbers as plans write them, and figures that are no numbers."""

from decimal import Decimal

import pytest

from yunjiang.plans.reader.quantities import Quantity, quantities, value_of


def only(text: str) -> Quantity:
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("新增就业20000人", "20000", "人"),
        ("培训2.6万人次", "26000", "人次"),
        ("归集数据60亿条", "6000000000", "条"),
        ("产值1,250亿元", "125000000000", "元"),
        ("总量2.7万亿元", "2700000000000", "元"),
        ("节约1.5万吨标准煤", "15000", "吨标准煤"),
        ("覆盖率95.5%", "95.5", "%"),
        ("死亡率0.9‰", "0.9", "‰"),
        ("提高2个百分点", "2", "个百分点"),
        ("控制在35微克/立方米", "35", "微克/立方米"),
        ("死亡率12/10万", "12", "/10万"),
        ("床位6.8张/千人口", "6.8", "张/千人口"),
        ("设备120台（套）", "120", "台（套）"),
        ("压缩到15个工作日", "15", "个工作日"),
        ("建设一百五十个站点", "150", "个"),
        ("选派二十名干部", "20", "名"),
        ("投入三千二百万元", "32000000", "元"),
        ("占比百分之四十五", "45", "%"),
        ("占比百分之九点五", "9.5", "%"),
        ("占比达到四成", "40", "%"),
        ("占比达到八成五", "85", "%"),
        ("三分之二的乡镇", "66.67", "%"),
        ("压减1/5", "20", "%"),
        ("减少一半", "50", "%"),
        ("总产值翻一番", "100", "%"),
        ("总产值翻两番", "300", "%"),
        ("收入增长1.5倍", "1.5", "倍"),
    ],
)
def test_a_number_has_its_value_and_its_unit(text: str, value: str, unit: str) -> None:
    found = only(text)
    assert (found.value, found.unit, found.value_max) == (Decimal(value), unit, None)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("打造1—2个平台", "1", "2", "个"),
        ("选树3至5名工匠", "3", "5", "名"),
        ("增长5%—6%", "5", "6", "%"),
        ("每年培训20—30万人", "200000", "300000", "人"),
        ("带动八十至一百户", "80", "100", "户"),
        ("占百分之三十至百分之四十", "30", "40", "%"),
    ],
)
def test_a_range_has_both_ends(text: str, low: str, high: str, unit: str) -> None:
    found = only(text)
    assert (found.value, found.value_max, found.unit) == (Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize("text", ["约300个项目", "近300个项目", "300余个项目", "300多个项目"])
def test_what_is_about_a_number_is_told(text: str) -> None:
    assert only(text).is_about
    assert only(text).value == 300


def test_more_than_a_hundred_in_words_is_a_hundred_and_more() -> None:
    found = only("培训乡村医生百余人次")
    assert (found.value, found.unit, found.is_about, found.is_more) == (100, "人次", True, True)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("打造百家示范酒店", "100", "家"),
        ("举办千场惠民演出", "1000", "场"),
        ("培训万名乡村工匠", "10000", "名"),
        ("新增千万吨产能", "10000000", "吨"),
        ("改造超百万平方米危房", "1000000", "平方米"),
    ],
)
def test_a_round_number_in_words_counts_behind_a_verb_that_makes(text: str, value: str, unit: str) -> None:
    found = only(text)
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "实施千人计划",
        "开展百家企业培育行动",
        "建设万吨级泊位",
        "走进千家万户",
        "打造百亿企业",
        "服务千家万户",
    ],
)
def test_a_round_number_in_a_name_is_none(text: str) -> None:
    assert not list(quantities(text))


def test_persons_and_times_of_persons_stay_apart() -> None:
    assert [each.unit for each in quantities("培训500人、服务800人次")] == ["人", "人次"]


@pytest.mark.parametrize(
    "text",
    [
        "“十四五”期间",
        "2025年",
        "5G基站",
        "PM2.5浓度",
        "12345号令",
        "〔2022〕14号",
        "第三批",
        "每10万人口",
        "世界一流",
        "千亿级产业",
        "2021年至2025年",
    ],
)
def test_figures_that_name_something_are_no_numbers(text: str) -> None:
    assert list(quantities(text)) == []


@pytest.mark.parametrize("text", ["5—3个", "百分之五至百分之三", "9" * 30 + "元", "2021—1999年"])
def test_ends_the_wrong_way_round_and_figures_beyond_measure_are_no_numbers(text: str) -> None:
    assert all(each.value_max is None or each.value < each.value_max for each in quantities(text))
    assert all(each.value < 10**18 for each in quantities(text))


def test_the_place_of_a_number_is_without_the_words_about_it() -> None:
    text = "建成约300个项目"
    found = only(text)
    assert text[found.start : found.end] == "300个"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", "10"),
        ("一百零五", "105"),
        ("两千零二十", "2020"),
        ("三万二千", "32000"),
        ("二〇二五", "2025"),
        ("二点二", "2.2"),
    ],
)
def test_numbers_in_characters_have_their_value(text: str, value: str) -> None:
    assert value_of(text) == Decimal(value)
