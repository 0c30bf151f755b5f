"""公开发布值来源清单: contradictions, announcements and odd periods listed as they are."""

from yunjiang.documents.drafting import Draft
from yunjiang.documents.layout.blocks import Annex
from yunjiang.documents.number import What
from yunjiang.documents.tables import sources
from yunjiang.documents.wording import clause, paragraph, sentence
from yunjiang.standards.periods import day_label


def annex(draft: Draft) -> Annex | None:
    """Annex the list of published statements, when the document rests on them."""
    material = draft.material
    told = material.statements_until_day()
    if not told:
        return None
    later = (
        draft.cited.said(What.STATEMENT_COUNT, among="later")
        if len(told) < len(material.statements)
        else None
    )
    count = draft.cited.said(What.STATEMENT_COUNT)
    text = paragraph(
        sentence(clause("本文所用公开发布值共", count), "均照录来源原文"),
        sentence(clause("另有", later, f"说的是{day_label(material.on)}以后的情况，未列入")),
        "“超”“近”“余”等按原文理解为概数；统计时段与规划期不一致的、同一事项说法不同的，分别列出，不作修正和合并。",
    )
    return Annex("公开发布值来源清单", (sources.sources(draft, text),))
