"""The frame of a plan out of its headings."""

from yunjiang.plans.reader.outline import topic
from yunjiang.plans.reader.reading import Reading, read

from .documents import SCHEME


def frame(raw: str) -> dict[str, list[str]]:
    return {each.name: [one.name for one in each.branches] for each in read(raw).outline.initiatives}


def test_initiatives_are_what_stands_under_the_tasks_with_their_actions() -> None:
    assert frame(SCHEME) == {
        "扩大就业容量": ["支持小微企业吸纳就业", "培育新职业"],
        "提升就业能力": ["开展职业技能培训"],
    }


def test_safeguards_and_principles_stand_apart() -> None:
    found = read(SCHEME).outline
    assert [each.name for each in found.safeguards] == ["加强组织领导", "强化督促检查"]
    assert [each.name for each in found.principles] == ["指导思想", "坚持市场主导", "坚持精准施策"]


def test_the_goal_is_the_first_sentence_of_the_goals() -> None:
    assert read(SCHEME).outline.goal.startswith("到2025年，城镇新增就业累计达到300万人以上")


def test_without_a_heading_for_all_tasks_the_thematic_headings_are_initiatives() -> None:
    raw = "东岭县2024年工作要点\n一、提升医疗服务\n培训医生50名。\n二、强化公共卫生\n建设站点12个。\n三、保障措施\n加强领导。"
    assert list(frame(raw)) == ["提升医疗服务", "强化公共卫生"]


def test_an_attachment_with_the_promises_is_the_plan() -> None:
    raw = (
        "关于印发就业方案的通知\n一、抓好落实\n各地要重视。\n附件\n就业方案\n"
        "一、扩大就业\n新增就业5万人。\n二、提升技能\n培训3万人次。"
    )
    assert list(frame(raw)) == ["扩大就业", "提升技能"]


def test_names_stay_in_the_characters_of_the_document() -> None:
    raw = "促進青年就業行動綱領（2024—2026年）\n一、擴大實習規模\n實習學額達到3000個。\n二、支持青年創業\n資助項目200項。"
    assert list(frame(raw)) == ["擴大實習規模", "支持青年創業"]
    assert read(raw).name == "促進青年就業行動綱領（2024—2026年）"


def test_a_question_is_told_by_what_it_asks_about() -> None:
    assert topic("如何扩大就业容量？") == "扩大就业容量"
    assert topic("扩大就业容量。") == "扩大就业容量"


def test_comparisons_with_what_has_no_number_are_relations() -> None:
    found: Reading = read(SCHEME.replace("分类帮扶。", "分类帮扶。").replace(
        "2.培育新职业。", "2.培育新职业。省人大代表中产业工人比例不低于上一届。"
    ))  # fmt: skip
    assert [each.text for each in found.relations] == ["省人大代表中产业工人比例不低于上一届"]
