"""Taking files in: what is kept, and every refusal."""

import io
import stat
from pathlib import Path

import pytest
from PIL import Image

from yunjiang.files import answering, keeping, refusals, shelf
from yunjiang.files.kinds import EVERY, Kind
from yunjiang.files.models import KeptFile
from yunjiang.files.tests import specimens
from yunjiang.standards.national_cryptography import sm3


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path: Path, db: None) -> None:
    settings.YUNJIANG_FILES = tmp_path / "files"


def keep(content: bytes, name: str, **other) -> KeptFile:
    return keeping.keep(io.BytesIO(content), name, **other)


def test_it_works() -> None:
    kept = keep(specimens.PDF, "证明.pdf")
    assert kept.digest == sm3(specimens.PDF).hex()
    assert (kept.size, kept.media_type) == (len(specimens.PDF), "application/pdf")
    assert answering.content(kept) == specimens.PDF
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o640
    assert list((shelf.folder() / shelf.INCOMING).iterdir()) == []


def test_the_same_content_is_kept_once() -> None:
    assert keep(specimens.PDF, "甲.pdf") == keep(specimens.PDF, "乙.pdf")
    assert KeptFile.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (specimens.PDF, "a.PDF", Kind.PDF),
        (specimens.workbook(), "a.xlsx", Kind.XLSX),
        (specimens.document(), "a.docx", Kind.DOCX),
        (specimens.package({"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b"<d/>"}), "a.ofd", Kind.OFD),
        (specimens.compound({"WordDocument": bytes(64)}), "a.wps", Kind.TEXT),
        (specimens.compound({"Workbook": specimens.record(0x0809, bytes(16))}), "a.et", Kind.TABLE),
        (specimens.compound({"Workbook": specimens.record(0x0809, bytes(16))}, is_small=True), "a.xls", Kind.TABLE),
        (specimens.picture("JPEG"), "a.jpeg", Kind.JPEG),
        (specimens.picture("PNG"), "a.png", Kind.PNG),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)  # fmt: skip
def test_kinds_are_known_by_their_content(content: bytes, name: str, kind: Kind) -> None:
    assert keep(content, name).media_type == kind.media_type


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        specimens.package({"a.txt": b"a zip of anything"}),
        b"PK\x03\x04 broken off",
        b"Rar!\x1a\x07\x01\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken off",
    ],
)
def test_everything_else_is_refused(content: bytes) -> None:
    with pytest.raises(refusals.KindNotAllowed):
        keep(content, "证明.pdf")


def test_a_kind_can_be_left_out() -> None:
    with pytest.raises(refusals.KindNotAllowed, match="xlsx"):
        keep(specimens.PDF, "a.pdf", allowed={Kind.XLSX})


def test_a_name_that_says_something_else_is_refused() -> None:
    with pytest.raises(refusals.NameContradictsContent):
        keep(specimens.PDF, "证明.docx")


def test_nothing_is_refused_as_empty() -> None:
    with pytest.raises(refusals.FileEmpty):
        keep(b"", "a.pdf")


def test_a_file_above_the_limit_is_refused_before_it_is_all_read() -> None:
    class Endless:
        read_count = 0

        def read(self, size: int) -> bytes:
            self.read_count += 1
            return bytes(size)

    endless = Endless()
    with pytest.raises(refusals.FileTooLarge):
        keeping.keep(endless, "a.pdf", limit=1 << 20)
    assert endless.read_count < 10
    assert list((shelf.folder() / shelf.INCOMING).iterdir()) == []


def test_a_zip_bomb_is_refused_whatever_it_says_of_itself(settings) -> None:
    settings.YUNJIANG_UNPACKED_LIMIT = 1 << 20
    bomb = specimens.with_part(specimens.workbook(), "xl/media/image1.png", bytes(5 << 20))
    with pytest.raises(refusals.UnpacksTooLarge):
        keep(bomb, "a.xlsx")
    size = (5 << 20).to_bytes(4, "little")
    with pytest.raises(refusals.FileRefused):
        keep(bomb.replace(size, (10).to_bytes(4, "little")), "a.xlsx")


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/vbaProject.bin", b"macro"),
        ("xl/macrosheets/sheet1.xml", b"<x/>"),
        ("xl/activeX/activeX1.bin", b"x"),
        ("xl/embeddings/setup.EXE", b"MZ"),
        ("xl/embeddings/oleObject1.bin", specimens.compound({"\x01Ole10Native": b"MZ"})),
        (
            "xl/_rels/more.rels",
            b'<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" Target="http://evil/t.dotm"'
            b' TargetMode="External"/></Relationships>',
        ),
    ],
)
def test_macros_are_refused(part: str, content: bytes) -> None:
    with pytest.raises(refusals.FileHasPrograms):
        keep(specimens.with_part(specimens.workbook(), part, content), "a.xlsx")


