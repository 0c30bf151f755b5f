"""The skeleton of a document: title, headings with their levels, paragraphs under them, and what each part is about."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from .roles import Role, role_of
from .units import UNIT

_CN = "一二三四五六七八九十百"
# A mark, how deep what it heads stands, and what it looks like; marks of one depth stand beside each other.
_MARKS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("part", 2, re.compile(rf"第[{_CN}\d]+[篇部](?:分)?[ 　]*")),
    ("chapter", 3, re.compile(rf"第[{_CN}\d]+章[ 　]*")),
    ("section", 4, re.compile(rf"第[{_CN}\d]+节[ 　]*")),
    ("article", 5, re.compile(rf"第[{_CN}\d]+条[ 　]*")),
    ("grand", 5, re.compile(r"[壹贰叁参肆伍陆柒捌玖拾]+、")),
    ("one", 6, re.compile(rf"[{_CN}]+、")),
    ("two", 7, re.compile(rf"[（(][{_CN}]+[）)]")),
    ("named", 7, re.compile(rf"(?:任务|行动|工程|举措|专项)[{_CN}\d]+[：:]")),
    ("nth", 8, re.compile(rf"第[{_CN}]+[，、](?!产业)")),
    ("three", 8, re.compile(r"\d{1,2}[.．、](?:(?!\d)|(?=20\d\d年))[ 　]*")),
    (
        "decimal",
        8,
        re.compile(
            rf"\d[.．]\d{{1,2}}[ 　]*(?![万亿元个倍米亩吨岁户家名人台套公]|(?:{UNIT}))(?=[\u4e00-\u9fff]{{4,16}}$)"
        ),
    ),
    ("zero", 9, re.compile(r"0\d[ .、]?(?=[\u4e00-\u9fff“])")),
    ("four", 9, re.compile(r"[（(]\d+[）)]")),
    ("dash", 10, re.compile(r"——(?=[^，。；：\d]{3,16}[。：])")),
    ("lead", 10, re.compile(rf"(?![{_CN}]是|第)(?=[\u4e00-\u9fff“”]{{4,14}}。.{{12}})")),
)
_ENUMERATED = re.compile(rf"(?<![{_CN}])([{_CN}])(?:是(?=[^否])|要(?=[^求务素件点闻]))")
_BOX = re.compile(r"(?:专栏|附表|表)[ 　]*[\d一二三四五六七八九十—]*[ 　:：]*")
_ATTACHMENT = re.compile(r"附件[ 　]*\d*(?:[ 　:：]|$)")
_NOTE = re.compile(r"(?:注|附注|备注|说明|指标解释|名词解释)[：:]")
_ENDS = re.compile(r"[。；！？]")


TITLE = re.compile(
    r"(?:规划|计划|方案|意见|通知|纲要|办法|行动|措施|要点|清单|安排|任务|分工|预案|工程|"
    r"报告|决定|公报|建议|规定|条例|细则|批复|倡议|目标|纲领|任务书|摘编|分解表|分工表)》?"
    r"(?:[（(].*[）)])?$"
)

_GOALS_FOLLOW = re.compile(r"(?:以下|如下|下列)[^，。；\n]*目标[。：]$|目标(?:是|为|如下|包括)?：$")
_LEAD = 40  # characters before the first part that say so

# What a heading says of all below it, whatever the headings below say of themselves.
_LASTING = (Role.BACKGROUND, Role.PRINCIPLE, Role.SAFEGUARD)


@dataclass
class Part:
    """A heading with what is under it. `start` to `end` is all of it in the plain text; `body` where its own words begin."""

    level: int
    mark: str
    title: str
    start: int
    body: int
    end: int
    role: Role
    words: int = 0  # where its title begins, behind its mark
    tail: int = 0  # how many characters of its line follow its title
    is_line: bool = False  # its title has the line to itself, and no stop
    parent: "Part | None" = None
    parts: "list[Part]" = field(default_factory=list)

    @property
    def path(self) -> "list[Part]":
        """Return the parts around this one, outermost first, itself last."""
        return [*(self.parent.path if self.parent else []), self]


@dataclass(frozen=True)
class Skeleton:
    title: str
    whole: Part
    parts: list[Part]  # in the order of the text

    def at(self, place: int) -> Part:
        """Return the innermost part around a place: the last begun before it, or of its ancestors the first that reaches it."""
        number = bisect_right(self._starts, place)
        found = self.parts[number - 1] if number else self.whole
        while found.parent is not None and place >= found.end:
            found = found.parent
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [each.start for each in self.parts]


def skeleton(text: str) -> Skeleton:
    """Return the parts of a plain text."""
    title = _title(text)
    whole = Part(0, "whole", title, 0, 0, len(text), Role.OTHER)
    stack, parts = [whole], []
    for start, end in _lines(text):
        for part in _headings(text, start, end):
            box = next((each for each in stack if each.mark == "box"), None)
            if box and part.mark == "three" and (box.parts or text.startswith("1", part.start)):
                part.level = box.level + 1  # what is numbered anew in a box is of the box
            while stack[-1].level >= part.level:
                stack.pop().end = part.start
            part.parent = stack[-1]
            if part.role == Role.OTHER or _is_overruled(part, part.parent):
                part.role = part.parent.role
            elif part.role == Role.BACKGROUND and _is_led_to_goals(text, part, part.parent):
                part.role = Role.GOAL
            part.parent.parts.append(part)
            stack.append(part)
            parts.append(part)
    for part in stack:
        part.end = len(text)
    return Skeleton(title, whole, parts)


def _is_overruled(part: Part, parent: Part) -> bool:
    """Say whether what stands around a part says of it more than its own heading does."""
    if (
        parent.role == Role.PRINCIPLE
    ):  # 指导思想和发展目标: what has been reached may stand below, and the goals
        return part.role not in (Role.BACKGROUND, Role.GOAL)
    return parent.role in _LASTING or (_is_deep(part) and part.role in _LASTING)


def _is_led_to_goals(text: str, part: Part, parent: Part) -> bool:
    """Say whether what stands before the first of some parts says that they are goals, though a heading sounds of what has been:
    努力实现以下三个方面目标：（一）转型取得重大进展."""
    first = parent.parts[0].start if parent.parts else part.start
    return _GOALS_FOLLOW.search(text[max(first - _LEAD, 0) : first].rstrip()) is not None


def _is_deep(part: Part) -> bool:
    """Say whether a part stands within something to be done, where 保障 or 原则 in its heading is the thing done."""
    return part.mark == "point" or any(each.role == Role.TASK for each in part.path[:-1])


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _headings(text: str, start: int, end: int) -> list[Part]:
    """Return the heading that a line begins with, if it does, and the enumerated points inside the line."""
    line = text[start:end]
    found = []
    if _ATTACHMENT.match(line) and len(line) < 60:
        found.append(Part(1, "attachment", line.strip(), start, end, end, Role.OTHER))
    elif _NOTE.match(line):
        # 说明： alone on its line heads what follows; a note that says it at once is no more than its line.
        found.append(
            Part(
                5 if line.endswith(("：", ":")) else 12, "note", line[:4], start, start, end, Role.BACKGROUND
            )
        )
    elif _BOX.match(line) and len(line) < 60:
        found.append(Part(8, "box", line.strip(), start, end, end, Role.BOX))
    elif "\t" not in line:  # a numbered row of a table is no heading
        for mark, level, pattern in _MARKS:
            match = pattern.match(line)
            if match:
                title_end = _title_end(line, match.end())
                title = line[match.end() : title_end].strip("　 。：:")
                if mark in ("article", "four") and title_end == len(line) and len(title) > 40:
                    title = title[:40]
                found.append(
                    Part(
                        level,
                        mark,
                        title,
                        start,
                        start + title_end,
                        end,
                        role_of(title),
                        start + match.end(),
                        len(line) - title_end,
                        title_end == len(line) and not line.endswith(("。", "；", "？")),
                    )
                )
                break
    for match in _ENUMERATED.finditer(line):
        if match.start() and line[match.start() - 1] not in "。；：，、 ？":
            continue
        following = _ENUMERATED.search(line, match.end())
        title_end = min(_title_end(line, match.end()), following.start() if following else len(line))
        title = line[match.end() : title_end].strip("。；，：")
        found.append(
            Part(
                11,
                "point",
                title,
                start + match.start(),
                start + title_end,
                end,
                role_of(title),
                start + match.end(),
            )
        )
    return found


_SHORT = 16  # characters of a heading that a colon ends: 绿色运输：汰换公车240辆


def _title_end(line: str, begun: int) -> int:
    """Return where a heading's words end: at the first full stop or blank when text follows, or with the line."""
    match = _ENDS.search(line, begun)
    colon = line.find("：", begun)
    if 0 < colon - begun <= _SHORT and (match is None or colon < match.start()):
        return colon + 1
    if match and match.start() - begun <= 60:
        return match.start() + 1
    if 0 <= colon - begun <= 40:
        return colon + 1
    blank = line.find(" ", begun)
    return blank if 0 < blank - begun <= 40 and len(line) - blank > 30 else len(line)


def _title(text: str) -> str:
    """Return the document's title: what it says it is about, or its first line that reads like one."""
    lines = [line.strip() for line in text.split("\n")[:40] if line.strip()]
    for line in lines:
        if (
            TITLE.search(line)
            and len(line) <= 80
            and not any(mark.match(line) for _name, _level, mark in _MARKS)
        ):
            return line
    return next((line[:80] for line in lines if not _ATTACHMENT.match(line)), "")
