"""后半程对策: what is to be done until the plan ends."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter on countermeasures; nothing once the plan is over."""
    if draft.material.is_over:
        return
    yield Heading(1, phrase("下一步对策措施"))
    yield draft.slot(
        "countermeasures", "下一步对策措施", "针对滞后指标和薄弱环节的对策，逐条明确责任单位和时限"
    )
