"""What registers tell one another: an announcement is kept with the change it is about and dealt with soon after, in order.

A listener is a plain function that a register names at start-up. It is called once for each announcement of the code it listens
to, in a transaction of its own. When it fails, what it did is undone, the sentence is kept, nothing later is told to that
listener until it succeeds, and all other listeners go on.

What is to be heard is kept under the listener's name. One that is called otherwise now says so (`formerly`), one that is gone for
good is retired; what waits for a name that nobody bears is kept, and shown to who keeps the site (`stuck`).
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.background import services
from yunjiang.background.models import Job, JobState

from . import registry
from .models import Announcement, Hearing, Record
from .refusals import ListenerNamedTwice, RecordOfNoRegister

logger = logging.getLogger(__name__)

Listener = Callable[[Announcement], None]
WORK = "registers.announcements"
_listeners: dict[str, dict[str, Listener]] = {}  # code → name → function
_formerly: dict[str, str] = {}  # a name that a listener had → its name now
_retired: set[str] = set()


@dataclass(frozen=True)
class Stuck:
    """What a listener was not told yet, beginning with something it failed on (`failed`) or because nobody bears the name."""

    listener: str
    count: int
    since: datetime
    failed: str = ""


def listen(code: str, name: str, function: Listener, *, formerly: Sequence[str] = ()) -> None:
    """Have a function called with every announcement of this code from now on; for AppConfig.ready.

    `name` is `register.what_it_does`: by it is known what was dealt with, so a listener that is renamed says what it was called
    before, and hears what waits under those names. Raises ListenerNamedTwice.
    """
    if _functions().setdefault(name, function) is not function:
        raise ListenerNamedTwice(code, name)
    _listeners.setdefault(code, {})[name] = function
    _formerly.update(dict.fromkeys(formerly, name))


def retire(name: str) -> None:
    """Say that a listener is gone for good: what waits for it is of no use, and nobody is told of it; for AppConfig.ready."""
    _retired.add(name)


def announce(code: str, record: Record, facts: Mapping[str, Any]) -> Announcement:
    """Tell that something happened to a record, in the transaction of the change. `facts` are what JSON can hold.

    Raises RecordOfNoRegister.
    """
    return announce_many(code, [(record, facts)])[0]


@transaction.atomic
def announce_many(code: str, told: Iterable[tuple[Record, Mapping[str, Any]]]) -> list[Announcement]:
    """Tell of many records at once (see `announce`)."""
    rows = [
        Announcement(code=code, register=_register_of(record), record=record.pk, facts=dict(facts))
        for record, facts in told
    ]
    made = Announcement.objects.bulk_create(rows)
    names = _listeners.get(code, {})
    Hearing.objects.bulk_create(
        [Hearing(announcement=each, listener=name) for each in made for name in names], batch_size=1000
    )
    if made and names:
        _have_dealt_with()
    return made


def deal() -> dict[str, int]:
    """Let every listener deal with what it has not heard; return how many it dealt with and how many listeners failed."""
    _take_over()
    functions = _functions()
    waiting = Hearing.objects.filter(heard_at=None, listener__in=functions)
    heard_count = failed_count = 0
    for name in waiting.order_by("listener").values_list("listener", flat=True).distinct():
        while (outcome := _deal_with_next(name, functions[name])) is True:
            heard_count += 1
        failed_count += outcome is False
    return {"heard": heard_count, "failed": failed_count}


def failures() -> list[Hearing]:
    """Return what listeners failed on and will be told again, oldest first."""
    waiting = Hearing.objects.filter(heard_at=None).exclude(failed="")
    return list(waiting.select_related("announcement").order_by("pk"))


def stuck() -> list[Stuck]:
    """Return for which listeners something waits that they failed on, or that nobody hears, those longest waited for first."""
    waiting = Hearing.objects.filter(heard_at=None).values("listener")
    told = waiting.annotate(count=Count("pk"), since=Min("announcement__at"), first=Min("pk")).order_by(
        "first"
    )
    failed = {each.pk: each.failed for each in failures()}
    return [
        Stuck(each["listener"], each["count"], each["since"], failed.get(each["first"], ""))
        for each in told
        if each["first"] in failed or each["listener"] not in _functions()
    ]


def _functions() -> dict[str, Listener]:
    return {name: function for named in _listeners.values() for name, function in named.items()}


def _take_over() -> None:
    """Let what waits under an earlier name wait under the present one, and what nobody needs any more wait no longer."""
    waiting = Hearing.objects.filter(heard_at=None)
    for before, name in _formerly.items():
        waiting.filter(listener=before, announcement__hearings__listener=name).delete()  # told under both
        waiting.filter(listener=before).update(listener=name)
    waiting.filter(listener__in=_retired - _functions().keys()).delete()


def _deal_with_next(name: str, function: Listener) -> bool | None:
    """Deal with the oldest that a listener has not heard. True: done; False: it failed; None: there is nothing more."""
    hearing: Hearing | None = None
    try:
        with transaction.atomic():
            # The lock is for a second worker, which waits here, finds it heard, and is not told of it again.
            waiting = Hearing.objects.select_for_update().filter(listener=name, heard_at=None)
            hearing = waiting.order_by("pk").first()
            if hearing is None:
                return None
            function(hearing.announcement)
            Hearing.objects.filter(pk=hearing.pk).update(
                heard_at=timezone.now(), failed="", attempt_count=hearing.attempt_count + 1
            )
    except Exception as error:
        if hearing is None:
            raise
        Hearing.objects.filter(pk=hearing.pk, heard_at=None).update(
            failed=_sentence(hearing, error), attempt_count=hearing.attempt_count + 1
        )
        return False
    return True


def _sentence(hearing: Hearing, failure: Exception) -> str:
    """Return why it failed: our own refusals speak for themselves, anything else is a fault of ours and is logged."""
    limit = 400
    if type(failure).__module__.startswith("yunjiang."):
        return str(failure)[:limit]
    logger.error("%s failed on announcement %s", hearing.listener, hearing.announcement_id, exc_info=failure)
    return gettext("A fault in the system: %(kind)s. The administrator finds it in the log.") % {
        "kind": type(failure).__name__
    }


def _have_dealt_with() -> None:
    """Ask for the work, unless one waits already that will see this transaction's announcements too."""
    if not Job.objects.filter(work=WORK, state=JobState.WAITING).exists():
        services.start(WORK, gettext("Tell registers of one another"), {}, by="")


def _register_of(record: Record) -> str:
    for each in registry.every():
        if isinstance(record, each.model):
            return each.code
    raise RecordOfNoRegister(type(record).__name__)
