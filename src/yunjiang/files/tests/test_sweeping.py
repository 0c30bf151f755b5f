"""Clearing away what nobody refers to."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from yunjiang.files import keeping, shelf, sweeping
from yunjiang.files.models import KeptFile
from yunjiang.files.tests import specimens

LATER = timedelta(days=40)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path: Path, db: None) -> None:
    settings.YUNJIANG_FILES = tmp_path / "files"


def keep() -> KeptFile:
    return keeping.keep(io.BytesIO(specimens.PDF), "证明.pdf")


def age(kept: KeptFile) -> None:
    """Let a file have been handed in forty days ago."""
    then = timezone.now() - LATER
    KeptFile.objects.filter(pk=kept.pk).update(kept_at=then)
    os.utime(kept.path, (then.timestamp(), then.timestamp()))


def test_everybody_who_refers_to_files_is_known() -> None:
    assert {f"{model._meta.label}.{field}" for model, field in sweeping.referrers()} >= {
        "returns.Evidence.file",
        "returns.Upload.file",
        "returns.Upload.answer",
    }


def test_an_old_file_of_nobody_goes() -> None:
    kept = keep()
    age(kept)
    assert sweeping.sweep(30) == sweeping.Swept(1, 1, len(specimens.PDF))
    assert not kept.path.exists()
    assert not KeptFile.objects.exists()


def test_a_new_file_stays() -> None:
    kept = keep()
    assert sweeping.sweep(30) == sweeping.Swept()
    assert kept.path.exists()


def test_a_file_handed_in_again_is_new() -> None:
    age(keep())
    kept = keep()
    assert sweeping.sweep(30) == sweeping.Swept()
    assert kept.path.exists()


def test_a_file_whose_row_was_rolled_back_goes() -> None:
    kept = keep()
    age(kept)
    KeptFile.objects.all().delete()
    assert sweeping.sweep(30).file_count == 1


def test_what_broke_off_while_coming_in_goes() -> None:
    left = shelf.folder() / shelf.INCOMING / "tmpabc"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    assert sweeping.sweep(30).file_count == 1
    assert not left.exists()


def test_at_least_a_day_is_left(settings) -> None:
    settings.YUNJIANG_UNUSED_FILE_DAYS = 0
    keep()
    assert sweeping.sweep() == sweeping.Swept()
