"""The styles of an official document, each with its faces, as the styles part of a .docx."""

from dataclasses import dataclass

from . import faces
from .measurements import (
    CHARACTER,
    CHARACTER_SPACING,
    INDENT,
    LINE,
    MARK_DROP,
    PAGE_NUMBER_LINE,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    SIZE_5,
    SIZE_SMALL_4,
    SIZE_SMALL_5,
)
from .namespaces import DECLARATIONS

RED = "FF0000"


@dataclass(frozen=True)
class Style:
    """One paragraph style. Lengths are twips, sizes half points; `line` is exact unless it is 0 (single)."""

    id: str
    name: str
    face: str = faces.FANGSONG
    latin: str = faces.LATIN
    size: int = SIZE_3
    justify: str = "both"
    line: int = LINE
    before: int = 0
    after: int = 0
    first_line: int = 0
    first_line_characters: int = 0
    left: int = 0
    right: int = 0
    hanging: int = 0
    spacing: int = CHARACTER_SPACING
    color: str = ""
    outline_level: int | None = None
    keeps_next: bool = False
    keeps_lines: bool = False

    def markup(self) -> str:
        """Write the w:style element."""
        keep = "<w:keepNext/>" if self.keeps_next else ""
        keep += "<w:keepLines/>" if self.keeps_lines else ""
        line = f' w:line="{self.line}" w:lineRule="exact"' if self.line else ' w:line="240" w:lineRule="auto"'
        outline = "" if self.outline_level is None else f'<w:outlineLvl w:val="{self.outline_level}"/>'
        color = f'<w:color w:val="{self.color}"/>' if self.color else ""
        return (
            f'<w:style w:type="paragraph" w:styleId="{self.id}"'
            + (' w:default="1"' if self.id == "Normal" else "")
            + f'><w:name w:val="{self.name}"/>'
            + ('<w:basedOn w:val="Normal"/>' if self.id != "Normal" else "")
            + "<w:qFormat/>"
            + f'<w:pPr>{keep}<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/>'
            + '<w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
            + f'<w:spacing w:before="{self.before}" w:after="{self.after}"{line}/>'
            + self._indent()
            + f'<w:jc w:val="{self.justify}"/>{outline}</w:pPr>'
            + f'<w:rPr>{faces.fonts(self.face, self.latin)}<w:b w:val="0"/><w:i w:val="0"/>{color}'
            + f'<w:spacing w:val="{self.spacing}"/><w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/></w:rPr>'
            + "</w:style>"
        )

    def _indent(self) -> str:
        first = (
            f' w:firstLineChars="{self.first_line_characters}" w:firstLine="{self.first_line}"'
            if self.first_line
            else ""
        )
        hanging = f' w:hanging="{self.hanging}"' if self.hanging else ""
        return f'<w:ind w:left="{self.left}" w:right="{self.right}"{first}{hanging}/>'


def _heading(level: int, face: str = faces.FANGSONG) -> Style:
    return Style(
        f"Heading{level}",
        f"heading {level}",
        face,
        first_line=INDENT,
        first_line_characters=200,
        keeps_next=True,
        keeps_lines=True,
        outline_level=level - 1,
    )


def _in_table(
    id: str, name: str, justify: str, face: str = faces.FANGSONG, *, keeps_next: bool = False
) -> Style:
    return Style(id, name, face, justify=justify, line=0, spacing=0, size=SIZE_5, keeps_next=keeps_next)


