"""Reading a document from its text: everything that was found, each with its span in the original."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from . import bodies, duties, outline
from .actuals import Actual, actuals, with_baselines
from .bodies import Responsible
from .duties import Duty
from .issuing import Issue, issue
from .milestones import Milestone, milestones
from .outline import Outline, Relation
from .periods import UNKNOWN
from .plain import Plain, plain
from .plan_years import goal_year, plan_years, term_end
from .promises import Passed, Target
from .refusals import NoPlan
from .structure import TITLE, Skeleton, skeleton
from .targets import find
from .weighing import LEAST

_RULE = re.compile(r"(?:办法|条例|规定|细则|规则|章程|守则|标准)(?:[（(].*[）)])?$")
_INVITES = re.compile(
    r"(?:召开|举办|举行|参加)[^，。]*(?:会|会议|培训班|论坛|活动|讲座)的?(?:预备)?(?:通知|函)$"
)
_NEWS = re.compile(r"记者|通讯员|本报讯|[日社]讯|报道|责任编辑|据悉")
_TELLS_A_PLAN = re.compile(
    r"实事|[到至]20\d\d年|[十百千]大(?:工程|项目|行动)|《[^《》]{2,60}(?:规划|计划|方案|意见|纲要|要点|行动)》|(?:规划|计划|方案)(?:提出|明确|要求|指出)|力争|(?:今年|明年|未来|20\d\d年)[^，。；]{0,6}(?:将|要|计划)(?![素点求])|20\d\d年(?:底|末)前"
)
# A report that quotes what a plan wants: 《…规划》，明确了到2013年….
_QUOTES_A_PLAN = re.compile(
    r"(?:规划|计划|方案|意见|纲要|要点|行动)》[，]?[^。，]{0,12}(?:提出|明确|要求|确定)了?[^。]{0,12}(?:到|至|力争)20\d\d年"
)
_HARDLY_ANY = 1  # goals in a report of something else; one that tells a plan has more
_DATED = re.compile(r"自20\d\d年\d+月\d+日起")
# The title of a notice that brings a plan: 某某关于印发某某方案的通知, with the plan's name in marks or without.
_ABOUT = re.compile(
    r"《(?P<name>[^《》]{4,60}(?:规划|计划|方案|意见|纲要|行动|措施|要点|办法|细则|规定|清单|任务书|目标)(?:（[^《》]{2,30}）)?)》"
)
_CARRIES_OUT = re.compile(
    r"》的?(?:贯彻)?(?:实施|落实)?(?:意见|方案|细则|办法|措施|计划)$"
)  # a plan of its own
_BRINGS = re.compile(r"^.*?(?:印发|转发|下达|发布)(?P<name>[^《》]{4,80})的(?:通知|函|公告)$")
_AFTER_TITLE = re.compile(r"[（(]?(?:发布|发文|印发|更新)(?:时间|日期)[：:].*$")
_LONGEST_NAME = 50  # characters of what is no title by its last word
_ISSUERS = re.compile(r"^[^，。《》]{16,}?[局委部办厅府会院](?=关于)")  # several, one behind the other
_BEFORE_TITLE = re.compile(r"^(?:附件\d*|附|(?:文件)?名称|标题|#+|—)+[：:]?(?=.{6})")


@dataclass(frozen=True)
class Reading:
    """What was read in a document."""

    plain: Plain
    skeleton: Skeleton
    name: str  # of the plan
    number: str  # of the document, such as 云办发〔2022〕1号, or empty
    first_year: int | None
    last_year: int | None
    issue: Issue
    outline: Outline
    targets: list[Target]
    passed: list[Passed]
    actuals: list[Actual]  # of these, what tells how things stood
    unlikely: list[Target]
    milestones: list[Milestone]
    relations: list[Relation]
    duties: list[Duty]
    responsible: list[Responsible]


def read(raw: str, name: str = "", least: Decimal = LEAST) -> Reading:
    """Return what is promised in a document's text; `name` is that of its file, for refusals. Raises NoPlan."""
    made = plain(raw)
    bones = skeleton(made.text)
    first, last = plan_years(bones.title, made.text)
    issued = issue(made.text)
    last = last or goal_year(made.text)
    begins = first or issued.year or _begun(made.text) or last or UNKNOWN
    last = term_end(made.text, first or issued.year, last)
    found = find(made, bones, begins, last, least)
    frame = outline.outline(made, bones, found.targets)
    if _is_no_plan(bones.title, made.text, bones, len(found.targets)):
        raise NoPlan(name)
    stood = list(actuals(made, found.passed))
    owed = list(duties.duties(made, bones))
    said = [(each.start, each.end) for each in owed]
    reading = Reading(
        plain=made,
        skeleton=bones,
        name=made.as_written("" if bones.title == issued.number else _name(bones.title), 0, bones.whole.end),
        number=made.as_written(issued.number, 0, bones.whole.end),
        first_year=first,
        last_year=last,
        issue=issued,
        outline=_frame_as_written(frame, made),
        targets=[as_written(each, made) for each in with_baselines(found.targets, stood)],
        passed=found.passed,
        actuals=[replace(each, name=made.as_written(each.name, each.start, each.end)) for each in stood],
        unlikely=[as_written(each, made) for each in found.unlikely],
        milestones=[
            replace(each, text=made.as_written(each.text, each.start, each.end))
            for each in milestones(made, bones, (begins, last), found.targets, said)
        ],
        relations=[
            replace(each, text=made.as_written(each.text, each.start, each.end))
            for each in outline.relations(made, bones)
        ],
        duties=[_duty_as_written(each, made) for each in owed],
        responsible=[
            replace(each, bodies=tuple(made.as_written(one, each.start, each.end) for one in each.bodies))
            for each in bodies.responsible(made, bones)
        ],
    )
    if not (reading.targets or reading.duties or _headed(bones) >= 2):
        raise NoPlan(name)
    return reading


