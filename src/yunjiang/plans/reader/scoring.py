"""How well a document was read: what was found against a gold table, field by field, with every error in words.

A target is found when one read has the same value, upper value and unit, and its span overlaps the gold span. Comparator,
deadline, basis and name are then right or wrong; a name is right when it is the gold name but for marks and 的, or nearly
so (seven of ten pairs of characters). Columns are found by their headings; a quote without offset is looked up in the text.
"""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from .merging import alike
from .promises import Target
from .reading import Reading, read
from .refusals import NoPlan

FIELDS = ("comparator", "deadline", "basis", "name")
STRUCTURE = (
    "initiative", "action", "safeguard", "principle", "duty", "body", "milestone", "number", "issued", "valid",
)  # fmt: skip
BANDS = {"0.9": Decimal("0.9"), "0.7": Decimal("0.7"), "0.5": Decimal("0.5"), "below": Decimal(0)}
_PERSONS = {"人", "名", "位"}
_NAME = Decimal("0.7")
_AT_COMMAS = re.compile(r"[、，](?![^（〔]*[）〕])")


class GoldNotInText(ValueError):
    """A gold table quotes words that its text does not have; both are to be mended, not the reader."""

    def __init__(self, quote: str) -> None:
        self.quote = quote
        super().__init__(f"the gold quote is not in the text: {quote}")


@dataclass(frozen=True)
class Gold:
    """One target as a person read it: `start` to `end` is its span in the text as it stands."""

    name: str
    comparator: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    deadline: str
    basis: str
    start: int
    end: int


@dataclass(frozen=True)
class Noted:
    """One thing of a document's structure as a person read it; `kind` is one of `STRUCTURE`, others are not judged."""

    kind: str
    text: str
    start: int
    detail: str = ""


@dataclass
class Score:
    """What came of one or more documents; `structure` counts by kind what the gold has and what of it was found."""

    documents: int = 0
    gold: int = 0
    read: int = 0
    found: int = 0
    right: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    characters: int = 0
    sure: Counter[str] = field(default_factory=Counter)  # targets read, by how sure they were said to be
    right_of_sure: Counter[str] = field(default_factory=Counter)
    noted: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)

    def take(self, other: "Score") -> None:
        """Add what came of another document."""
        self.documents += other.documents
        self.gold += other.gold
        self.read += other.read
        self.found += other.found
        self.right += other.right
        self.errors += other.errors
        self.characters += other.characters
        self.sure += other.sure
        self.right_of_sure += other.right_of_sure
        self.noted += other.noted
        self.met += other.met

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 1.0

    @property
    def precision(self) -> float:
        return self.found / self.read if self.read else 1.0

    def f1(self, field_name: str = "") -> float:
        """Return F1 of the targets, or of those of which a field is right too."""
        right = self.right[field_name] if field_name else self.found
        return 2 * right / (self.gold + self.read) if self.gold + self.read else 1.0

    def told(self) -> dict[str, object]:
        """Return the figures, rounded, as a result file keeps them."""
        return {
            "documents": self.documents,
            "gold": self.gold,
            "read": self.read,
            "found": self.found,
            "recall": round(self.recall, 3),
            "precision": round(self.precision, 3),
            "f1": round(self.f1(), 3),
            "f1_with": {each: round(self.f1(each), 3) for each in FIELDS},
            "right_of_found": {
                each: round(self.right[each] / self.found, 3) if self.found else 1.0 for each in FIELDS
            },
            "right_of_sure": {
                band: [self.sure[band], round(self.right_of_sure[band] / self.sure[band], 3)]
                for band in BANDS
                if self.sure[band]
            },
            "recall_of_structure": {
                each: round(self.met[each] / self.noted[each], 3) for each in STRUCTURE if self.noted[each]
            },
        }


def score_of(folder: Path) -> Score:
    """Return what comes of every NAME.txt of a folder that has its NAME.gold.tsv, and NAME.more.tsv where there is one."""
    total = Score()
    for text in sorted(folder.glob("*.txt")):
        total.take(score(text, text.with_suffix(".gold.tsv"), text.with_suffix(".more.tsv")))
    return total


def score(text: Path, table: Path, more: Path | None = None) -> Score:
    """Return what comes of reading one document. Raises GoldNotInText."""
    raw = text.read_text("utf-8")
    expected = list(gold(raw, table))
    try:
        reading = read(raw, text.name)
    except NoPlan:
        reading = None
    found = compare(text.stem, reading, expected)
    found.characters = len(raw)
    if more is not None and more.exists() and reading is not None:
        judge_structure(text.stem, reading, noted(more), found)
    return found


def gold(raw: str, table: Path) -> Iterator[Gold]:
    """Yield the rows of a gold table. Raises GoldNotInText."""
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
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


def noted(table: Path) -> Iterator[Noted]:
    """Yield the rows of a table of structure."""
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Noted(row["kind"], row["text"], int(row["offset"]), row.get("detail") or "")


