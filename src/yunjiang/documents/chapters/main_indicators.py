"""主要指标完成情况: the table, binding and expected apart, silence apart from lateness."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase
from yunjiang.documents.sentences import overall, silence
from yunjiang.documents.tables import indicators


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter on the main indicators."""
    yield Heading(1, phrase("主要指标完成情况"))
    yield from paragraphs(
        overall.by_nature(draft.cited),
        silence.not_reported(draft.cited),
        silence.without_data(draft.cited),
        silence.not_assessed(draft.cited),
        silence.provisional(draft.cited),
    )
    if draft.material.appraisals:
        yield indicators.short(draft)
