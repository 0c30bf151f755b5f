"""Whatever comes in is kept or refused with a sentence: files cut off, flipped, and made of nothing in particular."""

import io
import threading
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from yunjiang.files import answering, compound, keeping, kinds, office, packages, pdf, pictures
from yunjiang.files.models import KeptFile
from yunjiang.files.tests import specimens

SPECIMENS = {
    "pdf": specimens.PDF,
    "xlsx": specimens.workbook(),
    "docx": specimens.document(),
    "doc": specimens.compound({"WordDocument": bytes(64), "1Table": bytes(200)}),
    "xls": specimens.compound({"Workbook": specimens.record(0x0809, bytes(16)) * 9}, is_small=True),
    "jpg": specimens.picture("JPEG", turn=6),
    "png": specimens.picture("PNG"),
}
harm = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12)


def harmed(content: bytes, flips: list[tuple[float, int]], kept: float) -> bytes:
    """Return a file with some bytes changed and its end cut off."""
    made = bytearray(content)
    for where, byte in flips:
        made[int(where * len(made))] = byte
    return bytes(made[: max(1, int(len(made) * kept))])


def look(content: bytes, path: Path) -> None:
    """Look into a file as keeping does; only refusals may come of it."""
    path.write_bytes(content)
    kind = kinds.recognise(path)
    try:
        if kind in kinds.PACKED:
            packages.look_into(path, 1 << 22)
        elif kind in kinds.COMPOUND:
            file = compound.Compound(content)
            office.is_locked(file)
            office.has_programs(file)
        elif kind in kinds.PICTURES:
            pictures.stripped(content)
        elif kind is kinds.Kind.PDF:
            assert isinstance(
                pdf.is_whole(content) and pdf.is_locked(content) and pdf.has_scripts(content), bool
            )
    except (packages.TooMuch, packages.Locked, packages.Damaged, compound.NotCompound, pictures.NotAPicture):
        pass


@pytest.mark.parametrize("ending", sorted(SPECIMENS))
@given(flips=harm, kept=st.floats(0.01, 1))
@trying(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_harmed_files(ending: str, flips: list[tuple[float, int]], kept: float, tmp_path: Path) -> None:
    look(harmed(SPECIMENS[ending], flips, kept), tmp_path / "file")


@given(
    start=st.sampled_from([compound.MAGIC, b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"]),
    rest=st.binary(max_size=2000),
)
@trying(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_files_that_only_begin_like_one(start: bytes, rest: bytes, tmp_path: Path) -> None:
    look(start + rest, tmp_path / "file")


@given(flips=harm)
@trying(max_examples=60)
def test_a_picture_is_stripped_once_and_for_all(flips: list[tuple[float, int]]) -> None:
    for ending in ("jpg", "png"):
        try:
            once = pictures.stripped(harmed(SPECIMENS[ending], flips, 1))
        except pictures.NotAPicture:
            continue
        assert pictures.stripped(once) == once


def test_a_compound_file_that_runs_in_circles_is_refused() -> None:
    content = bytearray(SPECIMENS["doc"])
    content[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")  # the directory follows upon itself
    with pytest.raises(compound.NotCompound):
        compound.Compound(bytes(content))


@pytest.mark.django_db(transaction=True)
def test_many_may_hand_in_the_same_file_at_once(settings, tmp_path: Path) -> None:
    settings.YUNJIANG_FILES = tmp_path / "files"
    failures = []

    def hand_in() -> None:
        try:
            keeping.keep(io.BytesIO(specimens.PDF), "证明.pdf")
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    hands = [threading.Thread(target=hand_in) for _ in range(6)]
    for each in hands:
        each.start()
    for each in hands:
        each.join()
    assert failures == []
    assert answering.is_intact(KeptFile.objects.get())
