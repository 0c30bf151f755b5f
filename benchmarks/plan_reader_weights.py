"""Learn what the signs of a quantity weigh, and say honestly how well that holds on documents that were not learnt from.

    uv run python benchmarks/plan_reader_weights.py FOLDER... --seen FOLDER... --held 3 --write

Every NAME.txt with its NAME.gold.tsv is learnt from. Rules were made on the repository's worked texts and on those of the folders
after `--seen`: they are read better there than elsewhere, which is learnt apart and left out of the weights. With `--held 3`
each third text of the other folders is not learnt from and only scored, as are the texts kept back. Whole documents are held out
in turn, and whole folders.
"""

import argparse
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from yunjiang.plans.reader import scoring, weighing
from yunjiang.plans.reader.reading import read
from yunjiang.plans.reader.refusals import NoPlan
from yunjiang.plans.reader.weighing import ALWAYS, Weights

GOLD = Path(__file__).parent.parent / "src/yunjiang/plans/reader/tests/gold"
SEEN = "规则见过"  # the sign of a quantity in a text that rules were made on
UNDECIDED = Weights({}, {})
BANDS = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.0))
FOLDS = 5
LEAST = 6  # quantities that a sign must be found at to be learnt
PENALTY = 2.0
SMALLEST = 0.15  # a weight that is less is left out


@dataclass
class Case:
    """One quantity: its signs, and whether it is a promise by the gold."""

    signs: tuple[str, ...]
    is_right: bool
    weight: float = 1.0


@dataclass
class Document:
    """The quantities of one text, those read and those passed over; `gold` is how many promises it has."""

    folder: str
    name: str
    gold: int
    read: list[Case] = field(default_factory=list)
    passed: list[Case] = field(default_factory=list)


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
    arguments.add_argument("folders", nargs="*", type=Path, help="texts that no rule was made on")
    arguments.add_argument("--seen", nargs="*", type=Path, default=[], help="texts that rules were made on")
    arguments.add_argument("--held", type=int, default=0, help="each so many-th text is scored only")
    arguments.add_argument("--write", action="store_true", help="write the weights that the reader uses")
    asked = arguments.parse_args(words)
    seen = [*gathered(GOLD / "worked"), *(each for folder in asked.seen for each in gathered(folder))]
    for document in seen:
        document.read = [replace(each, signs=(*each.signs, SEEN)) for each in document.read]
        document.passed = [replace(each, signs=(*each.signs, SEEN)) for each in document.passed]
    unseen, held = [], list(gathered(GOLD / "kept_back"))
    for folder in asked.folders:
        for number, document in enumerate(gathered(folder)):
            (held if asked.held and number % asked.held == 0 else unseen).append(document)
    documents = seen + unseen
    weights = learnt(documents)
    across = list(crossed(documents, weights))
    show("documents held out in turn, seen", [pair for pair in across if pair[0] in seen])
    show("documents held out in turn, unseen", [pair for pair in across if pair[0] in unseen])
    for folder in dict.fromkeys(each.folder for each in unseen):
        others = learnt([each for each in documents if each.folder != folder], weights)
        show(f"learnt without {folder}", [(each, others) for each in unseen if each.folder == folder])
    for folder in dict.fromkeys(each.folder for each in held):
        show(f"held, {folder}", [(each, weights) for each in held if each.folder == folder])
    if asked.write:
        write(weights, weighing.FILE)
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
            reading = read(raw, text.name, UNDECIDED)
        except NoPlan:
            yield document
            continue
        met = scoring.met_of(reading, expected)
        right = {id(each) for each in met.values()}
        document.read = [Case(each.signs, id(each) in right) for each in reading.targets]
        for each in reading.passed:
            start, end = reading.plain.span(each.start, each.start + each.quantity.end - each.quantity.start)
            same = [
                number
                for number, row in enumerate(expected)
                if start < row.end
                and row.start < end
                and row.value == each.quantity.value
                and row.value_max == each.quantity.value_max
                and row.unit == each.quantity.unit
            ]
            if not any(number in met for number in same):  # said twice: nothing is lost by passing over one
                document.passed.append(Case(each.signs, bool(same)))
        yield document


def crossed(documents: Sequence[Document], begun: Weights) -> Iterator[tuple[Document, Weights]]:
    """Yield every document with weights learnt without it."""
    for fold in range(FOLDS):
        out = documents[fold::FOLDS]
        names = {id(each) for each in out}
        weights = learnt([each for each in documents if id(each) not in names], begun)
        yield from ((each, weights) for each in out)


def learnt(documents: Iterable[Document], begun: Weights = UNDECIDED) -> Weights:
    documents = list(documents)
    return Weights(
        fitted([each for document in documents for each in document.read], begun.read),
        fitted([each for document in documents for each in document.passed], begun.passed),
    )


def fitted(cases: Sequence[Case], begun: Mapping[str, float]) -> dict[str, float]:
    """Return the weights of the most probable logistic model under a penalty on large ones, by Newton's method."""
    count = Counter(sign for each in cases for sign in each.signs)
    names = [ALWAYS, *sorted(sign for sign, times in count.items() if times >= LEAST)]
    places = {sign: place for place, sign in enumerate(names)}
    rows = [
        ([0, *sorted({places[sign] for sign in each.signs if sign in places})], each.is_right, each.weight)
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
            probability = 1 / (1 + math.exp(-sum(weights[place] for place in found)))
            error = heft * (probability - is_right)
            curve = heft * probability * (1 - probability)
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


def judged(document: Document, weights: Weights) -> Judged:
    """Return what comes of a document that is read with weights."""
    found = Judged(gold=document.gold)
    for each in document.read:
        told = [sign for sign in each.signs if sign != SEEN]
        sure = weighing.probability(weights.read, told)
        if sure < weights.least_read:
            continue
        found.read += 1
        found.found += each.is_right
        found.sure.append((sure, each.is_right))
    for each in document.passed:
        if weights.is_taken(sign for sign in each.signs if sign != SEEN):
            found.read += 1
            found.found += each.is_right
    return found


def show(name: str, pairs: Sequence[tuple[Document, Weights]]) -> None:
    before, after = Judged(), Judged()
    for document, weights in pairs:
        before.take(judged(document, replace(weights, least_read=0.0, least_passed=1.0)))
        after.take(judged(document, weights))
    print(
        f"{name}: {len(pairs)} texts, {before.gold} promises; F1 by rules {before.f1:.3f}, weighed {after.f1:.3f}"
    )
    for low, high in BANDS:
        band = [is_right for sure, is_right in after.sure if low <= sure < high]
        if band:
            print(f"    said {low}–{high}: {len(band)}, right {sum(band) / len(band):.3f}")


def write(weights: Weights, path: Path) -> None:
    """Write weights as a table: signs in order, two places behind the point, what hardly weighs left out."""
    signs = sorted((set(weights.read) | set(weights.passed)) - {SEEN})
    lines = ["\t".join(weighing.COLUMNS)]
    for sign in signs:
        told = [kept(each.get(sign, 0), sign) for each in (weights.read, weights.passed)]
        if any(told):
            lines.append("\t".join([sign, *told]))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def kept(weight: float, sign: str) -> str:
    return f"{weight:.2f}" if abs(weight) >= SMALLEST or sign == ALWAYS else ""


if __name__ == "__main__":
    sys.exit(main())
