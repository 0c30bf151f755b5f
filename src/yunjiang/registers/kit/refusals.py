"""What the kit refuses, each in a sentence: what, which, and what to do."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext


class RegisterRefusal(Exception):
    """Anything that a register refuses; its text is for the person who asked."""


class UnknownRegister(RegisterRefusal, LookupError):
    def __init__(self, code: str, known: Sequence[str]) -> None:
        self.code = code
        self.known = known
        super().__init__(code)

    def __str__(self) -> str:
        return gettext("There is no register “%(code)s”. There are: %(known)s.") % {
            "code": self.code,
            "known": ", ".join(self.known),
        }


class FactsToldTwice(RegisterRefusal):
    """That two registers answer to one word."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)

    def __str__(self) -> str:
        return gettext("Two registers answer to “%(word)s”; give one of them another word.") % {
            "word": self.word
        }


class MeasureOfAnotherMeaning(RegisterRefusal, ValueError):
    """That a register counts in a measure which somebody else, a plan for instance, declared otherwise."""

    def __init__(self, register: str, measure: str, attribute: str, declared: object, stated: object) -> None:
        self.register, self.measure, self.attribute = register, measure, attribute
        self.declared, self.stated = declared, stated
        super().__init__(measure)

    def __str__(self) -> str:
        return gettext(
            "The register “%(register)s” counts %(measure)s with %(attribute)s = %(stated)s, but the measure is declared with "
            "%(declared)s. Make the two agree, or count in a measure of its own."
        ) % {
            "register": self.register,
            "measure": self.measure,
            "attribute": self.attribute,
            "stated": self.stated,
            "declared": self.declared,
        }


class UnknownColumn(RegisterRefusal, LookupError):
    """That a register has no column of this path."""

    def __init__(self, register: str, path: str) -> None:
        self.register, self.path = register, path
        super().__init__(register, path)

    def __str__(self) -> str:
        return gettext("“%(register)s” has no column “%(path)s”. Choose one of those shown.") % {
            "register": self.register,
            "path": self.path,
        }


class NoPlaceInList(RegisterRefusal, ValueError):
    """That what an address gives as the place to go on from is none that a list gave."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)

    def __str__(self) -> str:
        return gettext("“%(text)s” is no place in this list. Begin again from its first page.") % {
            "text": self.text[:40]
        }


class FiltersUnreadable(RegisterRefusal, ValueError):
    """That something asked of a list cannot be understood; `sentences` has one for each wrong value."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = sentences
        super().__init__(*sentences)

    def __str__(self) -> str:
        return " ".join(self.sentences)


class PurposeMissing(RegisterRefusal):
    """That somebody wants to see a masked field without saying what for."""

    def __str__(self) -> str:
        return gettext("Say for what purpose you need the whole value; it goes on record with your name.")


class UnknownPurpose(RegisterRefusal, LookupError):
    def __init__(self, code: str, known: Sequence[str]) -> None:
        self.code, self.known = code, known
        super().__init__(code)

    def __str__(self) -> str:
        return gettext("There is no purpose “%(code)s”. There are: %(known)s.") % {
            "code": self.code[:40],
            "known": ", ".join(self.known),
        }


class PurposeNotForThis(RegisterRefusal):
    def __init__(self, purpose: str, possible: Sequence[str]) -> None:
        self.purpose, self.possible = purpose, possible
        super().__init__(purpose)

    def __str__(self) -> str:
        return gettext("This field is not shown for the purpose “%(purpose)s”, only for: %(possible)s.") % {
            "purpose": self.purpose,
            "possible": ", ".join(self.possible),
        }


class NotCleared(RegisterRefusal, PermissionDenied):
    """That somebody's roles do not reach the class of a masked field."""

    def __init__(self, column: str) -> None:
        self.column = column
        super().__init__(column)

    def __str__(self) -> str:
        return gettext(
            "Your role does not let you read “%(column)s” whole. Ask a register officer of the unit, or the security "
            "administrator for that role."
        ) % {"column": self.column}


class NotAgreed(RegisterRefusal):
    """That a purpose rests on a person's consent, and none is on record or it was taken back."""

    def __init__(self, person: str, purpose: str) -> None:
        self.person, self.purpose = person, purpose
        super().__init__(person, purpose)

    def __str__(self) -> str:
        return gettext(
            "“%(purpose)s” rests on the person's own consent, and none of %(person)s is on record, or it was taken back. Ask for "
            "it and record it on the person's page, or choose another purpose."
        ) % {"person": self.person, "purpose": self.purpose}


class UseRestricted(RegisterRefusal):
    """That a person's data may only be kept, or is erased."""

    def __init__(self, person: str, purpose: str) -> None:
        self.person, self.purpose = person, purpose
        super().__init__(person, purpose)

    def __str__(self) -> str:
        return gettext(
            "The use of %(person)s's data is restricted: it is kept, and not shown for “%(purpose)s”. Whoever keeps the person's "
            "record can lift the restriction at the person's wish."
        ) % {"person": self.person, "purpose": self.purpose}


class NobodyToAgree(RegisterRefusal):
    """That a purpose rests on consent, and the record names no person who could have given it."""

    def __init__(self, purpose: str) -> None:
        self.purpose = purpose
        super().__init__(purpose)

    def __str__(self) -> str:
        return gettext(
            "“%(purpose)s” rests on a person's consent, and this record names no person who could have given it. Choose another "
            "purpose."
        ) % {"purpose": self.purpose}


class NothingHidden(RegisterRefusal):
    """That somebody asks to unmask a field that is not masked."""

    def __init__(self, column: str) -> None:
        self.column = column
        super().__init__(column)

    def __str__(self) -> str:
        return gettext("“%(column)s” is not masked; read it on the record's page.") % {"column": self.column}


class ListenerNamedTwice(RegisterRefusal, ValueError):
    def __init__(self, code: str, name: str) -> None:
        self.code, self.name = code, name
        super().__init__(name)

    def __str__(self) -> str:
        return gettext("Two listeners to %(code)s are called %(name)s; give each a name of its own.") % {
            "code": self.code,
            "name": self.name,
        }


class RecordOfNoRegister(RegisterRefusal, LookupError):
    def __init__(self, model: str) -> None:
        self.model = model
        super().__init__(model)

    def __str__(self) -> str:
        return gettext("No register keeps %(model)s; announce a record of a register.") % {
            "model": self.model
        }


class UnknownFormat(RegisterRefusal, ValueError):
    """That a list is wanted as a file of a sort that is not written."""

    def __init__(self, form: str, known: Sequence[str]) -> None:
        self.form, self.known = form, known
        super().__init__(form)

    def __str__(self) -> str:
        return gettext("A list is not written as “%(form)s”. Choose one of: %(known)s.") % {
            "form": self.form[:20],
            "known": ", ".join(self.known),
        }
