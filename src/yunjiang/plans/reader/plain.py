"""Text made comparable: widths, spaces, dashes and wrapped lines evened out, every character knowing where it stood.

Rules read the plain text; spans are told in the original. Both are Python strings, offsets count characters.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .piped import with_tabs
from .scripts import in_simplified, simplified
from .structure import TITLE
from .units import UNIT

_DASHES = str.maketrans(dict.fromkeys("-‐‑‒–—―−－～~〜", "—"))
_CLOSED = "。！？；：!?;…）)"
# What begins a line of its own and is never the rest of the line before.
_BEGINS = re.compile(
    r"第[一二三四五六七八九十百零〇\d]+[章节条篇部]|[一二三四五六七八九十]+、|"
    r"[(（][一二三四五六七八九十\d]+[)）]|\d+[.．、](?!\d)|"
    r"附件|附表|专栏|表\d|图\d|[一二三四五六七八九十]是|——|—|●|■|◆|·"
)
_CHINESE_YEAR = re.compile(
    r"([一二][〇零九][〇零一二三四五六七八九]{2})(?=年)"
)  # 二〇二六年: as many digits as characters
_CELLS_NOT = re.compile(r"[。；！？，]")
_NUMBER = re.compile(
    r"(?:[≥≤>＞<＜〉〈约]|不少于|不低于|"
    r"不超过)?-?\d[\d,]*(?:\.\d+)?%?(?:[—~～-]+\d+(?:\.\d+)?)?(?:左右|以上|以下|以内)?|[—-]+|"
    r"[\[〔]\d+(?:\.\d+)?[\]〕]"
)
_NATURES = ("约束性", "预期性", "指导性")
_UNIT = re.compile(rf"[（(]?(?:万亿|百万|亿|万|千)?(?:{UNIT}|%|‰|人口|元|千瓦时)[）)]?")
_HEADS = re.compile(r"指标|单位|属性|性质|名称|序号|类别|项目|领域|目标|任务|年")
_HEAD_CELL = re.compile(r"指标|单位|属性|性质|名称|序号|类别|20\d\d|目标|基期|现状|年均|累计|增")
_RECORDS = 3  # rows of a table that make one of lines
_TITLE_ZONE = 3  # paragraphs in which a line that reads like a title is one
_LEAST = 18  # a line shorter than this was not wrapped
_HEADING = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]+[章节篇部]|[一二三四五六七八九十]+、|"
    r"[(（][一二三四五六七八九十]+[)）]|\d+[.．、](?!\d)|附件|专栏)[^。；，！？]{0,45}$"
)
# What ends a line that stands alone although no stop does: titles, numbers of documents, who is addressed.
_ALONE = re.compile(r"(?:通知|意见|方案|规划|纲要|计划|要点|办法|文件|号|决定|公告|附件|目录|解读)$")


@dataclass(frozen=True)
class Plain:
    """`text` and, for each of its characters, the offset in the original; `origin` has one more, the original's end."""

    text: str
    origin: tuple[int, ...]
    raw: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original of a stretch of the plain text, without blanks at its ends."""
        if start >= end:
            at = self.origin[start]
            return at, at
        first, last = self.origin[start], self.origin[end - 1] + 1
        while first < last and self.raw[first].isspace():
            first += 1
        return first, last

    def as_written(self, told: str, start: int, end: int) -> str:
        """Return words with the characters that the original has for them, in a stretch before elsewhere (traditional ones)."""
        if self._differing.isdisjoint(told):
            return told
        near = {
            each: self.raw[self.origin[place]]
            for place, each in enumerate(self.text[start:end], start)
            if "\u4e00" <= each <= "\u9fff"
        }
        return "".join(near.get(each) or self._characters.get(each, each) for each in told)

    @cached_property
    def _differing(self) -> frozenset[str]:
        """The characters of the text that somewhere stand for another one of the original."""
        return frozenset(
            each for each, place in zip(self.text, self.origin, strict=False) if self.raw[place] != each
        )

    @cached_property
    def _characters(self) -> dict[str, str]:
        return {
            each: self.raw[self.origin[place]]
            for place, each in enumerate(self.text)
            if "\u4e00" <= each <= "\u9fff"
        }

    def words(self, start: int, end: int) -> str:
        """Return the original words of a stretch of the plain text, wrapped lines joined."""
        first, last = self.span(start, end)
        return re.sub(r"\s*\n\s*", "", self.raw[first:last])


def plain(raw: str) -> Plain:
    """Return a text made comparable: wrapped lines joined, widths folded, blanks beside Chinese left out, simplified."""
    text: list[str] = []
    origin: list[int] = []
    written, raw = raw, with_tabs(raw)
    stood = _stood_apart(raw)
    for start, end in _paragraphs(raw, stood):
        if text:
            text.append("\n")
            origin.append(start)
        begun = len(text)
        is_record = start in stood
        is_row = not is_record and _is_row(raw[start:end])
        for place in range(start, end):
            character = raw[place]
            if is_row and character in " \u3000" and text[-1:] not in (["\t"], ["\n"]):
                character = "\t"  # a row of a table that lost its cells
            if character in "\n\r":
                character = "\t" if is_record and character == "\n" else ""
            elif character.isspace() and character != "\t":
                character = " "
            if character == "," and not (
                raw[place - 1 : place].isdigit() and raw[place + 1 : place + 2].isdigit()
            ):
                character = "，"
            if character == ":" and place and "\u4e00" <= raw[place - 1] <= "\u9fff":
                character = "："
            for each in _folded(character):
                text.append(each)
                origin.append(place)
        _without_blanks(text, origin, begun)
    return Plain(_CHINESE_YEAR.sub(_in_digits, "".join(text)), (*origin, len(raw)), written)


def _in_digits(match: re.Match[str]) -> str:
    return "".join(str("〇一二三四五六七八九".find(each) if each != "零" else 0) for each in match[1])


def _stood_apart(raw: str) -> dict[int, int]:
    """Return where the rows of tables are of which every cell stands on a line of its own: start to end."""
    lines = [
        (match.start(), match.end(), match.group().strip()) for match in re.finditer(r"[^\n]*\S[^\n]*", raw)
    ]
    found: dict[int, int] = {}
    number = 0
    while number < len(lines):
        start, _end, name = lines[number]
        following = number + 1
        values = 0
        while (
            following < len(lines) and _is_cell(lines[following][2]) and lines[following][2] not in _NATURES
        ):
            values += bool(_NUMBER.fullmatch(lines[following][2].replace("％", "%")))
            following += 1
        has_nature = following < len(lines) and lines[following][2] in _NATURES
        following += has_nature
        if (
            values
            and len(name) <= 40
            and not _CELLS_NOT.search(name)
            and not _is_cell(name)
            and (has_nature or following - number >= 4)
        ):
            found[start] = lines[following - 1][1]
            number = following
        else:
            number += 1
    if len(found) < _RECORDS:
        return {}
    return _head_of(lines, found) | found


def _head_of(lines: list[tuple[int, int, str]], records: dict[int, int]) -> dict[int, int]:
    """Return where the head of such a table stands, its cells on lines of their own too: as many as the first row has."""
    first = next(number for number, line in enumerate(lines) if line[0] in records)
    size = sum(lines[first][0] <= start < records[lines[first][0]] for start, _end, _told in lines)
    heads = lines[max(first - size, 0) : first]
    if len(heads) < size or not all(len(told) <= 14 and _HEAD_CELL.search(told) for *_at, told in heads):
        return {}
    return {heads[0][0]: heads[-1][1]}


def _is_cell(line: str) -> bool:
    return bool(_NUMBER.fullmatch(line.replace("％", "%"))) or bool(_UNIT.fullmatch(line)) or line in _NATURES


def _is_row(line: str) -> bool:
    """Say whether a line is a row of a table whose cells are apart only by blanks, as text taken from a PDF has them."""
    if "\t" in line or _CELLS_NOT.search(line):
        return False
    cells = line.replace("\n", "").split()
    if not 3 <= len(cells) <= 14:
        return False
    numbers = sum(bool(_NUMBER.fullmatch(each)) for each in cells)
    if not numbers:
        heads = sum(bool(_HEADS.search(each)) for each in cells)
        return heads >= 3 and all(len(each) <= 12 for each in cells)
    return cells[-1] in _NATURES or any(_UNIT.fullmatch(each) for each in cells) or numbers >= 3


@lru_cache(4096)
def _folded(character: str) -> str:
    if not character:
        return ""
    if "！" <= character <= "～" and character not in "，；：！？（）":
        character = chr(ord(character) - 0xFEE0)
    elif character in "㎡㎞㎏℃‰％":
        return {"％": "%"}.get(character, character)
    elif unicodedata.category(character) == "Cf":
        return ""
    character = {"(": "（", ")": "）", ",": ",", ";": "；", "［": "〔", "﹝": "〔", "﹞": "〕"}.get(
        character, character
    )
    if "\u4e00" <= character <= "\u9fff":
        return simplified(character)
    return character.translate(_DASHES)


def _without_blanks(text: list[str], origin: list[int], begun: int) -> None:
    """Take the blanks out of a paragraph that stand beside a Chinese character; one between Latin words stays."""
    kept: list[int] = []
    for place in range(begun, len(text)):
        if text[place] == " ":
            before = text[place - 1] if place > begun else " "
            after = next((each for each in text[place + 1 : place + 40] if each != " "), " ")
            if not (_is_latin(before) and _is_latin(after)):
                continue
            if kept and text[kept[-1]] == " ":
                continue
        kept.append(place)
    text[begun:] = [text[place] for place in kept]
    origin[begun:] = [origin[place] for place in kept]


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _paragraphs(raw: str, stood: dict[int, int]) -> list[tuple[int, int]]:
    """Return where the paragraphs are, lines that were wrapped, also across a page and within a cell, joined."""
    found: list[tuple[int, int]] = []
    open_end = in_table = False
    waiting: int | None = None  # where a cell began that the next line goes on with
    for match in re.finditer(r"[^\n]+", raw):
        line = match.group().strip()
        if not line:
            continue
        start, end = match.start(), match.end()
        if found and start < found[-1][1]:
            continue
        if start in stood:
            if waiting is not None:
                found.append((waiting, start - 1))
                waiting = None
            found.append((start, stood[start]))
            open_end = in_table = False
            continue
        if waiting is not None:
            if _is_row(raw[waiting:end]):
                found.append((waiting, end))
                waiting, open_end = None, False
                continue
            found.append((waiting, start - 1))
            waiting = None
        is_row = _is_row(line) or "\t" in line
        if (
            in_table
            and not is_row
            and len(line) <= 30
            and not _CELLS_NOT.search(line)
            and not _BEGINS.match(line)
        ):
            waiting = start
            continue
        if open_end and found and not is_row and not _BEGINS.match(line):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        in_table = is_row and "\t" not in line
        is_title = len(found) <= _TITLE_ZONE and TITLE.search(in_simplified(line)) is not None
        is_closed = line[-1] in _CLOSED or bool(_HEADING.match(line) or _ALONE.search(line))
        open_end = len(line) >= _LEAST and not (is_row or is_title or is_closed)
    if waiting is not None:
        found.append((waiting, len(raw.rstrip())))
    return found
