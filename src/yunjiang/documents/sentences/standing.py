"""How one indicator stands: its value, the target, the state, and what limits the statement."""

from collections.abc import Sequence

from yunjiang.assessment.rules.judgement import Reason, Status
from yunjiang.documents.citing import Citations
from yunjiang.documents.material import Appraisal
from yunjiang.documents.number import What
from yunjiang.documents.phrase import Phrase, Wording, phrase
from yunjiang.documents.states import WORDS, word
from yunjiang.documents.wording import bracketed, chained, clause, listing, sentence
from yunjiang.plans.document import Basis, Comparator, TrajectoryKind
from yunjiang.standards.periods import day_label

_REASONS = {
    Reason.NO_BASELINE: "《规划》未给出基期值，无法判断序时进度",
    Reason.INCOMPLETE: "缺报足以影响结论，暂不作评价",
    Reason.NOT_BEGUN: "尚未开始实施",
    Reason.SCATTERED: "公布的数据没有覆盖全部时段，暂不作评价",
}


def standing(cited: Citations, appraisal: Appraisal) -> Phrase:
    """Say in one sentence how an indicator stands."""
    name = appraisal.indicator.name
    status = appraisal.judgement.status
    if status is Status.NOT_REPORTED:
        known = value_clause(cited, appraisal)
        return sentence(f"{name}本期应报未报", clause("已有数据显示", known), "不作评价" if known else "")
    if appraisal.value is None:
        return sentence(f"{name}尚无数据")
    return sentence(
        value_clause(cited, appraisal),
        target_clause(cited, appraisal),
        phrase(
            state_clause(appraisal),
            bracketed(chained((distance(cited, appraisal), *limits(cited, appraisal)), "，")),
        ),
    )


def is_silent(appraisal: Appraisal) -> bool:
    """Say whether there is nothing to tell of an indicator but that nothing is known."""
    return appraisal.value is None


def together(appraisals: Sequence[Appraisal]) -> list[Phrase]:
    """Say of several silent indicators together which were due and did not come, and of which nothing is known yet."""
    owed = [each for each in appraisals if each.judgement.status is Status.NOT_REPORTED]
    unknown = [each for each in appraisals if each not in owed]
    return [
        sentence(clause(listing(each.indicator.name for each in group), words))
        for group, words in ((owed, "本期应报未报"), (unknown, "尚无数据"))
        if group
    ]


def value_clause(cited: Citations, appraisal: Appraisal) -> Phrase:
    """Say the value in the way its basis accrues: 累计, 达, 为, 增加."""
    indicator = appraisal.indicator
    name, value = indicator.name, cited.said(What.VALUE, appraisal)
    match indicator.basis:
        case Basis.CUMULATIVE:
            return clause(name, "累计", value)
        case Basis.ANNUAL:
            return clause(name, f"{appraisal.judgement.due_on.year}年为", value)
        case Basis.STOCK:
            return clause(name, "达", value)
        case Basis.INCREMENT:
            return clause(name, "" if name.endswith("增加") else "比基期增加", value) or clause(name, value)
        case Basis.RATIO | Basis.SHARE:
            return clause(name, "为", value)


def target_clause(cited: Citations, appraisal: Appraisal) -> Phrase:
    """Say how the value lies to the target: as a part of it, or in percentage points for rates."""
    indicator = appraisal.indicator
    target = cited.said(What.TARGET, appraisal)
    if target is None:
        return phrase("未下达目标")
    if indicator.comparator is Comparator.RANGE:
        return clause(
            "目标为", cited.cell(What.TARGET, appraisal), "—", cited.said(What.TARGET_MAX, appraisal)
        )
    if indicator.is_rate:
        beyond, missing = cited.said(What.BEYOND, appraisal), cited.said(What.REMAINING, appraisal)
        if indicator.comparator is Comparator.EQUAL:
            return clause("目标为", target)
        high, low = ("高于", "距") if indicator.comparator in _AT_LEAST else ("低于", "高出")
        return (
            clause(high, target, "的目标", beyond)
            or clause(low, target, "的目标", "差" if low == "距" else "", missing)
            or clause(low, target, "的目标", missing)
            or clause("与", target, "的目标持平")
        )
    return clause("完成目标（", target, "）的", cited.said(What.COMPLETION, appraisal))


_AT_LEAST = (Comparator.AT_LEAST, Comparator.MORE_THAN)


def state_clause(appraisal: Appraisal) -> Phrase:
    """Say the state in its official word, or why there is none."""
    judgement = appraisal.judgement
    if judgement.status is not Status.NOT_ASSESSED:
        return phrase(word(appraisal))
    if Reason.NO_TARGET in judgement.reasons:
        return phrase("只列数值，不作评价")
    found = [text for reason, text in _REASONS.items() if reason in judgement.reasons]
    return phrase(found[0] if found else WORDS[Status.NOT_ASSESSED])


def distance(cited: Citations, appraisal: Appraisal) -> Phrase:
    """Say how far an indicator is before or behind its course: rates in points of their own, the rest in points of the way.

    Nothing where the value is to be held: there the distance to the target, already told, is all there is.
    """
    judgement = appraisal.judgement
    is_held = judgement.course is TrajectoryKind.HOLD or Reason.ALREADY_MET in judgement.reasons
    if is_held or judgement.status not in (Status.AHEAD, Status.BEHIND):
        return ()
    is_ahead = judgement.status is Status.AHEAD
    if appraisal.indicator.is_rate:
        return clause("高于" if is_ahead else "低于", "应达水平", cited.said(What.LEAD, appraisal))
    return clause("超前" if is_ahead else "落后", "序时进度", cited.said(What.GAP, appraisal))


def limits(cited: Citations, appraisal: Appraisal) -> list[Wording]:
    """Say what limits the statement: silent units, older data, inexact sources, earlier years missed."""
    judgement = appraisal.judgement
    parts: list[Wording] = []
    if judgement.is_partial:
        parts.append(clause("尚有", cited.said(What.SILENT_COUNT, appraisal), "单位未报"))
    if Reason.DATA_OLDER in judgement.reasons:
        parts.append(f"数据截至{day_label(judgement.judged_on)}")
    if Reason.WORST_OF_YEAR in judgement.reasons:
        parts.append(clause("年内最低为", cited.said(What.JUDGED_VALUE, appraisal)))
    if not judgement.is_certain:
        parts.append("来源为概数，评价仅供参考")
    missed = [f"{each.year}年" for each in judgement.years if each.is_met is False]
    if missed:
        parts.append(phrase(listing(missed), "未达到年度要求"))
    return parts
