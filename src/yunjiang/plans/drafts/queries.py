"""What drafts there are, what is in them, and how far their review has come."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from yunjiang.access import permission
from yunjiang.access.permission import Act, Visitor

from .models import Draft, DraftItem, ItemDecision, ItemVerdict

UNSURE = 0.7  # below this confidence what was read is worth a second look


@dataclass(frozen=True)
class Progress:
    """How many items a draft has, and how many of them were decided in which way."""

    total: int
    open: int
    accepted: int
    corrected: int
    rejected: int
    added: int

    @property
    def decided(self) -> int:
        return self.total - self.open


def visible(viewer: Visitor) -> QuerySet[Draft]:
    """Return the drafts of owners whose plans the person may change, the newest first."""
    owners = permission.reached_organizations(viewer, Act.LOAD_PLAN)
    return every().filter(owner__in=owners.values("organization_id"))


def every() -> QuerySet[Draft]:
    """Return all drafts, the newest first."""
    return Draft.objects.select_related("owner", "version__plan").order_by("-made_at", "-id")


def items(draft: Draft) -> QuerySet[DraftItem]:
    """Return the items of a draft in the order of its text; what a person added and took back again is none."""
    taken_back = Q(read=None, verdict=ItemVerdict.REJECTED)
    return draft.items.exclude(taken_back)


def unsure_first(found: Iterable[DraftItem]) -> list[DraftItem]:
    """Return items with the open ones first, the least certain of them before all."""
    return sorted(
        found, key=lambda each: (each.verdict != ItemVerdict.OPEN, each.confidence or 0, each.place, each.pk)
    )


def progress(draft: Draft) -> Progress:
    """Return how far the review has come, in one query."""
    counts = Counter(items(draft).values_list("verdict", flat=True))
    return Progress(sum(counts.values()), **{each.value: counts[each.value] for each in ItemVerdict})


def decisions(item: DraftItem) -> QuerySet[ItemDecision]:
    """Return what was decided about an item, the latest first, taken back or not."""
    return item.decisions.order_by("-id")
