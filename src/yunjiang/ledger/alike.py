"""Many records that say the same, checked once: some thousands of members of one union joined it on one day.

What `posting.post_alike` writes is what `posting.post` writes of the records one by one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .checking import LARGEST_QUANTITY, SOURCE_LENGTH, Problem, Terms, check, terms
from .digests import canonical
from .drafts import Drafts, Lines
from .models import Channel
from .records import Line, Record

_PLACE = "\x00"  # where a number of a record's own stands; no text that is kept has it


@dataclass(frozen=True, slots=True)
class Alike:
    """Records with the same lines. Of their evidence each has whole numbers of its own, the rest is one for all."""

    sources: Sequence[str]
    lines: Sequence[Line]
    channel: str = Channel.REPORTED
    evidence: Mapping[str, Any] = field(default_factory=dict)
    own_evidence: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def records(self) -> Iterator[Record]:
        """Yield them one by one."""
        for place, source in enumerate(self.sources):
            own = {name: numbers[place] for name, numbers in self.own_evidence.items()}
            yield Record(source, self.lines, channel=self.channel, evidence={**self.evidence, **own})


def check_alike(groups: Sequence[Alike]) -> tuple[Drafts, Lines, list[Problem]]:
    """Return the drafts of the records, or every problem of them; the lines of each are in canonical order.

    Whatever is not plainly sound is checked one by one, so that every problem is told as always.
    """
    known = terms()
    known.learn_organizations(
        line.organization for each in groups for line in each.lines if isinstance(line.organization, int)
    )
    found = _lines_of(groups, known) if _are_plainly_sound(groups) else None
    if found is None:
        return check(record for each in groups for record in each.records())
    counts, lines = found
    drafts, evidence_of = Drafts(), _Evidence()
    places: list[int] = []
    first = 0
    for each, line_count in zip(groups, counts, strict=True):
        count = len(each.sources)
        drafts.source += each.sources
        drafts.revision += [None] * count
        drafts.channel += [str(each.channel)] * count
        drafts.evidence += evidence_of(each)
        drafts.line_count += [line_count] * count
        order: Sequence[int] = range(first, first + line_count)
        if line_count > 1:
            order = sorted(order, key=lines.text.__getitem__)
        places += [*order] * count
        first += line_count
    return drafts, lines.picked(places), []


def _are_plainly_sound(groups: Sequence[Alike]) -> bool:
    """Tell at a glance that nothing is wrong with any record itself."""
    sources = [source for each in groups for source in each.sources]
    shared = {id(each.evidence): each.evidence for each in groups}.values()
    own = [(each.sources, name, numbers) for each in groups for name, numbers in each.own_evidence.items()]
    numbers = [number for _sources, _name, all_own in own for number in all_own]
    return (
        set(map(type, sources)) <= {str}
        and all(map(str.isprintable, sources))
        and len(set(sources)) == len(sources)
        and all(0 < length <= SOURCE_LENGTH for length in set(map(len, sources)))
        and all(_is_plain(text) for each in shared for pair in each.items() for text in pair)
        and all(map(_is_plain, {name for _sources, name, _numbers in own}))
        and all(len(all_own) == len(of) for of, _name, all_own in own)
        and set(map(type, numbers)) <= {int}
        and max(map(abs, numbers), default=0) <= LARGEST_QUANTITY
    )


def _is_plain(text: object) -> bool:
    return type(text) is str and text.isprintable()


def _lines_of(groups: Sequence[Alike], known: Terms) -> tuple[list[int], Lines] | None:
    """Return the lines of one record of each group, and how many each has; None when one is wrong or names a person."""
    if any(line.person is not None for each in groups for line in each.lines):
        return None  # the order is that of the texts with the person's number, which is not known yet
    drafts, lines, problems = check(
        [Record(each.sources[0], each.lines, channel=each.channel) for each in groups], known
    )
    return None if problems else (drafts.line_count, lines)


class _Evidence:
    """Makes the canonical text of each record's evidence; what is one for many groups is written once."""

    def __init__(self) -> None:
        self._forms: dict[tuple[int, tuple[str, ...]], str] = {}

    def __call__(self, alike: Alike) -> Iterable[str]:
        if not alike.evidence and not alike.own_evidence:
            return [""] * len(alike.sources)
        names = tuple(sorted(alike.own_evidence))
        key = (id(alike.evidence), names)
        form = self._forms.get(key)
        if form is None:
            text = canonical({**alike.evidence, **dict.fromkeys(names, _PLACE)}).replace("%", "%%")
            form = self._forms[key] = text.replace(canonical(_PLACE), "%d")
        return map(form.__mod__, zip(*(alike.own_evidence[name] for name in names), strict=True))
