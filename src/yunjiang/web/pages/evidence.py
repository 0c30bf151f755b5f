"""Entries as a reader sees them: what was said, by whom, where it was read, when it was learned, what it replaced."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.ledger import leafing
from yunjiang.ledger.models import Dimension, Measure
from yunjiang.ledger.queries import StandingEntry
from yunjiang.organizations import queries as organizations
from yunjiang.web.components import numbers
from yunjiang.web.components.numbers import Number


@dataclass(frozen=True)
class Source:
    """Where a posting's content was read, as far as its evidence says."""

    title: str
    url: str = ""
    quote: str = ""
    printed: str = ""  # value and period as the source prints them
    doubts: Sequence[str] = ()


@dataclass(frozen=True)
class Superseded:
    """An earlier revision of the same record that was taken back."""

    value: Number
    revision: int
    position: int | None


@dataclass(frozen=True)
class Told:
    """One entry as a row: `entry` has its facts, the rest is how they read."""

    entry: StandingEntry
    unit_name: str
    measure: str
    breakdown: str
    value: Number
    source: Source
    superseded: Sequence[Superseded] = ()


def told(entries: Sequence[StandingEntry], on: date) -> list[Told]:
    """Return the entries as rows, in their order; units are named as they stood on the day. Four queries for all."""
    standings = organizations.standings_of({each.organization_id for each in entries}, on)
    measures = dict(
        Measure.objects.filter(code__in={each.measure for each in entries}).values_list("code", "name")
    )
    replaced = _replaced(entries)
    named = {name for each in entries for name in each.breakdown}
    dimensions = {each.code: each for each in Dimension.objects.filter(code__in=named)} if named else {}
    return [
        Told(
            entry=each,
            unit_name=standings[each.organization_id].name if each.organization_id in standings else "",
            measure=measures.get(each.measure, each.measure),
            breakdown=_breakdown(each.breakdown, dimensions),
            value=_value(each),
            source=_source(each),
            superseded=[
                Superseded(_value(old), old.revision, old.reversed_at_position)
                for old in replaced.get(each.source, ())
                if old.revision < each.revision and _fact(old) == _fact(each)
            ],
        )
        for each in entries
    ]


def _breakdown(values: Mapping[str, str], dimensions: Mapping[str, Dimension]) -> str:
    """Write a combination of dimension values with their labels, such as 行业：采矿业."""
    colon = pgettext("before what follows", ": ")
    words = []
    for code, value in sorted(values.items()):
        dimension = dimensions.get(code)
        name, label = (dimension.name, dimension.values.get(value, value)) if dimension else (code, value)
        words.append(f"{name}{colon}{label}")
    return pgettext("between things", ", ").join(words)


def _fact(entry: StandingEntry) -> tuple[Any, ...]:
    """Return what two revisions of one fact have in common."""
    return entry.measure, entry.organization_id, entry.happened_on, tuple(sorted(entry.breakdown.items()))


def _value(entry: StandingEntry) -> Number:
    sign = numbers.BOUND_SIGNS[entry.bound]
    return Number(numbers.grouped(entry.quantity), entry.unit, on=entry.happened_on, sign=sign)


def _source(entry: StandingEntry) -> Source:
    """Read the evidence: an address with title and quote, or a file with sheet and row."""
    evidence: Mapping[str, Any] = entry.evidence or {}
    doubts = [str(evidence["doubt"])] if evidence.get("doubt") else []
    if evidence.get("is_expected"):
        doubts.append(_("announced as expected, not as done"))
    if evidence.get("conflicts_with"):
        others = ", ".join(str(each) for each in evidence["conflicts_with"])
        doubts.append(_("other sources say something else: %(others)s") % {"others": others})
    place = [str(evidence[name]) for name in ("file", "sheet") if evidence.get(name)]
    if evidence.get("row"):
        place.append(_("row %(row)s") % {"row": evidence["row"]})
    url = str(evidence.get("url") or "")
    return Source(
        title=str(evidence.get("title") or " · ".join(place) or entry.title),
        url=url if url.startswith(("https://", "http://")) else "",
        quote=str(evidence.get("quote") or ""),
        printed=" ".join(str(evidence[name]) for name in ("printed", "period") if evidence.get(name)),
        doubts=doubts,
    )


def _replaced(entries: Iterable[StandingEntry]) -> dict[str, list[StandingEntry]]:
    """Return what earlier revisions said, by record; asked only where there was a revision."""
    sources = {each.source for each in entries if each.revision > 1}
    found: dict[str, list[StandingEntry]] = {}
    if sources:
        for entry in leafing.taken_back(sources):
            found.setdefault(entry.source, []).append(entry)
    return found
