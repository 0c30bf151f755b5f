"""The one door through which quantities enter the ledger.

A record is posted once per revision: posting it again changes nothing, posting it changed takes the old entries back and
enters the new ones in the same transaction. Whoever calls inside a transaction of his own keeps other writers waiting from
the call until his commit.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from yunjiang.access import trail

from . import digests
from .alike import Alike, check_alike
from .checking import check
from .drafts import Drafts, Entries, Lines, Postings, starts
from .models import Batch, Breakdown, DataSet
from .persons import numbers_of
from .problems import Problem
from .queries import position, position_at
from .records import Line, Record
from .refusals import PostingRefused, RevisionConflict, SourcesContended
from .standing import Posted, entries_of, postings_of
from .writing import Act, Prepared

__all__ = [
    "Line",
    "PostingRefused",
    "Receipt",
    "Record",
    "RevisionConflict",
    "SourcesContended",
    "position",
    "position_at",
    "post",
    "post_alike",
    "withdraw",
]

ATTEMPTS = 3


@dataclass(frozen=True)
class Receipt:
    """What a posting came to. `batch` is None when nothing had changed and so nothing was written."""

    batch: Batch | None
    posted_count: int = 0  # records entered in a new revision
    unchanged_count: int = 0  # records already in the ledger as they came
    reversed_count: int = 0  # postings taken back
    entry_count: int = 0  # entries written, reversals included


class _Overtaken(Exception):
    """Another writer posted one of our sources between our reading and our numbering."""


def post(records: Iterable[Record], *, data_set: str, by: str, title: str, reason: str = "") -> Receipt:
    """Post the records in one batch, all or nothing.

    Each is idempotent per (source, revision); without a revision the next one is taken if anything changed. A changed source
    is reversed and entered anew. Raises PostingRefused with every problem of every record (RevisionConflict when all that is
    wrong is a revision that came again with other content), SourcesContended, BatchTooLarge.
    """
    act = Act.checked(data_set, by, title, reason)
    drafts, lines, problems = check(records)
    if problems:
        raise PostingRefused(problems)
    return post_drafts(drafts, lines, act)


def post_alike(
    groups: Sequence[Alike],
    *,
    data_set: str,
    by: str,
    title: str,
    reason: str = "",
    may_stand: Collection[str] | None = None,
) -> Receipt:
    """Post records of which many say the same, as `post` does it for each.

    `may_stand` are all sources of which anything can stand, where that is known; only these are looked up then.
    """
    act = Act.checked(data_set, by, title, reason)
    drafts, lines, problems = check_alike(groups)
    if problems:
        raise PostingRefused(problems)
    return post_drafts(drafts, lines, act, may_stand=may_stand)


def post_drafts(
    drafts: Drafts, lines: Lines, act: Act, *, may_stand: Collection[str] | None = None
) -> Receipt:
    """Post drafts that were checked already (see `post`)."""
    entries = _resolved(drafts, lines)
    asked = drafts.source if may_stand is None else [each for each in drafts.source if each in may_stand]

    def decide() -> tuple[Postings, Entries, Receipt]:
        return _superseding(drafts, entries, postings_of(asked), act.data_set)

    return _until_alone(act, decide)


def withdraw(sources: Iterable[str], *, data_set: str, by: str, title: str, reason: str = "") -> Receipt:
    """Take back what stands for these sources, in one batch; a source already withdrawn changes nothing.

    Raises PostingRefused when a source was never posted or belongs to another data set, and SourcesContended.
    """
    act = Act.checked(data_set, by, title, reason)
    wanted = list(dict.fromkeys(sources))

    def decide() -> tuple[Postings, Entries, Receipt]:
        standing = postings_of(wanted)
        problems = []
        for number, source in enumerate(wanted):
            found = standing.get(source)
            if found is None:
                problems.append(Problem("unknown_source", {"source": source}, number, None, source))
            elif found[0].data_set != data_set:
                problems.append(_foreign(source, found[0], number))
        if problems:
            raise PostingRefused(problems)
        live = [posted for source in wanted for posted in standing[source] if posted.is_live]
        return *_reversals(live), Receipt(None, 0, len(wanted) - len(live), len(live))

    return _until_alone(act, decide)


def _breakdown_numbers(keys: set[str]) -> dict[str, int]:
    if not keys:
        return {}
    known = dict(Breakdown.objects.filter(key__in=keys).values_list("key", "pk"))
    fresh = sorted(keys - known.keys())
    if fresh:
        Breakdown.objects.bulk_create(
            [Breakdown(key=key, values=dict(part.split("=", 1) for part in key.split(";"))) for key in fresh],
            ignore_conflicts=True,
        )
        known.update(Breakdown.objects.filter(key__in=fresh).values_list("key", "pk"))
    return known


def _resolved(drafts: Drafts, lines: Lines) -> Entries:
    """Return the lines as entries: breakdowns and persons by their numbers, the lines of each record in canonical order."""
    breakdowns = _breakdown_numbers(set(filter(None, lines.breakdown)))
    persons = numbers_of(set(filter(None, lines.person)))
    count = len(lines.text)
    entries = Entries(
        lines.measure,
        lines.organization,
        lines.since_on,
        lines.happened_on,
        lines.quantity,
        lines.bound,
        [breakdowns[key] if key else None for key in lines.breakdown] if breakdowns else [None] * count,
        [persons[person] if person else None for person in lines.person] if persons else [None] * count,
        [None] * count,
        [
            digests.with_person(text, persons[person]) if person else text
            for text, person in zip(lines.text, lines.person, strict=True)
        ]
        if persons
        else lines.text,
    )
    if max(drafts.line_count, default=0) < 2:
        return entries
    # The same lines in another order are the same content.
    first, texts = starts(drafts.line_count), entries.text
    order: list[int] = []
    is_other = False
    for begin, end in pairwise(first):
        if end - begin == 1 or (end - begin == 2 and texts[begin] <= texts[begin + 1]):
            order += range(begin, end)
            continue
        order += sorted(range(begin, end), key=texts.__getitem__)
        is_other = True
    return entries.picked(order) if is_other else entries


def _superseding(
    drafts: Drafts, entries: Entries, standing: dict[str, list[Posted]], data_set: str
) -> tuple[Postings, Entries, Receipt]:
    """Decide for every draft whether it is new, unchanged or supersedes what stands. Raises PostingRefused."""
    if not standing:
        first_revisions = [revision or 1 for revision in drafts.revision]
        fresh = _postings(drafts, range(len(drafts.source)), first_revisions)
        return fresh, entries, Receipt(None, len(first_revisions))
    problems: list[Problem] = []
    superseded: list[Posted] = []
    picked: list[int] = []
    revisions: list[int] = []
    first = starts(drafts.line_count)
    for number, (source, revision) in enumerate(zip(drafts.source, drafts.revision, strict=True)):
        posted = standing.get(source, [])
        if posted and posted[0].data_set != data_set:
            problems.append(_foreign(source, posted[0], number))
            continue
        live = next((each for each in posted if each.is_live), None)
        newest = max((each.revision for each in posted), default=0)
        same = live
        if revision is not None:
            same = next((each for each in posted if each.revision == revision), None)
        texts = entries.text[first[number] : first[number + 1]]
        if same and _is_same(same, drafts.channel[number], texts):
            if same.is_live or newest > same.revision:
                continue
            code = "revision_withdrawn"
        elif revision is not None and same:
            code = "revision_conflict"
        elif revision is not None and revision < newest:
            code = "revision_outdated"
        else:
            picked.append(number)
            revisions.append(revision or newest + 1)
            superseded += [live] if live else []
            continue
        facts = {"source": source, "revision": revision, "newest": newest}
        problems.append(Problem(code, facts, number, None, source))
    if problems:
        only_conflicts = all(problem.code == "revision_conflict" for problem in problems)
        raise (RevisionConflict if only_conflicts else PostingRefused)(problems)
    postings, taken_back = _reversals(superseded)
    postings.extend(_postings(drafts, picked, revisions))
    taken_back.extend(
        entries.picked([place for number in picked for place in range(first[number], first[number + 1])])
    )
    unchanged_count = len(drafts.source) - len(picked)
    return postings, taken_back, Receipt(None, len(picked), unchanged_count, len(superseded))


def _postings(drafts: Drafts, picked: Sequence[int], revisions: list[int]) -> Postings:
    chosen = drafts.picked(picked)
    return Postings(
        chosen.source,
        revisions,
        [None] * len(revisions),
        chosen.channel,
        chosen.evidence,
        chosen.line_count,
    )


def _is_same(posted: Posted, channel: str, texts: Sequence[str]) -> bool:
    """Tell whether lines say what a posting said; evidence may have moved, a file may have been renamed."""
    return posted.channel == channel and posted.digest == digests.posting_digest(
        posted.number, posted.source, posted.revision, None, channel, posted.evidence, texts
    )


def _foreign(source: str, posted: Posted, number: int) -> Problem:
    facts = {"source": source, "data_set": DataSet(posted.data_set).label}
    return Problem("source_in_another_data_set", facts, number, None, source)


def _reversals(postings: Sequence[Posted]) -> tuple[Postings, Entries]:
    """Return the postings that take these back, and their entries: every entry again, with weight -1."""
    ordered = sorted(postings, key=lambda posted: posted.id)
    entry_counts, entries = entries_of([posted.id for posted in ordered])
    reversals = Postings(
        [posted.source for posted in ordered],
        [posted.revision for posted in ordered],
        [posted.id for posted in ordered],
        [posted.channel for posted in ordered],
        [posted.evidence for posted in ordered],
        entry_counts,
    )
    return reversals, entries


def _until_alone(act: Act, decide: Callable[[], tuple[Postings, Entries, Receipt]]) -> Receipt:
    """Decide what to write and write it, again if another writer changed what the decision was based on.

    Reading, deciding and digesting happen before the transaction, so that SQLite's one writer is kept waiting only for the
    rows themselves. What may have changed since is found by the unique constraints or under the head's lock.
    """
    for _ in range(ATTEMPTS):
        seen_position = position()
        postings, entries, receipt = decide()
        if not postings.source:
            return receipt
        prepared = Prepared(act, postings, entries)

        def refuse_if_overtaken(batch: int, head: int, seen: int = seen_position) -> None:
            if head != seen and _is_overtaken(batch, seen):
                raise _Overtaken

        try:
            with transaction.atomic():
                batch = prepared.write(before_numbering=refuse_if_overtaken)
                written = Batch.objects.get(pk=batch)
                _tell(written, receipt)
        except _Overtaken:
            continue
        except (IntegrityError, OperationalError) as error:
            if not _is_race(error):
                raise
        else:
            return replace(receipt, batch=written, entry_count=prepared.entry_count)
    raise SourcesContended(ATTEMPTS)


def _tell(batch: Batch, receipt: Receipt) -> None:
    """Record the batch; like a batch's position, last of all. Who posts as part of a larger act has it written with that."""
    facts = {
        "by": batch.recorded_by,
        "data_set": batch.data_set,
        "title": batch.title,
        "reason": batch.reason,
        "posted": receipt.posted_count,
        "reversed": receipt.reversed_count,
        "entries": batch.entry_count,
        "chain_digest": batch.chain_digest,
    }
    trail.note("ledger.post", subject=f"batch:{batch.position}", facts=facts)


def _is_race(error: DatabaseError) -> bool:
    """Tell whether the database refused because of another writer: a unique key taken meanwhile, or a deadlock."""
    if connection.vendor == "postgresql":
        return getattr(error.__cause__, "sqlstate", None) in ("23505", "40P01", "40001")
    return "UNIQUE constraint failed" in str(error)


def _is_overtaken(batch: int, since: int) -> bool:
    """Tell whether a batch numbered after `since` holds one of this batch's sources."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM ledger_batch b"
            " JOIN ledger_posting theirs ON theirs.batch_id = b.id"
            " JOIN ledger_posting ours ON ours.source = theirs.source AND ours.batch_id = %s"
            " WHERE b.position > %s)",
            [batch, since],
        )
        return bool(cursor.fetchone()[0])
