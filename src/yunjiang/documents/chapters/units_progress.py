"""各州（市）进展情况: the units below compared on comparable ground."""

from collections.abc import Iterator

from yunjiang.documents import ranking
from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase
from yunjiang.documents.sentences import units
from yunjiang.documents.tables import units as table


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter on the units below; nothing when there are none."""
    peers = ranking.peers(draft.material)
    if not peers:
        return
    yield Heading(1, phrase(f"各{ranking.counter([unit for unit, _ in peers])}进展情况"))
    yield from paragraphs(units.comparison(draft.cited))
    yield table.by_state(draft)
