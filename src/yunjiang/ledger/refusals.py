"""What the ledger refuses, one class a refusal; each writes its sentence for a person."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .problems import Problem


class LedgerRefusal(Exception):
    """Anything the ledger will not do."""


class LedgerIsAppendOnly(LedgerRefusal):
    """Somebody tried to change or delete what was posted."""

    def __init__(self, model: str, act: str, number: object = None) -> None:
        self.model, self.act, self.number = model, act, number
        super().__init__(
            _(
                "The ledger is append-only: %(model)s %(number)s cannot take the act “%(act)s”. "
                "Post a new revision of the source or withdraw it."
            )
            % {"model": model, "number": "" if number is None else number, "act": act}
        )


class PostingRefused(LedgerRefusal):
    """Records that cannot be posted, with every problem found; nothing was posted."""

    SHOWN = 20

    def __init__(self, problems: "Sequence[Problem]") -> None:
        self.problems = tuple(problems)
        sentences = [problem.sentence() for problem in self.problems[: self.SHOWN]]
        if len(self.problems) > self.SHOWN:
            sentences.append(_("… and %(count)d more.") % {"count": len(self.problems) - self.SHOWN})
        super().__init__(
            _("Nothing was posted; %(count)d problems:") % {"count": len(self.problems)}
            + "\n"
            + "\n".join(sentences)
        )


class RevisionConflict(PostingRefused):
    """A revision that is already in the ledger came again with other content."""


class SourcesContended(LedgerRefusal):
    """Other writers kept superseding the same sources, or the database gave up on a deadlock."""

    def __init__(self, attempts: int) -> None:
        super().__init__(
            _(
                "Somebody else is posting the same sources at the same time; gave up after %(attempts)d attempts. "
                "Nothing was posted; try again."
            )
            % {"attempts": attempts}
        )


class BatchTooLarge(LedgerRefusal):
    """One batch holds at most 2^24 - 1 entries, because an entry's number is `batch << 24 | n`."""

    def __init__(self, entry_count: int, limit: int) -> None:
        super().__init__(
            _(
                "One posting can carry at most %(limit)d entries, this one has %(count)d. Post it in several parts."
            )
            % {"limit": limit, "count": entry_count}
        )


class MeasureInUse(LedgerRefusal):
    """A declaration would change what quantities already posted mean."""

    def __init__(self, measure: str, attribute: str, old: object, new: object) -> None:
        super().__init__(
            _(
                "Measure %(measure)s already has entries: its %(attribute)s cannot change from %(old)s to %(new)s. "
                "Declare a new measure."
            )
            % {"measure": measure, "attribute": attribute, "old": old, "new": new}
        )


class UnknownDimension(LedgerRefusal):
    """A measure names a dimension that nobody declared."""

    def __init__(self, measure: str, dimension: str) -> None:
        super().__init__(
            _(
                "Measure %(measure)s names the dimension %(dimension)s, which is not declared. "
                "Declare the dimension first."
            )
            % {"measure": measure, "dimension": dimension}
        )


class BadDeclaration(LedgerRefusal):
    """A measure or dimension is declared with something the ledger cannot keep."""

    def __init__(self, code: str, attribute: str, value: object) -> None:
        super().__init__(
            _("The declaration of %(code)s has an impossible %(attribute)s: %(value)s.")
            % {"code": code, "attribute": attribute, "value": value}
        )


class DimensionValueInUse(LedgerRefusal):
    """A declaration would drop a dimension value that entries carry."""

    def __init__(self, dimension: str, value: str) -> None:
        super().__init__(
            _("Dimension %(dimension)s: entries carry its value %(value)s, so it cannot be dropped.")
            % {"dimension": dimension, "value": value}
        )
