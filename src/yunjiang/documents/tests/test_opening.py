import zipfile

import pytest

from yunjiang.documents.opening import opened
from yunjiang.documents.refusals import NotADocument

from .given import appraisal, material
from .laid import filed, written


def test_a_document_of_ours_is_opened(tmp_path):
    file = opened(filed(written("annual_report", material([appraisal("1.1.1", "12400")])), tmp_path))
    assert file.identities is not None
    assert file.document


@pytest.mark.parametrize("content", [b"", b"plain text", b"PK\x03\x04 broken"])
def test_what_is_no_docx_is_refused_with_its_name(content, tmp_path):
    path = tmp_path / "报告.docx"
    path.write_bytes(content)
    with pytest.raises(NotADocument, match=r"报告\.docx"):
        opened(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(NotADocument):
        opened(tmp_path / "none.docx")


def test_a_zip_of_something_else_is_refused(tmp_path):
    path = tmp_path / "other.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("hello.txt", "你好")
    with pytest.raises(NotADocument):
        opened(path)


def test_a_spreadsheet_is_refused(tmp_path):
    path = tmp_path / "table.docx"
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("_rels/.rels", relation)
        package.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(NotADocument):
        opened(path)


def test_entities_are_not_resolved(tmp_path):
    source = filed(written("annual_report", material([appraisal("1.1.1", "12400")])), tmp_path)
    path = tmp_path / "evil.docx"
    secret = tmp_path / "secret"
    secret.write_text("秘密")
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(path, "w") as evil:
        for name in package.namelist():
            content = package.read(name)
            if name == "word/document.xml":
                text = content.decode().partition("?>")[2].replace("特此报告。", "&secret;")
                content = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY secret SYSTEM "{secret.as_uri()}">]>{text}'.encode()
            evil.writestr(name, content)
    assert "秘密" not in "".join(line.text for line in opened(path).lines)
