"""Text made comparable: widths, spaces, dashes and wrapped lines evened out, every character knowing where it stood.

Rules read the plain text; spans are told in the original. Both are Python strings, offsets count characters.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .loose_cells import STOPS, is_row, is_within_word, parts_cells, standing_apart
from .piped import with_tabs
from .scripts import in_simplified, simplified
from .structure import TITLE

_DASHES = str.maketrans(dict.fromkeys("-‐‑‒–—―−－～~〜", "—"))
_MARKS = str.maketrans("「」『』", "“”‘’")
# What only lays a text out: ## and ** of Markdown; — 3 —, 第3页 共9页, the foot of a page amid what stands on both.
_LAID_OUT = re.compile(
    r"^#{1,6}(?= )|\*\*|^[ \u3000]*(?:[—–-]{1,2}[ \u3000]*\d{1,3}[ \u3000]*[—–-]{1,2}|"
    r"第[ \u3000]*\d{1,3}[ \u3000]*页[，/ \u3000]*(?:共[ \u3000]*\d{1,3}[ \u3000]*页)?)[ \u3000\r]*$",
    re.MULTILINE,
)
_PIECES = re.compile(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]")  # words in one piece, all else by itself
_CLOSED = "。！？；：!?;…）)"
# What begins a line of its own and is never the rest of the line before.
_BEGINS = re.compile(
    r"第[一二三四五六七八九十百零〇\d]+[章节条篇部]|[一二三四五六七八九十]+、|"
    r"[(（][一二三四五六七八九十\d]+[)）]|\d+[.．、](?!\d)|"
    r"附件|附表|专栏|表\d|图\d|[一二三四五六七八九十]是|——|—|●|■|◆|·|"
    r"[12二一]\S{3} ?年 ?\S{1,3} ?月 ?\S{1,3} ?日$"
)
_CHINESE_YEAR = re.compile(
    r"([一二][〇○零九][〇○零一二三四五六七八九]{2})(?=年)"
)  # 二〇二六年: as many digits as characters
_TITLE_ZONE = 3  # paragraphs in which a line that reads like a title is one
_LEAST = 18  # a line shorter than this was not wrapped,
_FULL = 0.7  # nor a heading that fills less than this of what nine of ten long lines keep within
_INDENTED = re.compile(r"[ \t]*[\u2002\u2003\u3000]{2}|\xa0{4}")  # as a paragraph begins
_GOES_ON = re.compile(r"(?:关于|[印转下]发|发布|公布)$")  # a title that is cut there, as one is in 《
_ABOUT = re.compile(r"关于[^。，；：]{0,24}$")  # and so is one that does not say yet what it is
_MARK = (
    r"(?:第[一二三四五六七八九十百零〇\d]+[章节篇部]|[一二三四五六七八九十]+、|"
    r"[(（][一二三四五六七八九十]+[)）]|\d+[.．、](?!\d)|附件|专栏)"
)
_HEADING = re.compile(rf"{_MARK}[^。；，！？]{{0,45}}$")
_LONG_HEADING = re.compile(rf"{_MARK}[^。；！？]{{0,50}}$")  # where nothing wraps
_LABELLED = re.compile(r"(?:责任|牵头|配合|主办|参与|协办)(?:单位|部门)[：:]")
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
        near = {each: self.text.rfind(each, start, end) for each in self._differing.intersection(told)}
        written = {
            each: self._characters[each] if place < 0 else self.raw[self.origin[place]]
            for each, place in near.items()
        }
        return "".join(written.get(each, each) for each in told)

    @cached_property
    def _differing(self) -> frozenset[str]:
        """The Chinese characters of the text that somewhere stand for another one of the original."""
        told = {each: simplified(each).translate(_MARKS) for each in set(self.raw)}
        return frozenset(other for each, other in told.items() if other != each)

    @cached_property
    def _characters(self) -> dict[str, str]:
        return {each: self.raw[self.origin[self.text.rfind(each)]] for each in self._differing}

    def words(self, start: int, end: int) -> str:
        """Return the original words of a stretch of the plain text, wrapped lines joined."""
        first, last = self.span(start, end)
        return re.sub(r"\s*\n\s*", "", self.raw[first:last])


def plain(raw: str) -> Plain:
    """Return a text made comparable: wrapped lines joined, widths folded, blanks beside Chinese left out, simplified."""
    text: list[str] = []
    origin: list[int] = []
    written, raw = raw, in_simplified(raw).translate(_MARKS)
    raw = with_tabs(_LAID_OUT.sub(_blanks, raw))
    stood = standing_apart(raw)
    for start, end in _paragraphs(raw, stood):
        if text:
            text.append("\n")
            origin.append(start)
        begun = len(text)
        is_record = start in stood
        is_in_blanks = not is_record and is_row(raw[start:end])
        for piece in _PIECES.finditer(raw, start, end):
            character, place = piece[0], piece.start()
            if _is_chinese(character[0]):
                text.extend(character)
                origin.extend(range(place, piece.end()))
                continue
            if is_in_blanks and character in " \u3000":  # a row of a table that lost its cells
                is_one = not text or text[-1] in "\t\n" or is_within_word(raw, place)
                character = "" if is_one else "\t"
            if character in "\n\r":
                is_end = character == "\n" and (is_record or (is_in_blanks and parts_cells(raw, place)))
                character = "\t" if is_end and text and text[-1] != "\t" else ""
            elif character.isspace() and character != "\t":
                character = "" if is_record and text[-1:] == ["\t"] else " "
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


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _in_digits(match: re.Match[str]) -> str:
    return "".join(str(max("〇一二三四五六七八九".find(each), 0)) for each in match[1])


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
    if " " not in text[begun:]:
        return
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


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _paragraphs(raw: str, stood: dict[int, int]) -> list[tuple[int, int]]:
    """Return where the paragraphs are, lines that were wrapped, also across a page and within a cell, joined."""
    found: list[tuple[int, int]] = []
    width = _width(raw)
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
            if is_row(raw[waiting:end]):
                found.append((waiting, end))
                waiting, open_end = None, False
                continue
            found.append((waiting, start - 1))
            waiting = None
        is_of_table = is_row(line) or "\t" in line
        if (
            in_table
            and not is_of_table
            and len(line) <= 30
            and not STOPS.search(line)
            and not _BEGINS.match(line)
        ):
            waiting = start
            continue
        is_begun = _BEGINS.match(line) or _INDENTED.match(raw, start)
        if open_end and found and not is_of_table and not is_begun:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        in_table = is_of_table and "\t" not in line
        is_title = len(found) <= _TITLE_ZONE and TITLE.search(in_simplified(line)) is not None
        is_short = len(line) < _FULL * width
        is_closed = (
            line[-1] in _CLOSED
            or bool(_HEADING.match(line) or _ALONE.search(line))
            or (is_short and bool(_LONG_HEADING.match(line) or _LABELLED.match(line) or TITLE.search(line)))
        )
        is_cut = (
            bool(_GOES_ON.search(line))
            or line.count("《") > line.count("》")
            or (len(found) <= _TITLE_ZONE and not is_title and bool(_ABOUT.search(line)))
        )
        open_end = is_cut or (len(line) >= _LEAST and not (is_of_table or is_title or is_closed))
    if waiting is not None:
        found.append((waiting, len(raw.rstrip())))
    return found


def _width(raw: str) -> int:
    """Return how long the lines of a text become: nine of ten of the long ones are no longer."""
    long = sorted(
        len(line) for line in map(str.strip, raw.split("\n")) if len(line) >= _LEAST and not is_row(line)
    )
    return long[len(long) * 9 // 10] if long else _LEAST
