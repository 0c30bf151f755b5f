"""The marks of headings that Word counts by itself and that are in no text: 一、（一）1."""

from typing import Any

from yunjiang.standards.numbers import in_characters

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "ideographTraditional",
    "japaneseCounting",
    "taiwaneseCounting",
)


class Counter:
    """Counts the numbered paragraphs of one document, in their order."""

    def __init__(self, document: Any) -> None:
        self._levels = _levels(document)
        self._at: dict[tuple[str, int], int] = {}

    def mark(self, paragraph: Any) -> str:
        """Return the mark in front of a paragraph, or nothing where Word draws none."""
        number = _numbered(paragraph)
        if number is None:
            return ""
        kind, level = number
        formats = self._levels.get(kind, {})
        if level not in formats:
            return ""
        for each in [key for key in self._at if key[0] == kind and key[1] > level]:
            del self._at[each]
        self._at[kind, level] = self._at.get((kind, level), formats[level][2] - 1) + 1
        told = formats[level][1]
        for deeper in range(level + 1):
            shape = formats.get(deeper, ("decimal", "", 1))[0]
            count = self._at.get((kind, deeper), formats.get(deeper, ("", "", 1))[2])
            told = told.replace(f"%{deeper + 1}", in_characters(count) if shape in _CHINESE else str(count))
        return told if any(letter.isalnum() for letter in told) else ""


def _numbered(paragraph: Any) -> tuple[str, int] | None:
    """Return the list and the level of a paragraph, its style's where it says none itself."""
    properties = paragraph._p.pPr
    found = properties.numPr if properties is not None else None
    style = paragraph.style
    while found is None and style is not None:
        properties = style.element.pPr
        found = properties.numPr if properties is not None else None
        style = style.base_style
    if found is None or found.numId is None or found.numId.val == 0:
        return None
    return str(found.numId.val), int(found.ilvl.val) if found.ilvl is not None else 0


def _levels(document: Any) -> dict[str, dict[int, tuple[str, str, int]]]:
    """Return by list and level: how it counts, what the mark looks like (%1、), from which number."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    shapes: dict[str, dict[int, tuple[str, str, int]]] = {}
    for abstract in root.findall(f"{_W}abstractNum"):
        levels = {}
        for level in abstract.findall(f"{_W}lvl"):
            told = {
                each: level.find(f"{_W}{each}").get(f"{_W}val")
                if level.find(f"{_W}{each}") is not None
                else ""
                for each in ("numFmt", "lvlText", "start")
            }
            levels[int(level.get(f"{_W}ilvl"))] = (told["numFmt"], told["lvlText"], int(told["start"] or 1))
        shapes[abstract.get(f"{_W}abstractNumId")] = levels
    return {
        each.get(f"{_W}numId"): shapes.get(each.find(f"{_W}abstractNumId").get(f"{_W}val"), {})
        for each in root.findall(f"{_W}num")
    }
