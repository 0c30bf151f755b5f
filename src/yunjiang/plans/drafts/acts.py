"""One act on a draft: the draft locked while it is done, what stood before kept, the trail written with it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from yunjiang.access import trail
from yunjiang.access.trail import Deed

from . import wording
from .models import Draft, DraftItem, DraftState, ItemDecision, ItemVerdict
from .refusals import DraftEnded, ItemChangedMeanwhile

DECIDED = ("verdict", "reason", "decided_at", "decided_by", "revision")
ALL = (*DECIDED, "values", "parent")


@contextmanager
def acting(act: str, draft_id: int, by: str) -> Iterator[tuple[Draft, Deed]]:
    """Do one act on an open draft, locked so that of two people one comes after the other. Raises DraftEnded."""
    with trail.recording(f"drafts.{act}", subject=f"draft:{draft_id}", facts={"by": by}) as deed:
        draft = Draft.objects.select_for_update().get(pk=draft_id)
        deed.organization_id = draft.owner_id
        if draft.state != DraftState.OPEN:
            raise DraftEnded(draft)
        yield draft, deed


def raised(draft: Draft) -> int:
    """Raise the draft's revision and return it."""
    draft.revision += 1
    draft.save(update_fields=["revision"])
    return draft.revision


def record(
    draft: Draft, act: str, changes: Sequence[tuple[DraftItem, Mapping[str, Any]]], by: str, deed: Deed
) -> None:
    """Keep one decision for each item, with what stood before; nothing decided leaves nothing."""
    if not changes:
        deed.changed_nothing()
        return
    number = raised(draft)
    made = [
        ItemDecision(item=item, number=number, act=act, before=dict(before), after=snapshot(item), by=by)
        for item, before in changes
    ]
    ItemDecision.objects.bulk_create(made, batch_size=200)
    deed.learned(items=[each.item_id for each in made[:200]], count=len(made))
    if len(made) == 1:
        deed.changed(before=made[0].before, after=made[0].after)


def snapshot(item: DraftItem) -> dict[str, Any]:
    """Return what of an item decisions change."""
    return {
        "verdict": item.verdict,
        "reason": item.reason,
        "decided_at": item.decided_at.isoformat() if item.decided_at else "",
        "decided_by": item.decided_by,
        "values": dict(item.values),
        "parent": item.parent_id,
    }


def settle(item: DraftItem, by: str, verdict: str, reason: str) -> None:
    """Write a decision into an item that is then to be saved."""
    item.verdict, item.reason = verdict, reason[:400]
    is_open = verdict == ItemVerdict.OPEN
    item.decided_at, item.decided_by = (None, "") if is_open else (timezone.now(), by)
    item.revision += 1


def restore(item: DraftItem, before: Mapping[str, Any]) -> None:
    """Write what stood before a decision into an item that is then to be saved; what was added then is no more."""
    if not before:
        settle(item, "", ItemVerdict.REJECTED, "")
        return
    item.verdict, item.reason = before["verdict"], before["reason"]
    item.decided_at = parse_datetime(before["decided_at"]) if before["decided_at"] else None
    item.decided_by = before["decided_by"]
    item.values, item.parent_id = before["values"], before["parent"]
    item.revision += 1


def standing_verdict(item: DraftItem) -> str:
    """Return the verdict that letting an item's values stand amounts to."""
    if item.read is None:
        return ItemVerdict.ADDED
    return ItemVerdict.ACCEPTED if item.values == item.read else ItemVerdict.CORRECTED


def changed_meanwhile(
    item: DraftItem, sent: Mapping[str, Any] | None, *, by: str = "", at: datetime | None = None
) -> ItemChangedMeanwhile:
    """Return the refusal that says who decided on an item meanwhile, with what holds now and what was sent."""
    newest = item.decisions.order_by("-id").first()
    labels = {name: str(label) for name, label in wording.LABELS.items()}
    return ItemChangedMeanwhile(
        item,
        sent,
        labels,
        by=by or (newest.by if newest else item.decided_by),
        at=at or (newest.at if newest else item.decided_at),
    )
