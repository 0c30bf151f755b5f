"""Who must report what to whom by when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .clauses import sentences
from .plain import Plain
from .roles import Role
from .structure import Skeleton

_REPORTS = re.compile(
    r"(?:报送|上报|填报|提报|汇报|报(?=全年|上年|当年|年度|工作|办公|局|部|厅|委|备案)|报告|"
    r"呈报|函报|抄送|报(?=省|市|县|州|区|送|备|我)|通报|报备|备案|反馈|提交(?!的))"
)
_ASSESSES = re.compile(
    r"(?:总结评价|中期(?:总结)?评估|总体评估|终期评估|总结评估|年度评估|评估报告|总结报告|"
    r"考核评价|监测评估|年度检讨|中期检视|第三方评价|评价考核|核查|自查|自评|(?:开展|组织)[^，。；]{0,6}(?:评估|督查|考核)|"
    r"(?:考核|督查|评估|检查)(?:一|1)次|(?:月|季)度?(?:监测|调度|分析)|按[月季年](?:度)?(?:调度|监测|考核|通报)|总结)"
)
_MEETS = re.compile(
    r"听取[^，。；]{0,8}汇报|例会|召开[^，。；]{0,4}(?:一|\d)次|(?:召开|定期召集)[^，。；]{0,24}(?:会议|会|例会|调度会|推进会)"
)
_PLANS = re.compile(
    r"(?:制定|编制|出台|印发|细化)[^，。；]{0,30}(?:方案|路线图|时间表|清单|实施意见|"
    r"工作计划|实施计划|细则|台账)|逐\S制定|列出清单|分解到"
)
_STUDIES = re.compile(r"开展\s*\d+\s*次[^，。；]{0,20}(?:学习|研讨|宣讲|培训)")
_WHEN = re.compile(
    r"(?:20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|年底|年末|前|底前|"
    r"以前)?(?:和20\d\d年(?:底|末|年底)?)?(?:前)?|每年(?:年底|年末|\d{1,2}月(?:\d{1,2}日|底|"
    r"末)?前?)?|"
    r"(?:当年|次年|年度)?\d{1,2}月(?:\d{1,2}日|底|末)?(?:前|以前)?|每(?:季度?|半年|半月|两年|月|旬|"
    r"周)(?:末月|首月)?(?:结束后)?(?:末)?(?:\d{1,2}日前?|末)?|年底(?:前)?|近期|定期|季度末|"
    r"半年|按季度?|按月|按年|隔年|\d+个?工作日内|\d+日内)"
)
_TO = re.compile(
    r"(?:向|报(?:送|告|备)?(?:至|给|到)?|报送|抄送)(?P<to>[^，。；、]{2,30}?(?:办公室|"
    r"领导小组|改办|办|部|厅|局|委|府|会|中心|处|组|联席会议)(?:办公室)?)"
)
_WHO = re.compile(r"^(?P<who>[^，。；：]{2,40}?)(?:要|应当?|须|必须|将|负责|需)")
_NOT_WHO = re.compile(r"(?:[对将把于在自按]|以上|每|20\d\d年|\d{1,2}月|年[底末初]|截至|近期|定期).*")
_LEAD_IN = 60  # characters before a duty's own clause that can belong to it


@dataclass(frozen=True)
class Duty:
    """What somebody must do for the plan itself: report, assess, meet, plan."""

    kind: str  # report, assessment, meeting, planning, study
    text: str
    who: str
    to: str
    when: str
    start: int
    end: int
    is_last: bool = True  # of several days that one sentence names


def duties(plain: Plain, skeleton: Skeleton) -> Iterator[Duty]:
    """Yield what must be reported, assessed, met about and planned, sentence by sentence and clause by clause."""
    text = plain.text
    seen: set[str] = set()
    for start, end in sentences(text):
        part = skeleton.at(start)
        if part.role in (Role.BACKGROUND, Role.PRINCIPLE) and not _REPORTS.search(text[start:end]):
            continue
        for begun, until in _statements(text, start, end):
            found = _duty(text, start, begun, until)
            if found is not None and found.text not in seen:
                seen.add(found.text)
                yield from _by_year(found)


def _statements(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the clauses of a sentence that can say a duty, each with what leads in to it: who, and by when.

    Reporting what was assessed in the clause before belongs to the assessment.
    """
    held: tuple[int, int] | None = None
    begun = start
    for match in re.finditer(r"[，；。]|$", text[start:end]):
        until = start + match.end()
        clause = text[begun:until]
        if any(pattern.search(clause) for pattern in (_REPORTS, _ASSESSES, _MEETS, _PLANS, _STUDIES)):
            if (
                held
                and _REPORTS.search(clause)
                and _ASSESSES.search(clause)
                and _ASSESSES.search(text[held[0] : held[1]])
            ):
                held = held[0], until
            else:
                if held:
                    yield held
                held = begun, until
            begun = until
        elif until - begun > _LEAD_IN and not _WHEN.search(clause):
            begun = until
        if until >= end:
            break
    if held:
        yield held


def _duty(text: str, sentence: int, begun: int, until: int) -> Duty | None:
    clause = text[begun:until].strip("，；。、")
    before = text[sentence:begun]
    named = [each.group() for each in _WHEN.finditer(clause)]
    told_when = next((each for each in named if re.search(r"[年月]", each)), named[0] if named else "")
    to = _TO.search(clause)
    if _MEETS.search(clause):
        kind = "meeting"
    elif _ASSESSES.search(clause):
        kind = "assessment"
    elif _STUDIES.search(clause):
        kind = "study"
    elif _REPORTS.search(clause) and (to or told_when):
        kind = "report"
    elif _PLANS.search(clause):
        kind = "planning"
    else:
        return None
    if kind == "assessment" and not (told_when or to or re.search(r"每年|定期|年度|中期", clause)):
        return None
    if kind == "planning" and not (
        told_when or re.search(r"各地|各部门|各县|各区|各州|各市|逐项|结合实际", before + clause)
    ):
        return None
    if kind in ("report", "meeting") and re.search(r"已|经过|通报如下|审定|审议|会议强调|会议精神", clause):
        return None
    return Duty(kind, clause, _who(text[sentence:until]), to["to"] if to else "", told_when, begun, until)


def _who(sentence: str) -> str:
    """Return who a sentence says must do something: what stands before must, without what it is about and by when."""
    found = _WHO.search(sentence)
    return _NOT_WHO.sub("", found["who"]) if found else ""


def _by_year(duty: Duty) -> Iterator[Duty]:
    """Yield a duty once for each of the years by which it is due: 2023年末和2025年末."""
    years = re.findall(r"20\d\d年(?:\d{1,2}月)?(?:底|末|年底)?(?:前)?", duty.when)
    days = years if len(years) > 1 else [duty.when]
    for each in days:
        yield replace(duty, when=each, is_last=each == days[-1])
