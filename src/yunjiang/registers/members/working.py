"""What becomes of a membership when the employment becomes another: `rules.after_work_state`, as a move like any other."""

from django.utils.translation import gettext

from yunjiang.registers.kit import contents, effects, registry
from yunjiang.registers.kit.models import ChangeSet, Deed, Difference

from . import rules
from .models import ChangeReason, Membership, MembershipEventKind

_BY_HAND = (Deed.CHANGE, Deed.BULK)
_MOVES = {
    (MembershipEventKind.RETAINED, ChangeReason.RETIRED): "retain_retired",
    (MembershipEventKind.RETAINED, ChangeReason.UNEMPLOYED): "retain_unemployed",
    (MembershipEventKind.RESTORED, ChangeReason.RE_EMPLOYED): "resume",
}


def follow(membership: Membership, change_set: ChangeSet) -> None:
    """Keep a membership, or let it be active again, where somebody has just written down that its employment became so."""
    found = rules.after_work_state(membership.state, membership.work_state)
    if found is None or change_set.deed not in _BY_HAND:
        return
    written = Difference.objects.filter(change_set=change_set, register="members", record=membership.pk)
    if not any("work_state" in contents.read(after) for after in written.values_list("after", flat=True)):
        return
    because = gettext("Employment: %(state)s") % {"state": membership.get_work_state_display()}
    move = _MOVES[MembershipEventKind(found[0]), ChangeReason(found[1])]
    effects.move(registry.of("members"), membership, move, by=change_set.by, because=because)
    membership.refresh_from_db()
