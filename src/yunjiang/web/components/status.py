"""Status said three ways at once: by shape, by word and by colour, so that no reader depends on colour."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from yunjiang.assessment import wording
from yunjiang.assessment.rules.judgement import Likelihood, Severity, Status
from yunjiang.assessment.rules.methods import Leaning


class Tone(StrEnum):
    """The few colours that mean something; the style sheet has one class for each."""

    DONE = "done"
    WELL = "well"
    LATE = "late"
    SERIOUS = "serious"
    SILENT = "silent"
    QUIET = "quiet"


@dataclass(frozen=True)
class Mark:
    shape: str
    word: Promise | str
    tone: Tone


_SHAPES: dict[Status, tuple[str, Tone]] = {
    Status.ACHIEVED: ("▲", Tone.DONE),
    Status.MET: ("▲", Tone.DONE),
    Status.AHEAD: ("●", Tone.WELL),
    Status.ON_COURSE: ("●", Tone.WELL),
    Status.BEHIND: ("◆", Tone.LATE),
    Status.NOT_MET: ("◆", Tone.SERIOUS),
    Status.NOT_REPORTED: ("○", Tone.SILENT),
    Status.NO_DATA: ("–", Tone.QUIET),
    Status.NOT_ASSESSED: ("–", Tone.QUIET),
}
_OUTLOOKS: dict[Likelihood, tuple[str, Tone]] = {
    Likelihood.REACHED: ("▲", Tone.DONE),
    Likelihood.LIKELY: ("●", Tone.WELL),
    Likelihood.UNCERTAIN: ("◇", Tone.LATE),
    Likelihood.UNLIKELY: ("◆", Tone.SERIOUS),
    Likelihood.NOT_FORESEEABLE: ("–", Tone.QUIET),
}
_LEANINGS: dict[Leaning, tuple[str, Tone]] = {
    Leaning.REACHED: ("▲", Tone.DONE),
    Leaning.IN_LINE: ("●", Tone.WELL),
    Leaning.SHORT: ("◆", Tone.LATE),
    Leaning.FAR: ("◆", Tone.SERIOUS),
    Leaning.UNKNOWN: ("–", Tone.QUIET),
}

# What wants attention first; what is fine recedes.
ATTENTION = (
    (Status.NOT_MET, None),
    (Status.BEHIND, Severity.SERIOUS),
    (Status.BEHIND, Severity.MARKED),
    (Status.BEHIND, Severity.SLIGHT),
    (Status.NOT_REPORTED, None),
    (Status.NOT_ASSESSED, None),
    (Status.ON_COURSE, None),
    (Status.AHEAD, None),
    (Status.MET, None),
    (Status.ACHIEVED, None),
    (Status.NO_DATA, None),
)


def mark_of(status: Status, severity: Severity | None = None) -> Mark:
    """Return shape, word and tone of a status."""
    shape, tone = _SHAPES[status]
    if severity is None:
        return Mark(shape, wording.STATUSES[status], tone)
    return Mark(shape, wording.SEVERITIES[severity], Tone.SERIOUS if severity is Severity.SERIOUS else tone)


def outlook_of(likelihood: Likelihood) -> Mark:
    """Return shape, word and tone of a forecast."""
    shape, tone = _OUTLOOKS[likelihood]
    return Mark(shape, wording.LIKELIHOODS[likelihood], tone)


def leaning_of(leaning: Leaning) -> Mark:
    """Return shape, word and tone of what a method says, on the scale that all methods share."""
    shape, tone = _LEANINGS[leaning]
    return Mark(shape, wording.LEANINGS[leaning], tone)


def attention(status: Status, severity: Severity | None) -> int:
    """Return how early a status comes where what wants attention stands first."""
    return ATTENTION.index((status, severity))
