"""The states of an indicator in the words and marks of official reports, readable without colour."""

from collections.abc import Iterable
from enum import StrEnum

from yunjiang.assessment.rules.judgement import Severity, Status
from yunjiang.assessment.rules.summary import IN_LINE, LATE

from .material import Appraisal, Material

WORDS = {
    Status.ACHIEVED: "提前完成",
    Status.MET: "完成",
    Status.AHEAD: "快于预期",
    Status.ON_COURSE: "基本符合预期",
    Status.BEHIND: "滞后",
    Status.NOT_MET: "未完成",
    Status.NOT_REPORTED: "未报送",
    Status.NO_DATA: "尚无数据",
    Status.NOT_ASSESSED: "暂不评价",
}
SEVERITIES = {Severity.SLIGHT: "滞后", Severity.MARKED: "明显滞后", Severity.SERIOUS: "严重滞后"}
MARKS = {
    Status.ACHIEVED: "▲",
    Status.MET: "▲",
    Status.AHEAD: "●",
    Status.ON_COURSE: "●",
    Status.BEHIND: "◆",
    Status.NOT_MET: "◆",
    Status.NOT_REPORTED: "○",
    Status.NO_DATA: "－",
    Status.NOT_ASSESSED: "□",
}
LEGEND = "▲完成（含提前完成）；●快于预期或基本符合预期；◆滞后或未完成；○未报送；－尚无数据；□暂不评价"


class Among(StrEnum):
    """Sets of states that counts are made of; written into documents, never changed."""

    ALL = "all"
    IN_LINE = "in_line"
    LATE = "late"
    JUDGED = "judged"


SETS: dict[str, tuple[Status, ...]] = {
    Among.ALL: tuple(Status),
    Among.IN_LINE: IN_LINE,
    Among.LATE: LATE,
    Among.JUDGED: (*IN_LINE, *LATE),
    **{status.value: (status,) for status in Status},
}


def kept_word(material: Material) -> str:
    """Return what indicators in line do: they keep to the course, or at the end to the plan."""
    return "达到规划要求" if material.is_over else "达到序时进度"


def late_word(material: Material) -> str:
    """Return what indicators that are late are called together."""
    return "未完成" if material.is_over else "滞后"


def word(appraisal: Appraisal) -> str:
    """Return the state's official word, with its severity where it is behind."""
    judgement = appraisal.judgement
    if judgement.status is Status.BEHIND and judgement.severity is not None:
        return SEVERITIES[judgement.severity]
    return WORDS[judgement.status]


def marked(appraisal: Appraisal) -> str:
    """Return mark and word, as tables show it."""
    return f"{MARKS[appraisal.judgement.status]}{word(appraisal)}"


def chosen(appraisals: Iterable[Appraisal], among: str) -> list[Appraisal]:
    """Return the appraisals in a set of states."""
    return [each for each in appraisals if each.judgement.status in SETS[among]]
