"""导语: the opening sentence and two or three more with the overall judgement."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Block
from yunjiang.documents.remarks import CAVEATS
from yunjiang.documents.sentences import overall
from yunjiang.documents.wording import paragraph

from . import opening


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the lead."""
    yield from opening.blocks(draft)
    yield from paragraphs(
        paragraph(
            overall.time_passed(draft.cited),
            overall.tally(draft.cited),
            overall.outlook(draft.cited),
            CAVEATS[draft.material.data_set],
        )
    )
