"""Why a file is not taken in; each class writes its sentence for a person."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


class FileRefused(Exception):
    """Any file that is not taken in. Nothing of it was kept."""


class FileEmpty(FileRefused):
    """A file without a single byte."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(_("“%(name)s” is empty. Choose the file again.") % {"name": name})


class FileTooLarge(FileRefused):
    """A file above the limit, in bytes."""

    def __init__(self, name: str, limit: int) -> None:
        self.name, self.limit = name, limit
        super().__init__(
            _("“%(name)s” is larger than %(limit)s. Make it smaller or split it.")
            % {"name": name, "limit": megabytes(limit)}
        )


class KindNotAllowed(FileRefused):
    """A file whose content is none of the kinds allowed here."""

    def __init__(self, name: str, allowed: Iterable[str]) -> None:
        self.name, self.allowed = name, tuple(allowed)
        super().__init__(
            _("“%(name)s” is of no kind that is taken here. Save it as one of: %(allowed)s.")
            % {"name": name, "allowed": _("、").join(self.allowed)}
        )


class NameContradictsContent(FileRefused):
    """A file that is something other than its name says."""

    def __init__(self, name: str, suffixes: Iterable[str]) -> None:
        self.name, self.suffixes = name, tuple(suffixes)
        super().__init__(
            _(
                "The content of “%(name)s” is not what its name says; it looks like %(suffixes)s. Save it anew."
            )
            % {"name": name, "suffixes": _("、").join(self.suffixes)}
        )


class FileLocked(FileRefused):
    """A file that opens with a password only."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _("“%(name)s” is protected by a password; nobody could read it here. Take the password off.")
            % {"name": name}
        )


class FileHasPrograms(FileRefused):
    """An Office file with macros or the like, or a PDF that runs scripts."""

    def __init__(self, name: str, what: str) -> None:
        self.name, self.what = name, what
        super().__init__(
            _("“%(name)s” contains programs (%(what)s). Save it without them, for example as a PDF.")
            % {"name": name, "what": what}
        )


class UnpacksTooLarge(FileRefused):
    """A packed file that unpacks to too much."""

    def __init__(self, name: str, limit: int) -> None:
        self.name, self.limit = name, limit
        super().__init__(
            _("“%(name)s” unpacks to more than %(limit)s. Save it anew, or split it.")
            % {"name": name, "limit": megabytes(limit)}
        )


class FileDamaged(FileRefused):
    """A file that begins like one of its kind and does not go on like one."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _("“%(name)s” is damaged and cannot be opened. Open it on your machine and save it anew.")
            % {"name": name}
        )


class FileInfected(FileRefused):
    """A file in which the site's scanner found something."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _("The virus scanner found something in “%(name)s”. Have your machine checked.") % {"name": name}
        )


class ScannerSilent(FileRefused):
    """The site's scanner gave no answer; without one nothing is taken in."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _("“%(name)s” could not be scanned for viruses and was not kept. Tell the administrator.")
            % {"name": name}
        )


class FileGone(Exception):
    """A kept file that is no longer where it was kept, or no longer what it was."""

    def __init__(self, digest: str) -> None:
        self.digest = digest
        super().__init__(
            _(
                "The file %(digest)s is missing or was changed on the disk. Tell the administrator; restore it from a backup."
            )
            % {"digest": digest[:12]}
        )


def megabytes(size: int) -> str:
    """Return a size as people say it: 20 MB."""
    return f"{size / (1 << 20):.0f} MB" if size >= 1 << 20 else f"{size / (1 << 10):.0f} KB"
