"""Where titles break: words stay whole, the lines near one length, as clause 7.3.1 wants."""

from collections.abc import Sequence
from functools import cache

_BREAK_AFTER = frozenset("省市州县区的和与及》”、，）代")
_BREAK_BEFORE = frozenset("《“（第")
_NEVER_FIRST = frozenset("》”、，。）：；的")
_NEVER_LAST = frozenset("《“（")
_INSIDE_A_WORD = 60.0


def width(text: str) -> float:
    """Return the width of a text in full-width characters; ASCII counts one half."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def broken(segments: Sequence[str], limit: float) -> list[str]:
    """Break a title into the fewest lines of at most `limit` characters, evenly, preferably between segments."""
    text = "".join(segments)
    costs = _costs(segments)
    line_count = 1
    while True:
        lines = _fitted(text, tuple(costs), line_count, limit)
        if lines:
            return lines
        line_count += 1


def _costs(segments: Sequence[str]) -> list[float]:
    """Return what a break before each character costs; infinite inside a number or beside a bracket."""
    text = "".join(segments)
    joints = set()
    place = 0
    for segment in segments:
        place += len(segment)
        joints.add(place)
    costs = []
    for place in range(len(text) + 1):
        if place in (0, len(text)):
            costs.append(0.0)
            continue
        before, after = text[place - 1], text[place]
        if after in _NEVER_FIRST or before in _NEVER_LAST or (before.isascii() and after.isascii()):
            costs.append(float("inf"))
        elif place in joints:
            costs.append(0.0)
        elif before in _BREAK_AFTER or after in _BREAK_BEFORE:
            costs.append(4.0)
        else:
            costs.append(_INSIDE_A_WORD)
    return costs


def _fitted(text: str, costs: tuple[float, ...], line_count: int, limit: float) -> list[str]:
    ideal = width(text) / line_count
    never = (float("inf"), ())

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        if left == 1:
            rest = width(text[start:])
            return ((rest - ideal) ** 2, (len(text),)) if rest <= limit else never
        found: tuple[float, tuple[int, ...]] = never
        for end in range(start + 1, len(text)):
            if width(text[start:end]) > limit:
                break
            tail, ends = best(end, left - 1)
            cost = costs[end] + (width(text[start:end]) - ideal) ** 2 + tail
            if cost < found[0]:
                found = (cost, (end, *ends))
        return found

    cost, ends = best(0, line_count)
    if cost == float("inf"):
        return []
    starts = (0, *ends[:-1])
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]
