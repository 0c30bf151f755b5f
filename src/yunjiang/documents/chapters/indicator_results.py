"""主要指标实现情况 of evaluations: the table and what is not judged, without repeating the tally."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase
from yunjiang.documents.sentences import silence
from yunjiang.documents.tables import indicators


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter on the results of the indicators."""
    yield Heading(1, phrase("主要指标实现情况"))
    yield from paragraphs(
        f"{draft.material.unit.name}各项指标的目标值、完成值和评价见下表。",
        silence.not_reported(draft.cited),
        silence.without_data(draft.cited),
        silence.not_assessed(draft.cited),
    )
    if draft.material.appraisals:
        yield indicators.short(draft)
