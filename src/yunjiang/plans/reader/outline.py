"""The frame of a plan out of a document's headings: goal, principles, initiatives with their actions, safeguards, relations."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .clauses import sentences
from .merging import alike
from .plain import Plain
from .promises import Target
from .roles import Role
from .structure import Part, Skeleton

# A heading under which all that is to be done stands.
_ALL_TASKS = re.compile(
    r"^(?:20\d\d年度?|全年|今年|[上下]半年|下一?步|近期|当前)?(?:的|主要|重点|工作|具体|目标|总体|攻坚|建设|发展|活动|推动|推进|实施)*"
    r"(?:任务|举措|措施|工作内容|工作|行动|内容|事项|项目|策略)(?:和|与|及)?(?:主要|重点|工作|具体)*(?:任务|举措|措施|分工|安排|方向|清单|项目|内容)?$|"
    r"^策略方向$|^(?:全面|深入|组织|大力|扎实|着力)*(?:实施|开展|推进|抓好|打好|"
    r"落实)?(?:[一二两三四五六七八九十\d]+(?:大|个|项|类))?(?:重大|重点|专项|主要|关键|"
    r"标志性|攻坚)*(?:工程|行动|战役|任务|工作|项目)$"
)
_LONGEST = 36  # characters of a heading that names something; longer ones, and those with figures in them, are sentences
_LONGEST_LINE = 50  # the same of one that has its line to itself
_SAID_OF_IT = (
    40  # characters behind a heading in its line that say what is done, be it as long as a sentence itself
)
_SHORTEST, _SHORT = 4, 12  # characters of the first words of a point that name it
_FIGURES = re.compile(r"\d+(?:\.\d+)?[%万亿个家名项人场]")
_TWO_CLAUSES = re.compile(r"，.{12}")
_FRAME = re.compile(
    r"^(?:计划)?(?:缘起|依据)$|^经费(?:需求|来源|概算|预算)?$|^管考|总体要求|总体思路|指导思想|基本原则|总则|附则|总要求"
)
_QUESTION = re.compile(r"(?:如何|怎样|怎么)(?P<what>.+?)[？?]?$")
_ABOUT_ITSELF = re.compile(r"(?:是什么|有哪一?些|包括哪些|哪几|为什么|何时)[^？?]{0,6}[？?]?$")
# What safeguards the plan wherever it stands, and what does behind all that is to be done; else it is what is worked at.
_SAFEGUARDS = re.compile(
    r"保障措施|组织保障|组织实施|组织推进|组织领导|实施机制|保障机制|组织落实|工作要求|有关要求|监督|考核|评估"
)
_AT_THE_END = re.compile(r"保障(?!和改善)(?=$|[和与、及，]|支撑|力度|条件)|保证|领导|要求")
_GOAL = re.compile(r"(?:总体目标|总目标|主要目标|工作目标|发展目标|目标)[是为：:，]")
_RELATION = re.compile(
    r"(?P<what>[^，。；：、]{2,60}?(?:比例|比重|人数|数量|水平|占比|规模|"
    r"率)[^，。；：、]{0,16}?)(?:要|应|须)?(?:不低于|不少于|高于|不高于|不超过)"
    r"(?P<than>上一?[届年期轮次]|前一[届年期]|全[国省市]平均|同期|上年同期|当地[^，。；]{2,20})"
)
# What principles and safeguards begin with, or look like, where a sentence lists them.
_LISTED = {
    Role.PRINCIPLE: re.compile(
        r"(?:^|[；。\n])(?P<name>坚持[^，。；：、\n]{2,14}|[^，。；：、\n]{3,8}[、，][^，。；：、\n]{3,8})(?=[，。；：])",
        re.MULTILINE,
    ),
    Role.SAFEGUARD: re.compile(
        r"(?:^|[，；\n])(?P<name>(?:完善|落实|加强|强化|建立|健全|压实|保障|严格|优化|加大|明确|严肃|广泛|做好|夯实)[^，。；：\n]{2,14})"
        r"(?=[，。；])",
        re.MULTILINE,
    ),
}
_SIMILAR = Decimal("0.7")


@dataclass
class Branch:
    """One initiative, action or safeguard: its words and the parts of the document that speak of it."""

    name: str
    parts: list[Part]
    branches: "list[Branch]" = field(default_factory=list)

    def holds(self, place: int) -> bool:
        """Say whether a place of the plain text lies in what this branch says."""
        return any(each.start <= place < each.end for each in self.parts)


@dataclass(frozen=True)
class Relation:
    """A comparison with something that no number is given for: not below the last term's."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Outline:
    goal: str
    principles: list[Branch]
    initiatives: list[Branch]
    safeguards: list[Branch]
    trunk: Part  # what of the document is the plan itself: all of it or an attachment


