"""Rows of tables whose cells are parted by bars, as web pages and Markdown have them: | A | B |, ｜."""

import re

_BARS = "|｜"
_BETWEEN_HEAD_AND_ROWS = re.compile(r"(?=[^-]*-)[|｜:：\-—\s]+")
# A word of a head with a bar behind it, alone on its line, above a row that ends in a bar.
_ALONE = re.compile(
    r"^([ \u3000]*(?:主\s*要\s*)?(?:指\s*标|[^\n|｜]{0,12}?目\s*标\s*值?|[^\n|｜]{0,8}?规\s*划\s*值)\s*[|｜][ \u3000]*)\s*\n"
    r"(?=[^\n|｜]+[|｜][^\n|｜]+[|｜])",
    re.MULTILINE,
)


def with_tabs(raw: str) -> str:
    """Return a text with tabs for the bars between the cells of its tables, every character in its place."""
    if not any(bar in raw for bar in _BARS):
        return raw
    lines = _joined(raw).split("\n")
    run: list[int] = []
    for number, line in enumerate([*lines, "end"]):
        if any(bar in line for bar in _BARS):
            run.append(number)
        elif line.strip():
            _part(lines, run)
            run = []
    return "\n".join(lines)


def _joined(raw: str) -> str:
    """Return a text in which what stands alone before a bar begins the row on the next line: 2026年目标值 | above 80% | 90% |."""
    return _ALONE.sub(lambda match: match[1] + " " * (len(match[0]) - len(match[1])), raw)


def _part(lines: list[str], run: list[int]) -> None:
    """Put tabs into the lines of one table; where its head has one, the bar at an edge parts none."""
    if len(run) < 2 and not (run and _bars(lines[run[0]]) >= 2):
        return
    head = lines[run[0]].strip()
    has_left, has_right = head[0] in _BARS, head[-1] in _BARS
    for number in run:
        line = lines[number]
        if _BETWEEN_HEAD_AND_ROWS.fullmatch(line):
            lines[number] = " " * len(line)
            continue
        if has_left:
            line = re.sub(r"^(\s*)[|｜]", r"\1 ", line)
        if has_right:
            line = re.sub(r"[|｜](\s*)$", r" \1", line)
        lines[number] = line.replace("|", "\t").replace("｜", "\t")


def _bars(line: str) -> int:
    return sum(line.count(bar) for bar in _BARS)
