"""Tables written as rows of XML: caption above, unit line, repeated header, whole rows, thin rules, notes below."""

from yunjiang.documents.phrase import shown

from .blocks import Band, Column, Table
from .markup import Controls, paragraph, run

_RULE = 4  # eighths of a point: 0.5 pt
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_CELL_MARGINS = (
    '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'  # 1 mm
)
_KEEP = "<w:keepNext/>"
_HEIGHT = '<w:trHeight w:val="380" w:hRule="atLeast"/>'


def table(block: Table, number: int, width: int, controls: Controls) -> str:
    """Write a table `width` twips wide; `number` is its number in the document."""
    widths = _widths(block, width)
    rows = [_header(block, widths)]
    last = len(block.rows) - 1
    for order, row in enumerate(block.rows):
        # The first row stays with the header, the last with the notes, so neither stands alone on a page.
        keep = order == 0 or (order == last and bool(block.notes))
        if isinstance(row, Band):
            rows.append(_band(row, widths, controls))
        else:
            cells = "".join(
                _cell(size, paragraph(column.align, controls.phrase(cell), _KEEP if keep else ""))
                for column, size, cell in zip(block.columns, widths, row, strict=True)
            )
            rows.append(f"<w:tr><w:trPr><w:cantSplit/>{_HEIGHT}</w:trPr>{cells}</w:tr>")
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{_RULE}" w:space="0" w:color="000000"/>' for side in _SIDES
    )
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in widths)
    return (
        paragraph("Caption", run(f"表{number}  {block.caption}"))
        + (paragraph("TableUnit", run(f"单位：{block.unit}")) if block.unit else "")
        + f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        + f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>{_CELL_MARGINS}</w:tblPr>'
        + f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        + "".join(paragraph("TableNote", controls.phrase(note)) for note in block.notes)
        + paragraph("NoteEnd", "")
    )


def _widths(block: Table, width: int) -> list[int]:
    total = sum(column.share for column in block.columns)
    widths = [int(width * column.share / total) for column in block.columns]
    widths[-1] += width - sum(widths)
    return widths


def _header(block: Table, widths: list[int]) -> str:
    cells = "".join(_head_cell(column, size) for column, size in zip(block.columns, widths, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{_HEIGHT}<w:tblHeader/></w:trPr>{cells}</w:tr>"


def _head_cell(column: Column, size: int) -> str:
    lines = column.heading.split("\n")
    content = "<w:r><w:br/></w:r>".join(run(line) for line in lines)
    return _cell(size, paragraph("TableHead", content))


def _band(band: Band, widths: list[int], controls: Controls) -> str:
    assert shown(band.text)
    content = paragraph("TableBand", controls.phrase(band.text))
    return (
        f'<w:tr><w:trPr><w:cantSplit/>{_HEIGHT}</w:trPr><w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:gridSpan w:val="{len(widths)}"/><w:vAlign w:val="center"/></w:tcPr>{content}</w:tc></w:tr>'
    )


def _cell(size: int, content: str) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
    )