def test_a_chart_may_bring_its_own_table() -> None:
    keep(
        specimens.with_part(
            specimens.document(), "word/embeddings/oleObject1.bin", specimens.compound({"Workbook": b"x"})
        ),
        "a.docx",
    )


def test_a_workbook_with_macros_is_told_so_under_its_own_ending_too() -> None:
    with pytest.raises(refusals.FileHasPrograms):
        keep(specimens.with_part(specimens.workbook(), "xl/vbaProject.bin", b"macro"), "a.xlsm")


def test_macros_of_old_files_are_refused() -> None:
    with pytest.raises(refusals.FileHasPrograms):
        keep(specimens.compound({"WordDocument": bytes(64), "_VBA_PROJECT": b"macro"}), "a.doc")
    sheet = specimens.record(0x0085, bytes(4) + b"\x00\x01" + b"\x01\x00M")
    with pytest.raises(refusals.FileHasPrograms):
        keep(specimens.compound({"Workbook": specimens.record(0x0809, bytes(16)) + sheet}), "a.xls")


def test_passwords_are_refused() -> None:
    with pytest.raises(refusals.FileLocked):
        keep(
            specimens.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}),
            "a.xlsx",
            allowed={Kind.XLSX},
        )
    with pytest.raises(refusals.FileLocked):
        keep(specimens.compound({"WordDocument": bytes(10) + b"\x00\x01" + bytes(20)}), "a.doc")
    locked = specimens.record(0x0809, bytes(16)) + specimens.record(0x002F, bytes(54))
    with pytest.raises(refusals.FileLocked):
        keep(specimens.compound({"Workbook": locked}), "a.xls")
    with pytest.raises(refusals.FileLocked):
        keep(specimens.PDF.replace(b"/Root", b"/Encrypt 9 0 R /Root"), "a.pdf")


def test_an_encrypted_part_is_refused() -> None:
    content = bytearray(specimens.package({"OFD.xml": b"<ofd/>"}))
    content[6] |= 1
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1
    with pytest.raises(refusals.FileLocked):
        keep(bytes(content), "a.ofd")


def test_scripts_in_a_pdf_are_refused() -> None:
    with pytest.raises(refusals.FileHasPrograms):
        keep(specimens.PDF.replace(b"/Root", b"/OpenAction << /S /JavaScript /JS (x) >> /Root"), "a.pdf")


@pytest.mark.parametrize("content", [specimens.PDF[:-8], specimens.workbook()[:-400]])
def test_what_broke_off_is_refused(content: bytes) -> None:
    name = "a.pdf" if content.startswith(b"%PDF") else "a.xlsx"
    with pytest.raises((refusals.FileDamaged, refusals.KindNotAllowed)):
        keep(content, name)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_pictures_lose_what_they_tell_and_keep_their_pixels(kind: str) -> None:
    given = specimens.picture(kind, turn=6)
    kept = answering.content(keep(given + b"trailing secret", "照片.jpg" if kind == "JPEG" else "照片.png"))
    assert b"Secret" in given
    for secret in (b"Secret", b"secret", b"GPS"):
        assert secret not in kept
    before, after = (Image.open(io.BytesIO(each)) for each in (given, kept))
    assert list(before.getdata()) == list(after.getdata())
    assert 0x8825 not in after.getexif()
    if kind == "JPEG":
        assert after.getexif()[0x0112] == 6  # or it would lie on its side


def test_a_broken_picture_is_refused() -> None:
    with pytest.raises(refusals.FileDamaged):
        keep(specimens.picture("JPEG")[:200], "a.jpg")
    content = bytearray(specimens.picture("PNG"))
    content[40] ^= 1
    with pytest.raises(refusals.FileDamaged):
        keep(bytes(content), "a.png")


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    content = bytearray(specimens.picture("PNG"))
    content[16:20] = (60_000).to_bytes(4, "big")
    content[20:24] = (60_000).to_bytes(4, "big")
    import zlib

    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    with pytest.raises(refusals.FileDamaged):
        keep(bytes(content), "a.png")


@pytest.mark.parametrize(
    ("answer", "refusal"), [("true", None), ("false", refusals.FileInfected), ("/no/such/scanner", refusals.ScannerSilent)]
)  # fmt: skip
def test_the_sites_scanner_decides(settings, answer: str, refusal: type[Exception] | None) -> None:
    settings.YUNJIANG_FILE_SCANNER = answer
    if refusal is None:
        keep(specimens.PDF, "a.pdf")
    else:
        with pytest.raises(refusal):
            keep(specimens.PDF, "a.pdf")
        assert not KeptFile.objects.exists()


def test_every_refusal_says_which_file_and_what_to_do() -> None:
    assert str(refusals.FileLocked("证明.pdf")) == "“证明.pdf”设有密码，别人无法查看。请取消密码后重新上传。"


def test_every_kind_has_an_ending_of_its_own() -> None:
    every = [ending for kind in EVERY for ending in kind.suffixes]
    assert len(every) == len(set(every))
