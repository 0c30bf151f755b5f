"""Finding the version of a plan and the indicator that a command names."""

from django.utils.translation import gettext as _

from yunjiang.plans import queries
from yunjiang.plans.document import Indicator, PlanDocument
from yunjiang.plans.models import PlanVersion


def version_of(plan: str | None, number: int | None) -> PlanVersion:
    """Return the version asked for. Raises NoPlanLoaded, UnknownVersion."""
    newest = queries.current(plan)
    if number is None or number == newest.number:
        return newest
    found = newest.plan.versions.filter(number=number).first()
    if found is None:
        raise UnknownVersion(newest, number)
    return found


class UnknownVersion(LookupError):
    """That a plan has no version of this number."""

    def __init__(self, newest: PlanVersion, number: int) -> None:
        self.newest, self.number = newest, number
        super().__init__(newest, number)

    def __str__(self) -> str:
        return _("%(plan)s has no version %(number)s; the newest is %(newest)s.") % {
            "plan": self.newest.plan.code,
            "number": self.number,
            "newest": self.newest.number,
        }


class UnknownIndicator(LookupError):
    """That a plan has no indicator of this code."""

    def __init__(self, code: str, document: PlanDocument) -> None:
        self.code, self.plan = code, document.code
        super().__init__(code)

    def __str__(self) -> str:
        return _("%(plan)s has no indicator %(code)s; `yunjiang plan show` lists those that it has.") % {
            "plan": self.plan,
            "code": self.code,
        }


def indicator_of(document: PlanDocument, code: str) -> Indicator:
    """Return an indicator of a document. Raises UnknownIndicator."""
    try:
        return document.indicator(code)
    except KeyError as error:
        raise UnknownIndicator(code, document) from error
