"""What the kit does by itself at night: clocks that ran out make their moves, notices that nobody objected to are closed."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yunjiang.background.progress import Progress
from yunjiang.background.works import Daily, Work

from . import notices, registry, workflow
from .models import Deadline
from .putting import hold
from .refusals import RegisterRefusal, UnknownRegister


def run_clocks(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Make the moves of all clocks that ran out before today (`day`), each in a transaction of its own.

    Begun again, it does what is left. What a register refuses is kept at the deadline, and tried again the next night.
    """
    day = date.fromisoformat(arguments["day"]) if arguments.get("day") else timezone.localdate()
    waiting = _run_out(day)
    total, moved, refused, last = waiting.count(), 0, 0, 0
    while deadline := waiting.filter(pk__gt=last).order_by("pk").first():
        last = deadline.pk
        try:
            moved += _move(deadline, day)
        except RegisterRefusal as refusal:
            Deadline.objects.filter(pk=deadline.pk).update(refused=str(refusal)[:400])
            refused += 1
        progress.report(moved + refused, total)
    return {"moved": moved, "refused": refused}


def close_notices(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Close the notices that were over before today and against which nobody said anything."""
    day = date.fromisoformat(arguments["day"]) if arguments.get("day") else timezone.localdate()
    closed, refused = notices.close_unopposed(day)
    return {"closed": closed, "refused": refused}


def _run_out(day: date) -> QuerySet[Deadline]:
    return Deadline.objects.filter(due_on__lt=day).exclude(then="")


def _move(deadline: Deadline, day: date) -> bool:
    """Make a clock's move if its deadline still stands once the record is held: who acts first wins, the other finds nothing."""
    try:
        register = registry.of(deadline.register)
    except UnknownRegister:  # a register that the site no longer keeps
        return False
    with transaction.atomic():
        held = hold(register, deadline.record)
        if not _run_out(day).filter(pk=deadline.pk, state=workflow.state_of(register, held)).exists():
            return False
        workflow.follow(register, held, deadline.then, by=None, reason=_why(deadline), values={})
    return True


def _why(deadline: Deadline) -> str:
    return gettext("Not dealt with by %(day)s") % {"day": deadline.due_on}


WORKS = (
    Work(
        "registers.clocks",
        _("Move on what was not dealt with in time"),
        run_clocks,
        recurs=Daily(time(0, 30)),
    ),
    Work("registers.notices", _("Close public notices"), close_notices, recurs=Daily(time(0, 15))),
)
