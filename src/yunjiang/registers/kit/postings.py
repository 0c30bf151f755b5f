"""What records count in the ledger: posted, corrected and withdrawn with the records, and traced both ways.

Each record is one source for each count of its register, `<register>:<number>/<count>`. Its present state is posted again
whenever it was touched: what says the same changes nothing, what says something else supersedes what was there, and what no
longer counts is superseded by nothing, with the reason. Records made to try the site with go to the demonstration data.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from yunjiang.access.models import User
from yunjiang.access.permission import Visitor
from yunjiang.access.trail.situation import NOBODY
from yunjiang.ledger import alike as ledger_alike
from yunjiang.ledger import digests, leafing, posting
from yunjiang.ledger.models import Channel, DataSet
from yunjiang.ledger.queries import StandingEntry
from yunjiang.ledger.standing import Posted as Standing
from yunjiang.ledger.standing import postings_of, sources_since
from yunjiang.organizations.prefixes import begins

from . import counting, measures, registry, scope
from .counting import Alike, Seats
from .declaration import Count, Reason, Register
from .models import Record
from .refusals import UnknownRegister

CHUNK = 50_000  # rows posted in one batch of the ledger: some tens of megabytes in memory
LOOKED_AT = 20_000  # records looked at to say how many are not counted and why
TOLD = 1000


@dataclass(frozen=True)
class Counted:
    """Whether one count counts a record; if not, the first reason why. `entries` are what stands in the ledger for it."""

    count: Count
    is_counted: bool
    reason: Reason | None
    source: str
    entries: Sequence[StandingEntry]


@dataclass(frozen=True)
class NotCounted:
    """How many records one reason keeps out of a count, among those looked at; `condition` finds them in a list.

    `is_at_least`: there are more. Without a condition the reason shows only when a record's lines are made.
    """

    reason: Reason
    number: int
    is_at_least: bool
    condition: Q | None


@dataclass(frozen=True)
class Refreshed:
    """What bringing the ledger up to rows came to, in sources; what had not changed is neither posted nor withdrawn."""

    row_count: int = 0
    posted_count: int = 0
    withdrawn_count: int = 0
    unchanged_count: int = 0

    def __add__(self, other: "Refreshed") -> "Refreshed":
        return Refreshed(
            self.row_count + other.row_count,
            self.posted_count + other.posted_count,
            self.withdrawn_count + other.withdrawn_count,
            self.unchanged_count + other.unchanged_count,
        )


def refresh(register: type[Register], records: Iterable[Record], *, by: User | str | None) -> Refreshed:
    """Bring the ledger up to what these records say now, in the caller's transaction; they are read from the database."""
    return refresh_many(register, [each.pk for each in records], by=by)


def refresh_many(
    register: type[Register], keys: Sequence[int], *, by: User | str | None, new_since: int | None = None
) -> Refreshed:
    """Bring the ledger up to what the records with these numbers say now, a batch of the ledger for each 50,000.

    Of records made in the caller's transaction nothing can stand but what it posted itself: `new_since` is the newest batch of
    the ledger (`standing.newest_batch`) from before they were made.

    Other writers of the ledger wait from the first posting until the caller's commit: call it last. Raises PostingRefused when
    lines are wrong in themselves, such as a dimension's value that was never declared.
    """
    done = Refreshed()
    if not register.counts or not keys:
        return done
    may_stand = None if new_since is None else sources_since(new_since)
    for count in register.counts:
        if not measures.are_declared(count):
            measures.declare_measures([register])
    seats = Seats()
    for first in range(0, len(keys), CHUNK):
        part = keys[first : first + CHUNK]
        rows = register.model._base_manager.filter(counting.among(part)).order_by("pk")
        found: dict[str, list[tuple[Count, Alike]]] = defaultdict(list)
        for count, all_alike in zip(
            register.counts, counting.told(register, register.counts, rows, seats), strict=True
        ):
            for said in all_alike:
                found[_data_set(said)].append((count, said))
        for data_set, all_said in found.items():
            done += _post(register, all_said, data_set, _name(by), may_stand)
        done += Refreshed(row_count=len(part))
    return done


def why(register: type[Register], record: Record) -> list[Counted]:
    """Return for each count of a register whether it counts the record, and if not, why not."""
    rows = register.model._base_manager.filter(pk=record.pk)
    entries: dict[str, list[StandingEntry]] = defaultdict(list)
    for each in leafing.of_sources(sources_of(register, record)):
        if each.weight == 1 and each.reversed_at_position is None:
            entries[each.source].append(each)
    answer = []
    for count, all_alike in zip(
        register.counts, counting.told(register, register.counts, rows, Seats()), strict=True
    ):
        source = source_of(register, record.pk, count)
        for said in all_alike:
            reason = counting.reason_of(count, said.reason)
            answer.append(Counted(count, reason is None, reason, source, entries[source]))
    return answer


