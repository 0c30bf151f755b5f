"""What is refused about persons, each in a sentence: what, which, and what to do."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext


class PersonRefusal(Exception):
    """Anything that is refused about a person; its text is for whoever asked, and names nobody's numbers."""


class PersonRefused(PersonRefusal):
    """That values cannot be a person's; `problems` are sentences by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(*problems.values())

    def __str__(self) -> str:
        return gettext("The person's record was not written: %(problems)s") % {
            "problems": " ".join(self.problems.values())
        }


class PersonGone(PersonRefusal):
    """That a record was erased and cannot be used any more."""

    def __str__(self) -> str:
        return gettext("This person's record was erased. Add the person anew if there is a reason to.")


class PersonRestricted(PersonRefusal):
    """That the person asked for the data to be left alone."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return gettext(
            "The use of the record of %(name)s is restricted at the person's request. Only the person's own requests can be "
            "dealt with until the restriction is lifted."
        ) % {"name": self.name}


class NotCleared(PersonRefusal):
    """That somebody may not read numbers of this person."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return gettext(
            "You may not read the numbers of %(name)s. Whoever keeps the records of the person's unit may."
        ) % {"name": self.name}


class PurposeUnknown(PersonRefusal):
    def __init__(self, code: str, known: Sequence[str]) -> None:
        self.code, self.known = code, known
        super().__init__(code)

    def __str__(self) -> str:
        return gettext("There is no purpose “%(code)s”. There are: %(known)s.") % {
            "code": self.code,
            "known": ", ".join(self.known),
        }


class ConsentNotAsked(PersonRefusal):
    """That a purpose rests on another ground than consent, or has no such text."""

    def __init__(self, purpose: str, version: str) -> None:
        self.purpose, self.version = purpose, version
        super().__init__(purpose, version)

    def __str__(self) -> str:
        return gettext(
            "For “%(purpose)s” there is no consent text of version “%(version)s”. Choose a version that was shown to the person."
        ) % {"purpose": self.purpose, "version": self.version}


class SamePerson(PersonRefusal):
    def __str__(self) -> str:
        return gettext("A record cannot be merged with itself. Choose two different records.")


class AlreadyMerged(PersonRefusal):
    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return gettext("The record of %(name)s was merged or erased already. Open the list again.") % {
            "name": self.name
        }


class AlreadyDecided(PersonRefusal):
    def __str__(self) -> str:
        return gettext("Somebody has decided on this pair already. Open the list again.")


class AlreadyUndone(PersonRefusal):
    def __str__(self) -> str:
        return gettext("This merge was taken back already, or is itself the taking back of one.")


class ChangedSince(PersonRefusal):
    """That a merge cannot be taken back exactly; `what` says what happened since."""

    def __init__(self, what: Sequence[str]) -> None:
        self.what = list(what)
        super().__init__(*what)

    def __str__(self) -> str:
        return gettext(
            "The merge cannot be taken back as it was, for something has changed since: %(what)s. Undo that first, or correct "
            "the records one by one."
        ) % {"what": "; ".join(self.what)}


class MergeBlocked(PersonRefusal):
    """That both records have what one person can have only once, and nobody has said what to do about it."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)

    def __str__(self) -> str:
        return gettext(
            "The two records cannot be merged: both have a record of “%(what)s” of which a person can have only one. End one of "
            "them first."
        ) % {"what": self.what}


class ReasonMissing(PersonRefusal):
    def __str__(self) -> str:
        return gettext("Say why, so that whoever asks later can know.")


class NotLetGo(PersonRefusal):
    """That rows of a rule do not go all at once."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)

    def __str__(self) -> str:
        return gettext("“%(what)s” does not go all at once: somebody looks at each.") % {"what": self.what}


class AlreadyAnswered(PersonRefusal):
    def __init__(self, on: date | None) -> None:
        self.on = on
        super().__init__(on)

    def __str__(self) -> str:
        return gettext("This request was answered already (%(on)s).") % {"on": self.on or ""}


class AnswerMissing(PersonRefusal):
    def __str__(self) -> str:
        return gettext("Who refuses a request says why (Personal Information Protection Law, article 50).")
