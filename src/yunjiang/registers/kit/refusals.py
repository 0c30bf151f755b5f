"""What the kit refuses, each in a sentence: what, which, and what to do."""

from collections.abc import Sequence

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
        return gettext("Two registers answer to “%(word)s”; give one of them another word.") % {"word": self.word}
