"""What a chapter writes from: the cited material, the office's own words, and slots for words not yet there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .citing import Citations
from .layout.blocks import Paragraph, Slot
from .material import Material
from .phrase import Blank, Wording, phrase


@dataclass(frozen=True)
class Draft:
    """One document being written. `narrative` holds the words supplied for slots, by the slot's key."""

    cited: Citations
    purpose: str = ""  # what the opening sentence begins with: 现将2023年度
    is_report: bool = True  # a report to those above, not a bulletin to those below
    narrative: Mapping[str, str] = field(default_factory=dict)

    @property
    def material(self) -> Material:
        return self.cited.material

    def slot(self, key: str, title: str, prompt: str) -> Slot:
        """Return a slot, filled when words were supplied for its key."""
        return Slot(key, title, prompt, self.narrative.get(key, ""))

    def blank(self, key: str, title: str) -> Blank:
        """Return a place for a word or two inside a line or cell."""
        return Blank(key, title, self.narrative.get(key, ""))


def paragraphs(*texts: Wording) -> list[Paragraph]:
    """Return one paragraph for each text that says something."""
    return [Paragraph(written) for text in texts if (written := phrase(text))]
