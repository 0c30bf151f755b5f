"""Files that lie sealed: nothing of them can be read on the disk, and everything through the house."""

import io
import zipfile
from pathlib import Path

import pytest

from yunjiang.files import answering, keeping, refusals, sealed, shelf, sweeping
from yunjiang.files.kinds import Kind
from yunjiang.files.models import KeptFile
from yunjiang.files.tests import specimens

MARK = b"530102199003071234"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path: Path, db: None) -> None:
    settings.YUNJIANG_FILES = tmp_path / "files"


def keep(content: bytes, name: str = "名单.csv", *, is_sealed: bool = True) -> KeptFile:
    return keeping.keep(io.BytesIO(content), name, allowed=set(Kind), is_sealed=is_sealed)


def lies_open(mark: bytes = MARK) -> bool:
    return any(mark in path.read_bytes() for path in shelf.folder().rglob("*") if path.is_file())


def test_it_works() -> None:
    text = "姓名,证件号码\n".encode() + MARK
    kept = keep(text)
    assert not lies_open()
    assert answering.content(kept) == text
    assert answering.is_intact(kept)
    assert answering.headers(kept, "名单.csv")["Content-Length"] == str(len(text))


def test_what_the_house_writes_lies_sealed_too() -> None:
    kept = keeping.keep_ours(MARK, Kind.CSV, is_sealed=True)
    assert not lies_open()
    assert answering.content(kept) == MARK


@pytest.mark.parametrize("size", [1, sealed.PIECE - 1, sealed.PIECE, sealed.PIECE + 1, 2 * sealed.PIECE])
def test_any_part_is_read(size: int) -> None:
    content = (b"0123456789," * (size // 11 + 1))[:size]
    with answering.opened(keep(content)) as file:
        assert file.read() == content
        for at in (0, size // 2, size - 1, size):
            file.seek(at)
            assert file.read(5) == content[at : at + 5]
        assert file.seek(-1, io.SEEK_END) == size - 1


def test_a_package_is_read_where_it_lies() -> None:
    kept = keep(specimens.workbook(), "名单.xlsx")
    with answering.Content(kept).open() as file, zipfile.ZipFile(file) as package:
        assert package.testzip() is None


def test_pieces_cannot_be_exchanged_cut_off_or_altered() -> None:
    kept = keep(b"a" * sealed.PIECE + b"b" * sealed.PIECE)
    whole, one = kept.path.read_bytes(), sealed.length(sealed.PIECE)
    kept.path.chmod(0o600)
    for wrong in (whole[one:] + whole[:one], whole[:-1] + bytes([whole[-1] ^ 1])):
        kept.path.write_bytes(wrong)
        assert not answering.is_intact(kept)
        with pytest.raises(refusals.FileGone):
            answering.content(kept)
    kept.path.write_bytes(whole[:one])
    with pytest.raises(refusals.FileGone):
        answering.opened(kept)


def test_what_lay_open_is_sealed_when_somebody_wants_it_sealed(django_capture_on_commit_callbacks) -> None:
    first = keep(MARK, is_sealed=False)
    assert lies_open()
    with django_capture_on_commit_callbacks(execute=True):
        second = keep(MARK)
    assert second == first
    assert not lies_open()
    assert answering.content(KeptFile.objects.get()) == MARK
    assert keep(MARK, is_sealed=False).is_sealed
    assert not lies_open()


def test_it_is_cleared_away_where_nobody_refers_to_it() -> None:
    kept = keep(MARK)
    assert sweeping.clear([kept.pk]) == sweeping.Swept()  # handed in a moment ago
    tomorrow = kept.kept_at + 2 * sweeping.DAY
    assert sweeping.clear([kept.pk], now=tomorrow).file_count == 1
    assert not kept.path.exists()
