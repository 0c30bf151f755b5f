"""进展位次 of the bulletin: only comparable ground, with its day and source."""

from collections.abc import Iterator

from yunjiang.documents import drawings, ranking
from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase
from yunjiang.documents.sentences import units
from yunjiang.documents.sentences.shortfall import late
from yunjiang.documents.tables import units as table

_DRAWN = 2


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter on places; nothing when no unit can be compared."""
    peers = ranking.peers(draft.material)
    if not peers:
        return
    yield Heading(1, phrase(f"各{ranking.counter([unit for unit, _ in peers])}进展情况"))
    yield from paragraphs(units.comparison(draft.cited))
    yield table.ranked(draft)
    for each in late(draft.cited)[:_DRAWN]:
        chart = drawings.of_units(draft, each)
        if chart:
            yield chart
