"""总体评价: the grades in the words of national evaluations, the outlook, the office's own judgement."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase
from yunjiang.documents.remarks import CAVEATS
from yunjiang.documents.sentences import overall
from yunjiang.documents.wording import paragraph


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the overall evaluation."""
    yield Heading(1, phrase("总体评价"))
    yield from paragraphs(
        paragraph(
            overall.time_passed(draft.cited), overall.tally(draft.cited), CAVEATS[draft.material.data_set]
        ),
        overall.by_nature(draft.cited),
        overall.outlook(draft.cited),
    )
    yield draft.slot("overall", "总体评价", "对《规划》实施的总体判断、主要成效和突出变化，不超过五百字")
