"""Who has not reported and what is not known: named plainly, and never counted as behind."""

from yunjiang.assessment.rules.judgement import Reason, Status
from yunjiang.documents.citing import Citations
from yunjiang.documents.material import Appraisal
from yunjiang.documents.number import What
from yunjiang.documents.phrase import Phrase
from yunjiang.documents.states import chosen
from yunjiang.documents.wording import chained, clause, listing, paragraph, quoted, sentence

_NAMED = 15  # more than these are not read by anyone; the table has them all


def not_reported(cited: Citations) -> Phrase:
    """Name the indicators that were due and did not come."""
    return _named(cited, Status.NOT_REPORTED, "应报未报的指标", "按规定须补报，不按滞后计")


def without_data(cited: Citations) -> Phrase:
    """Name the indicators of which nothing is known and nothing was due."""
    return _named(cited, Status.NO_DATA, "尚无数据的指标", "不作评价")


def not_assessed(cited: Citations) -> Phrase:
    """Name the indicators that are known but not judged, by their reason."""
    given = chosen(cited.material.appraisals, Status.NOT_ASSESSED.value)
    without_target = [each for each in given if Reason.NO_TARGET in each.judgement.reasons]
    without_baseline = [each for each in given if Reason.NO_BASELINE in each.judgement.reasons]
    incomplete = [each for each in given if Reason.INCOMPLETE in each.judgement.reasons]
    rest = [each for each in given if each not in (*without_target, *without_baseline, *incomplete)]
    return paragraph(
        *(
            sentence(clause(f"{lead}，暂不评价：", listing(quoted(each.indicator.name) for each in group)))
            for lead, group in (
                ("没有下达目标的指标", without_target),
                ("《规划》未给出基期值、无法判断序时进度的指标", without_baseline),
                ("缺报足以影响结论的指标", incomplete),
                ("其他原因不能评价的指标", rest),
            )
            if group
        )
    )


def provisional(cited: Citations) -> Phrase:
    """Say of which indicators some units are silent, those with equally many reports together."""
    groups: dict[tuple[int, int], list[Appraisal]] = {}
    for each in cited.material.appraisals:
        judgement = each.judgement
        if judgement.is_partial and judgement.reported_count and each.value is not None:
            groups.setdefault((judgement.expected_count, judgement.reported_count), []).append(each)
    if not groups:
        return ()
    told = (
        clause(
            cited.said(What.EXPECTED_COUNT, given[0]),
            "应报单位已报",
            cited.said(What.REPORTED_COUNT, given[0]),
            "的，有",
            listing(quoted(each.indicator.name) for each in given),
        )
        for _, given in sorted(groups.items())
    )
    return sentence(clause("部分单位未报、数值为阶段性数据的指标：", chained(told)))


def _named(cited: Citations, status: Status, lead: str, closing: str) -> Phrase:
    given = chosen(cited.material.appraisals, status.value)
    if not given:
        return ()
    count = cited.said(What.INDICATOR_COUNT, among=status.value)
    if len(given) > _NAMED:
        return sentence(clause(lead, "有", count), closing)
    names = listing(quoted(each.indicator.name) for each in given)
    return sentence(clause(lead, "有", count, "，为", names), closing)
