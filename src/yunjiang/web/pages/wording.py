"""The words of pages for what lower rooms say in codes: reasons, bases, comparators, courses, paces."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yunjiang.assessment.rules.judgement import PaceUnit, Reason
from yunjiang.assessment.rules.methods import Leaning
from yunjiang.assessment.rules.methods.comparison import Cause
from yunjiang.plans.document import Basis, Cadence, Comparator, Nature, TrajectoryKind
from yunjiang.web.components.status import Mark, Tone

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
    Reason.DATA_OLDER: _(
        "The data end before this day and are held against the requirement of their own last day."
    ),
    Reason.INCOMPLETE: _("Some units below have not reported, and their silence alone may explain the gap."),
    Reason.INEXACT: _("The source gives a bound and not an exact number; the status could turn."),
}
BASES: dict[Basis, Promise] = {
    Basis.CUMULATIVE: _("summed from the plan's first day"),
    Basis.ANNUAL: _("summed within each calendar year"),
    Basis.STOCK: _("what stands at the date"),
    Basis.INCREMENT: _("what stands at the date, less the baseline"),
    Basis.RATIO: _("the sum of numerators over the sum of denominators"),
    Basis.SHARE: _("the part over the whole it belongs to"),
}
COMPARATORS: dict[Comparator, str] = {
    Comparator.AT_LEAST: "≥",
    Comparator.MORE_THAN: ">",
    Comparator.AT_MOST: "≤",
    Comparator.LESS_THAN: "<",
    Comparator.EQUAL: "=",
    Comparator.RANGE: "",
}
CADENCES: dict[Cadence, Promise] = {
    Cadence.DEADLINE: _("by its day"),
    Cadence.ANNUAL: _("in every year anew"),
    Cadence.ONGOING: _("on every day"),
}
NATURES: dict[Nature, Promise] = {
    Nature.BINDING: _("binding"),
    Nature.EXPECTED: _("expected"),
    Nature.NOT_GIVEN: _("binding or expected: the plan does not say"),
}
COURSES: dict[TrajectoryKind, Promise] = {
    TrajectoryKind.LINEAR: _("evenly in time"),
    TrajectoryKind.MILESTONES: _("through the milestones, evenly between them"),
    TrajectoryKind.PROFILE: _("along the profile of the year"),
    TrajectoryKind.STEP: _("nothing before the day it is due"),
    TrajectoryKind.HOLD: _("to be held on every day"),
}
STEPS: dict[PaceUnit, Promise] = {
    PaceUnit.MONTH: _("month"),
    PaceUnit.QUARTER: _("quarter"),
    PaceUnit.YEAR: _("year"),
}


METHODS: dict[str, Promise | str] = {
    "yunjiang": _("our rule: increments against the required course"),
    "open_sdg": _("Open SDG: compound growth"),
    "eurostat": _("Eurostat: compound growth"),
    "un_progress_chart": _("UN Progress Chart: where the trend would end"),
    "escap": _("UN regional commissions: anticipated progress"),
    "ratio_to_target": _("value over target"),
    "ratio_to_date": _("value over target to date"),
}
LEANINGS: dict[Leaning, Mark] = {
    Leaning.REACHED: Mark("▲", _("reached"), Tone.DONE),
    Leaning.IN_LINE: Mark("●", _("in line"), Tone.WELL),
    Leaning.SHORT: Mark("◆", _("falls short"), Tone.LATE),
    Leaning.FAR: Mark("◆", _("falls far short"), Tone.SERIOUS),
    Leaning.UNKNOWN: Mark("–", _("cannot say"), Tone.QUIET),
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
