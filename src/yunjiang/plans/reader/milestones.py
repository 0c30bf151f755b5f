"""What is to be there by when without a number: 到2025年，基本建成职业教育强省; 6月底前投用; a row of a table of tasks."""

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from . import tables
from .clauses import sentences
from .plain import Plain
from .promises import Target
from .roles import Role
from .structure import Part, Skeleton

_CLAUSE = re.compile(r"[^，；。！？：\n]+")
_WHEN = re.compile(
    r"(?:力争|争取|确保)?(?P<to>到|至|于|在)?(?<![\d—])(?P<year>20\d\d)年"
    r"(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?|(?P<part>上半年|第?[一二三四]季度))?"
    r"(?P<end>年?(?:底|末)?(?:之?前|以前)?)|"
    r"(?<![\d年])(?P<month_only>\d{1,2})月(?:(?P<day_only>\d{1,2})日)?(?:底|末)?(?:之?前|以前)|"
    r"(?P<part_only>上半年|第?[一二三四]季度)(?:底|末)?(?:前)?|(?P<this>(?:今年|当?年)(?:底|末)(?:之?前|以前)?|(?<!\d)年内)"
)
_MONTHS = {"上半年": 6, "一": 3, "二": 6, "三": 9, "四": 12}
_GONE = re.compile(r"截[至止]|以来|曾|已[经于]?|了|[同较比]20\d\d年|20\d\d年(?:的|基础)")
_DEGREE = r"(?:基本|全面|全部|率先|初步|总体|如期|力争|确保|加快|同步|正式|首次|高质量|实质性)"
# Something is made or done, said in front; what follows is it.
_MADE = re.compile(
    rf"{_DEGREE}*(?:建成|建立|形成|实现|完成|打造|构建|搭建|构筑|启用|出台|投入(?:使用|运营|运行)|投用|投产|投运|通车|开工|竣工|核准|"
    r"上线|开通|贯通|挂牌|组建|成立|消除|淘汰|禁用|达到|迈上|迈入|进入|跻身|升级为|创建|建强|修订|取得|破解|奠定|杜绝|交付)"
)
# Something has become otherwise, said behind it.
_BECOME = re.compile(
    r"(?:基本|全面|明显|显著|大幅|更加|更为|进一步|持续|稳步|有效|不断|逐步|初步|总体|全部|普遍|得到|日益|日趋|较大|充分|切实|根本|稳定)"
    r"[^，。；]{0,10}(?:建成|建立|形成|确立|提升|提高|增强|改善|完善|健全|优化|壮大|消除|实现|完成|下降|降低|遏制|控制|夯实|巩固|稳固|成熟|"
    r"定型|清零|普及|覆盖|突破|好转|缩小|推广|应用|释放|凸显|彰显|拓展|丰富|繁荣|扩大|扭转|进展|保障|发展|协调|合理|高效|顺畅|规范)"
    r"|清零|为零|零(?:发生|差错|事故)|达到峰值|应.尽.|(?:前列|前\d+位)|新(?:台阶|突破|局面|成效|进展)|取得[^，。；]{0,10}(?:成果|进展|成效)"
    r"|(?:建成|开工|投用|投产|达产|通车|竣工|开业|招生|验收|蓄水)(?:使用|运营|通车|投用|达标)?$"
)
_NEW = re.compile(r"(?:建成|建立|搭建|打造|构建|开发|启用|上线)")
_THING = re.compile(r"(?:平台|数据库|系统|中心|基地|信息网|门户|枢纽|示范区|试验区|园区)$")
_COUNTED = re.compile(
    r"\d+(?:\.\d+)?\s*[%‰万亿千百余多个家名项件座所条套台辆亩吨户场次元人处支公平立米]|[二三四五六七八九十百]+(?:个|家|所|名|项|件|座|支|条)"
)
_LEAD_IN = re.compile(
    r"^(?:—+|(?:并|且|同时|其中|从而|以及|[一二三四五六七八九]是|使|让|确保|力争|争取|加快|着力|努力|积极|(?:主要|总体|工作)?目标是))+"
)
_SHORTEST, _LONGEST = 4, 80
_BARE = 2  # characters of what happens on a day told with it: 2024年投产
_NO_TASK = re.compile(r"^(?:序号|合计|总计|小计)?$|^[\d.]+%?$")


@dataclass(frozen=True)
class Milestone:
    """Something without a number that is to be there by a day: `due` is 2025, 2025-06, 2025-06-30 or empty."""

    text: str
    due: str
    part: Part
    start: int
    end: int
    is_dated: bool = True  # the text says by when, and not only the plan


