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


def test_a_heading_of_two_clauses_names_what_is_done_where_more_is_said_of_it() -> None:
    said = "各县（市、区）要把这项工作列入重要日程，明确专人，逐项抓好落实，按月调度进展情况。"
    raw = (
        f"茶乡振兴方案\n一、提升茶园品质，夯实全县茶产业发展的根基\n（一）改良茶园土壤，推广生态低碳的种植技术。{said}\n"
        "二、拓展销路\n（一）培育采茶能手，组织举办全县年度的采茶劳动竞赛。\n（二）开拓市场。鼓励开店。"
    )
    assert frame(raw) == {
        "提升茶园品质，夯实全县茶产业发展的根基": ["改良茶园土壤，推广生态低碳的种植技术"],
        "拓展销路": ["开拓市场"],
    }


def test_safeguards_stand_behind_what_is_done_unless_they_say_what_they_are() -> None:
    raw = (
        "渔港建设方案\n一、强化灾害应对，凝聚各方救助的保障合力\n（一）储备物资。及时补充。\n（二）整修码头。加快进度。\n"
        "二、开拓渔场\n（一）加强渔船保障。更新渔船。\n三、健全党组织领导的渔村治理体系\n（一）建强渔村支部。选好书记。\n"
        "四、强化要素保障\n（一）加大投入。多方筹资。\n（二）用好人才。按需引进。"
    )
    assert list(frame(raw)) == [
        "强化灾害应对，凝聚各方救助的保障合力", "开拓渔场", "健全党组织领导的渔村治理体系",
    ]  # fmt: skip
    assert [each.name for each in read(raw).outline.safeguards] == ["加大投入", "用好人才"]


def test_what_a_sentence_lists_under_principles_and_safeguards_is_set_apart() -> None:
    raw = (
        "茶乡方案\n一、基本原则\n坚持市场主导，尊重茶农；坚持统筹推进，逐年落实。\n二、种好茶\n（一）选良种。多育苗。\n"
        "三、保障措施\n完善协调机制，落实补助政策，加强执法检查。县茶业局每年报告。"
    )
    found = read(raw).outline
    assert [each.name for each in found.principles] == ["坚持市场主导", "坚持统筹推进"]
    assert [each.name for each in found.safeguards] == ["完善协调机制", "落实补助政策", "加强执法检查"]


def test_points_are_named_by_their_first_words() -> None:
    raw = (
        "读书月活动通知\n一、活动内容\n（一）举办讲座。请名家来讲。\n（二）开展比赛。各队参加。\n"
        "二、有关要求\n一是加强领导，成立机构，细化方案。二是广泛发动，形成声势。"
    )
    assert list(frame(raw)) == ["举办讲座", "开展比赛"]
    assert [each.name for each in read(raw).outline.safeguards] == ["加强领导", "广泛发动"]
    raw = raw.replace("一是", "一要").replace("二是", "二要")
    assert [each.name for each in read(raw).outline.safeguards] == ["加强领导", "广泛发动"]