def outline(plain: Plain, skeleton: Skeleton, targets: Sequence[Target]) -> Outline:
    """Return the frame of the plan that a document holds."""
    trunk = _trunk(skeleton, targets)
    top = [each for each in trunk.parts if each.mark not in ("attachment", "box", "note")]
    tasks = [
        each for each in top if each.role not in (Role.BACKGROUND, Role.PRINCIPLE) and not _is_frame(each)
    ]
    last = max((each.start for each in tasks if each.role != Role.SAFEGUARD and _below(each)), default=0)
    tasks = [each for each in tasks if each.role != Role.SAFEGUARD or not _safeguards(each, last)]
    gathered = [each for each in tasks if _ALL_TASKS.match(_bare(each.title)) and each.parts]
    if gathered:
        beside = [each for each in tasks if each not in gathered and each.role == Role.TASK and _below(each)]
        order = [*gathered, *beside]
        parts = [part for each in sorted(order, key=lambda each: each.start)
                 for part in (_below(each) if each in gathered else [each])]  # fmt: skip
        initiatives = [_branch(each) for each in [part for part in parts if _is_heading(part)] or parts]
    else:
        named = [each for each in tasks if _is_heading(each)]
        initiatives = [
            _branch(each) for each in named or tasks if not _ABOUT_ITSELF.search(each.title) or _below(each)
        ]
    initiatives = _without_overviews(initiatives)
    return Outline(
        goal=_goal(plain, skeleton, trunk),
        principles=[each for each in _of_role(plain, top, Role.PRINCIPLE) if len(each.name) <= _LONGEST_LINE],
        initiatives=initiatives,
        safeguards=list(_of_role(plain, [each for each in top if each not in tasks], Role.SAFEGUARD)),
        trunk=trunk,
    )


def relations(plain: Plain, skeleton: Skeleton) -> Iterator[Relation]:
    """Yield what is to be compared with something outside the plan."""
    for start, end in sentences(plain.text):
        if skeleton.at(start).role in (Role.BACKGROUND, Role.PRINCIPLE):
            continue
        for match in _RELATION.finditer(plain.text[start:end]):
            yield Relation(match.group(), start + match.start(), start + match.end())


def topic(title: str) -> str:
    """Return what a heading is about: a question's own words without the asking."""
    asked = _QUESTION.search(title)
    told = asked["what"] if asked else title
    return re.sub(r"[？?。：:；;]+$", "", told).strip()


def _trunk(skeleton: Skeleton, targets: Sequence[Target]) -> Part:
    """Return the part that holds the plan: the attachment with most of what is promised, else the whole."""
    attachments = [each for each in skeleton.whole.parts if each.mark == "attachment"]
    whole = skeleton.whole
    if not attachments:
        return whole
    counts = {
        id(each): sum(each.start <= target.start < each.end for target in targets) for each in attachments
    }
    own = len(targets) - sum(counts.values())
    best = max(attachments, key=lambda each: (counts[id(each)], len(each.parts)))
    return best if counts[id(best)] > own and best.parts else whole


def _branch(part: Part) -> Branch:
    named = [each for each in _below(part) if _is_named(each)]
    return Branch(topic(part.title), [part], [Branch(_name(each), [each]) for each in named])


def _is_named(part: Part) -> bool:
    """Say whether a part has a name and not a whole sentence behind its mark: 发展园区，带动就业 where more is said of it."""
    title = _name(part)
    if _FIGURES.search(title) or len(title) > (_LONGEST_LINE if part.is_line else _LONGEST):
        return False
    return part.is_line or part.tail >= _SAID_OF_IT or _TWO_CLAUSES.search(title) is None


