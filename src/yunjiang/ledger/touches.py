"""Which units and measures the newest batches were about: for whoever keeps what was computed, and must know when it is over."""

from dataclasses import dataclass

from django.db.models import Max

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
    }
