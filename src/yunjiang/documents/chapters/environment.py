"""环境变化分析: the office's own words."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter on what has changed around the plan."""
    yield Heading(1, phrase("环境变化分析"))
    yield draft.slot("environment", "环境变化分析", "国家政策、产业结构、就业形势等变化对《规划》实施的影响")
