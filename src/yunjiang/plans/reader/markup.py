"""The text of a web page: what offices save as .doc is often one. Paragraphs as lines, rows of tables with tabs."""

from html.parser import HTMLParser

_UNSEEN = frozenset(("script", "style", "head", "title", "noscript"))
_LINES = frozenset(
    ("p", "div", "br", "tr", "table", "li", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article")
)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.told: list[str] = []
        self.unseen = 0
        self.in_cell = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag in ("td", "th"):
            if self.told and not self.told[-1].endswith(("\n", "\t")):
                self.told.append("\t")
            self.in_cell = True
        elif tag in _LINES and not self.in_cell:
            self.told.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(self.unseen - 1, 0)
        elif tag in ("td", "th"):
            self.told.append("\t")
            self.in_cell = False
        elif tag in _LINES and not self.in_cell:
            self.told.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.told.append(" ".join(data.split()) if data.strip() else "")


def text_of(markup: str) -> str:
    """Return the text of a web page."""
    parser = _Text()
    parser.feed(markup)
    parser.close()
    lines = (line.strip(" \t") for line in "".join(parser.told).split("\n"))
    return "\n".join(line for line in lines if line)
