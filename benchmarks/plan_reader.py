"""How well the plan reader reads: precision, recall and F1 against gold tables, by field, with every error listed.

    uv run python benchmarks/plan_reader.py                          the texts of the tests, both halves
    uv run python benchmarks/plan_reader.py TEXT.txt GOLD.tsv        one document of your own
    uv run python benchmarks/plan_reader.py FOLDER --errors          every NAME.txt with its NAME.gold.tsv

A target is found when one read has the same value, upper value and unit, and its span overlaps the gold span. Comparator,
deadline, basis and name are then right or wrong; a name is right when it is the gold name but for marks and 的, or nearly
so (seven of ten pairs of characters). Columns are found by their headings; a quote without offset is looked up in the text.
"""

import argparse
import csv
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from yunjiang.plans.reader.merging import alike
from yunjiang.plans.reader.promises import Target
from yunjiang.plans.reader.reading import Reading, read
from yunjiang.plans.reader.refusals import NoPlan

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "src/yunjiang/plans/reader/tests/gold"
RESULTS = Path(__file__).parent / "results" / "plan_reader.json"
FIELDS = ("comparator", "deadline", "basis", "name")
_PERSONS = {"人", "名", "位"}


@dataclass(frozen=True)
class Gold:
    name: str
    comparator: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    deadline: str
    basis: str
    start: int
    end: int


@dataclass
class Score:
    """What came of one or more documents."""

    documents: int = 0
    gold: int = 0
    read: int = 0
    found: int = 0
    right: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    characters: int = 0
    seconds: float = 0.0

    def take(self, other: "Score") -> None:
        self.documents += other.documents
        self.gold += other.gold
        self.read += other.read
        self.found += other.found
        self.right += other.right
        self.errors += other.errors
        self.characters += other.characters
        self.seconds += other.seconds

    def f1(self, right: int) -> float:
        return 2 * right / (self.gold + self.read) if self.gold + self.read else 1.0

    def told(self) -> dict[str, object]:
        return {
            "documents": self.documents,
            "gold": self.gold,
            "read": self.read,
            "found": self.found,
            "recall": round(self.found / self.gold, 3) if self.gold else 1.0,
            "precision": round(self.found / self.read, 3) if self.read else 1.0,
            "f1": round(self.f1(self.found), 3),
            "f1_with": {each: round(self.f1(self.right[each]), 3) for each in FIELDS},
            "right_of_found": {
                each: round(self.right[each] / self.found, 3) if self.found else 1.0 for each in FIELDS
            },
        }


def main() -> int:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("paths", nargs="*", type=Path)
    arguments.add_argument("--errors", action="store_true", help="list every error")
    asked = arguments.parse_args()
    if len(asked.paths) == 2 and asked.paths[0].is_file():
        total = one(*asked.paths)
        show(asked.paths[0].name, total, is_listed=True)
        return 0
    told = {}
    for folder in asked.paths or sorted(each for each in GOLD.iterdir() if each.is_dir()):
        total = Score()
        for text in sorted(folder.glob("*.txt")):
            total.take(one(text, text.with_suffix("").with_suffix(".gold.tsv")))
        show(folder.name, total, is_listed=asked.errors)
        told[folder.name] = total.told()
    if not asked.paths:
        RESULTS.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


def one(text: Path, table: Path) -> Score:
    """Return what comes of reading one document."""
    raw = text.read_text("utf-8")
    expected = list(gold(raw, table))
    began = time.perf_counter()
    try:
        reading = read(raw)
    except NoPlan:
        reading = None
    seconds = time.perf_counter() - began
    score = compare(text.stem, reading, expected)
    score.characters, score.seconds = len(raw), seconds
    return score


def gold(raw: str, table: Path) -> Iterator[Gold]:
    """Yield the rows of a gold table."""
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            span = row.get("span") or row["quote"]
            start, end = _place(raw, span, row.get("offset") or "")
            yield Gold(
                name=row["indicator"],
                comparator=row["comparator"],
                value=Decimal(row["value"]),
                value_max=Decimal(row["value_max"]) if row["value_max"] else None,
                unit=row["unit"],
                deadline=row["deadline"],
                basis=row.get("basis") or "",
                start=start,
                end=end,
            )


def _place(raw: str, span: str, offset: str) -> tuple[int, int]:
    """Return where a span is, blanks left out of account."""
    if offset:
        return int(offset), int(offset) + len(span)
    pattern = r"\s*".join(re.escape(each) for each in re.sub(r"\s", "", span))
    found = re.search(pattern, raw)
    if found is None:
        sys.exit(f"the gold quote is not in the text: {span}")
    return found.start(), found.end()


def compare(name: str, reading: Reading | None, expected: Sequence[Gold]) -> Score:
    """Return how what was read compares with what was expected, each row used once, the closest name first."""
    targets = reading.targets if reading else []
    score = Score(documents=1, gold=len(expected), read=len(targets))
    pairs = sorted(
        ((alike(each.name, target.name), -number, each, target)
         for number, each in enumerate(expected) for target in targets if reading and matches(each, target, reading)),
        key=lambda pair: pair[:2], reverse=True,
    )  # fmt: skip
    met: dict[int, Target] = {}
    used: set[int] = set()
    for _alike, number, _each, target in pairs:
        if -number not in met and id(target) not in used:
            met[-number] = target
            used.add(id(target))
    for number, each in enumerate(expected):
        if number not in met:
            score.errors.append(f"{name}: missed: {each.name} {each.value}{each.unit}")
            continue
        _judge(name, each, met[number], score)
    for target in targets:
        if id(target) not in used:
            score.errors.append(
                f"{name}: not in the gold: {target.name} {target.value}{target.unit} ({target.rule})"
            )
    return score


def matches(each: Gold, target: Target, reading: Reading) -> bool:
    """Say whether a target read is the one of the gold: value, unit, and a span that overlaps."""
    same_unit = each.unit == target.unit or {each.unit, target.unit} <= _PERSONS
    if (each.value, each.value_max) != (target.value, target.value_max) or not same_unit:
        return False
    spans = [reading.plain.span(start, end) for start, end in ((target.start, target.end), *target.also)]
    return any(start < each.end and each.start < end for start, end in spans)


def _judge(name: str, each: Gold, target: Target, score: Score) -> None:
    score.found += 1
    told = {
        "comparator": (target.comparator, each.comparator),
        "deadline": (target.by.told, each.deadline),
        "basis": (target.basis, each.basis),
        "name": (target.name, each.name),
    }
    for one_field, (said, wanted) in told.items():
        is_right = alike(said, wanted) >= Decimal("0.7") if one_field == "name" else said == wanted
        score.right[one_field] += is_right
        if not is_right:
            score.errors.append(f"{name}: {one_field} of {each.name}: {said or '—'}, not {wanted or '—'}")


def show(name: str, score: Score, *, is_listed: bool) -> None:
    print(name, json.dumps(score.told(), ensure_ascii=False))
    if score.seconds:
        print(f"  {score.characters} characters in {score.seconds:.2f} s")
    for error in score.errors if is_listed else ():
        print("  ", error)


if __name__ == "__main__":
    sys.exit(main())
