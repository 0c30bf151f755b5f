"""Lists under one verb, what each is to have, names and years that share numbers, conditions within a clause."""

import pytest

from .documents import read_by_rules

PLAN = "西岭县发展方案（2021—2025年）\n一、总体要求\n加强领导。\n二、重点任务\n"


def told(text: str) -> list[tuple[str, str]]:
    """Return name and value with unit of what a text promises."""
    return [
        (each.name, f"{each.value.normalize():f}{each.unit}") for each in read_by_rules(PLAN + text).targets
    ]


def terms(text: str) -> list[str]:
    return [each.by.told for each in read_by_rules(PLAN + text).targets]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "新增20家以上科技企业上市、70家创新型企业、400家小微企业。",
            [("科技企业上市", "20家"), ("创新型企业", "70家"), ("小微企业", "400家")],
        ),
        (
            "建成2—3所示范院校，7—9所示范学校和11—13所规范学校。",
            [("示范院校", "2所"), ("示范学校", "7所"), ("规范学校", "11所")],
        ),
        (
            "县域电网将拥有3座变电站、4座换流站、37座500千伏变电站。",
            [("变电站", "3座"), ("换流站", "4座"), ("500千伏变电站", "37座")],
        ),
        ("完成全县17个市级试点工作。", [("市级试点工作", "17个")]),
    ],
)
def test_a_list_stands_under_the_verb_of_its_first_member(text: str, found: list[tuple[str, str]]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("每个街（镇）有1所日间照料机构。", [("每个街（镇）日间照料机构", "1所")]),
        ("各区至少有1所三级甲等医院。", [("各区三级甲等医院", "1所")]),
        ("每个村有1个90平方米以上的活动站点。", [("每个村活动站点", "1个")]),
        ("每个城镇社区拥有4个以上的社会组织。", [("每个城镇社区社会组织", "4个")]),
        ("每个未改造村建设2—4户样板户。", [("每个未改造村样板户", "2户")]),
        ("每个班配备2名教师。", []),
    ],
)
def test_what_each_place_is_to_have_is_a_promise(text: str, found: list[tuple[str, str]]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("至少有2所150张床位以上的养老机构。", [("养老机构", "2所")]),
        ("建成400亩规模以上蔬菜基地21个。", [("建成400亩规模以上蔬菜基地", "21个")]),
        ("全县13个乡镇垃圾处理率达到90%。", [("13个乡镇垃圾处理率", "90%")]),
        ("对辖区240家企业建档。", []),
        ("严禁新增3万千瓦以下机组。", []),
        ("每个县至少建成1所托育中心，收托规模不少于140个托位。", [("每个县托育中心", "1所")]),
    ],
)
def test_what_those_must_be_that_are_counted_is_no_promise(text: str, found: list[tuple[str, str]]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("70%以上科技人员落户企业。", [("科技人员落户企业比例", "70%")]),
        ("45%卫生院达到综合医院标准。", [("卫生院达到综合医院标准比例", "45%")]),
        ("全县75%左右的村创建成文明村。", [("村创建成文明村比例", "75%")]),
        ("实现采购集中度65%的目标。", [("采购集中度", "65%")]),
        ("智能变电站比重超过三分之一。", [("智能变电站比重", "33.33%")]),
        ("为全县8000名老年人提供上门服务。", [("为老年人提供上门服务", "8000名")]),
        ("为30万妇女免费筛查。", [("为妇女免费筛查", "300000")]),
        ("报销限额提高至3万元。", [("报销限额", "30000元")]),
        ("污染天数控制在4天以内。", [("污染天数", "4天")]),
        ("增加值占地区生产总值比重30%左右。", [("增加值占地区生产总值比重", "30%")]),
    ],
)
def test_the_subject_of_a_number_may_stand_behind_it(text: str, found: list[tuple[str, str]]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "民办医院床位数、门诊量均达到全县总量的20%。",
            ["民办医院床位数占全县总量比例", "民办医院门诊量占全县总量比例"],
        ),
        ("化学需氧量、氨氮排放量比2020年减少2%。", ["化学需氧量排放量减少", "氨氮排放量减少"]),
        ("建设健康食堂、健康餐厅各40家。", ["建设健康食堂", "健康餐厅"]),
        ("村党组织成员、村委会成员中女性比例均达到28%。", ["村党组织成员中女性比例", "村委会成员中女性比例"]),
        ("粮食、蔬菜产量均稳定在百万吨以上。", ["粮食产量", "蔬菜产量"]),
        ("城乡居民收入分别增长4%、6%。", ["城镇居民收入", "农村居民收入"]),
        ("县、乡两级机构达标率均达到88%。", ["县、乡两级机构达标率"]),
        ("甲类、乙类和丙类设施完好率总体平均达到70%。", ["甲类、乙类和丙类设施完好率"]),
    ],
)
def test_a_number_may_be_of_each_that_is_named(text: str, names: list[str]) -> None:
    assert [name for name, _value in told(text)] == names


def test_a_list_of_names_holds_for_the_numbers_told_again() -> None:
    text = "2023年入园率、巩固率、受教育年限分别达到91%、93%和12年；2025年分别达到94%、95%以上和13年以上。"
    assert told(text) == [
        ("入园率", "91%"),
        ("巩固率", "93%"),
        ("受教育年限", "12年"),
        ("入园率", "94%"),
        ("巩固率", "95%"),
        ("受教育年限", "13年"),
    ]


def test_values_of_two_years_are_of_one_name() -> None:
    text = (
        "到2023年和2025年，肥胖率持续下降，生长迟缓率分别低于8%和6%，锻炼人数比例达到35%及以上和38%及以上。"
    )
    assert [(each.name, each.comparator, each.by.told) for each in read_by_rules(PLAN + text).targets] == [
        ("生长迟缓率", "<=", "2023"),
        ("生长迟缓率", "<=", "2025"),
        ("锻炼人数比例", ">=", "2023"),
        ("锻炼人数比例", ">=", "2025"),
    ]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (
            "分阶段目标:到2023年，牛存栏9万头。其中，肉牛6万头。到2025年，牛存栏12万头。",
            ["2023", "2023", "2025"],
        ),
        ("实现“十五五”时期人口新增3万。新建管网60公里。", ["2030", "2025"]),
        ("2023年重点工作\n新建管网60公里。", ["2023"]),
        ("到2023年，产值达到8亿元；全年出口额达到2亿元。", ["2023", "2023"]),
        ("死亡人数控制在2010年水平，伤残人数下降9%。", ["2025"]),
    ],
)
def test_a_year_holds_for_what_stands_under_it(text: str, by: list[str]) -> None:
    assert terms(text) == by
