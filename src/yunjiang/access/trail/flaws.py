"""What `verify` finds: each flaw names the record and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SENTENCES: dict[str, str] = {
    "lock_missing": gettext_noop(
        "The database's lock %(trigger)s on the audit trail is not in place: somebody took it away. "
        "Find out who, and have it installed again."
    ),
    "key_differs": gettext_noop(
        "No record fits the site's trail key: YUNJIANG_TRAIL_KEY is not the one the trail was written with, "
        "or the whole trail was written anew."
    ),
    "record_altered": gettext_noop(
        "Record %(position)s (%(action)s, %(recorded_at)s) was altered, put in another's place, or added past the trail."
    ),
    "records_missing": gettext_noop("The records from %(first)s to %(last)s are missing."),
    "moment_falls": gettext_noop("Record %(position)s is older than the one before it."),
    "record_beyond_head": gettext_noop(
        "Record %(position)s lies beyond the newest the trail knows of, %(head)s: it was added past the trail."
    ),
    "head_missing": gettext_noop("The row that numbers the records is gone."),
    "head_altered": gettext_noop(
        "The row that numbers the records says %(head)s, and its digest or moment is not that record's."
    ),
    "noted_digest_differs": gettext_noop(
        "Record %(position)s has the digest %(found)s, but %(noted)s was noted elsewhere: the trail up to there was written anew."
    ),
}


@dataclass(frozen=True)
class Flaw:
    """One thing that is not what was written."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self) -> str:
        """Return it as a sentence for a person."""
        return _(SENTENCES[self.code]) % self.facts
