"""What can be wrong with a workbook of accounts: the whole file, or one cell of it; each says so in a sentence."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class RowProblem:
    """One thing wrong with one row; `column` is the heading as the reader knows it."""

    row: int
    column: str
    sentence: str


class WorkbookRefused(ValueError):
    """That a file cannot be read as a workbook of accounts. Its text is meant for whoever uploaded it."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)

    def __str__(self) -> str:
        return str(_SENTENCES[self.code]) % self.facts


class ProblemsLeft(ValueError):
    """That all rows were to be imported, and some have problems."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(count)

    def __str__(self) -> str:
        return _(
            "%(count)d rows have problems, so nothing was imported. Correct them, or import only the rows without problems."
        ) % {"count": self.count}


_SENTENCES: dict[str, Promise] = {
    "empty": gettext_lazy("The file is empty. Fill the template in and choose it again."),
    "too_large": gettext_lazy(
        "The file has %(size)s MB; a workbook of accounts has at most %(limit)s. Take out pictures and other sheets."
    ),
    "unpacks_too_large": gettext_lazy(
        "The file would unpack to more than %(limit)s MB. Copy the rows into a fresh template and choose that."
    ),
    "password": gettext_lazy(
        "The file is locked with a password. Take the password off in Excel or WPS, save, and choose it again."
    ),
    "not_a_workbook": gettext_lazy(
        "The file is no Excel workbook (.xlsx). Save it as .xlsx in Excel or WPS and choose it again."
    ),
    "headings_missing": gettext_lazy(
        "No sheet of the file has the headings %(headings)s. Use the template, and leave its heading row as it is."
    ),
    "heading_twice": gettext_lazy("Two columns of the sheet “%(sheet)s” are headed “%(heading)s”. Take one of them out."),
    "no_rows": gettext_lazy("The sheet “%(sheet)s” has headings and no rows. Fill in one person a row."),
    "too_many_rows": gettext_lazy(
        "The sheet “%(sheet)s” has %(count)s rows; at most %(limit)s are read at once. Split the file."
    ),
}  # fmt: skip
