"""Text made comparable: widths, spaces, dashes and wrapped lines evened out, every character knowing where it stood.

Rules read the plain text; spans are told in the original. Both are Python strings, offsets count characters.
"""

import re
import unicodedata
from dataclasses import dataclass

from .scripts import simplified

_DASHES = str.maketrans(dict.fromkeys("-‐‑‒–—―−－～~〜", "—"))
_CLOSED = "。！？；：!?;…）)"
# What begins a line of its own and is never the rest of the line before.
_BEGINS = re.compile(
    r"第[一二三四五六七八九十百零〇\d]+[章节条篇部]|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d+[.．、](?!\d)|"
    r"附件|附表|专栏|表\d|图\d|[一二三四五六七八九十]是|——|—|●|■|◆|·"
)
_CELLS_NOT = re.compile(r"[。；！？，]")
_NUMBER = re.compile(r"[≥≤>＞<＜〉〈约]?-?\d[\d,]*(?:\.\d+)?%?(?:左右|以上|以下|以内)?|[—-]+|\[\d+(?:\.\d+)?\]")
_NATURES = ("约束性", "预期性", "指导性")
_UNITS = frozenset("% 万人 亿元 万亩 万吨 人 个 家 万元 元 万户 公里 岁 年 ‰ 件 项 张 所 名 人次 万人次 亿千瓦时 万千瓦 平方米 （%） (%)".split())
_LEAST = 18  # a line shorter than this was not wrapped
_HEADING = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]+[章节篇部]|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d+[.．、](?!\d)|附件|专栏)[^。；，！？]{0,45}$"
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

    def words(self, start: int, end: int) -> str:
        """Return the original words of a stretch of the plain text, wrapped lines joined."""
        first, last = self.span(start, end)
        return re.sub(r"\s*\n\s*", "", self.raw[first:last])


def plain(raw: str) -> Plain:
    """Return a text with wrapped lines joined, widths folded, blanks between Chinese and digits left out, simplified characters."""
    text: list[str] = []
    origin: list[int] = []
    for start, end in _paragraphs(raw):
        if text:
            text.append("\n")
            origin.append(start)
        begun = len(text)
        is_row = _is_row(raw[start:end])
        for place in range(start, end):
            character = raw[place]
            if is_row and character in " \u3000" and text[-1:] not in (["\t"], ["\n"]):
                character = "\t"  # a row of a table that lost its cells
            if character == "\n" or character == "\r":
                character = ""
            elif character.isspace() and character != "\t":
                character = " "
            for each in _folded(character):
                text.append(each)
                origin.append(place)
        _without_blanks(text, origin, begun)
    return Plain("".join(text), (*origin, len(raw)), raw)


def _is_row(line: str) -> bool:
    """Say whether a line is a row of a table whose cells are apart only by blanks, as text taken from a PDF has them."""
    if "\t" in line or "\n" in line or _CELLS_NOT.search(line):
        return False
    cells = line.split()
    numbers = sum(bool(_NUMBER.fullmatch(each)) for each in cells)
    return 3 <= len(cells) <= 14 and numbers >= 1 and (cells[-1] in _NATURES or any(each in _UNITS for each in cells) or numbers >= 3)


def _folded(character: str) -> str:
    if not character:
        return ""
    if "！" <= character <= "～" and character not in "，；：！？（）":
        character = chr(ord(character) - 0xFEE0)
    elif character in "㎡㎞㎏℃‰％":
        return {"％": "%"}.get(character, character)
    elif unicodedata.category(character) == "Cf":
        return ""
    character = {"(": "（", ")": "）", ",": ",", ";": "；", "［": "〔", "﹝": "〔", "﹞": "〕"}.get(character, character)
    if "\u4e00" <= character <= "\u9fff":
        return simplified(character)
    return character.translate(_DASHES)


def _without_blanks(text: list[str], origin: list[int], begun: int) -> None:
    """Take the blanks out of a paragraph that stand beside a Chinese character; one between Latin words stays."""
    kept = []
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


def _paragraphs(raw: str) -> list[tuple[int, int]]:
    """Return where the paragraphs are, lines that were wrapped, also across a page, joined."""
    found: list[tuple[int, int]] = []
    open_end = False
    for match in re.finditer(r"[^\n]+", raw):
        line = match.group().strip()
        if not line:
            continue
        start, end = match.start(), match.end()
        if open_end and found and not _BEGINS.match(line) and "\t" not in line:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        is_whole = line[-1] in _CLOSED or "\t" in line or _HEADING.match(line) or _ALONE.search(line)
        open_end = len(line) >= _LEAST and not is_whole
    return found
