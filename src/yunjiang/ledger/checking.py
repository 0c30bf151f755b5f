"""Checking records before anything is written: every problem of every line at once, or a draft ready to be posted."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yunjiang.organizations.models import Organization, Standing

from .digests import evidence_text, line_text
from .drafts import Drafts, Lines
from .models import Bound, Channel, Dimension, Measure
from .problems import Problem
from .records import Line, Record

SOURCE_LENGTH = 200
BREAKDOWN_LENGTH = 255
LARGEST_QUANTITY = 2**63 - 1
LARGEST_REVISION = 2**31 - 1
_CHANNELS = frozenset(Channel.values)
_BOUNDS = frozenset(Bound.values)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_REMEMBERED = 100_000  # lines: the same unit, day and quantity come again and again
_PERSON = 7  # place of the person in a row of `Lines`
_DIGITS = 40  # more before or after the point cannot be a quantity, and would take for ever to work out


@dataclass(frozen=True)
class KnownMeasure:
    """What checking a line needs to know of its measure."""

    id: int
    code: str
    scale: int
    counts_persons: bool
    dimensions: frozenset[str]


@dataclass
class Terms:
    """The measures, dimensions and organizations that lines may name, read once for a whole batch."""

    measures: dict[str, KnownMeasure]
    dimensions: dict[str, dict[str, str]]
    organizations: dict[int, str] = field(default_factory=dict)
    open_days: dict[int, list[tuple[str, str]]] = field(default_factory=dict)

    def learn_organizations(self, ids: Iterable[int]) -> None:
        """Read the keys of these organizations and the days on which they stand in the tree."""
        wanted = sorted(set(ids) - self.organizations.keys())
        for first in range(0, len(wanted), 500):
            part = wanted[first : first + 500]
            self.organizations.update(Organization.objects.filter(pk__in=part).values_list("pk", "key"))
            for organization, since, until in Standing.objects.filter(organization__in=part).values_list(
                "organization", "valid_from", "valid_to"
            ):
                self.open_days.setdefault(organization, []).append(
                    (since.isoformat(), until.isoformat() if until else "9999-99")
                )

    def is_open(self, organization: int, day: str) -> bool:
        """Tell whether the organization stands in the tree on a day (ISO text)."""
        return any(since <= day < until for since, until in self.open_days.get(organization, ()))


def terms() -> Terms:
    """Read the declared measures and dimensions."""
    return Terms(
        measures={
            measure.code: KnownMeasure(
                measure.pk,
                measure.code,
                measure.scale,
                measure.counts_persons,
                frozenset(measure.dimensions),
            )
            for measure in Measure.objects.all()
        },
        dimensions=dict(Dimension.objects.values_list("code", "values")),
    )


def check(records: Iterable[Record], known: Terms | None = None) -> tuple[Drafts, Lines, list[Problem]]:
    """Return the drafts of the records that are in order, and every problem of the others in their order.

    Who checks many times in one act brings the terms, which are read otherwise.
    """
    records = list(records)
    known = known or terms()
    known.learn_organizations(
        line.organization for record in records for line in record.lines if isinstance(line.organization, int)
    )
    drafts: list[tuple[Any, ...]] = []
    drafted: list[tuple[Any, ...]] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    met: dict[Any, tuple[Any, ...]] = {}  # rows of lines that came before, but for the person
    for number, record in enumerate(records):
        found = [] if _is_plainly_sound(record, seen) else list(_problems_of_record(record, seen))
        seen.add(record.source)
        rows = []
        for place, line in enumerate(record.lines):
            row = _drafted_again(line, met)
            if row is None:
                wrong: list[tuple[str, dict[str, Any]]] = []
                row = _drafted(line, known, wrong)
                found += [Problem(code, facts, line=place) for code, facts in wrong]
                if not wrong and len(met) < _REMEMBERED:
                    met[_what(line)] = row
            rows.append(row)
        if found:
            problems += [
                Problem(problem.code, problem.facts, number, problem.line, str(record.source))
                for problem in found
            ]
            continue
        drafts.append(
            (
                record.source,
                record.revision,
                str(record.channel),
                evidence_text(record.evidence),
                len(rows),
            )
        )
        drafted += rows
    return Drafts.of(drafts), Lines.of(drafted), problems


def _what(line: Line) -> Any:
    """Return all of a line but its person, such that only equal lines have the same."""
    quantity, organization = line.quantity, line.organization
    return (
        line.measure,
        organization,
        type(organization),
        line.since_on,
        line.happened_on,
        quantity,
        type(quantity),
        line.bound,
        tuple(line.breakdown.items()) if line.breakdown else (),
    )


def _drafted_again(line: Line, met: Mapping[Any, tuple[Any, ...]]) -> tuple[Any, ...] | None:
    """Return the row of a line of which all but the person came before; None for any other."""
    try:
        row = met.get(_what(line))
    except TypeError:  # what cannot be compared was never in order
        return None
    person = line.person
    if row is None or (row[_PERSON] is None) != (person is None):
        return None
    if person is None:
        return row
    if type(person) is str and person and person.isprintable():
        return (*row[:_PERSON], person, *row[_PERSON + 1 :])
    return None


def _is_plainly_sound(record: Record, seen: set[str]) -> bool:
    """Tell at a glance that nothing is wrong with a record itself; of what is not plain it says nothing."""
    source, evidence = record.source, record.evidence
    if not (type(source) is str and 0 < len(source) <= SOURCE_LENGTH and source.isprintable()):
        return False
    if source in seen or record.revision is not None or record.channel not in _CHANNELS:
        return False
    if evidence is None:
        return True
    return type(evidence) is dict and all(
        type(key) is str
        and key.isprintable()
        and (
            value.isprintable()
            if type(value) is str
            else type(value) is int and -LARGEST_QUANTITY <= value <= LARGEST_QUANTITY
        )
        for key, value in evidence.items()
    )


def _problems_of_record(record: Record, seen: set[str]) -> Iterable[Problem]:
    source = record.source
    if not isinstance(source, str) or not 0 < len(source) <= SOURCE_LENGTH or has_control(source):
        yield Problem("bad_source", {"source": str(source)[:SOURCE_LENGTH], "limit": SOURCE_LENGTH})
    elif source in seen:
        yield Problem("source_twice", {"source": source})
    if record.revision is not None and not _is_revision(record.revision):
        yield Problem("bad_revision", {"revision": record.revision})
    if record.channel not in _CHANNELS:
        yield Problem("unknown_channel", {"channel": record.channel, "allowed": ", ".join(Channel.values)})
    reason = _unkeepable(record.evidence)
    if reason:
        yield Problem("bad_evidence", {"reason": reason})


def has_control(text: str) -> bool:
    """Tell whether a text holds what has no place in one line of text: control characters, halves of characters."""
    return _CONTROL.search(text) is not None


def unkeepable_character(text: str) -> str:
    """Name the first character that neither PostgreSQL nor UTF-8 takes (U+0000, halves of characters), or nothing."""
    found = _UNKEEPABLE.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def _is_revision(revision: object) -> bool:
    return isinstance(revision, int) and not isinstance(revision, bool) and 1 <= revision <= LARGEST_REVISION


def _unkeepable(evidence: Any) -> str:
    """Say what in a piece of evidence cannot be kept the same on every database, or nothing."""
    if evidence is None or isinstance(evidence, bool):
        return ""
    if isinstance(evidence, int):
        return "" if abs(evidence) <= LARGEST_QUANTITY else str(evidence)
    if isinstance(evidence, str):
        return unkeepable_character(evidence)
    if isinstance(evidence, Mapping):
        for key, value in evidence.items():
            if not isinstance(key, str):
                return repr(key)
            reason = _unkeepable(key) or _unkeepable(value)
            if reason:
                return reason
        return ""
    if isinstance(evidence, list | tuple):
        return next((reason for value in evidence if (reason := _unkeepable(value))), "")
    return repr(evidence)


def _drafted(line: Line, known: Terms, found: list[tuple[str, dict[str, Any]]]) -> tuple[Any, ...]:
    """Return a line as a row of `Lines`; every problem it has is added as code and facts, and then there is no row."""
    measure = known.measures.get(line.measure)
    organization = known.organizations.get(line.organization)
    if organization is None:
        found.append(("unknown_organization", {"organization": line.organization}))
    happened_on, since_on = _day(line.happened_on, found), ""
    if line.since_on is not None:
        since_on = _day(line.since_on, found)
        if since_on and happened_on and since_on > happened_on:
            found.append(("days_out_of_order", {"since_on": since_on, "happened_on": happened_on}))
    if organization and happened_on and not known.is_open(line.organization, happened_on):
        found.append(("organization_not_open", {"organization": organization, "happened_on": happened_on}))
    if line.bound not in _BOUNDS:
        found.append(("unknown_bound", {"bound": line.bound, "allowed": ", ".join(Bound.values)}))
    if measure is None:
        found.append(("unknown_measure", {"measure": line.measure}))
        return ()
    quantity = scaled(line.quantity, measure, found)
    if measure.counts_persons and not line.person:
        found.append(("person_missing", {"measure": measure.code}))
    elif line.person and not measure.counts_persons:
        found.append(("person_forbidden", {"measure": measure.code}))
    elif line.person and (not isinstance(line.person, str) or has_control(line.person)):
        found.append(("bad_person", {}))
    breakdown = breakdown_key(line.breakdown, measure, known, found) if line.breakdown else ""
    if found or organization is None:
        return ()
    bound = str(line.bound)
    text = line_text(
        measure.code, measure.scale, organization, since_on, happened_on, quantity, bound, breakdown
    )
    return (
        measure.id,
        line.organization,
        since_on or None,
        happened_on,
        quantity,
        bound,
        breakdown,
        line.person,
        text,
    )


def _day(value: object, found: list[tuple[str, dict[str, Any]]]) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    found.append(("not_a_day", {"value": value}))
    return ""


def scaled(quantity: object, measure: KnownMeasure, found: list[tuple[str, dict[str, Any]]]) -> int:
    """Return a quantity in 10^-scale units of its measure; what cannot be kept exactly is added to the problems."""
    if type(quantity) is int:
        units = quantity * 10**measure.scale
    elif isinstance(quantity, Decimal) and quantity.is_finite():
        if quantity and quantity.adjusted() > _DIGITS:
            found.append(("quantity_too_large", {"quantity": quantity}))
            return 0
        units, rest = 0, 1
        if not quantity or int(quantity.as_tuple().exponent) >= -_DIGITS:
            numerator, denominator = quantity.as_integer_ratio()
            units, rest = divmod(numerator * 10**measure.scale, denominator)
        if rest:
            found.append(
                (
                    "quantity_too_fine",
                    {"measure": measure.code, "scale": measure.scale, "quantity": quantity},
                )
            )
            return 0
    else:
        found.append(("quantity_not_a_number", {"quantity": quantity}))
        return 0
    if abs(units) > LARGEST_QUANTITY:
        found.append(("quantity_too_large", {"quantity": quantity}))
        return 0
    return units


def breakdown_key(
    breakdown: Mapping[str, str],
    measure: KnownMeasure,
    known: Terms,
    found: list[tuple[str, dict[str, Any]]],
) -> str:
    """Return the canonical key of dimension values (`age=16-24;sex=F`, sorted by dimension)."""
    for dimension, value in breakdown.items():
        if dimension not in measure.dimensions:
            found.append(("unknown_dimension", {"measure": measure.code, "dimension": dimension}))
        elif value not in known.dimensions.get(dimension, {}):
            allowed = ", ".join(known.dimensions.get(dimension, {}))
            found.append(
                (
                    "unknown_dimension_value",
                    {"dimension": dimension, "value": value, "allowed": allowed},
                )
            )
    key = ";".join(f"{dimension}={breakdown[dimension]}" for dimension in sorted(breakdown))
    if len(key) > BREAKDOWN_LENGTH:
        found.append(("breakdown_too_long", {"key": key, "limit": BREAKDOWN_LENGTH}))
    return key
