"""What a reader leafs through: the revisions of a record, a batch, everything that stands at a unit in a data set."""

from collections.abc import Collection

from .models import Entry
from .queries import StandingEntry, entries


def taken_back(sources: Collection[str]) -> list[StandingEntry]:
    """Return the entries of these sources that a later revision or a withdrawal took back."""
    ids = Entry.objects.filter(
        posting__source__in=list(sources), posting__is_reversal=False, posting__reversed_by__isnull=False
    ).values_list("pk", flat=True)
    return entries(list(ids))


def of_sources(sources: Collection[str]) -> list[StandingEntry]:
    """Return every entry that was ever posted or taken back for these sources, all revisions together."""
    return entries(list(Entry.objects.filter(posting__source__in=list(sources)).values_list("pk", flat=True)))


def in_batch(position: int, limit: int) -> list[StandingEntry]:
    """Return the entries of the batch at a position, at most `limit` of them in the order of writing."""
    rows = Entry.objects.filter(posting__batch__position=position).order_by("pk")
    return entries(list(rows.values_list("pk", flat=True)[:limit]))


def standing_at(organization_ids: Collection[int], data_set: str, up_to_position: int) -> list[StandingEntry]:
    """Return the entries that stand at these very units as of a position: posted by then and not taken back by then.

    For data sets of hundreds of entries, such as published values; figures of large ones are never made from this.
    """
    rows = (
        Entry.objects.filter(
            organization__in=list(organization_ids),
            weight=1,
            posting__batch__data_set=data_set,
            posting__batch__position__lte=up_to_position,
        )
        .exclude(posting__reversed_by__batch__position__lte=up_to_position)
        .values_list("pk", flat=True)
    )
    return entries(list(rows))
