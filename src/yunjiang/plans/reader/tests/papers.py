"""Documents made for the tests: PDF by hand with Chinese text, Word with tables and numbers that Word counts itself."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def laid_out(
    placed: Sequence[tuple[int, int, str]], rules: Sequence[tuple[int, int, int, int]] = ()
) -> bytes:
    """Return a PDF of one page with words at places (from the left, from below) and rules (place, width, height)."""
    drawn = "".join(f"{left} {low} {wide} {high} re f\n" for left, low, wide, high in rules)
    return _pdf([placed], drawn)


def pdf(pages: Sequence[Sequence[str]], *, is_encrypted: bool = False) -> bytes:
    """Return a PDF whose pages have these lines, in a font known by its ToUnicode table alone; no lines: a bare page."""
    placed = [[(60, 780 - 20 * place, line) for place, line in enumerate(lines)] for lines in pages]
    return _pdf(placed, is_encrypted=is_encrypted)


def _pdf(
    pages: Sequence[Sequence[tuple[int, int, str]]], drawn: str = "", *, is_encrypted: bool = False
) -> bytes:
    letters = sorted({letter for lines in pages for *_at, line in lines for letter in line})
    glyphs = {letter: number for number, letter in enumerate(letters, 1)}
    first = 6  # objects 3 to 5 are the font
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(pages)))
    objects = [
        _CATALOG,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(_to_unicode(glyphs)),
    ]
    for number, lines in enumerate(pages):
        shown = "".join(
            f"1 0 0 1 {left} {low} Tm <{''.join(f'{glyphs[letter]:04x}' for letter in line)}> Tj\n"
            for left, low, line in lines
        )
        resources = b"<< /Font << /F1 3 0 R >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents %d 0 R >>"
            % (resources, first + 2 * number + 1)
        )
        objects.append(_stream(f"{drawn}BT /F1 12 Tf\n{shown}ET".encode()))
    return _file(objects, is_encrypted=is_encrypted)


def _to_unicode(glyphs: dict[str, int]) -> bytes:
    pairs = [f"<{number:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, number in glyphs.items()]
    blocks = [pairs[place : place + 100] for place in range(0, len(pairs), 100)]
    told = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{told}\nendcmap end end"
    ).encode()


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _file(objects: Sequence[bytes], *, is_encrypted: bool) -> bytes:
    written, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    locked = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]"
        % (b"11" * 32, b"22" * 32)
        if is_encrypted
        else b""
    )
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF"
        % (
            len(objects) + 1,
            table,
            len(objects) + 1,
            locked,
            len(written),
        )
    )


def word(write: Callable[[Any], None]) -> bytes:
    """Return a Word document that was written so."""
    document = docx.Document()
    write(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def counted(document: Any, levels: Sequence[tuple[str, str]]) -> Callable[[str, int], None]:
    """Return a way to write paragraphs that Word numbers by itself, by formats and shapes such as chineseCounting, %1、."""
    numbering = document.part.numbering_part.element
    shapes = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{mark}"/></w:lvl>'
        for level, (shape, mark) in enumerate(levels)
    )
    declared = nsdecls("w")
    numbering.insert(0, parse_xml(f'<w:abstractNum {declared} w:abstractNumId="90">{shapes}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {declared} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))

    def add(text: str, level: int) -> None:
        number = parse_xml(f'<w:numPr {declared}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>')
        document.add_paragraph(text)._p.get_or_add_pPr().append(number)

    return add


def bomb(megabytes: int) -> bytes:
    """Return a small Word file that claims to unpack to so much."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"<w:document/>")
    content = bytearray(stream.getvalue())
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (megabytes * 1024 * 1024).to_bytes(4, "little")
    return bytes(content)


def noted(paragraph: str, *, box: str, footnote: str) -> bytes:
    """Return a Word document of one paragraph beside which a box floats, drawn twice as Word does, and with a footnote."""
    inner = f"<w:txbxContent><w:p><w:r><w:t>{box}</w:t></w:r></w:p></w:txbxContent>"
    drawn = (
        '<w:r xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        f"<mc:Choice Requires='wps'><w:drawing>{inner}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    def write(document: Any) -> None:
        run = f"<w:r><w:t>{paragraph}</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>"
        document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{run}{drawn}</w:p>"))
        note = f"<w:footnote w:id='2'><w:p><w:r><w:t>{footnote}</w:t></w:r></w:p></w:footnote>"
        told = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>"
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        part = Part(PackURI("/word/footnotes.xml"), kind, told.encode(), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    return word(write)
