"""好的做法 of the bulletin: units named, never persons before they were made public."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter on good practice."""
    yield Heading(1, phrase("好的做法"))
    yield draft.slot(
        "good_practice", "好的做法", "进展较快单位的做法，点名到单位；涉及个人的须已公示并经本人同意"
    )
