"""What a method answers, in its own words and on one scale beside the others."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Leaning(StrEnum):
    """A method's category on the one scale on which methods can be held beside each other."""

    REACHED = "reached"
    IN_LINE = "in_line"
    SHORT = "short"  # moving the right way, not enough
    FAR = "far"  # far too little, or the wrong way
    UNKNOWN = "unknown"  # the method cannot say


@dataclass(frozen=True)
class MethodResult:
    """The judgement of one method. `category` is the method's own word; `why` names the branch that led to it."""

    method: str
    version: str
    category: str
    leaning: Leaning
    score: Decimal | None
    components: tuple[tuple[str, Decimal | None], ...]
    why: str

    def component(self, name: str) -> Decimal | None:
        """Return one of the numbers behind the result; None when there is none of this name."""
        return dict(self.components).get(name)
