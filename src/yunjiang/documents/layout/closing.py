"""What ends a document: list of annexes, signature and date, remark, the imprint on the last page's foot."""

import math
from collections.abc import Sequence
from datetime import date

from .blocks import Annex
from .boxes import box
from .lines import broken, width
from .markup import paragraph, run
from .measurements import CHARACTER, INDENT, LINE, SIZE_4, TEXT_WIDTH
from .sheet import Imprint, day_text

_CHARACTERS_A_LINE = 28
_SIGNATURE_LIMIT = 20.0
_OUTER_RULE = 8  # eighths of a point: 0.35 mm
_INNER_RULE = 6  # 0.25 mm
_IMPRINT_LINE = 480  # twips, the exact line of the style 版记


def annex_list(annexes: Sequence[Annex]) -> str:
    """Write 附件：1. … one blank line below the body, names aligned; a single annex is not numbered."""
    if not annexes:
        return ""
    lead = 3 * CHARACTER
    number = 0 if len(annexes) == 1 else CHARACTER * 3 // 2
    left = INDENT + lead + number
    parts = []
    for order, annex in enumerate(annexes):
        is_first = order == 0
        hanging = lead + number if is_first else number
        tabs = f'<w:tabs><w:tab w:val="left" w:pos="{left}"/></w:tabs>' if number else ""
        indent = f'<w:ind w:left="{left}" w:hanging="{hanging}"/>'
        before = f'<w:spacing w:before="{LINE}"/>' if is_first else ""
        words = run("附件：") if is_first else ""
        words += run(f"{order + 1}.") + "<w:r><w:tab/></w:r>" if number else ""
        parts.append(paragraph("AnnexList", words + run(annex.title), tabs + before + indent))
    return "".join(parts)


def signature(issuer: str, signed_on: date) -> str:
    """Write the unsealed signature: issuer two characters from the right, the date's first character two further in."""
    lines = broken((issuer,), _SIGNATURE_LIMIT)
    day = day_text(signed_on)
    longest = max(width(line) for line in lines)
    start = _CHARACTERS_A_LINE - 2 - longest
    parts = []
    for order, line in enumerate(lines):
        before = f'<w:spacing w:before="{LINE}"/>' if order == 0 else ""
        offset = round((longest - width(line)) / 2 * CHARACTER)
        indent = f'<w:ind w:left="0" w:right="{INDENT + offset}"/>'
        parts.append(paragraph("Signature", run(line), before + indent))
    day_start = start + 2
    if day_start + width(day) > _CHARACTERS_A_LINE - 2:
        parts.append(paragraph("IssuedOn", run(day), f'<w:ind w:right="{INDENT}"/>'))
    else:
        indent = f'<w:ind w:left="{round(day_start * CHARACTER)}" w:right="0"/><w:jc w:val="left"/>'
        parts.append(paragraph("IssuedOn", run(day), indent))
    return "".join(parts)


def remark(text: str) -> str:
    """Write the 附注 in brackets, or nothing."""
    return paragraph("Remark", run(f"（{text}）")) if text else ""


def imprint(block: Imprint) -> str:
    """Write the 版记: ruled lines at the foot of the type area of the page where the text ends."""
    margin = SIZE_4 * 10  # one character of 四号
    room = TEXT_WIDTH / margin - 2  # characters of 四号 in a line
    rows = []
    line_count = 0
    if block.copies:
        copies = f"抄送：{block.copies}。"
        indent = f'<w:ind w:left="{margin * 4}" w:right="{margin}" w:hanging="{margin * 3}"/>'
        rows.append((run(copies), "", indent))
        line_count += 1 + max(0, math.ceil((width(copies) - room) / (room - 3)))
    day = f"{day_text(block.printed_on)}印发"
    fits = width(block.printer) + width(day) + 1 <= room
    gap = "<w:r><w:tab/></w:r>" if fits else "<w:r><w:br/><w:tab/></w:r>"
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH - margin}"/></w:tabs>'
    rows.append((run(block.printer) + gap + run(day), tab, f'<w:ind w:left="{margin}" w:right="0"/>'))
    line_count += 1 if fits else 2
    written = "".join(
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{TEXT_WIDTH}" w:type="dxa"/></w:tcPr>'
        f"{paragraph('Imprint', content, tabs + indent)}</w:tc></w:tr>"
        for content, tabs, indent in rows
    )
    table = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{_rule("top", _OUTER_RULE)}'
        f"{_rule('bottom', _OUTER_RULE)}{_rule('insideH', _INNER_RULE)}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        f'</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{TEXT_WIDTH}"/></w:tblGrid>{written}</w:tbl>'
    )
    placed = box(
        table + paragraph("SectionEnd", ""),
        order=9003,
        name="版记",
        width=TEXT_WIDTH,
        height=line_count * _IMPRINT_LINE + 40 * (len(rows) + 1),
        horizontal='<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>',
        vertical='<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>',
        pushes_text=True,
    )
    return paragraph("SectionEnd", placed)


def _rule(side: str, eighths: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'
