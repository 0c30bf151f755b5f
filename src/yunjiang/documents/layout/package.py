"""The .docx as a package: an empty document in our styles, extra parts, and bytes that depend on nothing but the content."""

import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from .charts import Drawing
from .namespaces import DECLARATIONS, OFFICE, RELATIONSHIPS
from .styles import styles_markup
from .workbooks import workbook

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_SETTINGS = (
    f"<w:settings {DECLARATIONS}>"
    '<w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
    '<w:evenAndOddHeaders/><w:drawingGridVerticalSpacing w:val="579"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
    "<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)


def empty_document() -> Document:
    """Return a document with our styles and settings and nothing of python-docx's template but its skeleton."""
    document = docx.Document()
    styles = document.styles.element
    fresh = parse_xml(styles_markup())
    for child in list(styles):
        styles.remove(child)
    for child in list(fresh):
        styles.append(child)
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    for child in list(parse_xml(_SETTINGS)):
        settings.append(child)
    body = document.element.body
    for child in list(body):
        body.remove(child)
    _drop(document.part.package, "thumbnail")
    for unwanted in ("theme", "customXml", "stylesWithEffects", "webSettings", "fontTable", "numbering"):
        _drop(document.part, unwanted)
    return document


def _drop(source: object, kind: str) -> None:
    relationships = source.rels  # type: ignore[attr-defined]
    for key in [key for key, each in relationships.items() if each.reltype.endswith(f"/{kind}")]:
        del relationships[key]


def add_chart(document: Document, drawing: Drawing, order: int, written_at: datetime) -> str:
    """Add a chart part with its workbook and return the relationship id that the body refers to."""
    package = document.part.package
    chart = Part(PackURI(f"/word/charts/chart{order}.xml"), _CHART_TYPE, drawing.xml, package)
    name = PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{order}.xlsx")
    book = Part(name, _WORKBOOK_TYPE, workbook(drawing, written_at), package)
    assert chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE) == "rId1"
    return str(document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART))


def add_custom_xml(document: Document, content: bytes, store_id: str, namespace: str) -> None:
    """Add a custom XML part, known by its store id (a GUID in braces) and its namespace."""
    package = document.part.package
    part = Part(PackURI("/customXml/item1.xml"), "application/xml", content, package)
    properties = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{store_id}" xmlns:ds="{OFFICE}/customXml">'
        f"<ds:schemaRefs><ds:schemaRef ds:uri={quoteattr(namespace)}/></ds:schemaRefs></ds:datastoreItem>"
    ).encode()
    described = Part(PackURI("/customXml/itemProps1.xml"), _PROPERTIES_TYPE, properties, package)
    part.relate_to(described, f"{RELATIONSHIPS}/customXmlProps")
    document.part.relate_to(part, f"{RELATIONSHIPS}/customXml")


def add_properties(document: Document, properties: Mapping[str, str]) -> None:
    """Add custom document properties, which every office program keeps on saving."""
    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{order}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for order, (name, value) in enumerate(properties.items(), start=2)
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes">{entries}</Properties>'
    ).encode()
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, content, package)
    package.relate_to(part, f"{RELATIONSHIPS}/custom-properties")


def saved(document: Document, *, title: str, author: str, written_at: datetime) -> bytes:
    """Return the bytes of the .docx. Parts stand in a fixed order with a fixed time stamp."""
    core = document.core_properties
    core.title, core.author, core.last_modified_by = title, author, author
    core.comments, core.keywords, core.subject, core.category = "", "", "", ""
    core.created = core.modified = written_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    core.revision = 1
    stream = BytesIO()
    document.save(stream)
    result = BytesIO()
    with zipfile.ZipFile(stream) as packed, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as fixed:
        first = ["[Content_Types].xml", "_rels/.rels"]
        for name in first + sorted(set(packed.namelist()) - set(first)):
            entry = zipfile.ZipInfo(name, _FIRST_DAY_OF_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            fixed.writestr(entry, packed.read(name))
    return result.getvalue()
