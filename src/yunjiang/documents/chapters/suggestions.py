"""意见建议: the office's own words."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter of suggestions."""
    yield Heading(1, phrase("意见建议"))
    yield draft.slot("suggestions", "意见建议", "需要上级协调解决的事项和政策建议；没有的写“无”")
