"""The room's sentences for people."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from yunjiang.figures.composition import Reason
from yunjiang.figures.figure import Footnote

_SENTENCES: dict[Reason, Callable[[], str]] = {
    Reason.DENOMINATOR_ZERO: lambda: _("The denominator is zero."),
    Reason.DENOMINATOR_MISSING: lambda: _("The denominator was not reported."),
    Reason.NUMERATOR_MISSING: lambda: _("The numerator was not reported."),
    Reason.PART_MISSING: lambda: _("Parts of the sum were not reported and are left out."),
    Reason.BASELINE_MISSING: lambda: _("The baseline is not given."),
    Reason.PERSONS_UNNAMED: lambda: _("Some entries name no person; there may be more."),
}


def footnote(reason: Reason) -> Footnote:
    """Return the footnote that says why a value is missing or what it leaves out."""
    return Footnote(None, _SENTENCES[reason]())
