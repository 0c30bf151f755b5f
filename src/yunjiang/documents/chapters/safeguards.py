"""保障措施落实情况: safeguard by safeguard, in the office's words."""

from collections.abc import Iterator

from yunjiang.documents.drafting import Draft
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.phrase import phrase
from yunjiang.documents.wording import quoted


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter on safeguards; nothing when the plan has none."""
    safeguards = draft.material.plan.safeguards
    if not safeguards:
        return
    yield Heading(1, phrase("保障措施落实情况"))
    for each in safeguards:
        yield Heading(2, phrase(each.name))
        yield draft.slot(f"safeguard.{each.code}", each.name, f"{quoted(each.name)}的落实情况、成效和不足")