STYLES: tuple[Style, ...] = (
    Style("Normal", "Normal"),
    Style("Body", "公文正文", first_line=INDENT, first_line_characters=200),
    Style("Title", "Title", faces.SMALL_SONG, size=SIZE_2, justify="center", spacing=0, keeps_lines=True),
    Style("Addressee", "主送机关", justify="left", before=LINE),
    _heading(1, faces.HEI),
    _heading(2, faces.KAI),
    _heading(3),
    _heading(4),
    Style("Mark", "发文机关标志", faces.SMALL_SONG, justify="center", line=0, spacing=0, color=RED),
    Style("MarkFirst", "发文机关标志首行", faces.SMALL_SONG, justify="center", line=0, spacing=0,
          color=RED, before=MARK_DROP),
    Style("DocumentNumber", "发文字号", justify="center", before=2 * LINE),
    Style("DocumentNumberUpward", "发文字号（上行）", justify="left", before=2 * LINE),
    Style("AnnexList", "附件说明", justify="left", left=INDENT, keeps_next=True),
    Style("Signature", "署名", justify="right", right=INDENT, keeps_next=True),
    Style("IssuedOn", "成文日期", justify="right", right=4 * CHARACTER),
    Style("Remark", "附注", justify="left", first_line=INDENT, first_line_characters=200),
    Style("AnnexMark", "附件标识", faces.HEI, justify="left", keeps_next=True),
    Style("AnnexTitle", "附件标题", faces.SMALL_SONG, size=SIZE_2, justify="center", before=LINE, after=LINE,
          spacing=0, keeps_next=True, outline_level=0),
    Style("Imprint", "版记", size=SIZE_4, justify="left", line=480, spacing=0),
    Style("Caption", "caption", faces.HEI, size=SIZE_SMALL_4, justify="center", line=440, spacing=0, before=120,
          keeps_next=True, keeps_lines=True),
    Style("FigureCaption", "图题", faces.HEI, size=SIZE_SMALL_4, justify="center", line=440, spacing=0, after=120),
    Style("Figure", "图", size=SIZE_5, justify="center", line=0, spacing=0, before=120, keeps_next=True),
    Style("TableUnit", "表单位", size=SIZE_5, justify="right", line=320, spacing=0, keeps_next=True),
    _in_table("TableHead", "表头", "center", faces.HEI, keeps_next=True),
    _in_table("TableBand", "表内分组", "left", faces.HEI, keeps_next=True),
    _in_table("TableText", "表文", "left"),
    _in_table("TableNumber", "表数", "right"),
    _in_table("TableMiddle", "表文居中", "center"),
    Style("TableNote", "表注", size=SIZE_SMALL_5, justify="left", line=300, spacing=0, before=40),
    Style("NoteEnd", "表后空行", size=SIZE_SMALL_5, line=200, spacing=0),
    Style("PageNumberOdd", "页码（单页）", faces.SONG, faces.SONG, size=SIZE_4, justify="right",
          line=PAGE_NUMBER_LINE, spacing=0, right=CHARACTER),
    Style("PageNumberEven", "页码（双页）", faces.SONG, faces.SONG, size=SIZE_4, justify="left",
          line=PAGE_NUMBER_LINE, spacing=0, left=CHARACTER),
    Style("RunningHead", "页眉标注", faces.HEI, size=SIZE_5, justify="center", line=300, spacing=0),
    Style("Notice", "首页标注", faces.HEI, size=SIZE_4, justify="center", line=LINE, spacing=0),
    Style("SectionEnd", "分节", size=2, line=20, spacing=0),
)  # fmt: skip


def styles_markup() -> bytes:
    """Write the styles part: defaults, every paragraph style, the placeholder's character style, the plain table."""
    return (
        f"<w:styles {DECLARATIONS}>"
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        + faces.fonts(faces.FANGSONG)
        + f'<w:sz w:val="{SIZE_3}"/><w:szCs w:val="{SIZE_3}"/>'
        + '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        + "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>"
        + "".join(style.markup() for style in STYLES)
        + '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        + '<w:name w:val="Default Paragraph Font"/></w:style>'
        + '<w:style w:type="character" w:styleId="Placeholder"><w:name w:val="Placeholder Text"/><w:rPr>'
        + faces.fonts(faces.FANGSONG)
        + '<w:color w:val="7F7F7F"/></w:rPr></w:style>'
        + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        + '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        + '<w:left w:w="57" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
        + "</w:tblCellMar></w:tblPr></w:style>"
        + '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
        + "</w:styles>"
    ).encode()
