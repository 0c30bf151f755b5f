"""Members follow their union: merged, closed or split, they are members of the union that takes over from that day on.

《工会法》 (2021) §13: members keep their membership when their union ends. Everybody goes in one transaction, once: who has gone
already is found nowhere any more, so that hearing of it twice moves nobody twice.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext

from yunjiang.organizations.models import Organization, Standing
from yunjiang.registers.kit import effects, registry, scope
from yunjiang.registers.kit.models import Announcement, ChangeSet, Deed, Difference
from yunjiang.registers.kit.putting import open_change_set
from yunjiang.registers.kit.undertaking import touched, undertaken

from . import deciding, standing, transfers
from .models import (
    OPEN_STATES,
    ChangeReason,
    Entry,
    Membership,
    MembershipEvent,
    MembershipEventKind,
    MembershipState,
    Transfer,
    TransferState,
)

_AT_ONCE = 1_000


def hear(told: Announcement) -> None:
    """Let members follow their union; one listener hears of all in their order, for a union may end after taking others in."""
    part(told) if told.code == "unions.split" else whole(told)


def whole(told: Announcement) -> None:
    """Let all members of a union that was merged or closed follow; facts: from, to, day."""
    follow(told.facts["from"], told.facts["to"], date.fromisoformat(told.facts["day"]))


def part(told: Announcement) -> None:
    """Let those members of a union that was split follow who work in the firms that left with it; facts: also enterprises."""
    firms = told.facts["enterprises"]
    names = Standing.objects.filter(organization__in=firms).values_list("name", flat=True)
    works_there = Q(enterprise__in=firms) | Q(enterprise=None, work_place__in=list(names))
    follow(told.facts["from"], told.facts["to"], date.fromisoformat(told.facts["day"]), works_there)


def follow(source: int, target: int, on: date, whom: Q | None = None) -> int:
    """Let the members of a union go over to another on a day, and return how many did.

    Applications go over too, and so do transfers on their way into the union that ends.
    """
    register = registry.of("members")
    unit = Organization.objects.get(pk=target)
    path, moved = scope.path_of(target), 0
    with undertaken("registers.bulk", register, by=None, organization_id=target) as act:
        rows = Membership.objects.select_for_update(of=("self",)).select_related("person")
        wanted = rows.filter(
            whom or Q(), organization=source, state__in=OPEN_STATES, voided_at=None, path=_path(source)
        )
        numbers = list(wanted.values_list("pk", flat=True))
        for first in range(0, len(numbers), _AT_ONCE):
            moved += _go(rows.filter(pk__in=numbers[first : first + _AT_ONCE]).order_by("pk"), unit, path, on)
        if whom is None:
            _redirect(source, unit, path)
            deciding.follow(source, unit, path)
        act.learned(**{"from": source, "to": target, "moved": moved})
    return moved


def _path(source: int) -> str:
    return scope.path_of(source)


def _go(rows: Iterable[Membership], unit: Organization, path: str, on: date) -> int:
    register, because = registry.of("members"), gettext("Follows the union")
    change_set = open_change_set(register, Deed.EFFECT, None, because, 0)
    left, came = [], []
    for old in rows:
        new = Membership(
            organization=unit, path=path, entry=Entry.FOLLOWED, is_demonstration=old.is_demonstration
        )
        day = max(on, old.since_on) if old.since_on else on
        for name in _BROUGHT:
            setattr(new, name, getattr(old, name))
        if old.since_on is not None:
            new.since_on = day
        new.phases = [[day.isoformat(), "retained"]] if old.state == MembershipState.RETAINED else []
        old.state, old.heading_to = MembershipState.MOVED, None
        old.ended_on = day if old.since_on else None
        old.revision += 1
        standing.derive(old)
        left.append((old, day))
        came.append(new)
    Membership.objects.bulk_update([old for old, _day in left], _ENDED)
    for new in came:
        standing.derive(new)
        if new.since_on and new.qualified_from:
            new.qualified_from = new.since_on
    Membership.objects.bulk_create(came)
    _write_down(change_set, left, came, unit)
    touched(register, {each.pk: each for each in [*(old for old, _day in left), *came]})
    for (old, _day), new in zip(left, came, strict=True):
        _carry_transfer(old, new)
    return len(came)


_BROUGHT = (
    "person", "person_name", "person_pinyin", "state", "channel", "applied_on", "joined_on", "work_place", "enterprise_id",
    "work_state", "new_form_job", "card_number", "unread", "is_unique", "confirmed_on", "heading_to_id",
)  # fmt: skip
_ENDED = (
    "state", "heading_to", "ended_on", "revision", "current_person", "quality", "missing", "faults", "is_complete", "is_valid",
    "qualified_from", "qualified_until", "qualified_before",
)  # fmt: skip


def _write_down(
    change_set: ChangeSet,
    left: Sequence[tuple[Membership, date]],
    came: Sequence[Membership],
    unit: Organization,
) -> None:
    Difference.objects.bulk_create(
        [
            Difference(
                change_set=change_set,
                register="members",
                record=each.pk,
                revision=each.revision,
                before="",
                after=f'{{"state":"{each.state}"}}',
            )
            for each in [*(old for old, _day in left), *came]
        ]
    )
    MembershipEvent.objects.bulk_create(
        [
            MembershipEvent(
                membership=each,
                kind=kind,
                happened_on=day,
                source_id=old.organization_id,
                target=unit,
                reason=ChangeReason.UNION_CHANGED,
                change_set=change_set,
            )
            for (old, day), new in zip(left, came, strict=True)
            for each, kind in ((old, MembershipEventKind.MOVED_OUT), (new, MembershipEventKind.MOVED_IN))
        ]
    )


def _carry_transfer(old: Membership, new: Membership) -> None:
    """Let a transfer out of the union that ends go on from the union that takes over; into that union it is done."""
    running = Transfer.objects.filter(open_membership=old).first()
    if running is None:
        return
    if running.target_id == new.organization_id:
        running.state, running.open_membership, running.arrived = TransferState.ACCEPTED, None, new
        running.save()
        effects.change(
            registry.of("members"),
            new,
            {"state": running.state_before, "heading_to": None},
            by=None,
            because=gettext("Follows the union"),
        )
        return
    running.membership = running.open_membership = new
    running.source_id, running.source_path = new.organization_id, new.path
    running.save()


def _redirect(source: int, unit: Organization, path: str) -> None:
    """Let transfers on their way into a union that ended go to the one that took over."""
    coming = Transfer.objects.filter(state=TransferState.OPEN, target=source)
    for each in coming.exclude(source=unit):
        each.target, each.target_path = unit, path
        each.save()
        Membership.objects.filter(pk=each.membership_id).update(heading_to=unit)
    for each in coming.filter(source=unit):
        transfers.withdraw(each, by=None, answer=gettext("Follows the union"))
