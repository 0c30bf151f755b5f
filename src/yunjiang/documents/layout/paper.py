"""Lays a sheet out: blocks in, a document with its sections, charts and bound numbers out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from yunjiang.documents.number import Number

from . import charts, closing, measurements
from .blocks import Annex, BarChart, Block, Heading, Paragraph, Slot, Table, TrendChart
from .front import front
from .headings import Numerals
from .markup import Controls, paragraph, run
from .namespaces import DECLARATIONS, qualified
from .package import add_chart, empty_document
from .sections import Orientation, PageFurniture, furnish, section_markup
from .sheet import Sheet
from .tables import table

_SHORT = 3 * 28  # characters of a paragraph that fit in three lines


@dataclass(frozen=True)
class ChartNumber:
    """A number drawn in a chart: the chart's order in the document from 1, series and point from 0."""

    chart: int
    series: int
    point: int
    number: Number


@dataclass
class Paper:
    """A laid-out document with the numbers it holds: those of the text in order, and those drawn in charts."""

    document: Document
    numbers: list[Number]
    chart_numbers: list[ChartNumber] = field(default_factory=list)


def lay_out(sheet: Sheet, written_at: datetime) -> Paper:
    """Lay a sheet out on GB/T 9704 pages."""
    document = empty_document()
    layout = _Layout(document, furnish(document, sheet.running_head), written_at)
    layout.put(front(sheet.front, sheet.notice, layout.controls))
    layout.blocks(sheet.blocks)
    layout.turn(Orientation.PORTRAIT)
    layout.hold_last_paragraph()
    layout.put(closing.annex_list(sheet.annexes))
    layout.put(closing.signature(sheet.front.issuer, sheet.signed_on))
    layout.put(closing.remark(sheet.remark))
    for order, annex in enumerate(sheet.annexes, start=1):
        layout.annex(annex, order if len(sheet.annexes) > 1 else None)
    layout.turn(Orientation.PORTRAIT)
    if sheet.imprint:
        layout.put(closing.imprint(sheet.imprint))
    layout.close()
    return Paper(document, layout.controls.numbers, layout.chart_numbers)


class _Layout:
    """The pen that goes over the sheet: it knows the orientation of the page and the numbers already given."""

    def __init__(self, document: Document, furniture: PageFurniture, written_at: datetime) -> None:
        self.document = document
        self.furniture = furniture
        self.written_at = written_at
        self.controls = Controls()
        self.chart_numbers: list[ChartNumber] = []
        self.numerals = Numerals()
        self.orientation = Orientation.PORTRAIT
        self.table_count = 0
        self.chart_count = 0
        self.body = document.element.body

    def put(self, content: str) -> None:
        """Append written paragraphs and tables to the body."""
        for element in _parsed(content):
            self.body.append(element)

    def blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        is_wide = isinstance(block, Table) and block.is_wide
        self.turn(Orientation.LANDSCAPE if is_wide else Orientation.PORTRAIT)
        match block:
            case Heading():
                text = run(self.numerals.next(block.level)) + self.controls.phrase(block.text)
                self.put(paragraph(f"Heading{block.level}", text))
            case Paragraph():
                self.put(paragraph("Body", self.controls.phrase(block.text)))
            case Slot():
                self.put(self.controls.slot(block.key, block.title, block.prompt, block.words))
            case Table():
                self.table_count += 1
                width = measurements.TEXT_HEIGHT if is_wide else measurements.TEXT_WIDTH
                self.put(table(block, self.table_count, width, self.controls))
            case BarChart() | TrendChart():
                self._chart(block)

    def annex(self, annex: Annex, order: int | None) -> None:
        """Begin an annex on a page of its own; its headings are numbered afresh."""
        is_wide_first = bool(annex.blocks) and isinstance(annex.blocks[0], Table) and annex.blocks[0].is_wide
        wanted = Orientation.LANDSCAPE if is_wide_first else Orientation.PORTRAIT
        break_before = "<w:pageBreakBefore/>" if wanted is self.orientation else ""
        self.turn(wanted)
        self.numerals.restart()
        mark = "附件" if order is None else f"附件{order}"
        self.put(paragraph("AnnexMark", run(mark), break_before))
        self.put(paragraph("AnnexTitle", run(annex.title)))
        self.blocks(annex.blocks)

    def hold_last_paragraph(self) -> None:
        """Keep a short last paragraph with what follows, so that no page carries a signature without text (clause 7.3.5.5).

        A long one runs over the page's end by itself, and LibreOffice would push all of it to the next page.
        """
        last = self.body[-1]
        is_paragraph = last.tag == qualified("w:p") and not last.xpath("w:pPr/w:sectPr")
        if is_paragraph and len("".join(last.itertext())) <= _SHORT:
            last.get_or_add_pPr().get_or_add_keepNext()

    def turn(self, orientation: Orientation) -> None:
        """Turn the page if it does not lie as wanted: close the section in which the pen stands."""
        if orientation is self.orientation:
            return
        section = _parsed(section_markup(self.orientation, self.furniture))[0]
        last = self.body[-1]
        if last.tag != qualified("w:p"):
            self.put(paragraph("SectionEnd", ""))
            last = self.body[-1]
        last.get_or_add_pPr().append(section)
        self.orientation = orientation

    def close(self) -> None:
        self.put(section_markup(self.orientation, self.furniture))

    def _chart(self, block: BarChart | TrendChart) -> None:
        self.chart_count += 1
        drawing = charts.bars(block) if isinstance(block, BarChart) else charts.trend(block)
        relationship = add_chart(self.document, drawing, self.chart_count, self.written_at)
        for series_order, series in enumerate(drawing.series):
            for point, number in enumerate(series.values):
                if number is not None:
                    self.chart_numbers.append(ChartNumber(self.chart_count, series_order, point, number))
        self.put(_figure(drawing, relationship, self.chart_count))
        self.put(paragraph("FigureCaption", run(f"图{self.chart_count}  {block.caption}")))
        for note in block.notes:
            self.put(paragraph("TableNote", self.controls.phrase(note)))


def _figure(drawing: charts.Drawing, relationship: str, order: int) -> str:
    return paragraph(
        "Figure",
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{drawing.width}" cy="{drawing.height}"/>'
        f'<wp:docPr id="{order}" name="图{order}" descr="{_attribute(drawing.description)}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relationship}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>',
    )


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _parsed(content: str) -> Sequence[BaseOxmlElement]:
    return list(parse_xml(f"<w:body {DECLARATIONS}>{content}</w:body>"))
