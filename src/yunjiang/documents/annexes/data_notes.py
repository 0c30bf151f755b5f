"""数据说明: ledger position, rules, tree, coverage, changed boundaries."""

from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Annex
from yunjiang.documents.material import Footnote
from yunjiang.documents.phrase import Wording
from yunjiang.documents.wording import sentence
from yunjiang.standards.periods import day_label

_SETS = {
    "operational": "数据集为业务数据，来自各级填报和台账",
    "published": "数据集为公开发布值，按来源原文列示；各机构只用来源对该机构本身的说法，不由下级汇总",
    "demonstration": "数据集为演示数据，由程序生成，不反映任何地区和单位的真实情况",
}
_TREES = {
    "as_then": "汇总按事项发生时的隶属关系",
    "restated": "汇总按报告日的隶属关系重述，撤并、改隶的单位计入现隶属单位",
}


def annex(draft: Draft) -> Annex:
    """Annex what a reader needs to find the numbers again."""
    material = draft.material
    notes: list[Wording] = [
        sentence(_SETS[material.data_set]),
        sentence(
            f"数值取自总账第{material.position}号入账时的状态",
            "用同一位置可重现全部数值",
            f"该位置的链摘要前十六位为{material.chain_digest[:16]}",
        ),
        sentence(_TREES.get(material.tree, _TREES["as_then"])),
        sentence(f"规划版本为第{material.plan_version}版", f"评价规则版本为{material.rules_version}"),
        sentence(
            "零是数值，缺数不是零；未报送、尚无数据的不计入滞后；人与人次不相加；比率由分子之和除以分母之和得出"
        ),
    ]
    if material.plan.not_given:
        left_open = "；".join(what for what, _ in material.plan.not_given)
        notes.append(sentence(f"《规划》文本没有给出、本文不代拟的有：{left_open}"))
    notes += [sentence(_dated(each)) for each in material.footnotes]
    return Annex("数据说明", tuple(paragraphs(*notes)))


def _dated(footnote: Footnote) -> str:
    """Put the day before a footnote that does not tell it itself."""
    if footnote.on is None or day_label(footnote.on) in footnote.text:
        return footnote.text
    return f"{day_label(footnote.on)}：{footnote.text}"
