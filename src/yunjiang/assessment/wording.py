"""The words for what the rules say in codes. English in the code, the official Chinese in this room's catalogue."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yunjiang.assessment.rules.changes import Turn
from yunjiang.assessment.rules.judgement import Judgement, Likelihood, PaceUnit, Reason, Severity, Status
from yunjiang.assessment.rules.methods.comparison import Cause
from yunjiang.assessment.rules.methods.result import Leaning

STATUSES: dict[Status, Promise] = {
    Status.ACHIEVED: _("achieved early"),
    Status.MET: _("met"),
    Status.AHEAD: _("ahead"),
    Status.ON_COURSE: _("on course"),
    Status.BEHIND: _("behind"),
    Status.NOT_MET: _("not met"),
    Status.NOT_REPORTED: _("not reported"),
    Status.NO_DATA: _("no data yet"),
    Status.NOT_ASSESSED: _("not assessed"),
}
SEVERITIES: dict[Severity, Promise] = {
    Severity.SLIGHT: _("behind"),
    Severity.MARKED: _("markedly behind"),
    Severity.SERIOUS: _("seriously behind"),
}
REASONS: dict[Reason, Promise] = {
    Reason.NO_TARGET: _("No target was handed down to this unit, so there is nothing to assess."),
    Reason.NOT_BEGUN: _("The day lies before the plan begins."),
    Reason.NO_BASELINE: _(
        "The plan gives no baseline and no earlier value is known, so nobody can say what is required by now."
    ),
    Reason.FIRST_OBSERVATION: _(
        "The plan gives no baseline: the required course starts from the first value known."
    ),
    Reason.HOLD: _("The target is to be held on every day; the gap is in points of the target itself."),
    Reason.ALREADY_MET: _("The baseline meets the target already; it is to be held."),
    Reason.ZERO_TARGET: _("The target to be held is zero; nothing can be measured in parts of it."),
    Reason.NOTHING_REQUIRED: _("The course requires nothing more than its start by this day."),
    Reason.OVERSHOT: _("The value has passed what the target allows."),
    Reason.WORST_OF_YEAR: _("A target for every day is judged by the worst value of the calendar year."),
    Reason.REPORT_MISSING: _(
        "The newest report due is missing, but what is there reaches the target already."
    ),
    Reason.DATA_OLDER: _(
        "The data end before this day and are held against the requirement of their own last day."
    ),
    Reason.INCOMPLETE: _("Some units below have not reported, and their silence alone may explain the gap."),
    Reason.SCATTERED: _(
        "The sum is made of what was published on some days; more may have been done between them."
    ),
    Reason.WITHIN_ONE: _("The value is less than one whole unit away from the required course."),
    Reason.NEAR: _("The value is less than one hundredth of the target away from the required course."),
    Reason.INEXACT: _("The source gives a bound and not an exact number; the status could turn."),
}
LIKELIHOODS: dict[Likelihood, Promise] = {
    Likelihood.REACHED: _("reached already"),
    Likelihood.LIKELY: _("likely in time"),
    Likelihood.UNCERTAIN: _("uncertain"),
    Likelihood.UNLIKELY: _("unlikely in time"),
    Likelihood.NOT_FORESEEABLE: _("not foreseeable yet"),
}
PACES: dict[PaceUnit, Promise] = {
    PaceUnit.MONTH: _("a month"),
    PaceUnit.QUARTER: _("a quarter"),
    PaceUnit.YEAR: _("a year"),
}
METHODS: dict[str, Promise] = {
    "yunjiang": _("our rule: increments against the required course"),
    "open_sdg": _("Open SDG: compound growth"),
    "eurostat": _("Eurostat: compound growth"),
    "un_progress_chart": _("UN Progress Chart: where the trend would end"),
    "escap": _("UN regional commissions: anticipated progress"),
    "ratio_to_target": _("value over target"),
    "ratio_to_date": _("value over target to date"),
}
LEANINGS: dict[Leaning, Promise] = {
    Leaning.REACHED: _("reached"),
    Leaning.IN_LINE: _("in line"),
    Leaning.SHORT: _("falls short"),
    Leaning.FAR: _("falls far short"),
    Leaning.UNKNOWN: _("cannot say"),
}
CAUSES: dict[Cause, Promise] = {
    Cause.CANNOT_SAY: _("this method has no answer here"),
    Cause.SILENCE: _("ours does not judge here; this one takes the number as it is"),
    Cause.BASE_COUNTED: _("it counts what stood at the start as if it had been done since"),
    Cause.UPSIDE_DOWN: _("it counts more as better though less is promised"),
    Cause.TIME_IGNORED: _("it holds today's value against the final target, whatever the day"),
    Cause.ZERO_BASE: _("growth from zero has no measure, so its stand-in makes growth enormous"),
    Cause.COMPOUND: _("it asks for compound growth, which asks for less early and for more late"),
    Cause.OTHER_COURSE: _("the plan's course is not even in time; it knows even ones only"),
    Cause.WHOLE_YEARS: _("it knows whole years only, and this one is not over"),
    Cause.TREND: _("it judges where the trend would end, not where the value stands"),
    Cause.REACHED_OR_HELD: _("the value reaches the target today, ours asks that it be held to its day"),
    Cause.BANDS: _("the same comparison, cut into other bands"),
}
TURNS: dict[Turn, Promise] = {
    Turn.NEW: _("newly assessed"),
    Turn.GONE: _("no longer assessed"),
    Turn.REPORTED: _("reported since"),
    Turn.FELL_SILENT: _("fell silent"),
    Turn.IMPROVED: _("improved"),
    Turn.WORSENED: _("worsened"),
    Turn.REVALUED: _("other value, same status"),
    Turn.RETARGETED: _("other target, same status"),
}


def status_of(judgement: Judgement) -> Promise:
    """Return the official word for a judgement's status, with its severity where it is behind."""
    return STATUSES[judgement.status] if judgement.severity is None else SEVERITIES[judgement.severity]
