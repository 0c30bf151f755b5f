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
