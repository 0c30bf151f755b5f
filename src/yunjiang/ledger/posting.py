"""The one door through which quantities enter the ledger.

A record is posted once per revision: posting it again changes nothing, posting it changed takes the old entries back and
enters the new ones in the same transaction. Whoever calls inside a transaction of his own keeps other writers waiting from
the call until his commit.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from . import digests
from .checking import DraftPosting, check
from .models import Batch, Breakdown, DataSet
from .persons import numbers_of
from .problems import Problem
from .queries import position, position_at
from .records import Line, Record
from .refusals import PostingRefused, RevisionConflict, SourcesContended
from .standing import Posted, entries_of, postings_of
from .writing import Act, FreshEntry, FreshPosting, Prepared

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
    act = _act(data_set, by, title, reason)
    drafts, problems = check(records)
    if problems:
        raise PostingRefused(problems)
    return post_drafts(drafts, act)


def post_drafts(drafts: Sequence[DraftPosting], act: Act) -> Receipt:
    """Post drafts that were checked already (see `post`)."""
    breakdowns = _breakdown_numbers(
        {line.breakdown for draft in drafts for line in draft.lines if line.breakdown}
    )
    persons = numbers_of({line.person for draft in drafts for line in draft.lines if line.person})
    entered = [_entries(draft, breakdowns, persons) for draft in drafts]

    def decide() -> tuple[list[FreshPosting], Receipt]:
        standing = postings_of([draft.source for draft in drafts])
        return _superseding(drafts, entered, standing, act.data_set)

    return _until_alone(act, decide)


def withdraw(sources: Iterable[str], *, data_set: str, by: str, title: str, reason: str = "") -> Receipt:
    """Take back what stands for these sources, in one batch; a source already withdrawn changes nothing.

    Raises PostingRefused when a source was never posted or belongs to another data set, and SourcesContended.
    """
    act = _act(data_set, by, title, reason)
    wanted = list(dict.fromkeys(sources))

    def decide() -> tuple[list[FreshPosting], Receipt]:
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
        return _reversals(live), Receipt(None, 0, len(wanted) - len(live), len(live))

    return _until_alone(act, decide)


def _act(data_set: str, by: str, title: str, reason: str) -> Act:
    if data_set not in DataSet.values:
        raise ValueError(f"not a data set: {data_set!r}; use one of {', '.join(DataSet.values)}")
    for name, text, limit in (("by", by, 150), ("title", title, 200), ("reason", reason, 400)):
        if len(text) > limit or "\x00" in text:
            raise ValueError(f"{name} must have at most {limit} characters and no U+0000: {text[:limit]!r}")
    if not by or not title:
        raise ValueError("a batch needs somebody who posts it and a title")
    return Act(str(data_set), by, title, reason)


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


def _entries(draft: DraftPosting, breakdowns: dict[str, int], persons: dict[str, int]) -> list[FreshEntry]:
    entries = [
        FreshEntry(
            line.measure,
            line.organization,
            line.since_on,
            line.happened_on,
            line.quantity,
            line.bound,
            breakdowns[line.breakdown] if line.breakdown else None,
            persons[line.person] if line.person else None,
            None,
            line.text + str(persons[line.person]) if line.person else line.text,
        )
        for line in draft.lines
    ]
    # The same lines in another order are the same content.
    if len(entries) > 1:
        entries.sort(key=lambda entry: entry.text)
    return entries


def _superseding(
    drafts: Sequence[DraftPosting],
    entered: Sequence[list[FreshEntry]],
    standing: dict[str, list[Posted]],
    data_set: str,
) -> tuple[list[FreshPosting], Receipt]:
    """Decide for every draft whether it is new, unchanged or supersedes what stands. Raises PostingRefused."""
    problems: list[Problem] = []
    superseded: list[Posted] = []
    fresh: list[FreshPosting] = []
    unchanged_count = 0
    for number, (draft, entries) in enumerate(zip(drafts, entered, strict=True)):
        posted = standing.get(draft.source, [])
        if posted and posted[0].data_set != data_set:
            problems.append(_foreign(draft.source, posted[0], number))
            continue
        live = next((each for each in posted if each.is_live), None)
        newest = max((each.revision for each in posted), default=0)
        same = (
            live
            if draft.revision is None
            else next((each for each in posted if each.revision == draft.revision), None)
        )
        if same and _is_same(same, draft, entries):
            if same.is_live or newest > same.revision:
                unchanged_count += 1
                continue
            code = "revision_withdrawn"
        elif draft.revision is not None and same:
            code = "revision_conflict"
        elif draft.revision is not None and draft.revision < newest:
            code = "revision_outdated"
        else:
            if live:
                superseded.append(live)
            revision = draft.revision or newest + 1
            fresh.append(FreshPosting(draft.source, revision, None, draft.channel, draft.evidence, entries))
            continue
        facts = {"source": draft.source, "revision": draft.revision, "newest": newest}
        problems.append(Problem(code, facts, number, None, draft.source))
    if problems:
        only_conflicts = all(problem.code == "revision_conflict" for problem in problems)
        raise (RevisionConflict if only_conflicts else PostingRefused)(problems)
    receipt = Receipt(None, len(fresh), unchanged_count, len(superseded))
    return _reversals(superseded) + fresh, receipt


def _is_same(posted: Posted, draft: DraftPosting, entries: list[FreshEntry]) -> bool:
    """Tell whether a draft says what a posting said; evidence may have moved, a file may have been renamed."""
    return posted.channel == draft.channel and posted.digest == digests.posting_digest(
        posted.number,
        posted.source,
        posted.revision,
        None,
        draft.channel,
        posted.evidence,
        [entry.text for entry in entries],
    )


def _foreign(source: str, posted: Posted, number: int) -> Problem:
    facts = {"source": source, "data_set": posted.data_set}
    return Problem("source_in_another_data_set", facts, number, None, source)


def _reversals(postings: Sequence[Posted]) -> list[FreshPosting]:
    """Return the postings that take these back: every entry again, with weight -1."""
    entries = entries_of([posted.id for posted in postings])
    return [
        FreshPosting(
            posted.source,
            posted.revision,
            posted.id,
            posted.channel,
            posted.evidence,
            entries.get(posted.id, []),
        )
        for posted in postings
    ]


def _until_alone(act: Act, decide: Callable[[], tuple[list[FreshPosting], Receipt]]) -> Receipt:
    """Decide what to write and write it, again if another writer changed what the decision was based on.

    Reading, deciding and digesting happen before the transaction, so that SQLite's one writer is kept waiting only for the
    rows themselves. What may have changed since is found by the unique constraints or under the head's lock.
    """
    for _ in range(ATTEMPTS):
        seen_position = position()
        fresh, receipt = decide()
        if not fresh:
            return receipt
        prepared = Prepared(act, fresh)

        def refuse_if_overtaken(batch: int, head: int, seen: int = seen_position) -> None:
            if head != seen and _is_overtaken(batch, seen):
                raise _Overtaken

        try:
            with transaction.atomic():
                batch = prepared.write(before_numbering=refuse_if_overtaken)
        except _Overtaken:
            continue
        except (IntegrityError, OperationalError) as error:
            if not _is_race(error):
                raise
        else:
            return replace(receipt, batch=Batch.objects.get(pk=batch), entry_count=prepared.entry_count)
    raise SourcesContended(ATTEMPTS)


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
