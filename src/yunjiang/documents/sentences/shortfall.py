"""What is behind, where it will end at this pace, what it takes to be in time, and which units hold it back."""

from decimal import Decimal

from yunjiang.assessment.rules.judgement import Likelihood, PaceUnit, Status
from yunjiang.documents import ranking
from yunjiang.documents.citing import Citations
from yunjiang.documents.material import Appraisal
from yunjiang.documents.number import What
from yunjiang.documents.phrase import Phrase, phrase
from yunjiang.documents.states import SETS, Among, chosen, late_word
from yunjiang.documents.wording import bracketed, clause, listing, paragraph, sentence
from yunjiang.standards.periods import day_label

from .standing import distance, standing

_A_TIME = {PaceUnit.MONTH: "每月", PaceUnit.QUARTER: "每季度", PaceUnit.YEAR: "每年"}
_NAMED = 5


def late(cited: Citations) -> list[Appraisal]:
    """Return the unit's indicators that are behind, the farthest first; those without a gap in the plan's order, last."""
    given = chosen(cited.material.appraisals, Among.LATE)
    return sorted(given, key=lambda each: (each.judgement.gap_points is None, each.judgement.gap_points or 0))


def shortfall(cited: Citations, appraisal: Appraisal) -> Phrase:
    """Say of one late indicator how it stands, where it is heading, what it needs and where the lag lies."""
    return paragraph(
        standing(cited, appraisal),
        heading_for(cited, appraisal),
        needed(cited, appraisal),
        where_it_lies(cited, appraisal),
    )


def heading_for(cited: Citations, appraisal: Appraisal) -> Phrase:
    """Say what the present pace leads to by the target's day; nothing where that cannot be said."""
    forecast = appraisal.judgement.forecast
    if appraisal.judgement.status is Status.NOT_MET or forecast.step_count == 0:
        return ()
    verdict = {
        Likelihood.UNLIKELY: "预计难以如期完成",
        Likelihood.UNCERTAIN: "能否如期完成存在不确定性",
        Likelihood.LIKELY: "预计仍可如期完成",
    }.get(forecast.likelihood, "")
    expected = clause(f"到{day_label(forecast.on)}预计为", cited.said(What.FORECAST, appraisal))
    return sentence("按现有进度推算", expected, verdict) if expected and verdict else ()


def needed(cited: Citations, appraisal: Appraisal) -> Phrase:
    """Say what must come from now on for the target to be reached in time, and how that compares with the pace so far."""
    pace = appraisal.judgement.pace
    if not pace.required or pace.required <= 0:
        return ()
    a_time = _A_TIME[pace.unit]
    rate = cited.said(What.PACE_REQUIRED, appraisal)
    verb = "提高" if appraisal.indicator.is_rate else "增加"
    compared = (
        clause("是此前速度的", cited.said(What.PACE_FACTOR, appraisal)) if pace.factor is not None else ()
    )
    return sentence("要如期完成", clause(f"此后{a_time}须{verb}", rate), compared)


def where_it_lies(cited: Citations, appraisal: Appraisal) -> Phrase:
    """Say how many units below are late with an indicator, and name the farthest behind."""
    code = appraisal.indicator.code
    peers = [unit.key for unit, _ in ranking.peers(cited.material)]
    given = [each for each in cited.material.of_indicator(code) if each.unit.key in peers]
    behind = [each for each in given if each.judgement.status in SETS[Among.LATE]]
    if not behind:
        return ()
    behind.sort(key=_lead)
    units = ranking.counter([each.unit for each in behind])
    lead = clause(
        cited.said(What.UNIT_COUNT, indicator=code, among=Among.LATE.value), units, late_word(cited.material)
    )
    if len(behind) <= _NAMED:
        return sentence(lead, clause("为", listing(each.unit.short_name for each in behind)))
    worst = (_with_gap(cited, each) for each in behind[:_NAMED])
    return sentence(lead, clause("差距较大的为", listing(worst)))


def _lead(appraisal: Appraisal) -> Decimal:
    """Return what to sort late units by: rates by their own points, the rest by points of the way."""
    judgement = appraisal.judgement
    if appraisal.indicator.is_rate and judgement.value is not None and judgement.required is not None:
        return judgement.value - judgement.required
    return judgement.gap_points or Decimal(0)


def _with_gap(cited: Citations, appraisal: Appraisal) -> Phrase:
    away = distance(cited, appraisal)
    if not away and appraisal.indicator.is_rate:
        away = clause("差", cited.said(What.REMAINING, appraisal))
    return phrase(appraisal.unit.short_name, bracketed(away))