def compare(name: str, reading: Reading | None, expected: Sequence[Gold]) -> Score:
    """Return how what was read compares with what was expected, each row used once, the closest name first."""
    targets = reading.targets if reading else []
    found = Score(documents=1, gold=len(expected), read=len(targets))
    met = met_of(reading, expected) if reading else {}
    used = {id(each) for each in met.values()}
    for number, each in enumerate(expected):
        if number in met:
            _judge(name, each, met[number], found)
        else:
            found.errors.append(f"{name}: missed: {each.name} {each.value}{each.unit}")
    for target in targets:
        band = next(band for band, least in BANDS.items() if target.confidence >= least)
        found.sure[band] += 1
        found.right_of_sure[band] += id(target) in used
        if id(target) not in used:
            told = f"{target.name} {target.value}{target.unit} ({target.rule})"
            found.errors.append(f"{name}: not in the gold: {told}")
    return found


def met_of(reading: Reading, expected: Sequence[Gold]) -> dict[int, Target]:
    """Return by the number of a row of the gold which target was read for it, each used once, the closest name first."""
    pairs = sorted(
        ((alike(each.name, target.name), -number, target)
         for number, each in enumerate(expected) for target in reading.targets if matches(each, target, reading)),
        key=lambda pair: pair[:2], reverse=True,
    )  # fmt: skip
    met: dict[int, Target] = {}
    used: set[int] = set()
    for _alike, number, target in pairs:
        if -number not in met and id(target) not in used:
            met[-number] = target
            used.add(id(target))
    return met


def matches(each: Gold, target: Target, reading: Reading) -> bool:
    """Say whether a target read is the one of the gold: value, unit, and a span that overlaps."""
    units = {unicodedata.normalize("NFKC", unit) for unit in (each.unit, target.unit)}
    same_unit = len(units) == 1 or units <= _PERSONS
    if (each.value, each.value_max) != (target.value, target.value_max) or not same_unit:
        return False
    spans = [reading.plain.span(start, end) for start, end in ((target.start, target.end), *target.also)]
    return any(start < each.end and each.start < end for start, end in spans)


def judge_structure(name: str, reading: Reading, expected: Iterable[Noted], found: Score) -> None:
    """Add to a score what of a document's structure was found: headings and bodies by their words, duties by their place."""
    frame, issue = reading.outline, reading.issue
    told = {
        "initiative": {_bare(each.name) for each in frame.initiatives},
        "action": {_bare(action.name) for each in frame.initiatives for action in each.branches},
        "safeguard": {_bare(each.name) for each in frame.safeguards},
        "principle": {_bare(each.name) for each in frame.principles},
        "body": {_bare(body) for each in reading.responsible for body in each.bodies},
        "number": {_bare(reading.number)},
    }
    places = {
        "duty": [reading.plain.span(each.start, each.end) for each in reading.duties],
        "milestone": [reading.plain.span(each.start, each.end) for each in reading.milestones],
    }
    for each in expected:
        if each.kind not in STRUCTURE:
            continue
        found.noted[each.kind] += 1
        if each.kind in places:
            until = each.start + len(each.text)
            is_met = any(start < until and each.start < end for start, end in places[each.kind])
        elif each.kind == "body":
            is_met = all(_bare(one) in told["body"] for one in _AT_COMMAS.split(each.text))
        elif each.kind == "issued":
            is_met = str(issue.on) == each.detail
        elif each.kind == "valid":
            first, _slash, last = each.detail.rpartition("/")
            is_met = _is_day(issue.valid_from, first, "-01-01") and _is_day(issue.valid_until, last, "-12-31")
        else:
            is_met = _bare(each.text) in told[each.kind]
        found.met[each.kind] += is_met
        if not is_met:
            found.errors.append(f"{name}: {each.kind} not found: {each.text}")


def _is_day(read: date | None, told: str, of_year: str) -> bool:
    """Say whether a day is the one told, be it by its year only; what is not told is not judged."""
    return not told or str(read) == (f"{told}{of_year}" if len(told) == len("2025") else told)


def _place(raw: str, span: str, offset: str) -> tuple[int, int]:
    """Return where a span is, blanks and line breaks left out of account: a table has them as blanks. Raises GoldNotInText."""
    words = re.compile(r"\s*".join(re.escape(each) for each in re.sub(r"\s", "", span)))
    found = words.match(raw, int(offset)) if offset else words.search(raw)
    if found is None:
        raise GoldNotInText(span)
    return found.start(), found.end()


def _judge(name: str, each: Gold, target: Target, found: Score) -> None:
    found.found += 1
    told = {
        "comparator": (target.comparator, each.comparator),
        "deadline": (target.by.told, each.deadline),
        "basis": (target.basis, each.basis),
        "name": (target.name, each.name),
    }
    for one_field, (said, wanted) in told.items():
        is_right = alike(said, wanted) >= _NAME if one_field == "name" else said == wanted
        found.right[one_field] += is_right
        if not is_right:
            found.errors.append(f"{name}: {one_field} of {each.name}: {said or '—'}, not {wanted or '—'}")


def _bare(text: str) -> str:
    return re.sub(r"[\s“”。：:；、，]", "", text)
