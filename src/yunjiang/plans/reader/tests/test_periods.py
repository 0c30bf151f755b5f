"""By when: what a sentence says, what it inherits, and what speaks of the past."""

import pytest

from yunjiang.plans.reader.periods import By, Cadence, by_of, is_ongoing, mentions
from yunjiang.plans.reader.plan_years import goal_year, plan_years, term_end

from .documents import read_by_rules

NOW, LAST = 2021, 2025
INHERITED = By(Cadence.DEADLINE, LAST, False)


def told(text: str, number: str) -> str:
    """Return by when the number of a sentence is promised, as the table of spans has it."""
    return by_of(text, text.index(number), mentions(text, NOW, LAST), INHERITED, NOW).told


@pytest.mark.parametrize(
    ("text", "number", "by"),
    [
        ("到2025年，培训5000人", "5000", "2025"),
        ("2023年底前，培训5000人", "5000", "2023"),
        ("2023年10月底前，培训5000人", "5000", "2023-10"),
        ("每年培训5000人", "5000", "annual"),
        ("年均增长7%", "7", "annual"),
        ("2024年上半年完成5000人", "5000", "2024-06"),
        ("第三季度完成50个", "50", "2021-09"),
        ("9月底前完成50个", "50", "2021-09"),
        ("“十五五”期间培训5000人", "5000", "2030"),
        ("十六五期末达到5000人", "5000", "2035"),
        ("今年培训5000人", "5000", "2021"),
        ("明年培训5000人", "5000", "2022"),
        ("用三年时间改造300个", "300", "2024"),
        ("培训5000人", "5000", "2025"),
    ],
)
def test_a_number_has_its_term(text: str, number: str, by: str) -> None:
    assert told(text, number) == by


def test_each_year_ends_where_a_year_is_named() -> None:
    text = "每年培训5000人，到2025年累计达到2万人"
    assert told(text, "5000") == "annual"
    assert told(text, "2万") == "2025"


def test_half_a_year_gives_way_to_the_whole() -> None:
    text = "上半年新增300个，全年新增700个"
    assert told(text, "300") == "2021-06"
    assert told(text, "700") == "2021"


def test_a_date_amid_a_sentence_holds_for_its_clause_only() -> None:
    text = "推进改造，2023年底前完成40个，改造率达到90%"
    assert told(text, "40") == "2023"
    assert told(text, "90") == "2025"


def test_the_coming_years_begin_with_that_of_a_report() -> None:
    text = "未来五年，建成40个；三年内，建成70个"
    known = mentions(text, 2026, 2026, is_yearly=True)
    assert by_of(text, text.index("40"), known, INHERITED, 2026).told == "2030"
    assert by_of(text, text.index("70"), known, INHERITED, 2026).told == "2028"


def test_a_longer_term_in_a_report_is_none_of_its_own() -> None:
    assert term_end("西岭省2026年政府工作报告\n争取3年内复绿。", 2026, 2026) == 2026
    assert term_end("西岭省改造方案\n争取3年内复绿。", 2026, None) == 2029


def test_the_years_of_figures_are_no_years_of_a_plan() -> None:
    assert plan_years("", "下表为2005—2010年出生人口情况。") == (None, None)


@pytest.mark.parametrize(
    ("goals", "by"),
    [
        ("2027年前，取得突破。\n建成平台7个。", "2030"),
        ("2027年前，取得突破。建成平台7个。", "2027"),
        ("到2045年，基本实现现代化。\n建成平台7个。", "2030"),
    ],
)
def test_a_year_that_opens_goals_holds_for_its_paragraph(goals: str, by: str) -> None:
    found = read_by_rules(f"西岭省平台方案（2025—2030年）\n一、主要目标\n{goals}\n二、重点任务\n加强建设。")
    assert [each.by.told for each in found.targets] == [by]


def test_a_later_year_amid_a_report_holds_for_its_sentence() -> None:
    found = read_by_rules(
        "西岭省2026年政府工作报告\n一、重点工作\n新建学校30所。到2028年，培育企业90家。改造小区40个。"
    )
    assert [each.by.told for each in found.targets] == ["2026", "2028", "2026"]


