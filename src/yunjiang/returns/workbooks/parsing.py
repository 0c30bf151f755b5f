"""Parsing parts of a package piece by piece, within limits; and the texts that cells refer to by number."""

import re
from xml.parsers import expat

from .package import Package, refused_xml
from .problems import WorkbookRefused

DEEPEST = 64  # elements within elements; a sheet has eight
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Parsing:
    """A part parsed piece by piece, by expat: five times as fast as lxml's events, and nothing is held but what is kept."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._depth = 0
        self._phonetic = 0
        self._gathering: list[str] | None = None

    def parse(self, xml: bytes) -> None:
        """Parse the XML. Raises WorkbookRefused."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._started
        parser.EndElementHandler = self._ended
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise refused_xml(error, self._part) from error

    def _start(self, name: str, given: dict[str, str]) -> None:
        raise NotImplementedError

    def _end(self, name: str) -> None:
        raise NotImplementedError

    def _started(self, tag: str, given: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise WorkbookRefused("xml_too_deep", part=self._part)
        name = tag.rpartition(":")[2]
        if name == "rPh":  # how a text is read aloud
            self._phonetic += 1
        else:
            self._start(name, given)

    def _ended(self, tag: str) -> None:
        self._depth -= 1
        name = tag.rpartition(":")[2]
        if name == "rPh":
            self._phonetic -= 1
        else:
            self._end(name)

    def _refuse_doctype(self, *_declared: object) -> None:
        raise WorkbookRefused("xml_entities", part=self._part)

    def _characters(self, text: str) -> None:
        if self._gathering is not None:
            self._gathering.append(text)

    def _gathered(self) -> str:
        text = "".join(self._gathering or ())
        self._gathering = None
        return text


class _SharedTexts(Parsing):
    """Gathers the texts that cells refer to by number."""

    def __init__(self, part: str, at_most: int) -> None:
        super().__init__(part)
        self._at_most = at_most
        self.texts: list[str] = []
        self._pieces: list[str] = []

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "si":
            self._pieces = []
            if len(self.texts) >= self._at_most:
                raise WorkbookRefused("cells_too_many", limit=self._at_most)
        elif name == "t":
            self._gathering = []

    def _end(self, name: str) -> None:
        if name == "t":
            text = self._gathered()
            if not self._phonetic:
                self._pieces.append(text)
        elif name == "si":
            self.texts.append(unescaped("".join(self._pieces)))


def unescaped(text: str) -> str:
    """Return a text with what its file spells as _x000A_ in its place."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def shared_texts(package: Package, relations: dict[str, tuple[str, str]], at_most: int) -> list[str]:
    """Return the texts that the cells of a workbook share, by their numbers. Raises WorkbookRefused beyond so many."""
    part = next((part for kind, part in relations.values() if kind == "sharedStrings"), None)
    if part is None or part not in package.parts:
        return []
    gathering = _SharedTexts(part, at_most)
    gathering.parse(package.parts[part])
    return gathering.texts
