"""存在问题 of the bulletin: indicators that are behind and units that are silent, in plain words."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase
from yunjiang.documents.sentences import silence
from yunjiang.documents.sentences.shortfall import late, shortfall
from yunjiang.documents.wording import sentence


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter on shortcomings."""
    yield Heading(1, phrase("存在问题"))
    behind = late(draft.cited)
    unknown = (silence.not_reported(draft.cited), silence.provisional(draft.cited))
    if not behind and not any(unknown):
        yield from paragraphs(sentence("可评价的指标没有滞后，数据均已报送"))
    yield from paragraphs(*(shortfall(draft.cited, each) for each in behind), *unknown)
