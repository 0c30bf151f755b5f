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
    drafts, lines = Drafts(), Lines()
    if not _are_plainly_sound(groups):
        return check(record for each in groups for record in each.records())
    for each in groups:
        found = _lines_of(each, known)
        if found is None:
            return check(record for each in groups for record in each.records())
        count = len(each.sources)
        drafts.source += each.sources
        drafts.revision += [None] * count
        drafts.channel += [str(each.channel)] * count
        drafts.evidence += _evidence(each)
        drafts.line_count += [len(each.lines)] * count
        if each.lines:
            lines.repeat(found, count)
    return drafts, lines, []


def _are_plainly_sound(groups: Sequence[Alike]) -> bool:
    """Tell at a glance that nothing is wrong with any record itself."""
    sources = [source for each in groups for source in each.sources]
    return (
        set(map(type, sources)) <= {str}
        and all(map(str.isprintable, sources))
        and len(set(sources)) == len(sources)
        and all(0 < length <= SOURCE_LENGTH for length in set(map(len, sources)))
        and all(_has_plain_evidence(each) for each in groups)
    )


def _has_plain_evidence(alike: Alike) -> bool:
    return (
        all(type(key) is str and key.isprintable() for key in (*alike.evidence, *alike.own_evidence))
        and all(type(value) is str and value.isprintable() for value in alike.evidence.values())
        and all(
            len(numbers) == len(alike.sources)
            and set(map(type, numbers)) <= {int}
            and max(map(abs, numbers), default=0) <= LARGEST_QUANTITY
            for numbers in alike.own_evidence.values()
        )
    )


def _lines_of(alike: Alike, known: Terms) -> Lines | None:
    """Return the lines of each of the records, in canonical order; None when one is wrong or names a person."""
    if any(line.person is not None for line in alike.lines):
        return None  # the order is that of the texts with the person's number, which is not known yet
    _drafts, lines, problems = check([Record(alike.sources[0], alike.lines, channel=alike.channel)], known)
    if problems:
        return None
    return lines.picked(sorted(range(len(lines.text)), key=lines.text.__getitem__))


def _evidence(alike: Alike) -> Iterable[str]:
    """Return the canonical text of each record's evidence."""
    if not alike.evidence and not alike.own_evidence:
        return [""] * len(alike.sources)
    names = sorted(alike.own_evidence)
    text = canonical({**alike.evidence, **dict.fromkeys(names, _PLACE)}).replace("%", "%%")
    form = text.replace(canonical(_PLACE), "%d")
    return map(form.__mod__, zip(*(alike.own_evidence[name] for name in names), strict=True))
