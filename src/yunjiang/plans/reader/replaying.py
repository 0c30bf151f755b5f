"""Examples of what people read otherwise than the reader did, read anew: what of each holds now, and what does not.

An example is NAME.txt with NAME.gold.tsv, every target of the text, and NAME.more.tsv, what else there is; each where it was
judged. The form is that of the texts with gold, judged strictly: every column that is there, names to the letter; a target
without a name is one that another place names.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from . import spans
from .items import ReadItem, items_of
from .reading import Reading, read
from .refusals import NoPlan

TARGET_COLUMNS = (
    "indicator", "comparator", "value", "value_max", "unit", "deadline", "span", "offset", "basis", "direction",
    "nature", "approximate", "baseline", "baseline_year",
)  # fmt: skip
MORE_COLUMNS = ("kind", "text", "offset", "detail")
NOT = "not-"  # before a kind: what stands here is none of it
_SAME = ("value", "value_max", "unit")  # by these, and its place, a target is known

Row = Mapping[str, str]


@dataclass(frozen=True)
class Replayed:
    """What came of one example; without problems it holds."""

    name: str
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.problems


def replay(folder: Path) -> Iterator[Replayed]:
    """Yield what comes of every example of a folder, in the order of their names."""
    for text in sorted(folder.glob("*.txt")):
        targets, more = text.with_suffix(".gold.tsv"), text.with_suffix(".more.tsv")
        if not (targets.exists() or more.exists()):
            continue  # no example
        yield replayed(
            text.stem,
            text.read_text("utf-8"),
            table(targets) if targets.exists() else None,
            table(more) if more.exists() else (),
        )


def replayed(name: str, raw: str, targets: Sequence[Row] | None, more: Iterable[Row]) -> Replayed:
    """Return what comes of reading a text; without `targets` they are not judged."""
    try:
        reading = read(raw, name, Decimal(0))  # by rules alone: a passage is no document to be weighed
    except NoPlan:
        reading = None
    problems = [] if targets is None else list(_of_targets(targets, reading))
    items = [] if reading is None else items_of(reading)
    problems += [found for row in more for found in _of_more(row, items)]
    return Replayed(name, tuple(problems))


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table of an example."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _of_targets(expected: Sequence[Row], reading: Reading | None) -> Iterator[str]:
    left = [] if reading is None else list(spans.rows(reading))
    for row in expected:
        same = [each for each in left if _is_same(row, each)]
        if not same:
            yield f"missed: {row['indicator']} {row['value']}{row['unit']}"
            continue
        found = min(same, key=lambda each: (bool(_differing(row, each)), int(each["offset"])))
        left.remove(found)
        for column in _differing(row, found):
            told = f"{found[column] or '—'}, not {row[column] or '—'}"
            yield f"{column} of {row['indicator']}: {told}"
    for each in left:
        yield f"not to be read: {each['indicator']} {each['value']}{each['unit']}"


def _is_same(row: Row, found: Row) -> bool:
    return all(row[each] == found[each] for each in _SAME) and _overlap(
        row["span"], row, found["span"], found
    )


def _differing(row: Row, found: Row) -> list[str]:
    columns = [each for each in TARGET_COLUMNS if each in row and each not in ("span", "offset")]
    if not row["indicator"]:  # named elsewhere
        columns.remove("indicator")
    return [each for each in columns if _bare(row[each]) != _bare(found[each])]


def _overlap(one: str, row: Row, other: str, found: Row) -> bool:
    start, begun = int(row["offset"]), int(found["offset"])
    return start < begun + len(other) and begun < start + len(one)


def _of_more(row: Row, items: Sequence[ReadItem]) -> Iterator[str]:
    kind = row["kind"].removeprefix(NOT)
    start = int(row["offset"])
    end = start + len(row["text"])
    wanted = dict(each.split("=", 1) for each in (row.get("detail") or "").split("; ") if "=" in each)
    here = [each for each in items if each.kind == kind and each.start < end and start < each.end]
    told = wanted.get("name") or row["text"]
    if row["kind"].startswith(NOT):
        if any("name" not in wanted or _says(each, {"name": wanted["name"]}) for each in here):
            yield f"not to be read: {kind} {told}"
        return
    if not any(_says(each, wanted) for each in here):
        as_read = "、".join(str(each.values["name"]) for each in here) or "—"
        yield f"missed: {kind} {told} ({as_read})"


def _says(item: ReadItem, wanted: Mapping[str, str]) -> bool:
    return all(_bare(str(item.values.get(name, ""))) == _bare(value) for name, value in wanted.items())


def _bare(text: str) -> str:
    return re.sub(r"[\s“”。：:；、，]", "", text)
