"""Sections and their page numbers: portrait and landscape, odd right and even left, always at the portrait's foot.

A landscape page is a portrait page turned a quarter to the left: its left edge is the foot when the sheet is bound. So
its number stands rotated at the left edge, low on odd pages and high on even ones (clause 8).
"""

from dataclasses import dataclass
from enum import StrEnum

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from . import measurements as measure
from .boxes import box, horizontal_at, vertical_at
from .markup import paragraph, run
from .namespaces import DECLARATIONS, qualified


class Orientation(StrEnum):
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True)
class PageFurniture:
    """The relationship ids of the headers and footers that sections refer to."""

    odd_header: str
    even_header: str
    odd_footer: str
    even_footer: str
    turned_odd_header: str
    turned_even_header: str
    empty_footer: str


_PAGE = (
    run("— ")
    + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    + '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    + run(" —")
)


def furnish(document: Document, running_head: str) -> PageFurniture:
    """Add the headers and footers of every kind of page to the package."""
    head = paragraph("RunningHead", run(running_head))
    odd = paragraph("PageNumberOdd", _PAGE)
    even = paragraph("PageNumberEven", _PAGE)
    return PageFurniture(
        odd_header=_header(document, head),
        even_header=_header(document, head),
        odd_footer=_footer(document, odd),
        even_footer=_footer(document, even),
        turned_odd_header=_header(document, _turned(head, "PageNumberOdd", is_odd=True)),
        turned_even_header=_header(document, _turned(head, "PageNumberEven", is_odd=False)),
        empty_footer=_footer(document, paragraph("SectionEnd", "")),
    )


def section_markup(orientation: Orientation, furniture: PageFurniture) -> str:
    """Write the w:sectPr of a section."""
    if orientation is Orientation.PORTRAIT:
        references = (
            f'<w:headerReference w:type="default" r:id="{furniture.odd_header}"/>'
            f'<w:headerReference w:type="even" r:id="{furniture.even_header}"/>'
            f'<w:footerReference w:type="default" r:id="{furniture.odd_footer}"/>'
            f'<w:footerReference w:type="even" r:id="{furniture.even_footer}"/>'
        )
        size = f'<w:pgSz w:w="{measure.PAGE_WIDTH}" w:h="{measure.PAGE_HEIGHT}"/>'
        margins = (measure.MARGIN_TOP, measure.MARGIN_RIGHT, measure.MARGIN_BOTTOM, measure.MARGIN_LEFT)
    else:
        references = (
            f'<w:headerReference w:type="default" r:id="{furniture.turned_odd_header}"/>'
            f'<w:headerReference w:type="even" r:id="{furniture.turned_even_header}"/>'
            f'<w:footerReference w:type="default" r:id="{furniture.empty_footer}"/>'
            f'<w:footerReference w:type="even" r:id="{furniture.empty_footer}"/>'
        )
        size = f'<w:pgSz w:w="{measure.PAGE_HEIGHT}" w:h="{measure.PAGE_WIDTH}" w:orient="landscape"/>'
        margins = (measure.MARGIN_LEFT, measure.MARGIN_TOP, measure.MARGIN_RIGHT, measure.MARGIN_BOTTOM)
    top, right, bottom, left = margins
    # The dash stands in the middle of its line, 7 mm below the type area.
    footer = measure.MARGIN_BOTTOM - measure.PAGE_NUMBER_DROP - measure.PAGE_NUMBER_LINE // 2
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>{size}'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="{measure.millimetres(15)}" w:footer="{footer}" w:gutter="0"/>'
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{measure.GRID_LINE_PITCH}" '
        f'w:charSpace="{measure.GRID_CHARACTER_SPACE}"/></w:sectPr>'
    )


def _turned(head: str, style: str, *, is_odd: bool) -> str:
    """Add to a header the page number as a box at the left edge of the landscape page, its text turned clockwise."""
    breadth = measure.PAGE_NUMBER_LINE
    length = measure.millimetres(40)
    across = measure.MARGIN_BOTTOM - measure.PAGE_NUMBER_DROP - breadth // 2
    # Portrait right is landscape bottom: odd numbers end one character above the right margin's edge.
    down = (
        measure.PAGE_WIDTH - measure.MARGIN_RIGHT - measure.CHARACTER - length
        if is_odd
        else measure.MARGIN_LEFT + measure.CHARACTER
    )
    justify = "right" if is_odd else "left"
    content = (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:ind w:left="0" w:right="0"/><w:jc w:val="{justify}"/></w:pPr>'
        f"{_PAGE}</w:p>"
    )
    number = box(
        content,
        order=9001 if is_odd else 9002,
        name="页码",
        width=breadth,
        height=length,
        horizontal=horizontal_at(across),
        vertical=vertical_at(down),
        is_turned=True,
    )
    return head.replace("</w:p>", f"{number}</w:p>")


def _header(document: Document, content: str) -> str:
    part, relationship = document.part.add_header_part()
    _fill(part.element, content)
    return str(relationship)


def _footer(document: Document, content: str) -> str:
    part, relationship = document.part.add_footer_part()
    _fill(part.element, content)
    return str(relationship)


def _fill(element: BaseOxmlElement, content: str) -> None:
    for child in list(element):
        element.remove(child)
    parsed = parse_xml(f"<w:body {DECLARATIONS}>{content}</w:body>")
    for child in list(parsed):
        element.append(child)
    assert element.tag in (qualified("w:hdr"), qualified("w:ftr"))
