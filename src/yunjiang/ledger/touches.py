"""What the newest batches were about: for whoever keeps what was computed, and for whoever asks what is new."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from django.db.models import F, Max, Sum

from yunjiang.organizations.models import Standing

from .digests import octets
from .models import Batch, Entry


@dataclass(frozen=True)
class Touch:
    """The newest of some batches that brought entries of a measure at an organization, or took some back."""

    data_set: str
    organization_id: int
    measure: str
    position: int


def touches(after_position: int, up_to_position: int) -> list[Touch]:
    """Return what the batches after one position up to and including another were about."""
    rows = (
        Entry.objects.filter(
            posting__batch__position__gt=after_position, posting__batch__position__lte=up_to_position
        )
        .values_list("posting__batch__data_set", "organization_id", "measure__code")
        .annotate(position=Max("posting__batch__position"))
        .order_by()
    )
    return [Touch(*row) for row in rows]


def chain_digest(position: int) -> str:
    """Return the chain digest at a position in hexadecimal: it names all that was posted until then; empty for none."""
    found = Batch.objects.filter(position=position).values_list("chain_digest", flat=True).first()
    return "" if found is None else octets(found).hex()


def chain_digests(after_position: int, up_to_position: int) -> dict[int, str]:
    """Return the chain digest at each position after one, up to and including another."""
    rows = Batch.objects.filter(position__gt=after_position, position__lte=up_to_position)
    return {
        position: octets(digest or b"").hex()
        for position, digest in rows.values_list("position", "chain_digest")
        if position is not None
    }


class News(StrEnum):
    """What became known of a measure at an organization."""

    FIRST = "first"  # told for the first time
    CORRECTION = "correction"  # told otherwise than before
    WITHDRAWAL = "withdrawal"  # taken back


@dataclass(frozen=True)
class Learned:
    """What one batch told of a measure at an organization: by how much it changed, and who told it.

    `quantity` is what it added, less what it took back, in the measure's unit.
    """

    news: News
    measure: str
    organization_id: int
    quantity: Decimal
    happened_on: date  # the newest day it tells of
    position: int
    recorded_at: datetime
    recorded_by: str
    title: str
    reason: str


def learned(
    after_position: int, up_to_position: int, *, data_set: str, measures: Collection[str], below: str
) -> list[Learned]:
    """Return what the batches after one position up to and including another told of some measures, the newest first.

    `below` is the tree path of the unit whose part of the tree is asked about; a unit that was ever there is in it.
    """
    within = Standing.objects.filter(path__startswith=below).values("organization_id")
    rows = (
        Entry.objects.filter(
            posting__batch__position__gt=after_position,
            posting__batch__position__lte=up_to_position,
            posting__batch__data_set=data_set,
            measure__code__in=measures,
            organization__in=within,
        )
        .values_list("posting__batch_id", "measure__code", "measure__scale", "organization_id", "weight")
        .annotate(told=Sum(F("quantity") * F("weight")), newest=Max("happened_on"))
        .order_by()
    )
    found: dict[tuple[int, str, int], dict[int, tuple[Decimal, date]]] = defaultdict(dict)
    for batch, measure, scale, organization, weight, told, newest in rows:
        found[batch, measure, organization][weight] = (Decimal(told).scaleb(-scale), newest)
    batches = Batch.objects.in_bulk({batch for batch, _, _ in found})
    told_of = [
        _learned(batches[batch], measure, organization, sides)
        for (batch, measure, organization), sides in found.items()
    ]
    return sorted(told_of, key=lambda each: (-each.position, each.organization_id, each.measure))


def _learned(
    batch: Batch, measure: str, organization_id: int, sides: Mapping[int, tuple[Decimal, date]]
) -> Learned:
    news = News.FIRST
    if -1 in sides:
        news = News.CORRECTION if 1 in sides else News.WITHDRAWAL
    assert batch.position is not None
    assert batch.recorded_at is not None
    return Learned(
        news=news,
        measure=measure,
        organization_id=organization_id,
        quantity=sum((quantity for quantity, _ in sides.values()), Decimal(0)),
        happened_on=max(newest for _, newest in sides.values()),
        position=batch.position,
        recorded_at=batch.recorded_at,
        recorded_by=batch.recorded_by,
        title=batch.title,
        reason=batch.reason,
    )