def as_written(target: Target, made: Plain) -> Target:
    """Return a target with name and unit in the characters of the document."""
    name, unit = (made.as_written(each, target.start, target.end) for each in (target.name, target.unit))
    return replace(target, name=name, unit=unit)


def _frame_as_written(frame: Outline, made: Plain) -> Outline:
    """Return a frame with its names in the characters of the document."""
    for each in (*frame.principles, *frame.initiatives, *frame.safeguards):
        for branch in (each, *each.branches):
            branch.name = made.as_written(branch.name, branch.parts[0].start, branch.parts[0].end)
    return frame


def _duty_as_written(duty: Duty, made: Plain) -> Duty:
    """Return a duty in the characters of the document; its term stays as rules read it."""
    text, who, to = (made.as_written(each, duty.start, duty.end) for each in (duty.text, duty.who, duty.to))
    return replace(duty, text=text, who=who, to=to)


def _is_no_plan(title: str, text: str, bones: Skeleton, goals: int) -> bool:
    """Say whether a document is a rule that sets no goal, or a news report that tells of hardly any."""
    if _INVITES.search(title) and not re.search(r"到20\d\d年", text):
        return True
    if _RULE.search(title):
        return goal_year(_DATED.sub("", text)) is None or not re.search(r"到20\d\d年|目标", text)
    if _headed(bones) >= 2 or (goals > _HARDLY_ANY and _TELLS_A_PLAN.search(text)):
        return False
    if goals and _QUOTES_A_PLAN.search(text):
        return False
    return bool(_NEWS.search(text[:400]) or _NEWS.search(text[-120:]))


def _name(title: str) -> str:
    """Return the name of the plan that a document is, brings or speaks of; nothing for a sentence or a row."""
    bare = _AFTER_TITLE.sub("", _BEFORE_TITLE.sub("", title))
    is_sentence = len(bare) > _LONGEST_NAME or re.search(r"[\t。；]", bare)
    if is_sentence and not (TITLE.search(bare) or _ABOUT.search(bare)):
        return ""
    about = None if _CARRIES_OUT.search(bare) else _ABOUT.search(bare) or _BRINGS.search(bare)
    return about["name"] if about else _ISSUERS.sub("", bare)


def _begun(text: str) -> int | None:
    """Return the first of the years by which a text wants something, before which all is past."""
    found = re.findall(
        r"(?:(?<!恢复)(?:到|至|力争)|^(?=20\d\d年[：:]))(20\d\d)年|(20\d\d)年(?:底|末)前(?!建成|竣工|出生|投用|开工|毕业)",
        text,
        re.MULTILINE,
    )
    return min((int(one or other) for one, other in found), default=None)


def _headed(bones: Skeleton) -> int:
    """Return how many headings have a mark; a short sentence that begins a paragraph is one in plans only."""
    return sum(each.mark not in ("lead", "dash") for each in bones.parts)
