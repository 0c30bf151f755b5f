"""The text of a PDF, page by page, without the numbers and running lines at the edges of its pages."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from . import layout
from .refusals import Damaged, Encrypted, Scanned

_FEW = 20  # characters a page: a scanned page with a stamp or a page number on it has fewer


def text(content: bytes, name: str) -> str:
    """Return the text of a PDF. Raises Encrypted, Scanned, Damaged."""
    import pypdfium2  # a library of its own, for PDF only

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise (Encrypted if "password" in str(error).lower() else Damaged)(name) from error
    try:
        pages = [_of_page(document[number]) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise Damaged(name) from error
    finally:
        document.close()
    if not pages:
        raise Damaged(name)
    if sum(len(each.strip()) for each in pages) < _FEW * len(pages):
        raise Scanned(name, len(pages))
    return "\n".join(_without_margins(pages))


def _of_page(page: Any) -> str:
    try:
        return layout.text_of(page)
    finally:
        page.close()


def _without_margins(pages: list[str]) -> Iterator[str]:
    """Yield the pages without the number, and the line that nearly every page has, at their upper and lower edge."""
    split = [[line.strip() for line in page.split("\n") if line.strip()] for page in pages]
    edges = Counter(line for lines in split for line in {*lines[:1], *lines[-1:]})
    running = {
        line
        for line, count in edges.items()
        if count > len(pages) // 2 and (len(pages) > 3 or count == len(pages) > 1)
    }
    for lines in split:
        for edge in (0, -1):
            while lines and (lines[edge] in running or _is_page_number(lines[edge])):
                lines.pop(edge)
        yield "\n".join(lines)


def _is_page_number(line: str) -> bool:
    bare = line.strip(" -—–·第页共/")
    return bare.isascii() and bare.replace("/", "").isdigit() and len(bare) <= 4