def test_what_is_inherited_is_told_as_not_stated() -> None:
    assert not by_of("培训5000人", 2, [], INHERITED, NOW).is_stated


@pytest.mark.parametrize("text", ["截至2020年底，建成40个", "2019年建成40个", "“十三五”期间建成40个"])
def test_years_before_the_plan_are_past(text: str) -> None:
    assert [each.is_past for each in mentions(text, NOW, LAST)] == [True]


def test_the_name_of_a_five_year_plan_is_no_term() -> None:
    assert mentions("《“十四五”规划》提出", NOW, LAST) == []


@pytest.mark.parametrize(
    ("title", "text", "years"),
    [
        ("西岭省技能提升行动方案（2023—2025年）", "", (2023, 2025)),
        ("西岭省“十四五”就业促进规划", "", (2021, 2025)),
        ("西岭省国民经济第十五个五年规划纲要", "", (2026, 2030)),
        ("西岭省“十一五”水网规划", "", (2006, 2010)),
        ("西岭縣105年度施政計畫", "", (2016, 2016)),
        ("西岭区2024年工作总结及2025年工作计划", "", (2025, 2025)),
        ("水网“十一五”年均增长9%", "在刚刚过去的“十一五”期间…。到2015年…", (None, None)),
        ("东岭县2024年工作要点", "", (2024, 2024)),
        ("关于加强技能培训的意见", "2022年至2024年实施，共培训5000人。", (2022, 2024)),
        ("关于加强技能培训的意见", "", (None, None)),
    ],
)
def test_the_years_of_a_plan_are_read_from_its_title_before_its_text(
    title: str, text: str, years: tuple[int | None, int | None]
) -> None:
    assert plan_years(title, text) == years


def test_the_goal_year_is_the_first_that_is_said_as_a_goal() -> None:
    assert goal_year("2020年建成40个。到2027年，建成80个。到2035年，全面建成。") == 2027
    assert goal_year("2026年底前完成。") == 2026
    assert goal_year("加强建设。") is None


def test_what_is_kept_at_every_moment_has_no_end() -> None:
    assert is_ongoing("始终保持在95%")
    assert not is_ongoing("建立动态调整机制")


@pytest.mark.parametrize(
    ("title", "text", "years"),
    [
        ("長照計畫（114至116年）", "", (2025, 2027)),
        ("碳达峰方案", "“十四五”期间…到2025年…。到2025年…。“十五五”期间…到2030年…", (2021, 2030)),
        ("渔业人才意见", "到“十四五”时期末，建成4个渔港。力争到2035年，全面振兴。", (2021, 2025)),
        ("碳达峰方案", "“十三五”期间，到2020年…。“十四五”期间…到2025年…，到2025年…", (2021, 2025)),
    ],
)
def test_the_years_of_a_plan_are_those_it_sets_goals_for(
    title: str, text: str, years: tuple[int, int]
) -> None:
    assert plan_years(title, text) == years


@pytest.mark.parametrize(
    ("text", "year"),
    [("到2025年…；到2027年…", 2027), ("到2025年…；到2035年…", 2025), ("到2023年…，到2025年…", 2025)],
)
def test_goals_near_each_other_are_of_one_plan_those_far_off_a_vision(text: str, year: int) -> None:
    assert goal_year(text) == year


def test_years_are_counted_as_taiwan_does_where_the_title_does() -> None:
    text = (
        "海濱縣漁港施政計畫（114至117年度）\n壹、計畫目標\n一、至117年底，漁民參訓率達55%以上。\n"
        "二、漁船汰換比率114年達20%，116年達40%。\n三、於115年底前新建泊位60個。"
    )
    found = [(each.name, each.by.told) for each in read_by_rules(text).targets]
    assert found == [
        ("漁民參訓率", "2028"),
        ("漁船汰換比率", "2025"),
        ("漁船汰換比率", "2027"),
        ("新建泊位", "2026"),
    ]
