"""The sheet that lists what there is to say of a workbook, with a link to each cell; and the styles that it takes."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from lxml import etree

from .layout import PROBLEMS, marker
from .problems import Weight, WorkbookProblem

LINKS_AT_MOST = 60_000  # Excel keeps 65,530 on a sheet
_WIDTHS = (6, 12, 24, 14, 100)
_FAR = "Z"


def name() -> str:
    """Return what the sheet is called."""
    return pgettext("workbook", "What is wrong")


def sheet(problems: Sequence[WorkbookProblem], looks: dict[str, int], namespace: str) -> bytes:
    """Return the sheet's XML: problems first, then what is only told."""
    wrong = [each for each in problems if each.weight is not Weight.NOTICE]
    told = [each for each in problems if each.weight is Weight.NOTICE]
    count = (
        _("%(count)d things to put right") % {"count": len(wrong)}
        if wrong
        else pgettext("workbook", "Nothing is wrong")
    )
    text = _("%(count)s; %(told)d things are told so that nobody is surprised.") % {
        "count": count,
        "told": len(told),
    }
    heads = (
        pgettext("workbook", "No."),
        pgettext("workbook", "Weight"),
        pgettext("workbook", "Sheet"),
        pgettext("workbook", "Cell"),
        pgettext("workbook", "What it is about"),
    )
    rows = [
        _row(1, [(0, text, "title")], marked=marker(PROBLEMS)),
        _row(
            2,
            [(0, _("Correct the cells in this workbook and upload it again; this sheet may stay."), "faint")],
        ),
        _row(3, [(column, head, "head") for column, head in enumerate(heads)]),
    ]
    links: list[str] = []
    for number, each in enumerate([*wrong, *told], 1):
        row = number + 3
        weight = (
            pgettext("workbook", "told")
            if each.weight is Weight.NOTICE
            else pgettext("workbook", "to put right")
        )
        cell = (
            each.cell
            if each.column is not None
            else f"{each.row + 1}:{each.row + 1}"
            if each.row is not None
            else ""
        )
        look = "link" if each.sheet else "words"
        rows.append(
            _row(
                row,
                [
                    (0, str(number), "centered"),
                    (1, weight, "centered"),
                    (2, each.sheet, look),
                    (3, cell, look),
                    (4, each.sentence(), "words"),
                ],
            )
        )
        if each.sheet and len(links) < LINKS_AT_MOST:
            quoted = each.sheet.replace("'", "''")
            place = cell if each.column is not None else f"A{(each.row or 0) + 1}"
            location = quoteattr(f"'{quoted}'!{place}")
            links.append(f'<hyperlink ref="C{row}:D{row}" location={location}/>')
    return _xml(rows, links, looks, namespace).encode()


def add_styles(styles: etree._Element, namespace: str) -> dict[str, int]:
    """Add what the list and the marks look like to a workbook's styles; return their numbers."""

    def added(holder: str, xml: str) -> int:
        parent = styles.find(f"{{*}}{holder}")
        if parent is None:
            parent = etree.Element(f"{{{namespace}}}{holder}")
            before = styles.find("{*}tableStyles")
            if before is None:
                before = next(iter(styles.iterfind("{*}extLst")), None)
            if before is not None:
                before.addprevious(parent)
            else:
                styles.append(parent)
        place = sum(1 for each in parent if isinstance(each.tag, str))
        # <font>… becomes <font xmlns="…">…
        parent.append(etree.fromstring(re.sub(r"^<\w+", rf'\g<0> xmlns="{namespace}"', xml)))
        parent.set("count", str(place + 1))
        return place

    font = '<name val="宋体"/><family val="3"/><charset val="134"/>'
    plain = added("fonts", f'<font><sz val="10"/><color rgb="FF1F2329"/>{font}</font>')
    faint = added("fonts", f'<font><sz val="10"/><color rgb="FF7A7F87"/>{font}</font>')
    bold = added("fonts", f'<font><b/><sz val="10"/><color rgb="FF1F2329"/>{font}</font>')
    title = added("fonts", f'<font><b/><sz val="14"/><color rgb="FFA61B29"/>{font}</font>')
    link = added("fonts", f'<font><u/><sz val="10"/><color rgb="FF2B6CB0"/>{font}</font>')
    grey = added(
        "fills",
        '<fill><patternFill patternType="solid"><fgColor rgb="FFEDEBE4"/><bgColor indexed="64"/></patternFill></fill>',
    )
    side = '<{0} style="thin"><color rgb="FFBFC4CB"/></{0}>'
    sides = "".join(side.format(each) for each in ("left", "right", "top", "bottom"))
    grid = added("borders", f"<border>{sides}<diagonal/></border>")

    def look(font: int, fill: int = 0, border: int = 0, align: str = "left", wrap: str = "0") -> int:
        return added(
            "cellXfs",
            f'<xf numFmtId="49" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1" '
            'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<alignment horizontal="{align}" vertical="center" wrapText="{wrap}"/></xf>',
        )

    return {
        "title": look(title),
        "faint": look(faint),
        "head": look(bold, grey, grid, "center"),
        "centered": look(plain, 0, grid, "center"),
        "words": look(plain, 0, grid, "left", "1"),
        "link": look(link, 0, grid),
        "fill": added(
            "dxfs",
            '<dxf><font><color rgb="FF7A0C16"/></font><fill><patternFill patternType="solid">'
            '<fgColor rgb="FFF9C9C4"/><bgColor rgb="FFF9C9C4"/></patternFill></fill></dxf>',
        ),
    }


def _row(number: int, cells: Sequence[tuple[int, str, str]], marked: str = "") -> list[tuple[str, str, str]]:
    found = [(f"{'ABCDE'[column]}{number}", text, look) for column, text, look in cells]
    return [*found, (f"{_FAR}{number}", marked, "faint")] if marked else found


def _xml(
    rows: Sequence[Sequence[tuple[str, str, str]]],
    links: Sequence[str],
    looks: dict[str, int],
    namespace: str,
) -> str:
    body = "".join(
        f'<row r="{number}"{_height(cells)}>'
        + "".join(
            f'<c r="{at}" s="{looks[look]}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
            for at, text, look in cells
        )
        + "</row>"
        for number, cells in enumerate(rows, 1)
    )
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(_WIDTHS, 1)
    )
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<worksheet xmlns="{namespace}"><sheetPr><tabColor rgb="FFA61B29"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        '<pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="16"/><cols>{columns}'
        '<col min="26" max="26" width="9" hidden="1" customWidth="1"/></cols>'
        f"<sheetData>{body}</sheetData>{linked}"
        '<pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
    )


def _height(cells: Sequence[tuple[str, str, str]]) -> str:
    longest = max(
        (sum(2 if each > "\u2000" else 1 for each in text) for _at, text, look in cells if look == "words"),
        default=0,
    )
    lines = max(1, -(-longest // 96), *(text.count("\n") + 1 for _at, text, _look in cells))
    return f' ht="{4 + 14 * lines}" customHeight="1"'
