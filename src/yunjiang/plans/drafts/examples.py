"""Every decision against the reader as a text with what a person reads in it, in the form of the reader's own gold.

The text is the passage with what it needs to be understood: the document's title, the words that tell the plan's term, the
headings above. All that people let stand there, corrected or added is expected; what they rejected is expected not to be read.
What the reader says does not enter.
"""

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from yunjiang.plans.reader import replaying
from yunjiang.plans.reader.plain import Plain, plain
from yunjiang.plans.reader.replaying import MORE_COLUMNS, NOT, TARGET_COLUMNS, Replayed
from yunjiang.plans.reader.structure import Skeleton, skeleton

from . import queries
from .models import Draft, DraftItem, Example, ItemKind, ItemVerdict

Span = tuple[int, int]

_HEADINGS = (ItemKind.INITIATIVE, ItemKind.ACTION, ItemKind.SAFEGUARD)
# What of an item the reader reads, and examples expect; the rest people settle, such as which organization a body is.
READ: dict[str, tuple[str, ...]] = {
    ItemKind.INDICATOR: (
        "name", "comparator", "value", "value_max", "unit", "deadline", "basis", "direction", "nature",
        "is_approximate", "baseline", "baseline_year",
    ),
    ItemKind.DUTY: ("kind", "every", "due"),
    ItemKind.MILESTONE: ("name", "due"),
    ItemKind.RELATION: ("name",),
    ItemKind.BODY: ("name", "role"),
    **dict.fromkeys(_HEADINGS, ("name",)),
}  # fmt: skip
_LONGEST_TERM = 40  # characters that tell the plan's term


@dataclass(frozen=True)
class Made:
    """An example as it would be kept: `targets` are None where no target was in question."""

    name: str
    item: DraftItem
    text: str
    targets: list[dict[str, str]] | None
    more: list[dict[str, str]]


def keep(draft: Draft) -> int:
    """Keep the examples of a draft that is being published, and return how many there are."""
    made = Example.objects.bulk_create(
        Example(
            draft=draft,
            item=each.item,
            name=each.name,
            text=each.text,
            expected={"targets": each.targets, "more": each.more},
            unlike=each.item.read,
            engine=draft.engine,
        )
        for each in made_of(draft)
    )
    return len(made)


def made_of(draft: Draft) -> Iterator[Made]:
    """Yield the examples that the decisions on a draft amount to: one a passage, and one of all headings if need be."""
    items = list(queries.items(draft))
    against = [each for each in items if is_against(each)]
    if not against:
        return
    passages = _Passages(draft)
    headings = [each for each in against if each.kind in _HEADINGS]
    if headings:
        spans = passages.headings([each for each in items if each.kind in _HEADINGS])
        yield _made(draft, headings, spans, [each for each in items if each.kind in _HEADINGS])
    by_passage: dict[Span, list[DraftItem]] = {}
    for each in against:
        if each.kind not in _HEADINGS:
            by_passage.setdefault(passages.around(each.start), []).append(each)
    for passage, decided in by_passage.items():
        yield _made(draft, decided, passages.with_context(passage), items)


def is_against(item: DraftItem) -> bool:
    """Say whether a decision says that the reader was wrong."""
    if item.read is None:
        return item.verdict != ItemVerdict.REJECTED
    if item.verdict == ItemVerdict.REJECTED:
        return True
    is_settled = item.verdict != ItemVerdict.OPEN
    return is_settled and any(item.values.get(name) != item.read.get(name) for name in READ[item.kind])


def replayed(examples: Iterable[Example]) -> Iterator[Replayed]:
    """Yield what comes of kept examples with the reader as it is now."""
    for each in examples:
        yield replaying.replayed(each.name, each.text, each.expected["targets"], each.expected["more"])


