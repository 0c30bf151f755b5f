"""Where titles break: words stay whole, the lines near one length, as clause 7.3.1 wants."""

from collections.abc import Sequence
from functools import cache

_COSTS_AFTER = {**dict.fromkeys("》、，）", 2.0), **dict.fromkeys("省市州县区和与及代", 6.0), "”": 40.0}
_COSTS_BEFORE = dict.fromkeys("《“（第", 2.0)
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
        else:
            found = [_COSTS_AFTER.get(before, _INSIDE_A_WORD), _COSTS_BEFORE.get(after, _INSIDE_A_WORD)]
            costs.append(min(found))
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
