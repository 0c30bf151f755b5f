"""What may befall a membership, and when: pure functions; plain values in, codes out.

Sources: 《工会会员会籍管理办法》总工发〔2016〕37号 (the "Measures": 会员劳动（工作）关系在哪里，会籍就在哪里), called on below,
《中国工会章程》 §2, §6 to §9 (the "Constitution"), 《工会法》 (2021) §3 and §13, 《劳动法》 §15.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from .models import ChangeReason, MembershipEventKind, MembershipState, WorkState

# 《劳动法》 §15: nobody under sixteen is employed, so nobody under sixteen lives mainly by wages (《工会法》 §3).
YOUNGEST = 16
OLDEST = 110


@dataclass(frozen=True)
class Turn:
    """From which states an event leads to which; which reasons it may have; whether a text must stand behind it."""

    sources: tuple[str, ...]
    target: str
    reasons: tuple[str, ...] = ()
    needs_note: bool = False


_STANDING = (MembershipState.CURRENT, MembershipState.RETAINED)
_K = MembershipEventKind
_R = ChangeReason

TURNS: dict[str, Turn] = {
    # Constitution §2: on one's own application, approved by the union; the Measures: member from the day of approval.
    _K.JOINED: Turn((MembershipState.APPLIED,), MembershipState.CURRENT),
    _K.REFUSED: Turn((MembershipState.APPLIED,), MembershipState.REFUSED, needs_note=True),
    # Constitution §6: membership goes where the work goes. Until the other union has it, one stays a member here.
    _K.SENT: Turn(
        _STANDING, MembershipState.MOVING, (_R.WORK, _R.RE_EMPLOYED, _R.BANKRUPT, _R.UNION_CHANGED, _R.OTHER)
    ),
    _K.MOVED_OUT: Turn((*_STANDING, MembershipState.MOVING), MembershipState.MOVED),
    # Constitution §9: who retires or loses the work may keep the membership, and pays no dues meanwhile.
    _K.RETAINED: Turn(
        (MembershipState.CURRENT,),
        MembershipState.RETAINED,
        (_R.RETIRED, _R.UNEMPLOYED, _R.BANKRUPT, _R.WAITING, _R.WORK, _R.OTHER),
    ),
    _K.RESTORED: Turn((MembershipState.RETAINED,), MembershipState.CURRENT, (_R.RE_EMPLOYED, _R.OTHER)),
    # Constitution §7: members are free to leave; it is their own application and nobody else's wish.
    _K.LEFT: Turn(
        (*_STANDING, MembershipState.MOVING), MembershipState.LEFT, (_R.OWN_WISH,), needs_note=True
    ),
    # Constitution §8: discussed in the group, decided by the committee, filed with the union above.
    _K.EXPELLED: Turn(
        (*_STANDING, MembershipState.MOVING),
        MembershipState.EXPELLED,
        (_R.CRIME, _R.DISCIPLINE),
        needs_note=True,
    ),
    _K.CANCELLED: Turn(
        (MembershipState.APPLIED, *_STANDING, MembershipState.MOVING),
        MembershipState.CANCELLED,
        (_R.DEATH, _R.DUPLICATE, _R.TAKEN_BACK),
        needs_note=True,
    ),
}


def age(birth_on: date, on: date) -> int:
    """Return the whole years of age on a day; who is born on 29 February ages on 1 March of other years."""
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))


def joining_problem(birth_on: date | None, on: date, today: date) -> str:
    """Return why somebody cannot join on a day, as a code, or nothing. An unknown birthday hinders nobody."""
    if on > today:
        return "future"
    if birth_on is not None:
        if birth_on > on:
            return "unborn"
        if age(birth_on, on) < YOUNGEST:
            return "too_young"
    return ""


def after_work_state(state: str, work_state: str) -> tuple[str, str] | None:
    """Return which event follows when the employment of a member becomes this, with its reason; None: nothing changes.

    The Measures: retirement, early retirement by law included, and unemployment → kept in the old unit; 内退, 下岗待岗 and sick
    leave change nothing; who works on after retiring stays as he is, so that only the unemployed come back by working.
    """
    if state == MembershipState.CURRENT:
        if work_state == WorkState.RETIRED:
            return MembershipEventKind.RETAINED, ChangeReason.RETIRED
        if work_state == WorkState.UNEMPLOYED:
            return MembershipEventKind.RETAINED, ChangeReason.UNEMPLOYED
    if state == MembershipState.RETAINED and work_state == WorkState.WORKING:
        return MembershipEventKind.RESTORED, ChangeReason.RE_EMPLOYED
    return None


def due_on(started_on: date, days: int) -> date:
    """Return the last day for an answer; the day of starting does not count (《民法典》 §201)."""
    return started_on + timedelta(days=days)


def lapses_on(confirmed_on: date) -> date:
    """Return the first day on which a confirmation is no longer within twelve months."""
    try:
        return confirmed_on.replace(year=confirmed_on.year + 1)
    except ValueError:  # 29 February
        return date(confirmed_on.year + 1, 3, 1)
