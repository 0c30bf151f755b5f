"""The front of a document: red mark, number line, red rule, title, addressee."""

from yunjiang.documents.phrase import shown

from .lines import broken, width
from .markup import Controls, paragraph, run
from .measurements import CHARACTER, LINE, SIZE_2, TEXT_WIDTH
from .sheet import Front
from .styles import RED

_LARGEST_MARK = 42.0  # 初号, points
_SINGLE_LINE_MARK = 16  # characters; a longer name takes two lines
_NARROWED = 80  # per cent of a character's width, for marks that would grow too small
_TITLE_LIMIT = TEXT_WIDTH / 20 / (SIZE_2 / 2)  # characters of 二号 in a line
_NOTICE_INDENT = '<w:ind w:left="100" w:right="100"/>'
_RED_RULE = (
    "<w:pBdr>"
    f'<w:bottom w:val="single" w:sz="12" w:space="11" w:color="{RED}"/>'  # 4 mm below, 1.5 pt
    "</w:pBdr>"
)


def front(block: Front, notice: str, controls: Controls) -> str:
    """Write everything above the body."""
    parts = [_mark(block.issuer), _number_line(block, controls)]
    gap = 2 * LINE
    if notice:
        border = "".join(
            f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right")
        )
        parts.append(
            paragraph(
                "Notice",
                run(notice),
                f'<w:pBdr>{border}</w:pBdr><w:spacing w:before="{LINE}"/>{_NOTICE_INDENT}',
            )
        )
        gap = LINE
    lines = broken(block.title, _TITLE_LIMIT)
    title = "<w:r><w:br/></w:r>".join(run(line) for line in lines)
    parts.append(paragraph("Title", title, f'<w:spacing w:before="{gap}"/>'))
    if block.addressee:
        parts.append(paragraph("Addressee", run(f"{block.addressee}：")))
    else:
        parts.append(paragraph("Body", ""))
    return "".join(parts)


def _mark(issuer: str) -> str:
    text = f"{issuer}文件"
    lines = broken((issuer, "文件"), len(text)) if width(text) <= _SINGLE_LINE_MARK else _two_lines(text)
    longest = max(width(line) for line in lines)
    points = TEXT_WIDTH / 20 / longest
    scale = 100
    if points < _LARGEST_MARK:
        scale = _NARROWED
        points = points / scale * 100
    size = int(min(points * 0.97, _LARGEST_MARK) * 2)
    properties = f'<w:w w:val="{scale}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    return "".join(
        paragraph(
            "MarkFirst" if order == 0 else "Mark",
            run(line).replace("</w:rPr>", f"{properties}</w:rPr>"),
        )
        for order, line in enumerate(lines)
    )


def _two_lines(text: str) -> list[str]:
    return broken((text,), width(text) / 2 + 2)


def _number_line(block: Front, controls: Controls) -> str:
    number = controls.inline_slot(
        "document_number",
        "发文字号",
        "〔待编号〕",
        shown(block.document_number) if block.document_number else "",
    )
    if not block.is_upward:
        return paragraph("DocumentNumber", number, _RED_RULE)
    signer = controls.inline_slot("signer", "签发人", "【待填】", block.signer)
    name = signer.replace(
        '<w:rFonts w:hint="eastAsia"/>', '<w:rFonts w:eastAsia="楷体_GB2312" w:hint="eastAsia"/>'
    )
    tabs = (
        f'<w:tabs><w:tab w:val="left" w:pos="{CHARACTER}"/>'
        f'<w:tab w:val="right" w:pos="{TEXT_WIDTH - CHARACTER}"/></w:tabs>'
    )
    return paragraph(
        "DocumentNumberUpward",
        "<w:r><w:tab/></w:r>" + number + "<w:r><w:tab/></w:r>" + run("签发人：") + name,
        _RED_RULE + tabs,
    )
