"""What a kind of document is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Annex, Block, Heading
from yunjiang.documents.material import Material

Chapter = Callable[[Draft], Iterable[Block]]
AnnexOf = Callable[[Draft], Annex | None]


@dataclass(frozen=True)
class Kind:
    """One kind of document. `title` gives the segments a title may break between; `purpose` opens the first sentence."""

    code: str
    name: str
    title: Callable[[Material], Sequence[str]]
    purpose: Callable[[Material], str]
    chapters: Sequence[Chapter]
    annexes: Sequence[AnnexOf]
    is_upward: bool = True  # goes to the authority above, signed at the head
    closing: str = ""

    def blocks(self, draft: Draft) -> list[Block]:
        """Write the body; headings with nothing under them are left out."""
        written = assembled([block for chapter in self.chapters for block in chapter(draft)])
        return [*written, *paragraphs(self.closing)]

    def annex_list(self, draft: Draft) -> list[Annex]:
        """Write the annexes that have something to say."""
        return [written for each in self.annexes if (written := each(draft)) is not None]


def assembled(blocks: Sequence[Block]) -> list[Block]:
    """Drop every heading that is followed by no text before the next heading of its level or above."""
    kept: list[Block] = []
    for block in reversed(blocks):
        if isinstance(block, Heading):
            below = kept[-1] if kept else None
            if below is None or (isinstance(below, Heading) and below.level <= block.level):
                continue
        kept.append(block)
    return kept[::-1]


def named_unit(material: Material) -> str:
    """Return the unit's name for a title; nothing for the plan's owner, whom the plan's own name tells."""
    return "" if material.unit.key == material.plan.owner else material.unit.name


def named_plan(material: Material) -> tuple[str, ...]:
    """Return the plan's name in title marks, as one segment that may break inside."""
    return (f"《{material.plan.name}》",)
