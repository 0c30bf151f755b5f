"""What stands around a quantity, as the rules see it that tell whether it is a promise."""

from collections.abc import Sequence
from dataclasses import dataclass

from .periods import Mention
from .quantities import Quantity


@dataclass(frozen=True)
class Context:
    """A quantity with what stands around it: in its clause (`left`, `right`) and in its sentence (`before`, `after`)."""

    sentence: str
    quantity: Quantity
    left: str
    right: str
    before: str
    after: str
    following: Quantity | None
    known: Sequence[Mention]
    now: int
    is_background: bool
    is_principle: bool
    follows_norm: bool = False  # of the number before it in its list, in the same unit
    ends_in_share: bool = False  # the last number of its clause is a share
    is_note: bool = False  # in a note under a table or at the end
    follows_past: bool = False  # the sentence before it in its paragraph told only what has been reached
    follows_reached: bool = False  # the quantity before it in the sentence has been reached
    is_within: bool = False  # of a clause that says of what a share is one

    @property
    def between(self) -> str:
        """What stands between the quantity and the one that follows it; nothing where none does."""
        return "" if self.following is None else self.after[: self.following.start - self.quantity.end]
