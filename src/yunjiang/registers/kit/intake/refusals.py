"""What the intake refuses as a whole, each in a sentence."""

from collections.abc import Sequence

from django.utils.translation import gettext

from ..declaration import Register
from ..models import IntakeBatch
from ..refusals import RegisterRefusal


class NoIntake(RegisterRefusal):
    """A sheet for a register that takes none in."""

    def __init__(self, register: type[Register]) -> None:
        self.register = register
        super().__init__(register.code)

    def __str__(self) -> str:
        return gettext("“%(register)s” takes no sheets in; add its records one by one.") % {
            "register": self.register.name
        }


class SheetRefused(RegisterRefusal):
    """A file that cannot be read; carries the sentence that says why."""


class ColumnsRefused(RegisterRefusal):
    """A mapping of headings that cannot be."""

    def __init__(self, missing: Sequence[str] = (), twice: Sequence[str] = ()) -> None:
        self.missing, self.twice = missing, twice
        super().__init__(missing, twice)

    def __str__(self) -> str:
        if self.twice:
            return gettext("Two columns go to %(names)s; choose one for each.") % {
                "names": "、".join(self.twice)
            }
        return gettext("By %(names)s a row is known; say which column holds it.") % {
            "names": "、".join(self.missing)
        }


class BatchElsewhere(RegisterRefusal):
    """A step that the state of a batch does not allow."""

    def __init__(self, batch: IntakeBatch) -> None:
        self.batch = batch
        super().__init__(batch.pk)

    def __str__(self) -> str:
        return gettext("“%(name)s” is %(state)s already; open it anew.") % {
            "name": self.batch.file_name,
            "state": self.batch.get_state_display(),
        }


class NothingToWrite(RegisterRefusal):
    """A batch of which no row can be written."""

    def __init__(self, batch: IntakeBatch) -> None:
        self.batch = batch
        super().__init__(batch.pk)

    def __str__(self) -> str:
        return gettext("No row of “%(name)s” is without problems; correct the file and bring it again.") % {
            "name": self.batch.file_name
        }


class RowsRefused(RegisterRefusal):
    """A batch that was to be written whole and has rows with problems."""

    def __init__(self, batch: IntakeBatch, count: int) -> None:
        self.batch, self.count = batch, count
        super().__init__(batch.pk, count)

    def __str__(self) -> str:
        return gettext(
            "%(count)d rows of “%(name)s” have problems by now; look at them, or import only the others."
        ) % {"name": self.batch.file_name, "count": self.count}


class Contended(RegisterRefusal):
    """That others kept writing the same records."""

    def __init__(self, batch: IntakeBatch) -> None:
        self.batch = batch
        super().__init__(batch.pk)

    def __str__(self) -> str:
        return gettext(
            "Others are writing the same records as “%(name)s”; nothing was imported. Try again in a minute."
        ) % {"name": self.batch.file_name}
