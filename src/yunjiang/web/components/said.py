"""What a page says about itself: where one stands, that nothing is here yet, how far long work has got, what was just done."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Crumb:
    """One step of the way here; the last has no address."""

    name: str
    href: str = ""


@dataclass(frozen=True)
class Empty:
    """What will be here, and how to begin."""

    title: str
    text: str
    action: str = ""
    href: str = ""


@dataclass(frozen=True)
class Job:
    """How far a piece of background work has got. While it runs the page asks `href` anew every two seconds."""

    title: str
    sentence: str
    done_count: int
    total_count: int | None  # None: not known how much there is
    href: str = ""  # empty: over, nothing further to ask
    has_failed: bool = False
    result_href: str = ""
    result_name: str = ""

    @property
    def percent(self) -> int | None:
        if self.total_count is None:
            return None
        return 100 if not self.total_count else min(100, self.done_count * 100 // self.total_count)

    @property
    def is_over(self) -> bool:
        return not self.href


@dataclass(frozen=True)
class Part:
    """A share of a whole: how many, what they are, and the address that shows them."""

    count: int
    word: str
    shape: str
    tone: str
    href: str = ""


@dataclass(frozen=True)
class Whole:
    """Several shares of one whole as one bar, each with its number and word, so that colour only repeats them."""

    parts: Sequence[Part]
    words: str

    @property
    def total(self) -> int:
        return sum(part.count for part in self.parts)

    @property
    def stretches(self) -> list[tuple[Part, str, str]]:
        """Return the parts that are there with where each begins and how wide it is, in per cent of the whole."""
        found, before = [], 0
        for part in self.parts:
            if part.count:
                begins, width = before * 100 / self.total, part.count * 100 / self.total
                found.append((part, f"{begins:.2f}", f"{width:.2f}"))
                before += part.count
        return found
