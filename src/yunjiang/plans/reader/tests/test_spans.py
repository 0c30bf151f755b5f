"""The table of targets with the words they were read from."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest

from yunjiang.plans.reader import spans
from yunjiang.plans.reader.reading import read

from .documents import SCHEME


def test_every_span_stands_at_its_offset() -> None:
    for row in spans.rows(read(SCHEME)):
        place = int(row["offset"])
        assert SCHEME[place : place + len(row["span"])] == row["span"]


def test_a_span_over_a_wrapped_line_is_told_on_one() -> None:
    raw = "就业方案（2023—2025年）\n一、扩大就业\n到2025年，全省城镇新增就业人数累计达到\n三百万人以上，失业率控制在4%以内。"
    row = next(iter(spans.rows(read(raw))))
    assert row["span"] == "全省城镇新增就业人数累计达到 三百万人以上"
    assert raw[int(row["offset"]) :].startswith("全省城镇新增就业人数累计达到\n三百万人以上")


def test_a_row_says_all_that_was_read() -> None:
    row = next(each for each in spans.rows(read(SCHEME)) if each["value"] == "32")
    assert (row["indicator"], row["comparator"], row["unit"], row["deadline"]) == (
        "高技能人才占比",
        ">=",
        "%",
        "2025",
    )
    assert (row["basis"], row["baseline"], row["baseline_year"]) == ("share", "28", "2022")
    assert Decimal(0) < Decimal(row["confidence"]) < Decimal(1)


def test_the_table_is_read_back_as_it_was_written() -> None:
    lines = list(spans.rows(read(SCHEME)))
    told = spans.table(lines)
    assert told.splitlines()[0].split("\t") == list(spans.COLUMNS)
    assert list(csv.DictReader(io.StringIO(told), delimiter="\t")) == [dict(each) for each in lines]


def test_every_column_is_explained() -> None:
    page = Path(__file__).parents[5] / "docs" / "plan-reader.md"
    section = page.read_text("utf-8").partition("## The table of spans\n")[2].partition("\n## ")[0]
    explained = {name for line in section.splitlines() if line.startswith("| `")
                 for name in re.findall(r"`(\w+)`", line.split("|")[1])}  # fmt: skip
    assert explained == set(spans.COLUMNS)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Decimal("1E+6"), "1000000"),
        (Decimal("95.50"), "95.5"),
        (Decimal("100"), "100"),
        (Decimal("0.9"), "0.9"),
        (None, ""),
    ],
)
def test_numbers_are_told_plainly(value: Decimal | None, told: str) -> None:
    assert spans.plainly(value) == told
