"""对下一个规划期的建议: the office's own words."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter of proposals for the plan that follows."""
    yield Heading(1, phrase("对下一个规划期的建议"))
    yield draft.slot("next_plan", "对下一个规划期的建议", "目标设定、指标体系、政策和工作机制方面的建议")
