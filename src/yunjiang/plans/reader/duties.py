"""Who must report what to whom by when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .clauses import sentences
from .plain import Plain
from .roles import Role
from .structure import Skeleton

_REPORTS = re.compile(
    r"(?:(?:报送|上报|填报|提报|汇报|述职|请示报告|报告(?!、)|呈报|函报|抄送|通报|报备|反馈|提交(?!的)|书面说明)"
    r"(?!(?:[、和][^，。；]{0,8})?(?:制度|机制|系统|平台|渠道)|及时|发病|卡|厅|文学)|"
    r"报(?=总结|全年|上年|上月|上季|当年|年度|工作|进度|进展|备案|省|市|县|州|区|送|备|我)|"
    r"报(?![名销价废警道社纸酬国考表刊告送关单检修建批酬])(?=[^，。；、]{2,16}?(?:办公室|[部局委办厅府组处科室会])(?:$|[，。；]|备案|审|汇总)))"
)
_ASSESSES = re.compile(
    r"(?:总结评价|中期(?:总结)?评估|总体评估|终期评估|总结评估|年度评估|评估报告|总结报告|"
    r"考核评价|监测评估|(?:年度|中期|期末)(?:检讨|检视)|第三方评价|评价考核|核查|自查|自评|(?:开展|组织)[^，。；]{0,6}(?:评估|督查|督导|检查|考核)|"
    r"(?:考核|督查|评估|检查)(?:一|1)次|[月季年]度?(?:监测|调度|分析|评估)|按[月季年](?:度)?(?:调度|监测|考核|通报)|"
    r"(?:工作|年度|全年|半年|年终|活动|阶段性?)[^，。；]{0,4}(?:总结|小结)|(?:报送|提交)[^，。；]{0,8}总结)"
)
_MEETS = re.compile(
    r"听取[^，。；]{0,20}汇报|例会|召开[^，。；]{0,4}(?:[一两]|\d)次|(?:召开|定期召集)[^，。；]{0,24}(?:会议|会|例会|调度会|推进会)"
)
_PLANS = re.compile(
    r"(?:制定|编制|出台|印发|细化)[^，。；]{0,30}(?:方案|路线图|时间表|清单|实施意见|"
    r"工作计划|实施计划|细则|台账)|逐\S制定|列出清单|分解到"
)
_STUDIES = re.compile(r"开展\s*\d+\s*次[^，。；]{0,20}(?:学习|研讨|宣讲|培训)")
_WHEN = re.compile(
    r"(?:(?<![较比])20\d\d年(?:[上下]半年|第?[一二三四]季度)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|年底|年末|前|底前|"
    r"以前)?(?:和20\d\d年(?:底|末|年底)?)?(?:前)?|每年(?:年底|年末|第?[一二三四]季度|\d{1,2}月(?:\d{1,2}日|底|"
    r"末)?前?)?|"
    r"(?:当年|次年|年度)?\d{1,2}月(?:\d{1,2}日|底|末)?(?:前|以前)?|每(?:季度?|半年|半月|两年|月|旬|学期|学年|"
    r"周)(?:首月|末月)?(?:结束后)?(?:末)?(?:\d{1,2}日前?|末)?|年底(?:前)?|近期|定期|及时|适时|季度末|"
    r"按季度?|按月|按年|隔年|\d+个?工作日内|\d+日内)"
)
_SOFT = ("及时", "适时", "近期")  # no day, and no term either
_TO_WHOM = (
    r"(?:党中央、|[省市县区州]委、)?(?![报送告给至])[^，。；、]{2,30}?"
    r"(?:办公室|领导小组|联席会议|国务院|党中央|[局部厅委办府会院处组科室署]|中心|单位|人大|机关)"
)
_TO = re.compile(
    rf"向(?P<to>{_TO_WHOM})(?:书面|专题|及时|如实|再|一并|同步)*(?=报|汇报|提交|反馈|通报|述职|备案|报备|进行|说明)|"
    rf"(?:报送|上报|抄送|呈报|提报|报告|(?<![申告])报)(?:至|给|到)?(?P<sent>{_TO_WHOM})(?=$|[，。；、）（]|备案|审|汇总|批|进行)"
)
_BODY = (
    r"(?:各[^，。；：《]{1,24}?|[^，。；：《各]{2,24}?(?:办公室|领导小组|委员会|人民政府|政府|单位|部门|专班|工会|公司|企业|机关|中心|"
    r"学校|[局委办厅部署处组会院]))(?:（[^）]{1,8}）)?"
)
# Who it is up to stands at the beginning of a clause, before what obliges or by when.
_WHO = re.compile(
    rf"(?:^|[，；：]|任务由|第[一二三四五六七八九十百]+条|\d+[.、])(?P<who>{_BODY})"
    r"(?=(?<![重主])要|应|须|必须|将|需|请|于|在|按|自(?=\d|20)|分别|对|印发|建立|每|年底|及时|定期|适时|近期|会同|负责|组织|牵头|汇总|对照|向|报|召开|开展|编制|制定|20\d\d年|\d{1,2}月)"
)
_BEFORE_WHO = re.compile(r"^(?:第[一二三四五六七八九十百]+条|.*由)")
_MUST = re.compile(r"^(?P<who>[^，。；：]{2,40}?)(?:(?<![重主需])要|应当?|须|必须|将|负责|需)")
_NOT_WHO = re.compile(
    r"(?:[对将把于在自按的]|贯彻|落实|工作|治理|以上|每|20\d\d年|\d{1,2}月|年[底末初]|截至|近期|定期).*"
)
_TWO_DAYS = re.compile(
    r"(?P<one>20\d\d年(?:底|末)?|\d{1,2}月(?:\d{1,2}日|底|末)?)前?(?:和|及|、|与|，)"
    r"(?P<other>20\d\d年(?:底|末)?|\d{1,2}月(?:\d{1,2}日|底|末)?)前?"
)
_NAMED = re.compile(r"《[^《》\n]*》")
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
    text = _NAMED.sub(
        lambda named: "《" + "□" * (len(named.group()) - 2) + "》", plain.text
    )  # no duty is in a title
    titled = plain.text.find(skeleton.title)
    seen: set[str] = set()
    for start, end in sentences(text):
        if titled <= start < titled + len(skeleton.title) and text[end - 1] not in "。；":
            continue
        part = skeleton.at(start)
        if part.role in (Role.BACKGROUND, Role.PRINCIPLE) and not _REPORTS.search(text[start:end]):
            continue
        for begun, until in _statements(text, start, end):
            found = _duty(text, start, begun, until)
            if found is not None and found.text not in seen:
                seen.add(found.text)
                yield from _by_day(replace(found, text=plain.text[begun:until].strip("，；。、")))


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
    to = _TO.search(clause)
    if meets := _MEETS.search(clause):
        kind, said = "meeting", meets
    elif assesses := _ASSESSES.search(clause):
        kind, said = "assessment", assesses
    elif studies := _STUDIES.search(clause):
        kind, said = "study", studies
    elif reports := _REPORTS.search(clause):
        kind, said = "report", reports
    elif plans := _PLANS.search(clause):
        kind, said = "planning", plans
    else:
        return None
    told_when = _when(clause, said.start())
    is_soft = told_when in _SOFT and not re.search(r"请示", clause)
    if kind == "report" and not to and (not told_when or is_soft):
        return None
    if kind == "assessment" and not (
        told_when or to or re.search(r"每年|定期|年度|中期|[月季]度?(?:监测|分析)", clause)
    ):
        return None
    if kind == "planning" and re.search(r"(?:制定|编制|出台)本", clause):
        return None
    if kind == "planning" and not (
        told_when or re.search(r"各地|各部门|各县|各区|各州|各市|逐项|结合实际", before + clause)
    ):
        return None
    if kind == "assessment" and "合格的" in clause:
        return None
    if kind in ("report", "meeting") and re.search(r"已|经过|通报如下|审定|审议|会议强调|会议精神", clause):
        return None
    sent_to = (to["to"] or to["sent"]) if to else ""
    return Duty(kind, clause, _who(text[sentence:until], clause), sent_to, told_when, begun, until)


def _when(clause: str, verb: int) -> str:
    """Return by when: what stands last before the verb, else first behind it; a day or a year rather than 定期."""
    named = list(_WHEN.finditer(clause))
    dated = [each for each in named if re.search(r"[年月季]", each.group())] or named
    before = [each for each in dated if each.start() <= verb]
    told = before[-1] if before else dated[0] if dated else None
    return told.group() if told else ""


def _who(sentence: str, clause: str) -> str:
    """Return who it is up to: who stands last at the beginning of one of the clauses, else before must."""
    for where in (clause, sentence):
        named = [_BEFORE_WHO.sub("", each["who"]) for each in _WHO.finditer(where)]
        if named := [each for each in named if not re.search(r"\d|并|向|情况|问题|方案", each)]:
            return named[-1]
    found = _MUST.search(sentence)
    return _BEFORE_WHO.sub("", _NOT_WHO.sub("", found["who"])) if found else ""


def _by_day(duty: Duty) -> Iterator[Duty]:
    """Yield a duty once for each of the days by which it is due: 2023年末和2025年末, 6月20日和12月5日前."""
    two = next((each for each in _TWO_DAYS.finditer(duty.text) if each["one"][-1] == each["other"][-1]), None)
    days = [duty.when]
    if two and (two["one"] in duty.when or two["other"] in duty.when):
        every = "每年" if duty.when.startswith("每年") and "年" not in two["one"] else ""
        days = [every + two["one"], every + two["other"]]
    for each in days:
        yield replace(duty, when=each, is_last=each == days[-1])