def write(examples: Iterable[Example], folder: Path) -> int:
    """Write examples as files into a folder, and return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for count, each in enumerate(examples, 1):  # noqa: B007 - the last number is wanted
        (folder / f"{each.name}.txt").write_text(each.text, "utf-8", newline="\n")
        for ending, columns, rows in (
            ("gold", TARGET_COLUMNS, each.expected["targets"]),
            ("more", MORE_COLUMNS, each.expected["more"]),
        ):
            if rows or (rows is not None and ending == "gold"):
                (folder / f"{each.name}.{ending}.tsv").write_text(
                    _table(columns, rows), "utf-8", newline="\n"
                )
    return count


class _Passages:
    """The passages of a draft's text: its paragraphs and rows, with what stands above them."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.plain: Plain = plain(draft.text)
        self.skeleton: Skeleton = skeleton(self.plain.text)

    def around(self, place: int) -> Span:
        """Return the paragraph or row around a place of the document."""
        at = max(bisect_right(self.plain.origin, place) - 1, 0)
        text = self.plain.text
        begun = text.rfind("\n", 0, at) + 1
        until = text.find("\n", at)
        return self.plain.span(begun, len(text) if until < 0 else until)

    def with_context(self, passage: Span) -> list[Span]:
        """Return a passage with the title, the words that tell the term, the headings above, and the heads of its table."""
        at = bisect_right(self.plain.origin, passage[0]) - 1
        above = [self.around(self.plain.origin[each.start]) for each in self.skeleton.at(at).path[1:]]
        return _merged([*self._title(), *self._term(), *above, *self._table_heads(passage), passage])

    def headings(self, items: Sequence[DraftItem]) -> list[Span]:
        """Return the title, the words that tell the term, and every heading that was read or marked."""
        parts = [self.around(self.plain.origin[each.start]) for each in self.skeleton.parts]
        return _merged([*self._title(), *self._term(), *parts, *(self.around(each.start) for each in items)])

    def _title(self) -> Iterator[Span]:
        place = self.plain.text.find(self.skeleton.title)
        if self.skeleton.title and place >= 0:
            yield self.around(self.plain.origin[place])

    def _term(self) -> Iterator[Span]:
        """Yield the words up to the plan's last year where they first stand, unless the title tells it; not what is promised."""
        year = self.draft.read.get("last_year", "")
        if not year or year in self.skeleton.title:
            return
        found = re.search(rf"(?:[^，。；：\n]*—)?[^，。；：\n]*{year}年[底末前]*", self.plain.text)
        if found is not None and found.end() - found.start() <= _LONGEST_TERM:
            yield self.plain.span(found.start(), found.end())

    def _table_heads(self, passage: Span) -> Iterator[Span]:
        """Yield the first row of the table that a row stands in."""
        text = self.plain.text
        at = bisect_right(self.plain.origin, passage[0]) - 1
        begun = text.rfind("\n", 0, at) + 1
        if "\t" not in text[begun : text.find("\n", begun)]:
            return
        while begun:
            before = text.rfind("\n", 0, begun - 1) + 1
            if "\t" not in text[before : begun - 1]:
                break
            begun = before
        yield self.around(self.plain.origin[begun])


class _Excerpt:
    """Stretches of a document's text put under each other."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self.whole = text
        self.moved: dict[Span, int] = {}  # by how much what stands in a stretch stands elsewhere here
        lines: list[str] = []
        length = 0
        for start, end in spans:
            self.moved[start, end] = length - start
            lines.append(text[start:end])
            length += len(lines[-1]) + 1
        self.text = "\n".join(lines) + "\n"

    def find(self, item: DraftItem) -> tuple[int, str, bool] | None:
        """Return where an item stands here, with its words, and whether it is there that its name was read.

        What several places say is one item, named as one of them has it.
        """
        for start, end in [(item.start, item.end), *item.spans]:
            for (begun, until), moved in self.moved.items():
                if begun <= start < until:
                    words = self.whole[start : min(end, until)].replace("\n", " ")
                    return start + moved, words, start == item.start
        return None


def _made(
    draft: Draft, decided: Sequence[DraftItem], spans: Sequence[Span], items: Sequence[DraftItem]
) -> Made:
    """Return the example of some decisions: the text of the spans, and what of the kinds in question people read there."""
    kinds = {each.kind for each in decided}
    excerpt = _Excerpt(draft.text, spans)
    targets: list[dict[str, str]] = []
    more: list[dict[str, str]] = []
    for each in items:
        found = excerpt.find(each) if each.kind in kinds else None
        if found is None:
            continue
        offset, words, is_named = found
        is_expected = each.verdict != ItemVerdict.REJECTED
        if each.kind != ItemKind.INDICATOR:
            more.append(_more_row(each, words, offset, is_expected=is_expected))
        elif is_expected:
            row = _target_row(each, words, offset)
            targets.append(row if is_named else row | {"indicator": ""})
    return Made(
        name=f"{draft.code}-{draft.pk}-{decided[0].pk}",
        item=decided[0],
        text=excerpt.text,
        targets=targets if ItemKind.INDICATOR in kinds else None,
        more=more,
    )


def _target_row(item: DraftItem, words: str, offset: int) -> dict[str, str]:
    values = item.values
    return {
        "indicator": values["name"],
        **{name: values[name] for name in READ[ItemKind.INDICATOR] if name not in ("name", "is_approximate")},
        "approximate": "yes" if values["is_approximate"] else "",
        "span": words,
        "offset": str(offset),
    }


def _more_row(item: DraftItem, words: str, offset: int, *, is_expected: bool) -> dict[str, str]:
    values = item.values if is_expected or item.read is None else item.read
    named = "name" in READ[item.kind]
    fields = READ[item.kind] if is_expected else ("name",) if named else ()
    return {
        "kind": item.kind if is_expected else f"{NOT}{item.kind}",
        "text": words,
        "offset": str(offset),
        "detail": "; ".join(f"{name}={values[name]}" for name in fields),
    }


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return stretches in the order of the text, each once, those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(set(spans)):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > start:
            found.append((start, end))
    return found


def _table(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """Return rows as a table without quoting: tabs and line breaks in values become blanks."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(
        stream, columns, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None
    )
    writer.writeheader()
    writer.writerows({name: " ".join(value.split()) for name, value in row.items()} for row in rows)
    return stream.getvalue()
