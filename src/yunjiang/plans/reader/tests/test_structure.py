"""Headings, their levels and what the parts under them are about."""

import pytest

from yunjiang.plans.reader.plain import plain
from yunjiang.plans.reader.roles import Role
from yunjiang.plans.reader.structure import Part, Skeleton, skeleton

from .documents import SCHEME


def bones(raw: str) -> Skeleton:
    return skeleton(plain(raw).text)


def part(raw: str, title: str) -> Part:
    return next(each for each in bones(raw).parts if each.title == title)


def test_a_part_lies_within_the_parts_of_lower_level_before_it() -> None:
    found = part(SCHEME, "培育新职业")
    assert [each.title for each in found.path[1:]] == ["重点任务", "扩大就业容量", "培育新职业"]
    assert found.end == part(SCHEME, "提升就业能力").start


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("指导思想", Role.PRINCIPLE),
        ("坚持市场主导", Role.PRINCIPLE),
        ("主要目标", Role.GOAL),
        ("支持小微企业吸纳就业", Role.TASK),
        ("加强组织领导", Role.SAFEGUARD),
        ("强化督促检查", Role.SAFEGUARD),
    ],
)
def test_a_heading_says_what_its_part_is_about(title: str, role: Role) -> None:
    assert part(SCHEME, title).role == role


@pytest.mark.parametrize(
    "title",
    [
        "面临的新挑战",
        "上半年工作情况",
        "发展趋势",
        "需求预测",
        "申报条件",
        "过去五年工作回顾",
        "“十二五”期水网发展的巨大成就",
        "2022年工作情况",
        "存在的主要问题和不足",
        "建设成就显著",
        "上年度工作总结",
        "我县基本县情",
    ],
)
def test_a_heading_looks_back(title: str) -> None:
    assert part(f"某某方案\n一、{title}\n二、重点任务", title).role == Role.BACKGROUND


@pytest.mark.parametrize(
    "title", ["改善发展环境", "夯实产业基础", "2022年工作总结及2023年工作计划", "住房条件", "推广先进经验"]
)
def test_a_heading_that_looks_both_ways_or_names_what_is_worked_at_does_not_look_back(title: str) -> None:
    assert part(f"某某方案\n一、{title}\n二、重点任务", title).role != Role.BACKGROUND


def test_what_has_been_reached_may_stand_under_principles() -> None:
    raw = "水网规划\n第一篇 指导思想和发展目标\n第一章 规划背景\n第二章 主要目标\n第三章 坚持节水"
    assert [each.role for each in bones(raw).parts] == [
        Role.PRINCIPLE,
        Role.BACKGROUND,
        Role.GOAL,
        Role.PRINCIPLE,
    ]


@pytest.mark.parametrize(
    ("line", "mark", "title"),
    [
        ("第一篇 发展环境", "part", "发展环境"),
        ("第三章 重点任务", "chapter", "重点任务"),
        ("第二节 扩大就业", "section", "扩大就业"),
        ("第八条 建立联席会议制度。", "article", "建立联席会议制度"),
        ("一、扩大就业", "one", "扩大就业"),
        ("（二）扩大就业。鼓励创业。", "two", "扩大就业"),
        ("3.扩大就业。鼓励创业。", "three", "扩大就业"),
        ("(4)扩大就业", "four", "扩大就业"),
        ("专栏2 重点工程", "box", "专栏2重点工程"),
        ("附件3", "attachment", "附件3"),
        ("注：数据为年末数。", "note", "注：数据"),
    ],
)
def test_every_kind_of_mark_is_known(line: str, mark: str, title: str) -> None:
    (found,) = bones(f"某某方案\n{line}").parts
    assert (found.mark, found.title) == (mark, title)


@pytest.mark.parametrize(
    "line", ["2025年，全省就业稳定。", "3.5万人参加培训。", "十四五以来，成效明显。", "一是一，二是二"]
)
def test_what_only_looks_like_a_mark_is_none(line: str) -> None:
    assert [each.mark for each in bones(f"某某方案\n{line}").parts if each.mark != "point"] == []


def test_what_is_numbered_anew_in_a_box_is_of_the_box() -> None:
    raw = "茶乡方案\n一、种好茶\n1.选良种。\n专栏1 重点工程\n1.茶园道路工程。\n2.茶市工程。\n二、采好茶"
    box = next(each for each in bones(raw).parts if each.mark == "box")
    assert [each.title for each in box.parts] == ["茶园道路工程", "茶市工程"]
    raw = raw.replace("1.茶园道路工程。\n2.茶市工程", "修路。\n2.育茶苗")
    assert [each.title for each in part(raw, "种好茶").parts if each.mark == "three"] == ["选良种", "育茶苗"]


def test_points_inside_a_paragraph_are_parts() -> None:
    found = [each.title for each in bones(SCHEME).parts if each.mark == "point"]
    assert found[0] == "大规模培训，三年培训150万人次"
    assert len(found) == 2


def test_the_title_is_the_line_that_says_what_the_document_is() -> None:
    assert bones(SCHEME).title == "西岭省就业促进三年行动方案（2023—2025年）"
    assert bones("东岭县人民政府办公室\n关于印发就业方案的通知\n各乡镇：").title == "关于印发就业方案的通知"
    assert bones("某某文件\n一、主要目标\n到2025年").title == "某某文件"


def test_a_title_is_not_joined_with_the_text_behind_it() -> None:
    raw = "关于促进文化和商贸融合扩大消费的若干措施\n为激发消费潜能，更好满足群众多层次需求，提出如下措施。"
    assert bones(raw).title == "关于促进文化和商贸融合扩大消费的若干措施"


def test_the_innermost_part_around_a_place_is_found() -> None:
    text = plain(SCHEME).text
    assert skeleton(text).at(text.index("就业大数据平台")).title == "培育新职业"
    assert skeleton(text).at(0).mark == "whole"


def test_foundation_as_a_thing_to_be_built_is_a_task() -> None:
    assert part("某某方案\n一、夯实发展基础\n加强培训。", "夯实发展基础").role == Role.TASK
    assert part("某某方案\n一、发展基础\n成效明显。", "发展基础").role == Role.BACKGROUND


def test_marks_of_other_hands_are_headings_too() -> None:
    raw = (
        "長照計畫\n參、推動策略\n一、擴充據點：每年新設據點20處，補助開辦。\n"
        "任务一：建设枢纽。建成园区3个，引进企业20家，完成投资。\n强化统筹。市工信局会同各部门建立专班，按季调度。"
    )
    found = {each.title: each.mark for each in bones(raw).parts}
    assert found == {"推动策略": "grand", "扩充据点": "one", "建设枢纽": "named", "强化统筹": "lead"}


@pytest.mark.parametrize(
    ("title", "role"),
    [("发展环境", Role.BACKGROUND), ("主要问题与挑战", Role.BACKGROUND), ("消费环境更加安全", Role.OTHER),
     ("主要指标任务完成情况", Role.BACKGROUND)],
)  # fmt: skip
def test_environment_is_background_as_a_whole_heading_only(title: str, role: Role) -> None:
    assert bones(f"方案\n一、{title}\n正文。").parts[0].role == role


def test_the_innermost_part_is_found_wherever_a_place_is() -> None:
    text = plain(SCHEME).text
    found = skeleton(text)
    for place in range(0, len(text), 7):
        around = [each for each in found.parts if each.start <= place < each.end]
        assert found.at(place) is (max(around, key=lambda each: each.level) if around else found.whole)
