"""What people decide about items: each decision one transaction, on record with what stood before, the last to be taken back.

`revision` is that of the item (or the draft's head) when it was looked at: who decides on what changed since is refused, with
what holds now and what he sent.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils import timezone

from . import fields, matching
from .acts import (
    ALL,
    DECIDED,
    acting,
    changed_meanwhile,
    raised,
    record,
    restore,
    settle,
    snapshot,
    standing_verdict,
)
from .models import Draft, DraftItem, ItemDecision, ItemKind, ItemVerdict
from .refusals import NoReason, NoSuchPlace, NothingToUndo, WrongParent

# What may stand under what; None: under nothing.
PARENTS: dict[str, tuple[str | None, ...]] = {
    ItemKind.INITIATIVE: (None,),
    ItemKind.SAFEGUARD: (None,),
    ItemKind.DUTY: (None,),
    ItemKind.ACTION: (ItemKind.INITIATIVE, None),
    ItemKind.INDICATOR: (ItemKind.ACTION, ItemKind.INITIATIVE, None),
    ItemKind.MILESTONE: (ItemKind.ACTION, ItemKind.INITIATIVE, None),
    ItemKind.RELATION: (ItemKind.ACTION, ItemKind.INITIATIVE, None),
    ItemKind.BODY: (ItemKind.ACTION, ItemKind.INITIATIVE, None),
}


def accept(item: DraftItem, *, by: str, revision: int | None = None) -> DraftItem:
    """Let what holds stand. Raises DraftEnded, ItemChangedMeanwhile."""
    return _decide("accept", item, by=by, revision=revision)


def correct(
    item: DraftItem, values: Mapping[str, Any], *, by: str, reason: str = "", revision: int | None = None
) -> DraftItem:
    """Put values in place of those that hold; what is not named stays. Raises WrongValues, DraftEnded, ItemChangedMeanwhile."""
    return _decide("correct", item, by=by, revision=revision, values=values, reason=reason)


def reject(item: DraftItem, reason: str, *, by: str, revision: int | None = None) -> DraftItem:
    """Say that what was read is none. What stands under it moves up. Raises NoReason, DraftEnded, ItemChangedMeanwhile."""
    if not reason.strip():
        raise NoReason
    return _decide(
        "reject", item, by=by, revision=revision, verdict=ItemVerdict.REJECTED, reason=reason.strip()
    )


def reopen(item: DraftItem, *, by: str, revision: int | None = None) -> DraftItem:
    """Have an item decided anew; its values stay. Raises DraftEnded, ItemChangedMeanwhile."""
    return _decide("reopen", item, by=by, revision=revision, verdict=ItemVerdict.OPEN)


def move(item: DraftItem, parent: DraftItem | None, *, by: str, revision: int | None = None) -> DraftItem:
    """Put an item under another action or initiative, or under none. Raises WrongParent, DraftEnded, ItemChangedMeanwhile."""
    _refuse_parent(item.kind, item.draft_id, parent, item.values.get("name", ""))
    return _decide("move", item, by=by, revision=revision, parent=parent)


def add(
    draft: Draft,
    kind: str,
    start: int,
    end: int,
    values: Mapping[str, Any],
    *,
    by: str,
    parent: DraftItem | None = None,
) -> DraftItem:
    """Add what was not read, at its passage of the text; without a parent it goes where its place in the text says.

    Raises WrongValues, NoSuchPlace, WrongParent, DraftEnded.
    """
    with acting("add", draft.pk, by) as (held, deed):
        if not 0 <= start < end <= len(held.text):
            raise NoSuchPlace(start, end, len(held.text))
        words = "".join(held.text[start:end].split("\n")).strip()
        quoted = {"quote": words[:400]} if "quote" in fields.BLANK[kind] else {}
        found = fields.checked(kind, values, quoted)
        if parent is None:
            parent = _parent_at(held, kind, start)
        _refuse_parent(kind, held.pk, parent, found["name"])
        before = held.items.filter(start__lte=start).aggregate(Max("place"))["place__max"]
        item = DraftItem.objects.create(
            draft=held,
            kind=kind,
            parent=parent,
            place=before or 0,
            start=start,
            end=end,
            values=found,
            verdict=ItemVerdict.ADDED,
            decided_at=timezone.now(),
            decided_by=by,
        )
        matching.remember(item, by)
        record(held, "add", [(item, {})], by, deed)
    return item


def accept_sure(draft: Draft, at_least: Decimal | float, *, by: str) -> int:
    """Accept every open item that was read with at least this confidence, and return how many; one undo takes all back.

    Bodies that no organization was found for stay open. Raises DraftEnded.
    """
    with acting("accept", draft.pk, by) as (held, deed):
        sure = [
            each
            for each in held.items.filter(verdict=ItemVerdict.OPEN, confidence__gte=Decimal(str(at_least)))
            if each.kind != ItemKind.BODY or each.values["organization"]
        ]
        changes = [(each, snapshot(each)) for each in sure]
        for each in sure:
            settle(each, by, standing_verdict(each), "")
        DraftItem.objects.bulk_update(sure, DECIDED, batch_size=200)
        record(held, "accept", changes, by, deed)
    return len(sure)


def undo(draft: Draft, *, by: str) -> list[DraftItem]:
    """Take back the person's last decision that stands, and return its items as they stand again.

    Raises NothingToUndo, DraftEnded, and ItemChangedMeanwhile when somebody else decided on one of them since.
    """
    with acting("undo", draft.pk, by) as (held, deed):
        own = ItemDecision.objects.filter(item__draft=held, undone_at=None, by=by)
        number = own.aggregate(Max("number"))["number__max"]
        if number is None:
            raise NothingToUndo
        taken = list(own.filter(number=number).select_related("item"))
        later = ItemDecision.objects.filter(
            item__in=[each.item_id for each in taken], undone_at=None, number__gt=number
        ).first()
        if later is not None:
            raise changed_meanwhile(later.item, None, by=later.by, at=later.at)
        for each in taken:
            restore(each.item, each.before)
        DraftItem.objects.bulk_update([each.item for each in taken], ALL, batch_size=200)
        own.filter(number=number).update(undone_at=timezone.now())
        raised(held)
        deed.learned(number=number, items=len(taken))
    return [each.item for each in taken]


def _decide(
    act: str,
    item: DraftItem,
    *,
    by: str,
    revision: int | None,
    verdict: str | None = None,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
    **others: Any,
) -> DraftItem:
    """Do one act on one item; what leaves everything as it was leaves no decision."""
    with acting(act, item.draft_id, by) as (draft, deed):
        held = DraftItem.objects.select_related("draft").get(pk=item.pk)
        if revision is not None and held.revision != revision:
            raise changed_meanwhile(held, values)
        before = snapshot(held)
        if values is not None:
            held.values = fields.corrected(held.kind, values, held.values)
        if "parent" in others:
            held.parent = others["parent"]
            settled = held.verdict
        else:
            settled = verdict or standing_verdict(held)
        if (settled, held.values, held.parent_id, reason) == (
            before["verdict"], before["values"], before["parent"], before["reason"],
        ):  # fmt: skip
            deed.changed_nothing()
            return held
        if act == "move":
            held.revision += 1
        else:
            settle(held, by, settled, reason)
        held.save(update_fields=ALL)
        matching.remember(held, by)
        record(draft, act, [(held, before)], by, deed)
    return held


def _refuse_parent(kind: str, draft_id: int, parent: DraftItem | None, name: str) -> None:
    allowed = PARENTS[kind]
    is_there = parent is None or parent.draft_id == draft_id
    if not is_there or (parent.kind if parent else None) not in allowed:
        raise WrongParent(name, str(parent.values["name"]) if parent else "—")


def _parent_at(draft: Draft, kind: str, start: int) -> DraftItem | None:
    """Return the heading under which a place of the text stands, if it may hold such an item."""
    headings = (ItemKind.INITIATIVE, ItemKind.ACTION, ItemKind.SAFEGUARD)
    above = draft.items.filter(kind__in=headings, start__lte=start).exclude(verdict=ItemVerdict.REJECTED)
    wanted = [each for each in (ItemKind.INITIATIVE, ItemKind.ACTION) if each in PARENTS[kind]]
    if kind == ItemKind.ACTION:
        above = above.exclude(kind=ItemKind.ACTION)
    nearest = above.order_by("-start", "-id").first()
    return nearest if nearest is not None and nearest.kind in wanted else None
