"""The shape of what is new: one indicator whose value or status is not what it was, by how much, and by whose postings."""

from collections.abc import Sequence
from dataclasses import dataclass

from yunjiang.web.components.numbers import Number
from yunjiang.web.components.status import Mark, Tone


@dataclass(frozen=True)
class Cause:
    """What one batch told: whether it was new, corrected or taken back, of which unit, by how much, and by whom."""

    news: str
    unit: str
    measure: str
    difference: str
    told_by: str
    title: str
    position: int
    is_correction: bool = False


@dataclass(frozen=True)
class Change:
    """`arrow` is drawn only where the value changed by more than the stated gap; `difference` says by how much in any case."""

    code: str
    name: str
    href: str
    word: str
    tone: Tone
    before: Number
    after: Number
    difference: str
    arrow: str
    mark_before: Mark
    mark: Mark
    causes: Sequence[Cause]
    is_by_calendar: bool = False  # nothing was posted: the days alone changed it

    @property
    def is_turned(self) -> bool:
        """Say whether the status is another one."""
        return (self.mark_before.word, self.mark_before.tone) != (self.mark.word, self.mark.tone)

    @property
    def correction_count(self) -> int:
        return sum(each.is_correction for each in self.causes)

    @property
    def first_count(self) -> int:
        return len(self.causes) - self.correction_count