class _Stretches:
    """Stretches of a text, and whether one more meets any of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(spans)
        self._reach = list(accumulate((end for _start, end in self.spans), max))

    def meet(self, start: int, end: int) -> bool:
        """Say whether a stretch meets one of these."""
        before = bisect_left(self.spans, (end, 0))
        return before > 0 and self._reach[before - 1] > start


def milestones(
    plain: Plain,
    skeleton: Skeleton,
    years: tuple[int, int | None],
    targets: Sequence[Target],
    taken: Sequence[tuple[int, int]] = (),
) -> Iterator[Milestone]:
    """Yield what is to be there, clause by clause; not what has a target or is said elsewhere (`taken`: duties)."""
    begins, last = years
    told = _Stretches(span for each in targets for span in ((each.start, each.end), *each.also))
    said = _Stretches([*told.spans, *taken, *tables.covered(plain.text)])
    seen: set[str] = set()
    for among, found in (
        (said, _said(plain, skeleton, begins, last)),
        (told, _in_tables(plain, skeleton, begins, last, told)),
    ):
        for each in found:
            if each.text not in seen and not among.meet(each.start, each.end):
                seen.add(each.text)
                yield each


def _said(plain: Plain, skeleton: Skeleton, begins: int, last: int | None) -> Iterator[Milestone]:
    text = plain.text
    line, due = -1, ""
    breaks = [each.start() for each in re.finditer("\n", text)]
    for start, end in sentences(text):
        part = skeleton.at(start)
        if part.role in (Role.BACKGROUND, Role.PRINCIPLE, Role.SAFEGUARD):
            continue
        at = bisect_right(breaks, start)
        if at != line:  # a day holds for the rest of its paragraph
            line, due = at, ""
        for match in _CLAUSE.finditer(text, start, end):
            clause = match.group()
            when = _WHEN.search(clause)
            told = _due(when, begins, last) if when else ""
            if _GONE.search(clause) or (when and not told):
                continue
            due = told or due
            begun, name = _name(clause, match.start(), when)
            is_dated = bool(due)
            if not _is_one(name, is_dated=is_dated, is_goal=part.role == Role.GOAL):
                continue
            if _MADE.fullmatch(
                name
            ):  # 年底前全部完成: with its day, or it says no more than the clause before
                if when is None:
                    continue
                begun, name = match.start(), clause.strip()
            yield Milestone(name, due or str(last or ""), part, begun, match.end(), is_dated)


def _is_one(name: str, *, is_dated: bool, is_goal: bool) -> bool:
    """Say whether a clause tells something that is to be there: by its verb, what becomes of it, or a new thing's name."""
    if not _SHORTEST <= len(name) <= _LONGEST or _COUNTED.search(name):
        return False
    if is_dated or is_goal:
        return _MADE.match(name) is not None or _BECOME.search(name) is not None
    return _NEW.match(name) is not None and _THING.search(name) is not None


def _name(clause: str, start: int, when: re.Match[str] | None) -> tuple[int, str]:
    """Return where the words of a clause begin behind its day, and these words; a day within them stays."""
    cut = when.end() if when and when.start() <= 2 else 0
    lead = _LEAD_IN.match(clause[cut:])
    cut += lead.end() if lead else 0
    if _BARE <= len(clause) - cut < _SHORTEST:
        cut = 0
    return start + cut, clause[cut:].strip()


def _due(when: re.Match[str], begins: int, last: int | None) -> str:
    """Return a day as items tell it; nothing for a year that is past or that nothing is due in."""
    of_plan = last if last and last == begins else None
    year = int(when["year"]) if when["year"] else of_plan
    if year is None or year < begins:
        return ""
    month, day = when["month"] or when["month_only"], when["day"] or when["day_only"]
    part = when["part"] or when["part_only"]
    if part:
        month = str(_MONTHS.get(part) or _MONTHS[part.strip("第季度")])
    if when["year"] and not (when["to"] or when["end"] or month) and len(when.string) - when.end() > 16:
        return ""  # 2025年 in the midst of something else
    return _written(year, month, day)


def _written(year: int, month: str | None, day: str | None) -> str:
    if not month or not 1 <= int(month) <= 12:
        return str(year)
    if not day or not 1 <= int(day) <= monthrange(year, int(month))[1]:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"


def _in_tables(
    plain: Plain, skeleton: Skeleton, begins: int, last: int | None, told: _Stretches
) -> Iterator[Milestone]:
    """Yield what rows of tables of tasks say is to be done by when: a cell without targets, or what of it is one."""
    for each in tables.dated(plain.text):
        when = _WHEN.search(each.due)
        due = (_due(when, begins, last) if when else "") or str(last or "")
        is_whole = not told.meet(each.start, each.end)
        row = plain.text.rfind("\n", 0, each.start) + 1, plain.text.find("\n", each.end)
        if is_whole and told.meet(row[0], row[1] if row[1] >= 0 else len(plain.text)):
            continue  # another cell says how much of it
        pieces = [(each.start, each.end)] if is_whole else [
            match.span() for match in _CLAUSE.finditer(plain.text, each.start, each.end)
        ]  # fmt: skip
        for start, end in pieces:
            name = plain.text[start:end].strip("。；，")
            if (is_whole and _is_task(name)) or _is_one(name, is_dated=True, is_goal=False):
                yield Milestone(name[:_LONGEST], due, skeleton.at(start), start, end, bool(when))


def _is_task(name: str) -> bool:
    return len(name) >= _SHORTEST and not _NO_TASK.match(name) and not _COUNTED.search(name)
