"""No identity number can be read in the folder of a site, nor in what the database tells of a sheet."""

import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from yunjiang.files import answering as files
from yunjiang.files import sweeping
from yunjiang.registers.kit.intake import answering, checking, clearing, committing, receiving, verdicts
from yunjiang.registers.kit.intake.problems import Problems, told, worded
from yunjiang.registers.kit.models import IntakeBatch, IntakeState
from yunjiang.registers.members.register import Members
from yunjiang.registers.members.tests.world import World, furnish

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path: Path) -> World:
    settings.HOME, settings.YUNJIANG_FILES = tmp_path, tmp_path / "files"
    return furnish()


def lying(folder: Path) -> Iterator[bytes]:
    return (path.read_bytes() for path in folder.rglob("*") if path.is_file())


def brought(world: World, *numbers: str) -> IntakeBatch:
    rows = [
        f"张例{name},{number},张例{name}的工厂\n" for name, number in zip("甲乙丙", numbers, strict=False)
    ]
    file = io.BytesIO(("姓名,证件号码,工作单位\n" + "".join(rows)).encode())
    batch = receiving.receive(Members, world.mill, file, "会员.csv", by=world.clerk)
    checking.check(batch)
    return batch


def test_sheets_answers_and_problems_lie_sealed(world: World, tmp_path: Path) -> None:
    right, wrong, short = world.number(1), world.number(2)[:-1] + "A", "53010219900101003"
    batch = brought(world, right, wrong, short)
    assert batch.faulty_count == 2
    places = [tmp_path / "files", tmp_path / "intake"]
    assert all([*lying(each)] for each in places)
    committing.commit(batch, world.clerk, leaves_faulty_out=True)
    answered = files.content(answering.answer(batch)).decode()
    assert all(number in answered for number in (right, wrong, short))
    told = f"{batch.summary}{verdicts.of(batch).to_dicts()}"
    for number in (right, wrong, short):
        assert number not in told
        assert not any(number.encode() in content for content in lying(tmp_path))


def test_what_a_sentence_says_of_a_masked_cell_does_not_quote_it(world: World) -> None:
    texts = pl.DataFrame({"row": [2, 3], "person__identity": [world.number(1), None]})
    problems = Problems()
    given = worded("typed_as_number", given=pl.col("person__identity"))
    problems.add(told(texts, pl.lit(True), "person__identity", "typed_as_number", given))
    problems.hide(texts, "person__identity")
    first, second = problems.frame()["text"]
    assert world.number(1) not in first
    assert first.startswith("…")
    assert second


def test_what_is_given_up_leaves_nothing_behind(world: World, tmp_path: Path) -> None:
    batch = brought(world, world.number(1), "53010219900101003")
    receiving.drop(batch, by=world.clerk)
    later = batch.received_at + 3 * sweeping.DAY
    assert clearing.clear(later)["files"] == 1
    batch.refresh_from_db()
    assert (batch.state, batch.file) == (IntakeState.DROPPED, None)
    assert not [*(tmp_path / "files").rglob("*.sealed")]
