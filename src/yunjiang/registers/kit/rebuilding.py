"""Holding the ledger against the rows of a register, and mending it where the two differ."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from yunjiang.access import trail
from yunjiang.ledger import posting
from yunjiang.ledger.models import Posting

from . import counting, postings
from .declaration import Register
from .postings import Refreshed

CHUNK = 10_000  # rows held fast at a time, so that nobody waits long for one of them


@dataclass
class Rebuilt:
    """What holding the ledger against a register came to. Nothing posted and nothing withdrawn: they agreed."""

    register: type[Register]
    refreshed: Refreshed = field(default_factory=Refreshed)
    orphan_count: int = 0  # sources in the ledger without a record or a count, taken back

    @property
    def agreed(self) -> bool:
        """Tell whether the ledger was what the rows say."""
        return not (self.refreshed.posted_count or self.refreshed.withdrawn_count or self.orphan_count)

    def sentence(self) -> str:
        """Say what was found and mended."""
        facts = {
            "register": self.register.name,
            "rows": self.refreshed.row_count,
            "posted": self.refreshed.posted_count,
            "withdrawn": self.refreshed.withdrawn_count,
            "orphans": self.orphan_count,
        }
        if self.agreed:
            return gettext("%(register)s: the ledger agrees with all %(rows)d records.") % facts
        return (
            gettext(
                "%(register)s: of %(rows)d records, %(posted)d were posted anew and %(withdrawn)d withdrawn; "
                "%(orphans)d postings without a record were taken back."
            )
            % facts
        )


def rebuild(
    register: type[Register], *, by: str = "", on_progress: Callable[[int], None] | None = None
) -> Rebuilt:
    """Hold the ledger against every row of a register and mend it; what agrees is left alone. May be called off at any time.

    Rows are held fast while they are compared, some thousands at a time: what is written meanwhile waits and is posted after.
    """
    done = Rebuilt(register)
    if register.counts:
        with_rows = 0
        while keys := _next(register, with_rows):
            with_rows = keys[-1]
            with transaction.atomic():
                rows = register.model._base_manager.filter(counting.among(keys))
                list(rows.select_for_update().order_by("pk").values_list("pk"))
                done.refreshed += postings.refresh_many(register, keys, by=by)
            if on_progress:
                on_progress(done.refreshed.row_count)
    done.orphan_count = _take_back_orphans(register, by)
    if not done.agreed:
        facts = {
            "posted": done.refreshed.posted_count,
            "withdrawn": done.refreshed.withdrawn_count,
            "orphans": done.orphan_count,
        }
        trail.note("registers.post", subject=register.code, facts=facts)
    return done


def _next(register: type[Register], after: int) -> list[int]:
    rows = register.model._base_manager.filter(pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:CHUNK])


def _take_back_orphans(register: type[Register], by: str) -> int:
    """Withdraw what stands for records or counts that are no more; return how many sources that were."""
    counts = {each.code for each in register.counts}
    after, orphan_count = f"{register.code}:", 0
    while True:
        standing = Posting.objects.filter(
            source__gt=after, source__lt=f"{register.code};", is_reversal=False, reversed_by=None
        )
        part = list(standing.order_by("source").values_list("source", F("batch__data_set"))[:CHUNK])
        if not part:
            return orphan_count
        after = part[-1][0]
        found = {source: postings.record_of(source) for source, _data_set in part}
        numbers = [each[1] for each in found.values() if each]
        there = set(register.model._base_manager.filter(counting.among(numbers)).values_list("pk", flat=True))
        orphans = defaultdict(list)
        for source, data_set in part:
            record = found[source]
            if record is None or record[1] not in there or source.partition("/")[2] not in counts:
                orphans[data_set].append(source)
        for data_set, sources in orphans.items():
            title = gettext("%(register)s: postings without a record") % {"register": register.name}
            receipt = posting.withdraw(sources, data_set=data_set, by=by or postings.NOBODY, title=title)
            orphan_count += receipt.reversed_count
