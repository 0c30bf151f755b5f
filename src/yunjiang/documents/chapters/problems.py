"""存在的困难问题及原因: what is behind, each with its numbers; what is unknown; the causes in the office's words."""

from collections.abc import Iterator

from yunjiang.documents import drawings
from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase
from yunjiang.documents.sentences import silence
from yunjiang.documents.sentences.shortfall import late, shortfall
from yunjiang.documents.wording import sentence

_DRAWN = 3


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter on problems."""
    yield Heading(1, phrase("存在的困难问题及原因"))
    behind = late(draft.cited)
    if not behind:
        yield from paragraphs(sentence("可评价的指标中没有滞后指标"))
    for each in behind:
        yield Heading(2, phrase(each.indicator.name))
        yield from paragraphs(shortfall(draft.cited, each))
    unknown = (silence.not_reported(draft.cited), silence.provisional(draft.cited))
    if any(unknown):
        yield Heading(2, phrase("数据报送不完整"))
        yield from paragraphs(*unknown)
    yield Heading(2, phrase("原因分析"))
    yield draft.slot("causes", "原因分析", "上述问题的主要原因，区分主观与客观、共性与个性")
    # Behind the text and in pairs, because one chart of units and one of a course fill a page between them.
    for each in behind[:_DRAWN]:
        yield from (
            chart for chart in (drawings.of_units(draft, each), drawings.of_course(draft, each)) if chart
        )
