"""Published statements as the ledger keeps them beside their postings: source, printed value, period, doubts."""

from collections.abc import Iterable

from django.db.models import Q

from yunjiang.ledger import queries as ledger
from yunjiang.ledger.models import DataSet, Entry

from .material import Statement, Unit


def statements(position: int, units: Iterable[Unit]) -> list[Statement]:
    """Return the published statements about these units that stood at a ledger position, by unit, subject and day.

    A statement taken back later still stands here if it was taken back after the position.
    """
    known = {unit.id: unit for unit in units}
    standing = Entry.objects.filter(
        Q(posting__reversed_by__isnull=True) | Q(posting__reversed_by__batch__position__gt=position),
        posting__batch__data_set=DataSet.PUBLISHED,
        posting__batch__position__lte=position,
        posting__is_reversal=False,
        organization__in=list(known),
    )
    subjects = dict(standing.values_list("measure__code", "measure__name"))
    order = {identity: rank for rank, identity in enumerate(known)}
    found = [
        _statement(each, known[each.organization_id], subjects[each.measure])
        for each in ledger.entries(standing.values_list("id", flat=True))
    ]
    ranks = {unit.key: order[unit.id] for unit in known.values()}
    return sorted(
        found, key=lambda each: (ranks[each.organization], each.subject, each.happened_on, each.source)
    )


def _statement(entry: ledger.StandingEntry, unit: Unit, subject: str) -> Statement:
    evidence = entry.evidence or {}
    return Statement(
        source=entry.source,
        organization=unit.key,
        organization_name=unit.name,
        subject=subject,
        measure=entry.measure,
        period=str(evidence.get("period", entry.happened_on.isoformat())),
        since_on=entry.since_on,
        happened_on=entry.happened_on,
        printed=str(evidence.get("printed", f"{entry.quantity:f}{entry.unit}")),
        value=entry.quantity,
        unit=entry.unit,
        bound=entry.bound,
        title=str(evidence.get("title", "")),
        url=str(evidence.get("url", "")),
        quote=str(evidence.get("quote", "")),
        is_expected=bool(evidence.get("is_expected", False)),
        conflicts_with=tuple(str(each) for each in evidence.get("conflicts_with", ())),
        doubt=str(evidence.get("doubt", "")),
        note=str(evidence.get("note", "")),
    )
