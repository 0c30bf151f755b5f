"""What assessment refuses; each class writes its sentence for a person."""

from datetime import date

from django.utils.translation import gettext as _


class AssessmentRefusal(Exception):
    """Anything assessment will not do."""


class RunIsFrozen(AssessmentRefusal):
    """Somebody tried to change or delete a run."""

    def __init__(self, model: str, number: object = None) -> None:
        self.model, self.number = model, number
        super().__init__(
            _(
                "A run is kept as it was made: %(model)s %(number)s cannot be changed or deleted. Make a new run."
            )
            % {"model": model, "number": "" if number is None else number}
        )


class NothingToAssess(AssessmentRefusal):
    """A run over no organization, or of a plan without indicators."""

    def __init__(self, plan: str) -> None:
        self.plan = plan
        super().__init__(
            _(
                "Nothing to assess in plan %(plan)s: name at least one organization and load a plan with indicators."
            )
            % {"plan": plan}
        )


class PositionAhead(AssessmentRefusal):
    """A run asked for a ledger position that is not there yet."""

    def __init__(self, position: int, newest: int) -> None:
        self.position, self.newest = position, newest
        super().__init__(
            _(
                "The ledger has no position %(position)d yet; its newest is %(newest)d. Ask for one up to that."
            )
            % {"position": position, "newest": newest}
        )


class NoRun(AssessmentRefusal):
    """No run fits what was asked for."""

    def __init__(self, plan: str, on: date | None) -> None:
        self.plan, self.on = plan, on
        super().__init__(
            _("Plan %(plan)s has not been assessed%(on)s. Make a run first.")
            % {"plan": plan, "on": "" if on is None else _(" for %(day)s") % {"day": on.isoformat()}}
        )
