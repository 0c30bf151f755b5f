"""下一年度工作计划: what the course asks of each indicator by the end of next year, with blanks for who and how."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase
from yunjiang.documents.tables import next_year as table


def blocks(draft: Draft) -> Iterator[Block]:
    """Write next year's plan; nothing once the plan's last year is over."""
    if draft.material.is_over:
        return
    year = draft.material.on.year + 1
    yield Heading(1, phrase(f"{year}年度工作计划"))
    yield draft.slot("next_year", f"{year}年度工作计划", "下一年工作的总体考虑和重点，不超过三百字")
    if table.planned(draft):
        yield from paragraphs(
            f"{year}年度各项任务及进度要求见附件“{year}年度工作计划表”，主要措施和责任人由各责任单位填写。"
        )
