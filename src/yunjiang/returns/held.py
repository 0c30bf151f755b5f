"""Taking returns in hand: their rows locked until the transaction ends, with all that acts on them need to know."""

from collections.abc import Sequence

from .models import Return


def hold(report: Return) -> Return:
    """Return the return as it stands, locked against everybody else."""
    return hold_many([report])[0]


def hold_many(reports: Sequence[Return]) -> list[Return]:
    """Return the returns as they stand, locked in the order of their ids, so that two who lock many never block each other."""
    rows = (
        Return.objects.select_for_update(of=("self",))
        .select_related("cycle__plan_version__plan__owner", "place", "organization", "desk", "submitted_by")
        .filter(pk__in=[each.pk for each in reports])
        .order_by("pk")
    )
    return list(rows)
