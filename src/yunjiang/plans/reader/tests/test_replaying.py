"""Corrections replayed: what once held goes on holding, what does not is told, and nothing holds by being empty."""

from pathlib import Path

import pytest

from yunjiang.plans.reader import replaying
from yunjiang.plans.reader.replaying import TARGET_COLUMNS, replayed

EXAMPLES = Path(__file__).parent / "examples"
HOLDING = (EXAMPLES / "holding.txt").read_text("utf-8").split()
TEXT = "就业方案（2023—2025年）\n一、扩大就业\n到2025年，培训5000人次，建设基地20个。每年12月底前向省就业办报送进展。\n"
TRAINED = {
    **dict.fromkeys(TARGET_COLUMNS, ""),
    "indicator": "培训", "comparator": ">=", "value": "5000", "unit": "人次", "deadline": "2025",
    "span": "培训5000人次", "offset": "29", "basis": "cumulative", "direction": "up",
}  # fmt: skip
BUILT = {
    **TRAINED,
    "indicator": "建设基地",
    "value": "20",
    "unit": "个",
    "span": "建设基地20个",
    "offset": "38",
}


def test_examples_that_hold_go_on_holding() -> None:
    found = {each.name: each for each in replaying.replay(EXAMPLES)}
    assert found.keys() >= set(HOLDING)
    assert len(found) == 12
    assert [found[name].problems for name in HOLDING] == [()] * len(HOLDING)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.gold.tsv")), ids=lambda path: path.stem)
def test_what_is_expected_stands_in_the_text(path: Path) -> None:
    raw = path.with_name(path.name.replace(".gold.tsv", ".txt")).read_text("utf-8").replace("\n", " ")
    rows = replaying.table(path)
    assert all(raw[int(each["offset"]) :].startswith(each["span"]) for each in rows)


def test_it_holds_when_all_is_read_as_expected() -> None:
    assert replayed("a", TEXT, [TRAINED, BUILT], ()).problems == ()


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([TRAINED], "not to be read: 建设基地 20个"),
        ([{**TRAINED, "value": "6000"}, BUILT], "missed: 培训 6000人次"),
        ([{**TRAINED, "indicator": "职业培训"}, BUILT], "indicator of 职业培训: 培训, not 职业培训"),
        ([{**TRAINED, "deadline": "annual"}, BUILT], "deadline of 培训: 2025, not annual"),
        ([{**TRAINED, "nature": "binding"}, BUILT], "nature of 培训: —, not binding"),
    ],
)
def test_what_is_read_otherwise_is_told(rows: list[dict[str, str]], problem: str) -> None:
    assert problem in replayed("a", TEXT, rows, ()).problems


@pytest.mark.parametrize(
    ("kind", "detail", "holds"),
    [
        ("duty", "kind=annual_return; every=year; due=12-31", True),
        ("duty", "kind=annual_return; every=year; due=06-30", False),
        ("not-duty", "", False),
        ("milestone", "", False),
        ("not-milestone", "", True),
    ],
)
def test_other_kinds_are_judged_by_their_place_and_by_what_is_said_of_them(
    kind: str, detail: str, holds: bool
) -> None:
    words = "每年12月底前向省就业办报送进展"
    row = {"kind": kind, "text": words, "offset": str(TEXT.index(words)), "detail": detail}
    assert replayed("a", TEXT, None, [row]).holds is holds


def test_a_refused_text_has_nothing() -> None:
    assert replayed("a", "今天天气很好。", [], ()).holds
    assert not replayed("a", "今天天气很好。", [TRAINED], ()).holds
