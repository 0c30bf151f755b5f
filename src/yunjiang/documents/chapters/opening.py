"""The opening sentence: what is reported, and on which plan."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Block


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the opening sentence."""
    plan = draft.material.plan
    number = f"{plan.document_number}，" if plan.document_number else ""
    named = f"《{plan.name}》（{number}以下简称《规划》）"
    closing = "实施情况报告如下。" if draft.is_report else "实施进展情况通报如下。"
    yield from paragraphs(f"{draft.purpose}{named}{closing}")
