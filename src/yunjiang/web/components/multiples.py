"""Small multiples: one course of each unit, all on one scale, each labelled where it ends. Inline SVG, drawn on the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yunjiang.web.components.scale import Dot, Scale
from yunjiang.web.components.status import Mark

WIDTH, HEIGHT, MARGIN = 168, 64, 4


@dataclass(frozen=True)
class Course:
    """One unit's values and what was required of it, before they are drawn."""

    name: str
    href: str
    text: str  # the value it ends with, as it is written
    mark: Mark
    dots: Sequence[Dot]
    required: Sequence[Dot]


@dataclass(frozen=True)
class Multiple:
    """One unit as it is drawn: SVG path texts in a WIDTH × HEIGHT box."""

    name: str
    href: str
    text: str
    mark: Mark
    actual: str
    required: str
    end: tuple[str, str] | None
    line: str  # where the mark of the whole scale lies: its target, or nothing
    words: str
    width: int = WIDTH
    height: int = HEIGHT


def multiples(
    courses: Sequence[Course], first: date, last: date, line: Decimal | None, words: str
) -> list[Multiple]:
    """Draw every course from `first` to `last` on one scale that holds 0 and every value; `line` is drawn across each."""
    values = [dot.value for each in courses for dot in each.dots if dot.value is not None]
    values += [dot.value for each in courses for dot in each.required if dot.value is not None]
    if line is not None:
        values.append(line)
    floor, ceiling = min([*values, Decimal(0)]), max([*values, Decimal(0)])
    scale = Scale(first, last, floor, ceiling, WIDTH, HEIGHT, MARGIN)

    def drawn(each: Course) -> Multiple:
        return Multiple(
            each.name,
            each.href,
            each.text,
            each.mark,
            scale.line(each.dots),
            scale.line(each.required),
            scale.end(each.dots),
            f"M{MARGIN} {scale.down(line)}H{WIDTH - MARGIN}" if line is not None else "",
            words,
        )

    return [drawn(each) for each in courses]
