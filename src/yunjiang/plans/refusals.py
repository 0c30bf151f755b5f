"""What cannot be done with plans: one class per refusal, each writes the sentence for a person."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.plans.document import Indicator
from yunjiang.plans.problem import Problem


class PlanRefusal(Exception):
    """Something that the plans room refuses. Its text is meant for the person who asked."""


class PlanNotLoadable(PlanRefusal):
    """A plan file has errors; `problems` holds them all, warnings too."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        errors = [each for each in problems if each.is_error]
        message = ngettext(
            "The plan has %(count)s error and was not loaded. Line %(line)s: %(sentence)s",
            "The plan has %(count)s errors and was not loaded. The first, line %(line)s: %(sentence)s",
            len(errors),
        )
        first = errors[0]
        super().__init__(message % {"count": len(errors), "line": first.line, "sentence": first.sentence()})


class NoPlanLoaded(PlanRefusal):
    """There is no plan, or none with this code."""

    def __init__(self, code: str | None = None) -> None:
        self.code = code
        if code is None:
            super().__init__(_("No plan is loaded. Load one with “yunjiang plan load”."))
        else:
            super().__init__(
                _("No plan with the code %(code)s is loaded. Load its file first.") % {"code": code}
            )


class LeadNotOpen(PlanRefusal):
    """Who is to lead an indicator is not there on the day of the decision."""

    def __init__(self, indicator: Indicator, organization: str, on: date) -> None:
        super().__init__(
            _(
                "%(organization)s is not open on %(on)s and cannot lead %(code)s %(name)s. Choose another unit or another day."
            )
            % {"organization": organization, "code": indicator.code, "name": indicator.name, "on": on}
        )


class AllocationRefusal(PlanRefusal):
    """An allocation that cannot be recorded."""


class NothingToAllocate(AllocationRefusal):
    """The unit that would hand a target down has received none itself."""

    def __init__(self, indicator: Indicator, organization: str, on: date) -> None:
        super().__init__(
            _(
                "%(organization)s has no target for %(code)s %(name)s on %(on)s. First allocate one to it from above."
            )
            % {"organization": organization, "code": indicator.code, "name": indicator.name, "on": on}
        )


class NothingAllocated(AllocationRefusal):
    """An allocation without a single unit, and without a reason for taking everything back."""

    def __init__(self, indicator: Indicator) -> None:
        super().__init__(
            _(
                "No unit receives anything of %(code)s %(name)s. Name units, or give the reason for taking all back."
            )
            % {"code": indicator.code, "name": indicator.name}
        )


class NotBelow(AllocationRefusal):
    """A unit that would receive a target is not below the one that hands it down."""

    def __init__(self, organization: str, others: Sequence[str], on: date) -> None:
        super().__init__(
            _("On %(on)s these are not below %(organization)s: %(others)s. Allocate to units below only.")
            % {"organization": organization, "others": _(", ").join(others), "on": on}
        )


class NestedUnits(AllocationRefusal):
    """Two of the receiving units contain one another, so that a part would count twice."""

    def __init__(self, inner: str, outer: str) -> None:
        super().__init__(
            _("%(inner)s belongs to %(outer)s, and both would receive a part. Allocate to one of them.")
            % {"inner": inner, "outer": outer}
        )


class UnfitTarget(AllocationRefusal):
    """A unit's target is negative or finer than what is counted."""

    def __init__(self, indicator: Indicator, organization: str, target: Decimal, digits: int) -> None:
        super().__init__(
            _(
                "%(target)s %(unit)s for %(organization)s will not do: targets of %(code)s are not negative "
                "and have at most %(digits)s decimals."
            )
            % {
                "target": target,
                "unit": indicator.unit,
                "organization": organization,
                "code": indicator.code,
                "digits": digits,
            }
        )


class OverAllocated(AllocationRefusal):
    """The parts are more than the whole and nobody says why."""

    def __init__(self, indicator: Indicator, allocated: Decimal, target: Decimal) -> None:
        self.excess = allocated - target
        super().__init__(
            _(
                "The parts of %(code)s %(name)s come to %(allocated)s %(unit)s, %(excess)s more than the whole (%(target)s). "
                "Correct them, or give the reason for allocating more."
            )
            % {
                "code": indicator.code,
                "name": indicator.name,
                "allocated": allocated,
                "unit": indicator.unit,
                "excess": self.excess,
                "target": target,
            }
        )
