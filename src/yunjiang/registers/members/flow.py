"""The states of a membership and what leads from one to the next; what may happen, and why, stands in `rules`."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yunjiang.registers.kit import effects, registry
from yunjiang.registers.kit.flows import Clock, Flow, Move
from yunjiang.registers.kit.models import Step

from . import course, rules, standing, transfers
from .lines import ACTIVE, RETAINED
from .models import (
    ChangeReason,
    Membership,
    MembershipEventKind,
    MembershipState,
    TransferStarter,
    transfer_days,
)

_K, _R, _S = MembershipEventKind, ChangeReason, MembershipState
_STANDING = [_S.CURRENT, _S.RETAINED]
CODE = "members"

# What each move is in the log of the membership: the event and its reason.
MEANS: dict[str, tuple[str, str]] = {
    "approve": (_K.JOINED, ""),
    "refuse": (_K.REFUSED, ""),
    **{
        f"retain_{each}": (_K.RETAINED, each) for each in (_R.RETIRED, _R.UNEMPLOYED, _R.BANKRUPT, _R.WAITING)
    },
    "resume": (_K.RESTORED, _R.RE_EMPLOYED),
    "leave": (_K.LEFT, _R.OWN_WISH),
    **{f"expel_{each}": (_K.EXPELLED, each) for each in (_R.CRIME, _R.DISCIPLINE)},
    **{f"cancel_{each}": (_K.CANCELLED, each) for each in (_R.DEATH, _R.DUPLICATE)},
}


def why_not_join(membership: Membership, user: Any) -> str | None:
    """Return why an application cannot be approved today, or nothing."""
    today = timezone.localdate()
    problem = rules.joining_problem(membership.person.birth_on, membership.joined_on or today, today)
    if problem == "too_young":
        return gettext("The applicant is younger than sixteen.")
    return gettext("Check the day of joining and the day of birth.") if problem else None


def befell(membership: Membership, step: Step) -> None:
    """Do what follows a move: days, the stretch in which the membership is kept, the event in the log."""
    kind, reason = MEANS[step.move]
    on = timezone.localdate()
    values: dict[str, Any] = {}
    if kind == _K.JOINED:
        joined_on = membership.joined_on or on
        since_on = standing.first_day(membership.organization_id, joined_on)
        # Whoever approves has looked at the record.
        values = {"joined_on": joined_on, "since_on": since_on, "confirmed_on": on}
        on = joined_on
    elif kind in (_K.RETAINED, _K.RESTORED):
        values = {"phases": turned(membership, on, RETAINED if kind == _K.RETAINED else ACTIVE)}
    elif membership.state not in (_S.CURRENT, _S.RETAINED, _S.MOVING) and membership.since_on is not None:
        values = {"ended_on": max(on, membership.since_on)}
    if values:
        effects.change(registry.of(CODE), membership, values, by=step.by, because=step.reason)
    transfers.stop(membership, by=step.by, because=step.reason)
    comes = kind in (_K.JOINED, _K.RETAINED, _K.RESTORED)
    course.happened(
        membership,
        kind,
        on,
        change_set=step.change_set,
        reason=reason,
        note=step.reason,
        source=None if comes else membership.organization_id,
        target=membership.organization_id if comes else None,
    )


def turned(membership: Membership, on: date, word: str) -> list[list[str]]:
    """Return the stretches of a membership with one more that begins on a day, not before the last."""
    last = date.fromisoformat(membership.phases[-1][0]) if membership.phases else membership.since_on or on
    return [*membership.phases, [max(on, last).isoformat(), word]]


def sent(membership: Membership, step: Step) -> None:
    """Start the transfer that the move asked for."""
    transfers.open_for(
        membership,
        membership.heading_to,
        by=step.by,
        starter=TransferStarter.SOURCE,
        state_before=step.source,
        change_set=step.change_set,
        note=step.reason,
    )


def why_not_send(membership: Membership, user: Any) -> str | None:
    """Return why nobody can be sent on, or nothing."""
    if membership.heading_to_id == membership.organization_id:
        return gettext("The person is a member of this union. Choose another one.")
    return None


FLOW = Flow(
    moves=[
        Move(
            "approve", _("Approve the application"), [_S.APPLIED], _S.CURRENT, may=why_not_join, effect=befell
        ),
        Move(
            "refuse", _("Refuse the application"), [_S.APPLIED], _S.REFUSED, needs_reason=True, effect=befell
        ),
        Move("retain_retired", _("Keep the membership: retired"), [_S.CURRENT], _S.RETAINED, effect=befell),
        Move(
            "retain_unemployed",
            _("Keep the membership: out of work"),
            [_S.CURRENT],
            _S.RETAINED,
            effect=befell,
        ),
        Move(
            "retain_bankrupt",
            _("Keep the membership: the unit closed"),
            [_S.CURRENT],
            _S.RETAINED,
            effect=befell,
        ),
        Move(
            "retain_waiting",
            _("Keep the membership: waiting for work"),
            [_S.CURRENT],
            _S.RETAINED,
            effect=befell,
        ),
        Move("resume", _("Resume the membership: at work again"), [_S.RETAINED], _S.CURRENT, effect=befell),
        Move(
            "send",
            _("Transfer to another union"),
            _STANDING,
            _S.MOVING,
            asks=["heading_to"],
            may=why_not_send,
            effect=sent,
        ),
        Move(
            "leave",
            _("Leave by own application"),
            [*_STANDING, _S.MOVING],
            _S.LEFT,
            needs_reason=True,
            effect=befell,
        ),
        Move(
            "expel_crime",
            _("Expel by resolution: punished for a crime"),
            [*_STANDING, _S.MOVING],
            _S.EXPELLED,
            needs_reason=True,
            effect=befell,
        ),
        Move(
            "expel_discipline",
            _("Expel by resolution: grave breach of the constitution"),
            [*_STANDING, _S.MOVING],
            _S.EXPELLED,
            needs_reason=True,
            effect=befell,
        ),
        Move(
            "cancel_death",
            _("Cancel: deceased"),
            [_S.APPLIED, *_STANDING, _S.MOVING],
            _S.CANCELLED,
            needs_reason=True,
            effect=befell,
        ),
        Move(
            "cancel_duplicate",
            _("Cancel: recorded twice"),
            [_S.APPLIED, *_STANDING, _S.MOVING],
            _S.CANCELLED,
            needs_reason=True,
            effect=befell,
        ),
    ],
    # The clock itself moves nobody: `transfers.settle` does at night, for both unions at once.
    clocks={
        _S.MOVING: Clock(
            transfer_days(), is_working=False, reminds=[3], ends=_("Accepted by itself the night after.")
        )
    },
    closed=[_S.MOVED, _S.LEFT, _S.EXPELLED, _S.CANCELLED, _S.REFUSED],
)
