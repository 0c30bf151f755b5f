"""What a promised quantity is called, from the words around it."""

import pytest

from yunjiang.plans.reader import naming, sharing

from .documents import read_by_rules


@pytest.mark.parametrize(
    ("left", "name"),
    [
        ("其中高技能人才总量达到", "高技能人才总量"),
        ("到2025年，全省城镇新增就业累计不少于", "城镇新增就业"),
        ("力争基本养老保险参保率稳定在", "基本养老保险参保率"),
        ("城镇调查失业率控制在", "城镇调查失业率"),
        ("每年技工院校招生规模保持在", "技工院校招生规模"),
        ("规模以上工业增加值年均增长", "规模以上工业增加值"),
    ],
)
def test_the_name_before_a_number_is_its_nominal_head(left: str, name: str) -> None:
    assert naming.before(left) == name


@pytest.mark.parametrize(
    ("right", "name"),
    [
        ("产业工人党员。", "产业工人党员"),
        ("以上的实训基地，", "实训基地"),
        ("技能大师工作室、", "技能大师工作室"),
    ],
)
def test_the_name_after_a_number_ends_where_the_clause_goes_on(right: str, name: str) -> None:
    assert naming.after(right) == name


def test_a_list_of_rates_is_as_many_names() -> None:
    assert sharing.names_of("百人以上企业职代会建制率、厂务公开建制率") == [
        "百人以上企业职代会建制率",
        "百人以上企业厂务公开建制率",
    ]
    assert sharing.names_of("公共安全和应急管理投入") == ["公共安全和应急管理投入"]


def names(sentence: str) -> list[str]:
    """Return the names of the promises of a sentence that a scheme has as its task."""
    return [
        each.name
        for each in read_by_rules(f"就业方案（2023—2025年）\n一、扩大就业\n{sentence}\n二、提升能力").targets
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("新建、改建养老机构分别达到30家和50家。", ["新建养老机构", "改建养老机构"]),
        ("医保参保率、养老保险参保率分别达到95%和90%以上。", ["医保参保率", "养老保险参保率"]),
        ("培育“专精特新”企业120家以上。", ["培育“专精特新”企业"]),
        ("建设技能大师工作室，到2025年达到60个。", ["技能大师工作室"]),
        ("实现县乡村三级服务网络全覆盖。", ["县乡村三级服务网络覆盖率"]),
        ("90%以上的行政村通硬化路。", ["行政村通硬化路比例"]),
        ("企业按照工资总额的8%提取职工教育经费。", ["职工教育经费提取比例"]),
    ],
)
def test_a_name_is_completed_from_its_sentence(sentence: str, expected: list[str]) -> None:
    assert names(sentence) == expected
