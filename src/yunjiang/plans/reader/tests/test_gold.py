"""How well the reader reads, against texts that people read before: floors a little below what it reaches.

`benchmarks/plan_reader.py` tells the figures and lists every error.
"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from yunjiang.plans import reading as plan_files
from yunjiang.plans.reader.reading import Reading, read
from yunjiang.plans.reader.scoring import (
    Gold,
    GoldNotInText,
    Noted,
    Score,
    compare,
    gold,
    judge_structure,
    noted,
    score,
    score_of,
)

GOLD = Path(__file__).parent / "gold"
NOTICE = Path(plan_files.__file__).parent / "tests" / "notice"
TABLES = sorted(GOLD.glob("*/*.gold.tsv"))


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return {each: score_of(GOLD / each) for each in ("worked", "kept_back")}


@pytest.fixture(scope="module")
def notice() -> Reading:
    return read((NOTICE / "notice.txt").read_text("utf-8"))


def outline(kind: str) -> list[dict[str, str]]:
    with (NOTICE / "outline.tsv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file, delimiter="\t") if row["kind"] == kind]


@pytest.mark.parametrize(("half", "f1", "documents"), [("worked", 0.935, 131), ("kept_back", 0.92, 51)])
def test_targets_are_found_and_not_too_many(
    scores: dict[str, Score], half: str, f1: float, documents: int
) -> None:
    found = scores[half]
    assert found.documents == documents
    assert found.f1() >= f1, "\n".join(found.errors)


@pytest.mark.parametrize("half", ["worked", "kept_back"])
@pytest.mark.parametrize(
    ("field", "floor"), [("comparator", 0.98), ("name", 0.95), ("deadline", 0.94), ("basis", 0.88)]
)
def test_what_is_said_of_the_targets_found_is_mostly_right(
    scores: dict[str, Score], half: str, field: str, floor: float
) -> None:
    assert scores[half].right[field] / scores[half].found >= floor


@pytest.mark.parametrize(
    ("kind", "floor"),
    [
        ("initiative", 0.91),
        ("action", 0.70),
        ("safeguard", 0.89),
        ("duty", 0.94),
        ("body", 0.95),
        ("milestone", 0.55),
        ("number", 0.98),
        ("issued", 0.98),
        ("valid", 0.78),
    ],
)
def test_most_of_the_structure_is_found(scores: dict[str, Score], kind: str, floor: float) -> None:
    for found in scores.values():
        assert found.met[kind] / found.noted[kind] >= floor


@pytest.mark.parametrize("half", ["worked", "kept_back"])
def test_how_sure_a_reading_is_says_how_often_such_readings_are_right(
    scores: dict[str, Score], half: str
) -> None:
    found = scores[half]
    unsure = ("0.5", "below")
    assert found.right_of_sure["0.9"] / found.sure["0.9"] >= 0.95
    assert sum(found.right_of_sure[each] for each in unsure) <= 0.8 * sum(found.sure[each] for each in unsure)
    assert sum(found.sure[each] for each in unsure) < found.read / 8


def test_of_what_is_said_to_be_fairly_sure_most_is_right(scores: dict[str, Score]) -> None:
    right = sum(found.right_of_sure["0.7"] for found in scores.values())  # of one half alone there are few
    sure = sum(found.sure["0.7"] for found in scores.values())
    assert 0.65 <= right / sure <= 0.97


def test_every_target_of_the_notice_is_found_and_none_beside() -> None:
    found = score(NOTICE / "notice.txt", NOTICE / "indicators.tsv")
    assert (found.gold, found.read, found.found) == (45, 45, 45), "\n".join(found.errors)
    assert (found.right["comparator"], found.right["deadline"], found.right["basis"]) == (45, 45, 45)
    assert found.right["name"] >= 43


def test_the_frame_of_the_notice_is_found(notice: Reading) -> None:
    frame = notice.outline
    assert len(frame.initiatives) == len(outline("initiative")) == 5
    actions = [action.name for each in frame.initiatives for action in each.branches]
    assert actions == [row["name"] for row in outline("action")]
    assert len(actions) == 18
    assert [each.name for each in frame.safeguards] == [row["name"] for row in outline("safeguard")]


def test_the_duties_of_the_notice_are_found(notice: Reading) -> None:
    assert len(notice.duties) == len(outline("duty")) == 7
    assert sorted(each.kind for each in notice.duties) == [
        "assessment", "assessment", "assessment", "meeting", "planning", "report", "study",
    ]  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.name.removesuffix(".gold.tsv"))
def test_the_gold_stands_in_its_text(table: Path) -> None:
    text = table.with_name(table.name.replace(".gold.tsv", ".txt"))
    raw = text.read_text("utf-8")
    assert all(each.start < each.end for each in gold(raw, table))
    for each in noted(text.with_suffix(".more.tsv")):
        assert raw[each.start : each.start + len(each.text)] == each.text


def test_every_text_has_its_tables() -> None:
    names = {path.name.removesuffix(".txt") for path in GOLD.glob("*/*.txt")}
    assert names == {path.name.removesuffix(".gold.tsv") for path in TABLES}
    assert names == {path.name.removesuffix(".more.tsv") for path in GOLD.glob("*/*.more.tsv")}


RAW = (
    "就业方案（2023—2025年）\n一、扩大就业\n到2025年，培训5000人次，建设基地20个。\n二、加强管理\n落实责任。"
)


def expected(name: str, value: str, unit: str, deadline: str = "2025") -> Gold:
    place = RAW.index(name)
    return Gold(name, ">=", Decimal(value), None, unit, deadline, "cumulative", place, place + 8)


def test_a_target_is_found_by_value_unit_and_place() -> None:
    rows = [expected("培训", "5000", "人次"), expected("建设基地", "20", "个")]
    found = compare("a", read(RAW), rows)
    assert (found.gold, found.read, found.found, found.f1()) == (2, 2, 2, 1.0)
    assert found.errors == []


def test_persons_are_not_times_of_persons() -> None:
    found = compare("a", read(RAW), [expected("培训", "5000", "人")])
    assert (found.found, found.read) == (0, 2)
    assert found.errors[0] == "a: missed: 培训 5000人"
    assert len(found.errors) == 3


def test_a_wrong_field_is_an_error_of_a_target_that_was_found() -> None:
    found = compare("a", read(RAW), [expected("培训", "5000", "人次", "2024")])
    assert (found.found, found.right["deadline"], found.right["comparator"]) == (1, 0, 1)
    assert "a: deadline of 培训: 2025, not 2024" in found.errors


def test_one_target_is_not_counted_twice() -> None:
    row = expected("培训", "5000", "人次")
    assert compare("a", read(RAW), [row, row]).found == 1


def test_a_refused_document_has_found_nothing() -> None:
    found = compare("a", None, [])
    assert (found.f1(), found.recall, found.precision) == (1.0, 1.0, 1.0)


def test_structure_is_judged_by_words_and_by_place() -> None:
    found = Score()
    rows = [
        Noted("initiative", "扩大就业", 0),
        Noted("initiative", "修建公路", 0),
        Noted("heading", "无关", 0),
    ]
    judge_structure("a", read(RAW), rows, found)
    assert (found.met["initiative"], found.noted["initiative"], found.noted["heading"]) == (1, 2, 0)
    assert found.errors == ["a: initiative not found: 修建公路"]


def test_a_gold_table_that_is_not_of_its_text_is_told(tmp_path: Path) -> None:
    table = tmp_path / "a.gold.tsv"
    heads = "indicator\tcomparator\tvalue\tvalue_max\tunit\tdeadline\tspan\toffset"
    table.write_text(f"{heads}\n培训\t>=\t5000\t\t人次\t2025\t培训5000人次\t3\n", "utf-8")
    with pytest.raises(GoldNotInText):
        list(gold(RAW, table))
    table.write_text(f"{heads}\n培训\t>=\t5000\t\t人次\t2025\t没有的话\t\n", "utf-8")
    with pytest.raises(GoldNotInText):
        list(gold(RAW, table))


def test_a_span_over_the_end_of_a_line_stands_in_a_table_with_a_blank(tmp_path: Path) -> None:
    head = "indicator\tcomparator\tvalue\tvalue_max\tunit\tdeadline\tspan\toffset\n"
    table = tmp_path / "a.gold.tsv"
    table.write_text(f"{head}培训\t>=\t5000\t\t人次\t2025\t到2025年 培训5000人次\t3\n", "utf-8")
    [row] = gold("前言，到2025年\n培训5000人次以上。", table)
    assert (row.start, row.end) == (3, 18)
