"""What the registers of unions tell others of units: which firms a union covers on a day."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from .models import Coverage
from .questions import on_day

_AT_ONCE = 500


def covered_firms(units: Collection[int], day: date) -> Mapping[int, Mapping[str, Any]]:
    """Return of each unit that is a union the firms it covers on the day: `firms`, as (organization, name, credit code)."""
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    wanted = sorted(units)
    for first in range(0, len(wanted), _AT_ONCE):
        rows = Coverage.objects.filter(
            on_day(day), union__organization__in=wanted[first : first + _AT_ONCE], voided_at=None
        )
        columns = ("union__organization", "enterprise__organization", "enterprise__name", "enterprise__code")
        for union, *firm in rows.order_by("pk").values_list(*columns):
            found[union].append(tuple(firm))
    return {union: {"firms": firms} for union, firms in found.items()}
