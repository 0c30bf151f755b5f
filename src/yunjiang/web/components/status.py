"""Status said three ways at once: by shape, by word and by colour, so that no reader depends on colour."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yunjiang.assessment.rules.judgement import Likelihood, Severity, Status


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


_MARKS: dict[Status, Mark] = {
    Status.ACHIEVED: Mark("▲", _("achieved early"), Tone.DONE),
    Status.MET: Mark("▲", _("met"), Tone.DONE),
    Status.AHEAD: Mark("●", _("ahead"), Tone.WELL),
    Status.ON_COURSE: Mark("●", _("on course"), Tone.WELL),
    Status.BEHIND: Mark("◆", _("behind"), Tone.LATE),
    Status.NOT_MET: Mark("◆", _("not met"), Tone.SERIOUS),
    Status.NOT_REPORTED: Mark("○", _("not reported"), Tone.SILENT),
    Status.NO_DATA: Mark("–", _("no data yet"), Tone.QUIET),
    Status.NOT_ASSESSED: Mark("–", _("not assessed"), Tone.QUIET),
}
_BEHIND: dict[Severity, Mark] = {
    Severity.SLIGHT: _MARKS[Status.BEHIND],
    Severity.MARKED: Mark("◆", _("markedly behind"), Tone.LATE),
    Severity.SERIOUS: Mark("◆", _("seriously behind"), Tone.SERIOUS),
}
_OUTLOOKS: dict[Likelihood, Mark] = {
    Likelihood.REACHED: Mark("▲", _("reached already"), Tone.DONE),
    Likelihood.LIKELY: Mark("●", _("likely in time"), Tone.WELL),
    Likelihood.UNCERTAIN: Mark("◇", _("uncertain"), Tone.LATE),
    Likelihood.UNLIKELY: Mark("◆", _("unlikely in time"), Tone.SERIOUS),
    Likelihood.NOT_FORESEEABLE: Mark("–", _("not foreseeable yet"), Tone.QUIET),
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
    return _BEHIND[severity] if severity is not None else _MARKS[status]


def outlook_of(likelihood: Likelihood) -> Mark:
    """Return shape, word and tone of a forecast."""
    return _OUTLOOKS[likelihood]


def attention(status: Status, severity: Severity | None) -> int:
    """Return how early a status comes where what wants attention stands first."""
    return ATTENTION.index((status, severity))
