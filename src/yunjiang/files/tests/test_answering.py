"""Handing files out."""

import io
from pathlib import Path

import pytest

from yunjiang.files import answering, keeping, refusals
from yunjiang.files.models import KeptFile
from yunjiang.files.tests import specimens


@pytest.fixture
def kept(settings, tmp_path: Path, db: None) -> KeptFile:
    settings.YUNJIANG_FILES = tmp_path / "files"
    return keeping.keep(io.BytesIO(specimens.PDF), "证明.pdf")


def test_a_file_is_always_a_download(kept: KeptFile) -> None:
    headers = answering.headers(kept, "证\r\n明.pdf")
    assert headers["Content-Disposition"] == "attachment; filename*=utf-8''%E8%AF%81%E6%98%8E.pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-store"


def test_what_was_changed_on_the_disk_is_not_handed_out(kept: KeptFile) -> None:
    assert answering.is_intact(kept)
    kept.path.chmod(0o600)
    kept.path.write_bytes(bytes(kept.size))
    assert not answering.is_intact(kept)
    with pytest.raises(refusals.FileGone):
        answering.content(kept)
    kept.path.write_bytes(b"short")
    with pytest.raises(refusals.FileGone):
        answering.opened(kept)
    kept.path.unlink()
    with pytest.raises(refusals.FileGone):
        answering.opened(kept)
