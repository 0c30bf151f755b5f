"""What can be wrong with what is handed to the ledger: stable codes and the sentences they are told in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SENTENCES: dict[str, str] = {
    "unknown_measure": gettext_noop("There is no measure “%(measure)s”; declare it or correct the code."),
    "unknown_organization": gettext_noop("There is no organization with the number %(organization)s."),
    "organization_not_open": gettext_noop(
        "%(organization)s did not exist on %(happened_on)s; name the unit that held its place on that day."
    ),
    "unknown_dimension": gettext_noop(
        "Measure %(measure)s is not broken down by “%(dimension)s”; leave it out or declare it."
    ),
    "unknown_dimension_value": gettext_noop(
        "“%(value)s” is not a value of the dimension %(dimension)s; it takes: %(allowed)s."
    ),
    "breakdown_too_long": gettext_noop(
        "The dimension values together have more than %(limit)d characters: %(key)s."
    ),
    "quantity_not_a_number": gettext_noop(
        "The quantity %(quantity)s is not a whole number or an exact decimal."
    ),
    "quantity_too_fine": gettext_noop(
        "Measure %(measure)s keeps %(scale)d decimal digits; %(quantity)s has more. Round it at its source."
    ),
    "quantity_too_large": gettext_noop("The quantity %(quantity)s is too large to be kept."),
    "person_missing": gettext_noop(
        "Measure %(measure)s counts persons: say which person this is, or use a measure that counts a total."
    ),
    "person_forbidden": gettext_noop("Measure %(measure)s does not count persons: leave the person out."),
    "bad_person": gettext_noop("A person is named by a text without control characters."),
    "days_out_of_order": gettext_noop(
        "The stretch begins on %(since_on)s, after its last day %(happened_on)s."
    ),
    "not_a_day": gettext_noop("“%(value)s” is not a day."),
    "unknown_bound": gettext_noop("“%(bound)s” is not a way of being exact; use %(allowed)s."),
    "unknown_channel": gettext_noop("“%(channel)s” is not a channel; use %(allowed)s."),
    "bad_source": gettext_noop(
        "The source “%(source)s” must have 1 to %(limit)d characters and no control characters."
    ),
    "bad_revision": gettext_noop("The revision %(revision)s is not a whole number from 1 on."),
    "bad_evidence": gettext_noop(
        "The evidence can hold texts, whole numbers, lists and objects only: %(reason)s."
    ),
    "source_twice": gettext_noop("The source %(source)s comes twice; each source is posted once at a time."),
    "source_in_another_data_set": gettext_noop(
        "The source %(source)s belongs to the data set %(data_set)s; data sets never mix."
    ),
    "revision_conflict": gettext_noop(
        "Revision %(revision)d of %(source)s is already in the ledger with other content; post a new revision."
    ),
    "revision_outdated": gettext_noop(
        "Revision %(revision)d of %(source)s comes after revision %(newest)d was posted; post a newer one."
    ),
    "revision_withdrawn": gettext_noop(
        "Revision %(revision)d of %(source)s was withdrawn; post it again as a new revision."
    ),
    "unknown_source": gettext_noop("Nothing was ever posted for the source %(source)s."),
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one record, or with one line of it; both are counted from 0 in the order given."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    record: int | None = None
    line: int | None = None
    source: str = ""

    def sentence(self) -> str:
        """Say what is wrong and what to do, in the reader's language."""
        told = _(SENTENCES[self.code]) % self.facts
        return f"{self.source}: {told}" if self.source and "source" not in self.facts else told
