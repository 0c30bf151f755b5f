"""When somebody was last here, so that a page can say what is new since. Written at most every few minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.web.models import Visit

NEW_VISIT_AFTER = timedelta(hours=4)
NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Past:
    """The end of a person's visit before this one: when it was, and what the ledger held."""

    at: datetime
    position: int


def note(user: User, position: int) -> Past | None:
    """Remember that the person is here and sees the ledger up to a position; return the visit before, if there was one."""
    now = timezone.now()
    visit, is_first = Visit.objects.get_or_create(user=user, defaults={"position": position})
    if not is_first and now - visit.seen_at >= NEW_VISIT_AFTER:
        visit.before_at, visit.before_position = visit.seen_at, visit.position
        visit.began_at = visit.seen_at = now
        visit.position = position
        visit.save()
    elif not is_first and now - visit.seen_at >= NOTED_EVERY:
        # By a query, so that two tabs of one person do not write over each other's idea of the visit before.
        Visit.objects.filter(pk=visit.pk).update(seen_at=now, position=position)
    if visit.before_at is None or visit.before_position is None:
        return None
    return Past(visit.before_at, visit.before_position)
