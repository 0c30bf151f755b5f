"""How well and how fast the plan reader reads: precision, recall and F1 against gold tables, by field, with every error.

    uv run python benchmarks/plan_reader.py                          the texts of the tests, both halves, the notice, 100 pages
    uv run python benchmarks/plan_reader.py TEXT.txt GOLD.tsv        one document of your own
    uv run python benchmarks/plan_reader.py FOLDER --errors          every NAME.txt with its NAME.gold.tsv

What counts as found and as right is told in `yunjiang.plans.reader.scoring`.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from yunjiang.plans.reader.reading import read
from yunjiang.plans.reader.scoring import Score, score, score_of

ROOT = Path(__file__).parent.parent
ROOM = ROOT / "src/yunjiang/plans"
GOLD = ROOM / "reader/tests/gold"
NOTICE = ROOM / "tests/notice"
RESULTS = Path(__file__).parent / "results" / "plan_reader.json"
PAGE = 22 * 28  # characters of an official document's page


def main(words: Sequence[str] | None = None) -> int:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("paths", nargs="*", type=Path)
    arguments.add_argument("--errors", action="store_true", help="list every error")
    asked = arguments.parse_args(words)
    if len(asked.paths) == 2 and asked.paths[0].is_file():
        show(asked.paths[0].name, score(*asked.paths), is_listed=True)
        return 0
    if asked.paths:
        for folder in asked.paths:
            show(folder.name, score_of(folder), is_listed=asked.errors)
        return 0
    told: dict[str, object] = {}
    for name, found in (
        ("worked", score_of(GOLD / "worked")),
        ("kept_back", score_of(GOLD / "kept_back")),
        ("notice", score(NOTICE / "notice.txt", NOTICE / "indicators.tsv")),
    ):
        show(name, found, is_listed=asked.errors)
        told[name] = found.told()
    told["speed"] = [min((speed(pages) for _round in range(5)), key=_used) for pages in (100, 400)]
    print("speed", json.dumps(told["speed"]))
    RESULTS.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


def speed(pages: int) -> dict[str, float]:
    """Return how long one document of so many pages takes: the texts of the tests, one behind the other."""
    texts = [each.read_text("utf-8") for each in sorted(GOLD.glob("*/*.txt"))]
    whole = "\n".join(texts)
    while len(whole) < pages * PAGE:
        whole += "\n" + whole
    whole = whole[: pages * PAGE]
    began, used = time.perf_counter(), time.process_time()
    reading = read(whole)
    return {
        "pages": pages,
        "characters": len(whole),
        "targets": len(reading.targets),
        "seconds": round(time.perf_counter() - began, 2),
        "processor_seconds": round(time.process_time() - used, 2),
    }


def _used(told: dict[str, float]) -> float:
    return told["processor_seconds"]


def show(name: str, found: Score, *, is_listed: bool) -> None:
    print(name, json.dumps(found.told(), ensure_ascii=False))
    for error in found.errors if is_listed else ():
        print("  ", error)


if __name__ == "__main__":
    sys.exit(main())
