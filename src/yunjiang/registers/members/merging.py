"""What happens to memberships when two records turn out to be one person: one membership stands, the other is cancelled."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access.models import User
from yunjiang.persons import likeness
from yunjiang.persons.followers import Follower
from yunjiang.persons.models import Person
from yunjiang.registers.kit import effects, registry
from yunjiang.registers.kit.models import Deed

from . import course
from .models import ChangeReason, Membership, MembershipEventKind, MembershipState


class MembershipsFollow(Follower):
    """Nobody is counted twice: of two memberships the record that stays keeps its own, the other is cancelled as a duplicate."""

    code = "members"

    def conflicts(self, kept: Person, merged: Person) -> Sequence[str]:
        if _current(kept) is None or _current(merged) is None:
            return ()
        return [
            gettext("Both have a membership. The one of the record that goes is cancelled as recorded twice.")
        ]

    def before(self, kept: Person, merged: Person, by: User | None) -> Mapping[str, Any]:
        own, other = _current(kept), _current(merged)
        if own is None or other is None:
            return {}
        state, ended_on = other.state, timezone.localdate()
        if other.since_on is not None:
            ended_on = max(ended_on, other.since_on)
        other = effects.change(
            registry.of("members"),
            other,
            {"state": MembershipState.CANCELLED, "ended_on": ended_on if other.since_on else None},
            by=by,
            because=gettext("Recorded twice"),
            deed=Deed.MERGE,
        )
        course.happened(
            other,
            MembershipEventKind.CANCELLED,
            ended_on,
            change_set=None,
            reason=ChangeReason.DUPLICATE,
            source=other.organization_id,
        )
        return {"cancelled": other.pk, "state": state, "revision": other.revision}

    def after(self, kept: Person, merged: Person, by: User | None) -> None:
        for person in (kept, merged):
            held = _current(person)
            if held is not None:
                is_unique = not likeness.doubtful([person.pk])
                effects.change(
                    registry.of("members"),
                    held,
                    {"is_unique": is_unique},
                    by=by,
                    because=gettext("Records of a person merged"),
                )

    def changed_since(self, facts: Mapping[str, Any], kept: Person, merged: Person) -> Sequence[str]:
        if "cancelled" not in facts:
            return ()
        other = Membership.objects.get(pk=facts["cancelled"])
        if other.state != MembershipState.CANCELLED or _current(merged) is not None:
            return [gettext("the membership that was cancelled has changed")]
        return ()

    def undo(self, facts: Mapping[str, Any], kept: Person, merged: Person, by: User | None) -> None:
        if "cancelled" not in facts:
            return
        other = Membership.objects.get(pk=facts["cancelled"])
        effects.change(
            registry.of("members"),
            other,
            {"state": facts["state"], "ended_on": None},
            by=by,
            because=gettext("Merge taken back"),
            deed=Deed.MERGE,
        )
        course.happened(
            other,
            MembershipEventKind.CORRECTED,
            timezone.localdate(),
            change_set=None,
            reason=ChangeReason.DUPLICATE,
            target=other.organization_id,
        )


def _current(person: Person) -> Membership | None:
    return Membership.objects.filter(current_person=person).first()
