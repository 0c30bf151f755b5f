"""What cannot be read, and what to do about it."""

from django.utils.translation import gettext


class Unreadable(Exception):
    """Anything that keeps a document from being read; its text is for the person who brought it."""

    def __init__(self, name: str, *facts: object) -> None:
        self.name = name
        super().__init__(name, *facts)


class TooLarge(Unreadable):
    def __init__(self, name: str, megabytes: int, limit: int) -> None:
        self.megabytes = megabytes
        self.limit = limit
        super().__init__(name, megabytes)

    def __str__(self) -> str:
        return gettext(
            "%(name)s has %(megabytes)d MB; documents up to %(limit)d MB are read. Leave out "
            "pictures, or paste the text."
        ) % {"name": self.name, "megabytes": self.megabytes, "limit": self.limit}


class Swollen(Unreadable):
    """A Word file that unpacks to far more than it holds in pictures and words."""

    def __init__(self, name: str, megabytes: int, limit: int) -> None:
        self.megabytes = megabytes
        self.limit = limit
        super().__init__(name, megabytes)

    def __str__(self) -> str:
        return gettext(
            "%(name)s unpacks to %(megabytes)d MB; at most %(limit)d MB are unpacked. Leave out pictures, or paste the text."
        ) % {"name": self.name, "megabytes": self.megabytes, "limit": self.limit}


class Encrypted(Unreadable):
    def __str__(self) -> str:
        return gettext("%(name)s is protected by a password. Save it without one and bring it again.") % {
            "name": self.name
        }


class Scanned(Unreadable):
    def __init__(self, name: str, pages: int) -> None:
        self.pages = pages
        super().__init__(name, pages)

    def __str__(self) -> str:
        return gettext(
            "%(name)s has %(pages)d pages and no text: it was scanned. Bring the file that "
            "it was printed from, or recognise its text first."
        ) % {"name": self.name, "pages": self.pages}


class UnknownKind(Unreadable):
    def __str__(self) -> str:
        return gettext(
            "%(name)s is no text, Word (.docx) or PDF document. Save it as one of these, or paste the text."
        ) % {"name": self.name}


class OldOffice(Unreadable):
    def __str__(self) -> str:
        return gettext(
            "%(name)s has an old format of Word or WPS (.doc, .wps). Open it there, save it as .docx, and bring it again."
        ) % {"name": self.name}


class FixedLayout(Unreadable):
    def __str__(self) -> str:
        return gettext(
            "%(name)s is an OFD document. Save it as PDF with text or as .docx and bring that, or paste the text."
        ) % {"name": self.name}


class Damaged(Unreadable):
    def __str__(self) -> str:
        return gettext(
            "%(name)s is damaged and cannot be opened. Open it where it was made, save it "
            "anew, and bring it again."
        ) % {"name": self.name}


class NoPlan(Unreadable):
    def __str__(self) -> str:
        return gettext(
            "In %(name)s nothing was found that a plan has: no headings, no targets, no "
            "duties. Is it the right document?"
        ) % {"name": self.name}
