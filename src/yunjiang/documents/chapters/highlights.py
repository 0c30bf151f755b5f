"""特色亮点与典型经验: the office's own words."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter on what others may learn from."""
    yield Heading(1, phrase("特色亮点与典型经验"))
    yield draft.slot(
        "highlights", "特色亮点与典型经验", "有本地特色的做法、可复制推广的经验，每条注明单位和成效"
    )
