"""How the plan stands as a whole: time gone by, indicators by state, binding and expected apart, the outlook."""

from yunjiang.assessment.rules.judgement import Likelihood, Status
from yunjiang.documents.citing import Citations
from yunjiang.documents.number import What
from yunjiang.documents.phrase import Phrase, Wording, phrase
from yunjiang.documents.states import SETS, WORDS, Among, kept_word, late_word
from yunjiang.documents.wording import clause, listing, paragraph, sentence
from yunjiang.plans.document import Nature
from yunjiang.standards.periods import day_label

NATURES = {Nature.BINDING: "约束性", Nature.EXPECTED: "预期性", Nature.NOT_GIVEN: "未注明属性"}
_SILENT = (Status.NOT_REPORTED, Status.NO_DATA, Status.NOT_ASSESSED)


def time_passed(cited: Citations) -> Phrase:
    """Say how much of the plan's term is over."""
    material = cited.material
    day = day_label(material.on)
    if material.on < material.plan.first_day:
        return sentence(f"截至{day}", "《规划》尚未开始实施")
    if material.is_over:
        return sentence(f"截至{day}", "《规划》实施期已满")
    return sentence(f"截至{day}", clause("《规划》实施期已过", cited.said(What.ELAPSED)))


def tally(cited: Citations) -> Phrase:
    """Count the indicators by state: in line, behind, and silence apart from both."""
    total = len(cited.material.appraisals)
    if total == 0:
        return sentence("《规划》没有可评价的量化指标")
    for status in Status:
        if _count(cited, status.value) == total:
            return sentence(clause(_cited(cited, Among.ALL), f"指标{_all_of(total)}{WORDS[status]}"))
    kept = kept_word(cited.material)
    groups = [(Among.IN_LINE, kept)]
    if _count(cited, Among.IN_LINE) == total:
        return paragraph(
            sentence(clause(_cited(cited, Among.ALL), f"指标全部{kept}")), _kept_kinds(cited, kept)
        )
    late = [(status.value, WORDS[status]) for status in SETS[Among.LATE]]
    silent = [(status.value, WORDS[status]) for status in _SILENT]
    counted: list[Wording] = [
        clause(_cited(cited, among), word) for among, word in groups + late + silent if _count(cited, among)
    ]
    if _count(cited, Among.JUDGED) and not _count(cited, Among.LATE):
        counted.append(f"没有{late_word(cited.material)}指标")
    lead = clause(_cited(cited, Among.ALL), "指标中")
    return paragraph(sentence(lead, *counted), _kept_kinds(cited, kept))


def _kept_kinds(cited: Citations, kept: str) -> Phrase:
    """Say of what kinds the indicators in line are, when there are any."""
    found = [status for status in SETS[Among.IN_LINE] if _count(cited, status.value)]
    if not found:
        return ()
    lead = clause(kept, "的", _cited(cited, Among.IN_LINE))
    if len(found) == 1:
        many = "均为" if _count(cited, Among.IN_LINE) > 1 else "为"
        return sentence(clause(lead, many, WORDS[found[0]]))
    return sentence(
        clause(lead, "中"), *(clause(_cited(cited, status.value), WORDS[status]) for status in found)
    )


def by_nature(cited: Citations) -> Phrase:
    """Tell binding and expected indicators apart, or say that the plan does not."""
    natures = [
        nature
        for nature in Nature
        if any(each.indicator.nature is nature for each in cited.material.appraisals)
    ]
    if natures == [Nature.NOT_GIVEN]:
        return sentence("《规划》文本未区分约束性指标和预期性指标", "本文不代为划分")
    return paragraph(*(_of_nature(cited, nature) for nature in natures))


def _of_nature(cited: Citations, nature: Nature) -> Phrase:
    suffix = f"/{nature.value}"
    lead = clause(f"{NATURES[nature]}指标", _cited(cited, Among.ALL + suffix))
    found = [status for status in Status if _count(cited, status.value + suffix)]
    if len(found) == 1:
        many = "均" if _count(cited, Among.ALL + suffix) > 1 else ""
        return sentence(lead, f"{many}{WORDS[found[0]]}")
    counted = (clause(_cited(cited, status.value + suffix), WORDS[status]) for status in found)
    return sentence(lead, "其中", *counted) if not found else sentence(lead, phrase("其中", listing(counted)))


def outlook(cited: Citations) -> Phrase:
    """Say how many indicators are expected to be reached by their day."""
    if cited.material.is_over:
        return ()
    words = {
        Likelihood.LIKELY: "预计可如期完成",
        Likelihood.UNCERTAIN: "能否如期完成存在不确定性",
        Likelihood.UNLIKELY: "预计难以如期完成",
        Likelihood.NOT_FORESEEABLE: "数据尚不足以预测",
    }
    counted: list[Wording] = []
    reached = _likelihood(Likelihood.REACHED)
    if _count(cited, reached):
        counted.append(clause(_cited(cited, reached), "已达到目标"))
    for likelihood, word in words.items():
        among = _likelihood(likelihood)
        if _count(cited, among):
            counted.append(clause(_cited(cited, among), word))
    only_unknown = len(counted) == 1 and _count(cited, _likelihood(Likelihood.NOT_FORESEEABLE))
    if only_unknown:
        return sentence("现有数据尚不足以预测各项指标到期能否完成")
    return sentence("按现有进度推算", *counted) if counted else ()


def _likelihood(likelihood: Likelihood) -> str:
    return f"likelihood:{likelihood.value}"


def _all_of(total: int) -> str:
    return "全部" if total > 1 else ""


def _cited(cited: Citations, among: str) -> Wording | None:
    return cited.said(What.INDICATOR_COUNT, among=str(among))


def _count(cited: Citations, among: str) -> int:
    number = cited.said(What.INDICATOR_COUNT, among=str(among))
    return 0 if number is None else int(number.value)
