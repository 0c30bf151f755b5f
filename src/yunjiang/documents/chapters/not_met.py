"""未完成指标及原因 of the final evaluation: each with its numbers and a place for the reason."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase
from yunjiang.documents.sentences.shortfall import late, where_it_lies
from yunjiang.documents.sentences.standing import standing
from yunjiang.documents.wording import paragraph, sentence


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter on what was not reached."""
    yield Heading(1, phrase("未完成指标及原因"))
    behind = late(draft.cited)
    if not behind:
        yield from paragraphs(sentence("可评价的指标没有未完成的"))
    for each in behind:
        yield Heading(2, phrase(each.indicator.name))
        yield from paragraphs(paragraph(standing(draft.cited, each), where_it_lies(draft.cited, each)))
        yield draft.slot(
            f"reason.{each.indicator.code}", f"未完成原因 {each.indicator.name}", "未完成的原因和后续安排"
        )