def _name(part: Part) -> str:
    """Return what a part is called: of 一是加强领导，成立…，分工… the first words."""
    told = topic(part.title)
    first, comma, _rest = told.partition("，")
    return first if part.mark == "point" and comma and _SHORTEST <= len(first) <= _SHORT else told


def _is_heading(part: Part) -> bool:
    """Say whether a part has a name, or others that have one under it, be its own as long as it may."""
    return _is_named(part) or (
        not _ABOUT_ITSELF.search(part.title) and any(_is_named(each) for each in _below(part))
    )


def _safeguards(part: Part, last: int) -> bool:
    """Say whether a part headed 保障 or the like safeguards the plan; `last` is where the last part on other things begins."""
    if _SAFEGUARDS.search(part.title):
        return True
    return part.start > last and _AT_THE_END.search(_bare(part.title)) is not None


def _is_frame(part: Part) -> bool:
    """Say whether a part only sets what is to be done in its frame: what it is all for, its goals."""
    return _FRAME.search(part.title) is not None or _is_goals(part)


def _below(part: Part) -> list[Part]:
    """Return the parts under one that are things to be done."""
    found = [each for each in part.parts if each.mark not in ("box", "attachment", "note")]
    if not found:  # all of it stands in a box
        found = [each for box in part.parts if box.mark == "box" for each in box.parts]
    return [each for each in found if each.role not in (Role.BACKGROUND, Role.PRINCIPLE)]


def _is_goals(part: Part) -> bool:
    """Say whether a part states goals and does not say what is done."""
    if any(_is_named(each) for each in _below(part)) and re.search(r"任务$", _bare(part.title)):
        return False
    return part.role == Role.GOAL and bool(
        re.search(r"目标(?:是什么[？?]?|任务|指标)?$|指标(?:体系)?$|目标要求$", _bare(part.title))
    )


def _bare(title: str) -> str:
    return re.sub(r"[“”\s]|（[^）]*）", "", title).strip("。：:；，")


def _without_overviews(found: list[Branch]) -> list[Branch]:
    """Take out headings that only list what others say at length, and let these bear the names of the list."""
    kept = list(found)
    for overview in found:
        others = [each for each in kept if each is not overview]
        listed = {
            id(other): name
            for name in overview.branches
            for other in others
            if alike(name.name, other.name) >= _SIMILAR
        }
        if len(overview.branches) < 2 or len(listed) * 2 < len(overview.branches):
            continue
        kept = others
        for other in others:
            if id(other) in listed:
                other.name = listed[id(other)].name
                other.parts += listed[id(other)].parts
    return kept


def _of_role(plain: Plain, top: Sequence[Part], role: Role) -> Iterator[Branch]:
    """Yield what stands under the headings of a role, else what its first sentence lists, else the heading itself."""
    for part in _outermost(top, role):
        below = [each for each in part.parts if each.mark not in ("box", "attachment")]
        listed = [] if below else list(_listed(plain, part))
        for each in [one for one in below if _is_named(one)] or (listed if len(listed) > 1 else [part]):
            yield Branch(_name(each), [each])


def _listed(plain: Plain, part: Part) -> Iterator[Part]:
    """Yield what the first sentence under a heading lists without marks: 坚持市场主导，…；坚持统筹推进，…."""
    until = plain.text.find("。", part.body, part.end)
    for match in _LISTED[part.role].finditer(plain.text, part.body, part.end if until < 0 else until + 1):
        start, end = match.span("name")
        yield Part(12, "clause", match["name"], start, end, end, part.role, start, parent=part)


def _outermost(parts: Sequence[Part], role: Role) -> Iterator[Part]:
    for part in parts:
        if part.role == role:
            yield part
        else:
            yield from _outermost(part.parts, role)


def _goal(plain: Plain, skeleton: Skeleton, trunk: Part) -> str:
    """Return the first sentence that states the overall goal."""
    for part in skeleton.parts:
        if part.role != Role.GOAL or not trunk.start <= part.start < trunk.end:
            continue
        for start, end in sentences(plain.text[part.body : part.end]):
            words = plain.text[part.body + start : part.body + end].strip()
            if len(words) >= 12:
                said = _GOAL.search(words)
                return plain.words(part.body + start + (said.end() if said else 0), part.body + end).strip(
                    "。；"
                )
    return ""
