"""What the page of a member shows beside its fields: what befell the membership, its transfers, and the one that is under way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, pgettext

from yunjiang.access.models import User
from yunjiang.access.people.naming import names_of_units
from yunjiang.access.permission import Visitor
from yunjiang.registers.kit import registry, scope

from . import course, quality, sheet
from .models import OPEN_STATES, Membership, MembershipEvent, MembershipState, Quality, Transfer


@dataclass(frozen=True)
class Befell:
    """One thing that befell a membership; `unit` is the other union where it led from one to another."""

    on: date
    what: str
    why: str
    unit: str
    is_leaving: bool
    note: str


@dataclass(frozen=True)
class Elsewhere:
    """An earlier or later membership of the same person that the reader may open."""

    record: int
    union: str
    state: str
    since_on: date | None
    ended_on: date | None


def above(membership: Membership, user: User) -> Mapping[str, Any] | None:
    """Return the transfer that a membership is on, with where it goes, and why its record is not qualified; nothing otherwise."""
    is_moving, lacking = membership.state == MembershipState.MOVING, _lacking(membership)
    if not is_moving and not lacking:
        return None
    found = Transfer.objects.filter(open_membership=membership).first() if is_moving else None
    target = names_of_units([found.target_id]).get(found.target_id, "") if found is not None else ""
    return {"is_moving": is_moving, "transfer": found, "target": target, "lacking": lacking}


def _lacking(membership: Membership) -> Sequence[str]:
    """Say why a record is not qualified; what a sheet said that stands in no list is quoted, so that it can be put right."""
    if membership.state not in OPEN_STATES:
        return ()
    told = []
    missing = [str(each.name) for each in quality.named(membership.missing, quality.FIELDS)]
    if missing:
        told.append(
            gettext("missing: %(fields)s") % {"fields": pgettext("between things", ", ").join(missing)}
        )
    if membership.unread:
        names = {each.path: each.names[0] for each in sheet.COLUMNS}
        texts = [f"{names.get(path, path)}“{text}”" for path, text in membership.unread.items()]
        told.append(
            gettext("a sheet said what is in no list: %(texts)s")
            % {"texts": pgettext("between things", ", ").join(texts)}
        )
    faults = quality.named(membership.faults, quality.FAULTS)
    told += [str(each.name) for each in faults if each.code != "unread"]
    if not membership.is_unique:
        told.append(gettext("the person may be on record twice"))
    if membership.quality == Quality.STALE:
        told.append(gettext("nobody has confirmed it within twelve months"))
    return told


def befallen(membership: Membership, user: User) -> Mapping[str, Any]:
    """Return what befell a membership, the newest first, its transfers, and the person's other memberships within reach."""
    events = course.of_membership(membership.pk)
    transfers = list(membership.transfers.order_by("-pk"))
    units = {each.target_id for each in transfers}
    units |= {unit for each in events for unit in (each.source_id, each.target_id) if unit is not None}
    names = names_of_units(units)
    return {
        "events": [_befell(each, membership, names) for each in reversed(events)],
        "transfers": [(each, names.get(each.target_id, "")) for each in transfers],
        "elsewhere": _elsewhere(membership, user),
    }


def _befell(event: MembershipEvent, membership: Membership, names: Mapping[int, str]) -> Befell:
    here = membership.organization_id
    other = next((unit for unit in (event.target_id, event.source_id) if unit not in (None, here)), None)
    return Befell(
        event.happened_on,
        event.get_kind_display(),
        event.get_reason_display() if event.reason else "",
        names.get(other, "") if other is not None else "",
        is_leaving=other is not None and other == event.target_id,
        note=event.note,
    )


def _elsewhere(membership: Membership, user: Visitor) -> Sequence[Elsewhere]:
    rows = scope.visible(registry.of("members"), user).filter(person=membership.person_id)
    found = list(rows.exclude(pk=membership.pk).order_by("-since_on", "-pk"))
    names = names_of_units({each.organization_id for each in found})
    return [
        Elsewhere(
            each.pk,
            names.get(each.organization_id, ""),
            str(MembershipState(each.state).label),
            each.since_on,
            each.ended_on,
        )
        for each in found
    ]
