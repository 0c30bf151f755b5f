"""The door of the room: figures computed, and the sums beside the segments renewed after a seal."""

from dataclasses import dataclass

from yunjiang.figures.binding import declare_measures
from yunjiang.figures.evidence import Evidence, evidence
from yunjiang.figures.holdings import room
from yunjiang.figures.lineage import Explanation, entries_behind, explain
from yunjiang.figures.queries import TO_DATE, by_dimension, compute, compute_many, coverage, series, values
from yunjiang.ledger import queries as ledger

__all__ = [
    "TO_DATE",
    "Evidence",
    "Explanation",
    "Renewal",
    "by_dimension",
    "compute",
    "compute_many",
    "coverage",
    "declare_measures",
    "entries_behind",
    "evidence",
    "explain",
    "rebuild",
    "refresh",
    "series",
    "values",
]


@dataclass(frozen=True)
class Renewal:
    """What renewing the sums came to."""

    segment_count: int
    file_count: int  # files that together hold all segments
    discarded_count: int  # files that no longer belonged to any


def refresh() -> Renewal:
    """Sum the segments that are not summed yet; to be called after a seal. What is summed stays."""
    here, shelf = room(), room().shelf()
    sealed = here.holdings(ledger.position()).sealed
    discarded = shelf.discard(sealed)
    return Renewal(len(sealed), len(shelf.blocks(sealed)), discarded)


def rebuild() -> Renewal:
    """Delete all sums and make them anew from the segments."""
    here, shelf = room(), room().shelf()
    discarded = shelf.clear()
    sealed = here.holdings(ledger.position()).sealed
    return Renewal(len(sealed), len(shelf.blocks(sealed)), discarded)
