"""Our own rule as one method among the others: `assessment.rules.status` in the shape they share."""

from yunjiang.assessment.rules import status
from yunjiang.assessment.rules.facts import Facts
from yunjiang.assessment.rules.judgement import Judgement, Severity, Status
from yunjiang.assessment.rules.methods.result import Leaning, MethodResult

METHOD, VERSION = "yunjiang", status.VERSION
_LEANINGS = {
    Status.ACHIEVED: Leaning.REACHED,
    Status.MET: Leaning.REACHED,
    Status.AHEAD: Leaning.IN_LINE,
    Status.ON_COURSE: Leaning.IN_LINE,
    Status.BEHIND: Leaning.SHORT,
    Status.NOT_MET: Leaning.FAR,
}


def judge(facts: Facts) -> MethodResult:
    """Judge by our own rules; the score is the gap to the course in points."""
    return of_judgement(status.assess(facts))


def of_judgement(judgement: Judgement) -> MethodResult:
    """Return a judgement of ours as a method's result."""
    leaning = _LEANINGS.get(judgement.status, Leaning.UNKNOWN)
    if judgement.severity is Severity.SERIOUS:
        leaning = Leaning.FAR
    return MethodResult(
        METHOD,
        judgement.rules_version,
        judgement.status.value,
        leaning,
        judgement.gap_points,
        (
            ("required", judgement.required),
            ("increment_ratio", judgement.increment_ratio),
            ("gap", judgement.gap_points),
            ("expected", judgement.forecast.value),
            ("probability", judgement.forecast.probability),
        ),
        "_".join(judgement.reasons) or "course",
    )
