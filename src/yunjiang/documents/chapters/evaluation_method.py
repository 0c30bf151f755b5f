"""评估工作组织: on what basis, over what, by which rules, from which data."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.number import What
from yunjiang.documents.phrase import Wording, phrase
from yunjiang.documents.wording import clause, listing, paragraph, sentence
from yunjiang.standards.periods import day_label

_SETS = {
    "operational": "数据来自各级填报和台账，经总账逐笔入账",
    "published": "数据为公开发布值，按来源原文列示，不作汇总和推算",
    "demonstration": "数据为演示数据，由程序生成，不反映真实情况",
}


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter on how the evaluation was made."""
    material = draft.material
    plan = material.plan
    yield Heading(1, phrase("评估工作组织"))
    basis = f"依据《规划》（{plan.document_number}）" if plan.document_number else "依据《规划》"
    parts: list[Wording] = [
        clause(draft.cited.said(What.PLAN_COUNT, among="initiatives"), "主要举措"),
        clause(draft.cited.said(What.PLAN_COUNT, among="actions"), "具体措施"),
        clause(draft.cited.said(What.INDICATOR_COUNT, among="all"), "量化指标"),
    ]
    if plan.safeguards:
        parts.append(clause(draft.cited.said(What.PLAN_COUNT, among="safeguards"), "保障措施"))
    yield from paragraphs(
        sentence(
            basis,
            f"评估时段为{day_label(plan.first_day)}至{day_label(min(material.on, plan.last_day))}",
            clause("评估范围包括", listing(parts)),
        ),
        paragraph(
            clause(
                "指标按进程要求评价：实际进度与应达进度比较，超前",
                draft.cited.said(What.THRESHOLD, among="ahead_points"),
                "及以上为快于预期，落后超过",
                draft.cited.said(What.THRESHOLD, among="behind_points"),
                "为滞后（落后",
                draft.cited.said(What.THRESHOLD, among="marked_points"),
                "及以上为明显滞后，落后超过",
                draft.cited.said(What.THRESHOLD, among="serious_points"),
                "或完成量不足应达的一半为严重滞后），其间为基本符合预期；与应达值相差不到目标值",
                draft.cited.said(What.THRESHOLD, among="near_hundredths"),
                "的为基本符合预期，不到",
                draft.cited.said(What.THRESHOLD, among="serious_hundredths"),
                "的不作严重滞后；到期前达到目标的为提前完成。",
            ),
            "未报送、尚无数据的单列，不按滞后计。",
            f"评价规则版本为{material.rules_version}。",
        ),
        sentence(
            f"{_SETS[material.data_set]}；截至总账第{material.position}号入账，每个数字均可追溯到对应分录"
        ),
    )
    yield draft.slot("organization_of_work", "评估组织", "评估工作组、实地核查、座谈和第三方参与的情况")
