"""Learn what the signs of a reading weigh, and say honestly how well that holds on documents that were not learnt from.

    uv run python benchmarks/plan_reader_weights.py FOLDER... --seen FOLDER... --held 3 --write

Every NAME.txt with its NAME.gold.tsv is learnt from, the repository's worked texts too. Rules were made on these and on those
after `--seen`; they are read better there than elsewhere, which is learnt apart and left out of the weights. With `--held 3` each
third text of the other folders is held: no sign is learnt from it. One number more is learnt, by how much texts are read worse
that weights were not learnt from: of those held, and of the other folders' texts held out in turn. Every figure is of texts held
out: whole documents in turn, whole folders, and the held ones, each by the number that the rest teach. The texts kept back in the
repository are scored only.
"""

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from yunjiang.plans.reader import scoring, weighing
from yunjiang.plans.reader.reading import read
from yunjiang.plans.reader.refusals import NoPlan
from yunjiang.plans.reader.weighing import ALWAYS, LEAST, log_odds, probability

GOLD = Path(__file__).parent.parent / "src/yunjiang/plans/reader/tests/gold"
RESULTS = Path(__file__).parent / "results" / "plan_reader_weights.json"
SEEN = "规则见过"  # the sign of a reading in a text that rules were made on
BANDS = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.0))
LEASTS = (0.0, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
FOLDS = 5
RARE = 6  # readings at which a sign must be found to be learnt
HEFT = 2.0  # of a reading in a text that no rule was made on; others weigh 1
PENALTY = 5.0
SMALLEST = 0.15  # a weight that is less is left out


@dataclass
class Case:
    """One reading: its signs, and whether it is a promise by the gold."""

    signs: tuple[str, ...]
    is_right: bool


@dataclass
class Document:
    """The readings of one text by rules alone; `gold` is how many promises it has."""

    folder: str
    name: str
    gold: int
    read: list[Case] = field(default_factory=list)
    is_seen: bool = False  # by those who made rules


@dataclass
class Judged:
    """What comes of documents: promises in the gold, read and found, and how sure each reading was said to be."""

    gold: int = 0
    read: int = 0
    found: int = 0
    sure: list[tuple[float, bool]] = field(default_factory=list)

    def take(self, other: "Judged") -> None:
        self.gold += other.gold
        self.read += other.read
        self.found += other.found
        self.sure += other.sure

    @property
    def f1(self) -> float:
        return 2 * self.found / (self.gold + self.read) if self.gold + self.read else 1.0


def main(words: Sequence[str] | None = None) -> int:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folders", nargs="*", type=Path, help="texts with gold")
    arguments.add_argument(
        "--seen", nargs="*", type=Path, default=[], help="texts that rules were made on long before"
    )
    arguments.add_argument("--held", type=int, default=0, help="each so many-th text is scored only")
    arguments.add_argument("--write", action="store_true", help="write the weights that the reader uses")
    asked = arguments.parse_args(words)
    seen = [*gathered(GOLD / "worked"), *(each for folder in asked.seen for each in gathered(folder))]
    unseen: list[Document] = []
    held: list[Document] = []
    for folder in asked.folders:
        for number, document in enumerate(gathered(folder)):
            (held if asked.held and number % asked.held == 0 else unseen).append(document)
    for document in seen if unseen else ():
        document.is_seen = True
        document.read = [replace(each, signs=(*each.signs, SEEN)) for each in document.read]
    documents = seen + unseen
    weights = learnt(documents)
    across = list(crossed(documents, weights))
    others = [pair for pair in across if not pair[0].is_seen]
    of_held = [(each, weights) for each in held]
    worse = shift([*others, *of_held])
    for folder in dict.fromkeys(each.folder for each in unseen):
        left = learnt([each for each in documents if each.folder != folder], weights)
        left = shifted(left, shift([pair for pair in (*others, *of_held) if pair[0].folder != folder]))
        show(f"learnt without {folder}", [(each, left) for each in unseen if each.folder == folder])
    by_others = [
        (each, shifted(weights, shift([*others, *(pair for pair in of_held if pair[0] is not each)])))
        for each in held
    ]
    for folder in dict.fromkeys(each.folder for each in held):
        show(f"held of {folder}", [pair for pair in by_others if pair[0].folder == folder])
    figures = {
        name: show(name, pairs)
        for name, pairs in {
            "texts of the repository and after --seen, held out in turn": [
                (each, shifted(left, worse)) for each, left in across if each.is_seen
            ],
            "other texts, held out in turn": [(each, shifted(left, worse)) for each, left in others],
            "held from rules and weights": by_others,
            "kept_back": [(each, shifted(weights, worse)) for each in gathered(GOLD / "kept_back")],
        }.items()
    }
    print(f"texts that nobody has worked on are read worse by {-worse:.2f}")
    if asked.write:
        write(shifted(weights, worse), shares(documents), weighing.FILE)
        RESULTS.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


def gathered(folder: Path) -> Iterator[Document]:
    """Yield what is read in the texts of a folder, before anything is weighed."""
    for text in sorted(folder.glob("*.txt")):
        table = text.with_suffix(".gold.tsv")
        if not table.exists():
            continue
        raw = text.read_text("utf-8")
        expected = list(scoring.gold(raw, table))
        document = Document("/".join(folder.parts[-2:]), text.stem, len(expected))
        try:
            reading = read(raw, text.name, Decimal(0))
        except NoPlan:
            yield document
            continue
        right = {id(each) for each in scoring.met_of(reading, expected).values()}
        document.read = [Case(each.signs, id(each) in right) for each in reading.targets]
        yield document


def crossed(
    documents: Sequence[Document], begun: Mapping[str, float]
) -> Iterator[tuple[Document, Mapping[str, float]]]:
    """Yield every document with weights learnt without it."""
    for fold in range(FOLDS):
        out = documents[fold::FOLDS]
        names = {id(each) for each in out}
        weights = learnt([each for each in documents if id(each) not in names], begun)
        yield from ((each, weights) for each in out)


def learnt(documents: Iterable[Document], begun: Mapping[str, float] | None = None) -> dict[str, float]:
    """Return the weights that documents teach; those that learning begins with only save time."""
    return fitted([each for document in documents for each in document.read], begun or {})


def shift(pairs: Sequence[tuple[Document, Mapping[str, float]]]) -> float:
    """Return what is to be added to weights so that they hold on the whole for documents that they were not learnt from."""
    told = [
        (log_odds(weights, each.signs), each.is_right)
        for document, weights in pairs
        for each in document.read
    ]
    added = 0.0
    for _round in range(8):
        sure = [1 / (1 + math.exp(-added - odds)) for odds, _is_right in told]
        slope = added + sum(each - is_right for each, (_odds, is_right) in zip(sure, told, strict=True))
        added -= slope / (1 + sum(each * (1 - each) for each in sure))
    return added


def shifted(weights: Mapping[str, float], added: float) -> dict[str, float]:
    return {**weights, ALWAYS: weights[ALWAYS] + added}


def fitted(cases: Sequence[Case], begun: Mapping[str, float]) -> dict[str, float]:
    """Return the weights of the most probable logistic model under a penalty on large ones, by Newton's method."""
    count = Counter(sign for each in cases for sign in each.signs)
    names = [ALWAYS, *sorted(sign for sign, times in count.items() if times >= RARE)]
    places = {sign: place for place, sign in enumerate(names)}
    rows = [
        (
            [0, *sorted({places[sign] for sign in each.signs if sign in places})],
            each.is_right,
            1.0 if SEEN in each.signs else HEFT,
        )
        for each in cases
    ]
    weights = [begun.get(each, 0.0) for each in names]
    penalties = [0.01, *(PENALTY if each != SEEN else 0.3 for each in names[1:])]
    for _round in range(4 if begun else 12):
        slope = [penalty * weight for penalty, weight in zip(penalties, weights, strict=True)]
        bend = [[0.0] * len(names) for _each in names]
        for place, penalty in enumerate(penalties):
            bend[place][place] = penalty
        for found, is_right, heft in rows:
            sure = 1 / (1 + math.exp(-sum(weights[place] for place in found)))
            error = heft * (sure - is_right)
            curve = heft * sure * (1 - sure)
            for number, place in enumerate(found):
                slope[place] += error
                line = bend[place]
                for other in found[number:]:
                    line[other] += curve
        step = solved(bend, slope)
        weights = [weight - each for weight, each in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 0.001:
            break
    return dict(zip(names, weights, strict=True))


def solved(matrix: list[list[float]], wanted: Sequence[float]) -> list[float]:
    """Return the solution of symmetric, positive linear equations of which the upper half is given, by Cholesky's method."""
    size = len(wanted)
    lower: list[list[float]] = []
    for row in range(size):
        line: list[float] = []
        for column in range(row + 1):
            rest = matrix[column][row] - sum(
                a * b for a, b in zip(line, lower[column] if column < row else line, strict=False)
            )
            line.append(math.sqrt(rest) if column == row else rest / lower[column][column])
        lower.append(line)
    halfway: list[float] = []
    for row in range(size):
        halfway.append(
            (wanted[row] - sum(a * b for a, b in zip(lower[row], halfway, strict=False))) / lower[row][row]
        )
    found = [0.0] * size
    for row in reversed(range(size)):
        rest = halfway[row] - sum(lower[below][row] * found[below] for below in range(row + 1, size))
        found[row] = rest / lower[row][row]
    return found


def judged(document: Document, weights: Mapping[str, float], least: float) -> Judged:
    """Return what comes of a document that is read with weights."""
    found = Judged(gold=document.gold)
    for each in document.read:
        sure = probability(weights, (sign for sign in each.signs if sign != SEEN))
        if sure >= least:
            found.read += 1
            found.found += each.is_right
            found.sure.append((sure, each.is_right))
    return found


def show(name: str, pairs: Sequence[tuple[Document, Mapping[str, float]]]) -> dict[str, object]:
    """Print and return what comes of documents by rules and weighed, and how often what was said to be so sure was right."""
    by_least = {least: Judged() for least in LEASTS}
    for least, found in by_least.items():
        for document, weights in pairs:
            found.take(judged(document, weights, least))
    sure = {
        f"{low}–{high}": [each for said, each in by_least[0.0].sure if low <= said < high]
        for low, high in BANDS
    }
    told: dict[str, object] = {
        "documents": len(pairs),
        "gold": by_least[0.0].gold,
        "f1_by_rules": round(by_least[0.0].f1, 3),
        "f1_weighed": round(by_least[float(LEAST)].f1, 3),
        "f1_by_least": {str(least): round(found.f1, 3) for least, found in by_least.items()},
        "right_of_sure": {
            band: [len(each), round(sum(each) / len(each), 3)] for band, each in sure.items() if each
        },
    }
    print(name, json.dumps(told, ensure_ascii=False))
    return told


def shares(documents: Iterable[Document]) -> dict[str, float]:
    """Return at what share of all readings each sign is found."""
    cases = [each for document in documents for each in document.read]
    count = Counter(sign for each in cases for sign in (ALWAYS, *set(each.signs)))
    return {sign: times / len(cases) for sign, times in count.items()}


def write(weights: Mapping[str, float], found: Mapping[str, float], path: Path) -> None:
    """Write weights as a table: signs in order, two places behind the point, what hardly weighs left out."""
    kept = [
        f"{sign}\t{weight:.2f}\t{found[sign]:.2f}" for sign, weight in sorted(weights.items())
        if sign == ALWAYS or (sign != SEEN and abs(weight) >= SMALLEST)
    ]  # fmt: skip
    path.write_text("\n".join(["\t".join(weighing.COLUMNS), *kept]) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