def not_counted(register: type[Register], count: Count, user: Visitor, path: str = "") -> list[NotCounted]:
    """Return why records that the person may read, at and below a path, are not counted, and how many, in the order of reasons.

    Looks at 20,000 records at most, and counts to 1,000: the page is there at once, whatever the register holds.
    """
    found: Counter[str] = Counter()
    looked_count = 0
    for said in counting.told(register, [count], _looked_at(register, user, path), Seats())[0]:
        looked_count += len(said.pks)
        found[said.reason] += len(said.pks)
    more = looked_count == LOOKED_AT
    return [
        NotCounted(
            reason,
            min(found[reason.code], TOLD),
            found[reason.code] > TOLD or more,
            counting.condition(count, reason.code) if reason in counting.reasons_of(count) else None,
        )
        for reason in counting.every_reason_of(count)
        if found[reason.code]
    ]


def kept_out(register: type[Register], why: NotCounted, user: Visitor, path: str = "") -> QuerySet[Any]:
    """Return the records that one reason keeps out, of those looked at and in the order of the list; none without a condition."""
    rows = register.model._base_manager.select_related(*register.related)
    if why.condition is None:
        return rows.none()
    among = _looked_at(register, user, path).values("pk")
    return rows.filter(why.condition, pk__in=among).order_by("path", "pk")


def _looked_at(register: type[Register], user: Visitor, path: str) -> QuerySet[Any]:
    rows = scope.visible(register, user, with_voided=True)
    return (rows.filter(begins("path", path)) if path else rows).order_by("path", "pk")[:LOOKED_AT]


def source_of(register: type[Register], pk: int, count: Count) -> str:
    """Return the name under which the ledger keeps what a count counts of a record."""
    return f"{register.code}:{pk}/{count.code}"


def sources_of(register: type[Register], record: Record) -> list[str]:
    """Return the names under which the ledger keeps what is counted of a record, one for each count."""
    return [source_of(register, record.pk, count) for count in register.counts]


def record_of(source: str) -> tuple[type[Register], int] | None:
    """Return the register and the record's number behind a source of the ledger; None when no register posted it."""
    code, _colon, rest = source.partition(":")
    number, _slash, count = rest.partition("/")
    if not count or not number.isdecimal():
        return None
    try:
        return registry.of(code), int(number)
    except UnknownRegister:
        return None


def _post(
    register: type[Register],
    all_said: Sequence[tuple[Count, Alike]],
    data_set: str,
    by: str,
    may_stand: Collection[str] | None,
) -> Refreshed:
    groups = []
    # Which record it was, in which revision: nothing that is about a person.
    evidence_of: dict[tuple[str, str], dict[str, Any]] = {}
    withdrawn_count = unchanged_count = 0
    for count, said in all_said:
        pks, revisions = said.pks, said.revisions
        if said.reason:
            speaking = _speaking(register, count, pks, may_stand)
            unchanged_count += len(pks) - len(speaking)
            withdrawn_count += len(speaking)
            if not speaking:
                continue
            pks, revisions = [pks[place] for place in speaking], [revisions[place] for place in speaking]
        evidence = evidence_of.setdefault(
            (count.code, said.reason),
            {"register": register.code, "count": count.code}
            | ({"not_counted": said.reason} if said.reason else {}),
        )
        groups.append(
            ledger_alike.Alike(
                sources=[f"{register.code}:{pk}/{count.code}" for pk in pks],
                lines=said.lines,
                channel=Channel.EVIDENCED,
                evidence=evidence,
                own_evidence={"record": pks, "revision": revisions},
            )
        )
    if not groups:
        return Refreshed(unchanged_count=unchanged_count)
    title = gettext("%(register)s: records counted") % {"register": register.name}
    receipt = posting.post_alike(groups, data_set=data_set, by=by, title=title, may_stand=may_stand)
    return Refreshed(
        0, receipt.posted_count - withdrawn_count, withdrawn_count, receipt.unchanged_count + unchanged_count
    )


def _speaking(
    register: type[Register], count: Count, pks: Sequence[int], may_stand: Collection[str] | None
) -> list[int]:
    """Return the places of the records for which something stands in the ledger."""
    if may_stand is not None and not may_stand:
        return []
    sources = [source_of(register, pk, count) for pk in pks]
    known = postings_of([each for each in sources if may_stand is None or each in may_stand])
    if not known:
        return []
    return [
        place for place, source in enumerate(sources) if any(_speaks(each) for each in known.get(source, ()))
    ]


def _speaks(posted: Standing) -> bool:
    """Tell whether what stands of a source has entries: what was superseded by nothing has none."""
    silence = digests.posting_digest(
        posted.number, posted.source, posted.revision, None, posted.channel, posted.evidence, ()
    )
    return posted.is_live and posted.digest != silence


def _data_set(said: Alike) -> str:
    return DataSet.DEMONSTRATION if said.is_demonstration else DataSet.OPERATIONAL


def _name(by: User | str | None) -> str:
    return by.username if isinstance(by, User) else by or NOBODY
