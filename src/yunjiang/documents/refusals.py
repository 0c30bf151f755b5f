"""What the documents room refuses, each with the sentence a person reads."""

from pathlib import Path

from django.utils.translation import gettext as _


class PrintingUnavailable(Exception):
    """LibreOffice is not on this machine."""

    def __init__(self, source: Path) -> None:
        self.source = source
        super().__init__(
            _(
                "No PDF of %(name)s: LibreOffice is not on this machine. The Word file is complete; "
                "install libreoffice-writer, or print it from Word or WPS."
            )
            % {"name": source.name}
        )


class PrintingTooSlow(Exception):
    """LibreOffice did not finish in time and was stopped."""

    def __init__(self, source: Path, seconds: int) -> None:
        self.source = source
        super().__init__(
            _(
                "No PDF of %(name)s: LibreOffice was stopped after %(seconds)d seconds. "
                "The Word file is complete; try again when the machine is less busy."
            )
            % {"name": source.name, "seconds": seconds}
        )


class PrintingFailed(Exception):
    """LibreOffice ended without a PDF."""

    def __init__(self, source: Path, reason: str) -> None:
        self.source = source
        super().__init__(
            _("No PDF of %(name)s: LibreOffice said “%(reason)s”. The Word file is complete.")
            % {"name": source.name, "reason": reason or _("nothing")}
        )


class NotADocument(Exception):
    """A file that cannot be opened as a .docx."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            _(
                "%(name)s is not a Word document (.docx), or it is damaged. "
                "Choose the .docx file as it was written or saved from Word or WPS."
            )
            % {"name": path.name}
        )


class WithoutIdentities(Exception):
    """A .docx that carries no identities of ours."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            _(
                "%(name)s carries no identities of numbers: it was not written here, or it was copied into a new file. "
                "Choose the file that was written, or write the document again."
            )
            % {"name": path.name}
        )


class WrittenElsewhere(Exception):
    """A document with identities of which this site has no record."""

    def __init__(self, path: Path, number: str) -> None:
        self.path, self.number = path, number
        super().__init__(
            _(
                "%(name)s was written at another site: there is no record of document %(number)s here. "
                "Verify it where it was written."
            )
            % {"name": path.name, "number": number}
        )


class DocumentIsWritten(Exception):
    """Somebody tried to change or delete the record of a document."""

    def __init__(self, act: str, number: str = "") -> None:
        self.act, self.number = act, number
        super().__init__(
            _(
                "The record of document %(number)s stays as it was written: it does not take the act “%(act)s”. "
                "Write a new document instead."
            )
            % {"number": number, "act": act}
        )


class UnknownKind(Exception):
    """A kind of document that does not exist."""

    def __init__(self, code: str, known: list[str]) -> None:
        self.code = code
        super().__init__(
            _("There is no kind of document “%(code)s”. Choose one of: %(known)s.")
            % {"code": code, "known": ", ".join(known)}
        )


class NotAssessed(Exception):
    """An organization that a run did not judge."""

    def __init__(self, organization: str, run: object) -> None:
        self.organization = organization
        super().__init__(
            _(
                "There is nothing to write about %(organization)s: %(run)s did not judge it. "
                "Assess the plan for this organization first."
            )
            % {"organization": organization, "run": run}
        )
