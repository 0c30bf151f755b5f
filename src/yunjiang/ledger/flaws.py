"""What `verify` finds: each flaw names the row or file and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SENTENCES: dict[str, str] = {
    "lock_missing": gettext_noop(
        "The database's lock %(trigger)s on the ledger is not in place; run the migrations' `locks.install` again."
    ),
    "batch_unnumbered": gettext_noop("Batch %(batch)s (“%(title)s”) has no position."),
    "batch_missing": gettext_noop("There is no batch at position %(position)s."),
    "batch_altered": gettext_noop(
        "Batch %(batch)s at position %(position)s: its heading (title, person, data set, reason or counts) was altered."
    ),
    "batch_renumbered": gettext_noop(
        "The batch at position %(position)s (number %(batch)s) does not follow from the one before it: "
        "its position, moment or digests were altered, or a batch was exchanged."
    ),
    "moment_falls": gettext_noop(
        "The batch at position %(position)s was recorded before the one that goes before it."
    ),
    "head_altered": gettext_noop(
        "The head says position %(head)s; the newest batch is at position %(position)s, or their digests differ."
    ),
    "noted_digest_differs": gettext_noop(
        "At position %(position)s the chain digest is %(found)s, but %(noted)s was noted elsewhere: "
        "the ledger up to there was written anew."
    ),
    "posting_missing": gettext_noop(
        "Batch %(batch)s at position %(position)s: its posting number %(number)s is missing."
    ),
    "posting_foreign": gettext_noop(
        "Posting %(posting)s (%(source)s, revision %(revision)s) does not belong to any batch: it was added past the ledger."
    ),
    "posting_altered": gettext_noop(
        "Posting %(posting)s (%(source)s, revision %(revision)s) at position %(position)s: "
        "it or its entries %(entries)s were altered after posting."
    ),
    "entry_missing": gettext_noop("Entry %(entry)s of the batch at position %(position)s is missing."),
    "entry_foreign": gettext_noop(
        "Entry %(entry)s does not belong to any posting of its batch: it was added past the ledger."
    ),
    "segment_missing": gettext_noop(
        "Segment %(segment)s is not recorded: the segments do not follow each other."
    ),
    "segment_row_altered": gettext_noop(
        "The record of segment %(segment)s was altered: its %(attribute)s is not what was sealed."
    ),
    "segment_chain_broken": gettext_noop(
        "Segment %(segment)s does not follow from the one before it: its manifest or its chain digest was altered."
    ),
    "segment_file_missing": gettext_noop(
        "The file %(file)s of segment %(segment)s is missing; `rebuild` writes it anew from the database."
    ),
    "segment_file_altered": gettext_noop(
        "The file %(file)s of segment %(segment)s is not the file that was written: its bytes were altered."
    ),
    "segment_content_altered": gettext_noop(
        "The file %(file)s of segment %(segment)s does not hold the rows that were sealed: it was exchanged."
    ),
    "segment_unreadable": gettext_noop(
        "The file %(file)s of segment %(segment)s cannot be read: %(reason)s."
    ),
    "segment_row_differs": gettext_noop(
        "Entry %(entry)s (%(source)s) of segment %(segment)s: its %(column)s is %(database)s in the database and "
        "%(file)s in the sealed file."
    ),
    "segment_row_only_in_file": gettext_noop(
        "Entry %(entry)s of segment %(segment)s is in the sealed file and not in the database."
    ),
    "segment_row_only_in_database": gettext_noop(
        "Entry %(entry)s (%(source)s) is in the database among the positions of segment %(segment)s "
        "and not in the sealed file."
    ),
    "segment_database_differs": gettext_noop(
        "The database no longer holds the rows of segment %(segment)s as they were sealed, and its file cannot say which."
    ),
    "segment_more_differences": gettext_noop("Segment %(segment)s: %(count)s more rows differ."),
    "segment_not_rebuilt": gettext_noop(
        "Segment %(segment)s was not written anew: the database no longer holds the rows that were sealed."
    ),
    "manifest_missing": gettext_noop(
        "The manifest of segment %(segment)s beside its file is missing or cannot be read; `rebuild` writes it anew."
    ),
    "manifest_altered": gettext_noop(
        "The manifest of segment %(segment)s beside its file is not what was sealed."
    ),
    "meaning_altered": gettext_noop(
        "Segment %(segment)s was sealed when %(what)s %(number)s meant %(sealed)s; the database now says %(found)s."
    ),
    "file_unknown": gettext_noop(
        "The file %(file)s in the folder of segments belongs to no segment: an interrupted seal left it, or somebody put "
        "it there. Nothing reads it."
    ),
}


@dataclass(frozen=True)
class Flaw:
    """One thing wrong with the ledger: a stable code and the facts that name the row or file."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self) -> str:
        """Say what is wrong in the reader's language."""
        return _(SENTENCES[self.code]) % self.facts
