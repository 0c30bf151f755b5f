"""Which quantities are promises, what each is called, how it is compared, and by which rule that was decided."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from . import naming, refusing, tables
from .periods import By, Cadence, Mention, by_of, is_ongoing, mentions
from .plain import Plain
from .quantities import Quantity, quantities
from .structure import Part, Role, Skeleton
from .units import PERSONS, SHARES

_NOTE_LINE = re.compile(r"(?:注|附注|备注|说明|资料来源|数据来源|附：?现况)[\d]*[：:]")
_STOPS = re.compile(r"[。！？；\n]")
_COMMAS = "，；。：！？\n"
_AT_MOST_BEFORE = re.compile(r"(?:不高于|不超过|不大于|不突破|不多于|(?<!不)低于|(?<!不)小于|(?<!不)少于|控制在|限制在|压缩(?:到|至)|缩短(?:到|至)|(?:降低?|下降|减少|压减|精简|缩减|减|降)(?:到|至|为)|降至)\D{0,4}$")
_NOT_LESS = re.compile(r"(?:不低于|不少于|不小于)\D{0,3}$")
_MORE_BEFORE = re.compile(r"(?:超过|高于|大于|多于|超|逾)\D{0,2}$")
_EXACT_BEFORE = re.compile(r"(?:按照|依照|按(?!时|期|规|要|需|质|量))[^，。；]{0,24}$")
_FALLS = re.compile(r"(?:下降|降低|减少|压减|缩短|压缩|缩减|削减|节约|消减|减排|降幅)[^，。；到至]{0,12}$")
_RISES = re.compile(r"(?:增长|提高|增加|提升|上升|扩大|增幅|增速)[^，。；到至]{0,8}$")


@dataclass(frozen=True)
class Target:
    """One promise: `start` to `end` is the span it was read from, in the plain text; `rule` says what made it a promise."""

    name: str
    comparator: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    by: By
    basis: str
    direction: int
    start: int
    end: int
    confidence: Decimal
    rule: str
    part: Part
    is_about: bool = False
    nature: str = ""
    baseline: Decimal | None = None
    baseline_year: int | None = None
    also: tuple[tuple[int, int], ...] = ()  # other places that say the same
    responsible: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passed:
    """A quantity that is no promise, and why."""

    quantity: Quantity
    reason: str
    part: Part


@dataclass
class Found:
    targets: list[Target] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)


def find(plain: Plain, skeleton: Skeleton, now: int, last: int | None) -> Found:
    """Return every promise of a text and every quantity that is none; `now` is the first year that is not past."""
    found = Found()
    text = plain.text
    end_year = last or now
    inherited: dict[int, By] = {}
    of_line: tuple[int, bool, By | None] = (-1, False, None)  # the paragraph, whether it tells of the past, by when
    tabled = tables.covered(text)
    found.targets += [_of_row(each, skeleton, last) for each in tables.rows(text, last)]
    for start, end in sentences(text):
        if any(first <= start < until for first, until in tabled):
            continue
        part = skeleton.at(start)
        if part.start == start and part.words:
            start = part.words
        sentence = text[start:end]
        known = [
            replace(each, start=each.start, end=each.end)
            for each in mentions(sentence, now, end_year)
            if not _is_reference(sentence, each)
        ]
        own = By(Cadence.DEADLINE, end_year if last else None, False)
        handed_down = next((inherited[id(each)] for each in reversed(part.path) if id(each) in inherited), own)
        is_note = bool(_NOTE_LINE.match(text, text.rfind("\n", 0, start) + 1))
        line = text.rfind("\n", 0, start)
        if of_line[0] != line:
            of_line = (line, False, None)
        if of_line[2] is not None:
            handed_down = of_line[2]
        one = _Sentence(sentence, start, part, known, handed_down, now, found, is_note=is_note, is_past=of_line[1])
        one.read()
        goals = [each for each in known if each.is_to or (not each.is_past and each.first)]
        if goals and (part.role == Role.GOAL or goals[-1].year >= end_year):
            inherited[id(part)] = By(Cadence.DEADLINE, goals[-1].year, False, start)
        months = [each for each in known if each.is_span and not each.is_past and each.start <= 2]
        in_line = By(Cadence.DEADLINE, months[0].year, False, start, months[0].month) if months else of_line[2]
        of_line = (line, one.tells_past(of_line[1]), in_line)
    for cell in tables.told(text):
        _read_cell(cell, text, skeleton, own_until=end_year if last else None, now=now, end_year=end_year, found=found)
    found.targets = merged(found.targets)
    return found


def _read_cell(
    cell: tables.Told, text: str, skeleton: Skeleton, *, own_until: int | None, now: int, end_year: int, found: Found
) -> None:
    """Read what a cell of a table says in words; its row's column of dates says by when."""
    due = [each for each in mentions(cell.due, now, end_year) if not each.is_past]
    by = By(Cadence.DEADLINE, due[-1].year, True, 0, due[-1].month) if due else By(Cadence.DEADLINE, own_until, False)
    for start, end in sentences(text[cell.start : cell.end]):
        stretch = text[cell.start + start : cell.start + end]
        known = [each for each in mentions(stretch, now, end_year) if not _is_reference(stretch, each)]
        _Sentence(stretch, cell.start + start, skeleton.at(cell.start), known, by, now, found).read()


def _of_row(row: tables.RowFound, skeleton: Skeleton, last: int | None) -> Target:
    grows = row.is_growth or bool(re.search(r"增长|增速|增幅", row.name))
    basis = "growth" if grows or re.search(r"降低|下降", row.name) else ""
    if not basis:
        basis = ("share" if re.search(r"比例|比重|占比", row.name) else "ratio") if row.unit in ("%", "‰") else _of_table(row.name)
    annual = row.is_growth or bool(re.search(r"年均|每年", row.name))
    by = By(Cadence.ANNUAL) if annual else By(Cadence.DEADLINE, row.year or last)
    falls = row.comparator in ("<=", "<") or bool(re.search(r"降低|下降|减少", row.name))
    return Target(
        row.name, row.comparator, row.value, row.value_max, row.unit, by, basis, -1 if falls else 1, row.start, row.end,
        Decimal("0.9"), "table-row", skeleton.at(row.start), nature=row.nature, baseline=row.baseline, baseline_year=row.baseline_year,
    )  # fmt: skip


def _of_table(name: str) -> str:
    if _RATIOS.search(name):
        return "ratio"
    return "cumulative" if re.search(r"新增|新建|培训|再就业|完成|累计|贷款|改造|发放|招聘|创建|授权|培育", name) else "stock"


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a plain text are; a semicolon ends one too."""
    start = 0
    for match in _STOPS.finditer(text):
        if text[start : match.end()].strip():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


class _Sentence:
    """One sentence being read."""

    def __init__(
        self,
        text: str,
        offset: int,
        part: Part,
        known: Sequence[Mention],
        inherited: By,
        now: int,
        found: Found,
        *,
        is_note: bool = False,
        is_past: bool = False,
    ) -> None:
        self.is_note = is_note
        self.is_past = is_past
        self.text = text
        self.offset = offset
        self.part = part
        self.known = list(known)
        self.inherited = inherited
        self.now = now
        self.found = found
        self.quantities = [_with_unit_of_name(each, text) for each in quantities(text) if not self._is_year(each)]
        self.subject = ""  # of the clause before, for those that leave it out
        self.reasons: dict[int, str] = {}
        self.shares_of: set[int] = set()  # 90%以上的行政村…: what follows in the clause says of which

    def read(self) -> None:
        place = 0
        while place < len(self.quantities):
            run = self._run(place)
            if len(run) > 1 and self._paired(run):
                place += len(run)
                continue
            self._one(place)
            place += 1
        self._whole_coverage()

    def tells_past(self, before: bool) -> bool:
        """Say whether the sentence told only of what has been reached; one without numbers says no more than the one before."""
        reasons = [each for each in self.reasons.values() if each in ("", "reached")]
        return all(each == "reached" for each in reasons) if reasons else before

    def _is_year(self, quantity: Quantity) -> bool:
        return any(each.start <= quantity.start < each.end for each in self.known)

    def _one(self, place: int) -> None:
        quantity = self.quantities[place]
        left, right = self._around(place)
        reason = self.reasons[place] = refusing.why(self._context(place, left, right))
        if reason:
            self.found.passed.append(Passed(quantity, reason, self.part))
            return
        name, rule, start, end = self._name(place, left, right)
        if not name or re.fullmatch(r"(?:同比|环比|较?上年|后移|上升|下降|增长|其中)+", name):
            self.found.passed.append(Passed(quantity, "nameless", self.part))
            return
        if rule == "share-of":
            self.shares_of.add(place)
        names = naming.siblings(name) if rule.startswith("before") else [name]
        for each in names:
            self._add(place, each, rule, start, end, left, right)
        self.subject = names[-1]

    def _add(self, place: int, name: str, rule: str, start: int, end: int, left: str, right: str) -> None:
        quantity = self.quantities[place]
        if not quantity.unit and (told := re.search(r"人次$|(?<=人)数$", name)):
            quantity = replace(quantity, unit={"数": "人"}.get(told.group(), told.group()))
        is_share = quantity.unit in SHARES
        by = by_of(self.text, quantity.start, self.known, self.inherited, self.now, is_share=is_share)
        stretch = left + right[:6]
        if not by.is_stated and (rule == "share-taken" or is_ongoing(stretch)):
            by = By(Cadence.ONGOING, None, True)
        falls = bool(_FALLS.search(left))
        comparator = compared(quantity, left, right, name)
        baseline, year = self._baseline(place)
        self.found.targets.append(
            Target(
                name=name,
                comparator=comparator,
                value=quantity.value,
                value_max=quantity.value_max,
                unit=quantity.unit,
                by=by,
                basis="ratio" if rule == "share-taken" else basis_of(name, quantity, left, by),
                direction=-1 if falls or comparator in ("<=", "<") else 1,
                start=self.offset + start,
                end=self.offset + end,
                confidence=self._confidence(quantity, rule, by, left, right),
                rule=rule,
                part=self.part,
                is_about=quantity.is_about or right.startswith("左右") or left.endswith("约"),
                nature=_nature(right),
                baseline=baseline,
                baseline_year=year,
            )
        )

    def _around(self, place: int) -> tuple[str, str]:
        """Return what stands before and after a quantity, each to the end of its clause or to the neighbour quantity's clause."""
        quantity = self.quantities[place]
        first = 0
        for position in range(quantity.start - 1, -1, -1):
            if self.text[position] in _COMMAS:
                first = position + 1
                break
        if place:
            before = self.quantities[place - 1]
            gap = self.text[before.end : quantity.start]
            if before.end > first and self.reasons.get(place - 1) == "starting-point":
                # 床位数由2020年的6.1张提高到7.2张: the name stands before the number it starts from.
                lead = refusing.FROM.search(self.text[first : before.start])
                return self.text[first : first + lead.start() if lead else before.start] + gap, self._right(place)
            belongs = self.reasons.get(place - 1) in _ATTRIBUTES and "、" not in gap
            if before.end > first and not belongs:
                first = before.end + _parted(gap)
        return self.text[first : quantity.start], self._right(place)

    def _right(self, place: int) -> str:
        quantity = self.quantities[place]
        last = len(self.text)
        for position in range(quantity.end, len(self.text)):
            if self.text[position] in _COMMAS:
                last = position
                break
        if place + 1 < len(self.quantities) and self.quantities[place + 1].start < last:
            gap_end = self.quantities[place + 1].start
            comma = self.text.find("、", quantity.end, gap_end)
            is_quoted = "“" in self.text[quantity.end : gap_end] and "”" not in self.text[quantity.end : gap_end]
            if comma >= 0 or not is_quoted:
                last = comma if comma >= 0 else gap_end
        return self.text[quantity.end : last]

    def _context(self, place: int, left: str, right: str) -> refusing.Context:
        quantity = self.quantities[place]
        following = self.quantities[place + 1] if place + 1 < len(self.quantities) else None
        within = place - 1 in self.shares_of and not re.search(
            r"[，、。；]", self.text[self.quantities[place - 1].end : quantity.start]
        )
        return refusing.Context(
            sentence=self.text,
            quantity=quantity,
            left=left,
            right=right,
            before=self.text[: quantity.start],
            after=self.text[quantity.end :],
            following=following,
            known=self.known,
            now=self.now,
            is_background=self.part.role == Role.BACKGROUND,
            is_principle=self.part.role == Role.PRINCIPLE,
            is_note=self.is_note,
            follows_past=self.is_past,
            follows_norm=self._follows_norm(place),
            ends_in_share=self._ends_in_share(place),
            follows_reached=self.reasons.get(place - 1) == "reached",
            is_within=within,
        )

    def _follows_norm(self, place: int) -> bool:
        if not place or self.reasons.get(place - 1) != "standard":
            return False
        before, this = self.quantities[place - 1], self.quantities[place]
        gap = self.text[before.end : this.start]
        return before.unit == this.unit and bool(re.fullmatch(r"(?:以上|以下)?[、，][^，。；]{0,12}", gap))

    def _ends_in_share(self, place: int) -> bool:
        last = place
        while last + 1 < len(self.quantities) and not re.search(
            r"[，。；：]", self.text[self.quantities[last].end : self.quantities[last + 1].start]
        ):
            last += 1
        return last > place and self.quantities[last].unit in SHARES

    def _name(self, place: int, left: str, right: str) -> tuple[str, str, int, int]:
        """Return the name, the rule that found it, and the span of name and number."""
        quantity = self.quantities[place]
        end_more = quantity.end + (2 if right[:2] in ("以上", "以下", "左右", "以内") else 0)
        begun = self._begun(place, left)
        verb = re.sub(r"(?:不少于|不低于|不超过|至少|超过|达到?|约|近|逾|累计|总计|共|以上|力争|不少|\s)*$", "", left)
        behind = naming.after(right)
        standing = naming.before(left)
        if quantity.unit in SHARES:
            special = re.search(r"按照?(?P<of>[^，。；]{2,24})的$", left)
            if special and (match := re.match(r"(?:的比例)?(?P<verb>提取|计提|安排|缴纳|返还|拨缴|提留|用于)(?P<what>[^，。；、]{2,20})?", right)):
                name = f"{match['what'] or special['of']}{match['verb']}比例"
                return name, "share-taken", begun, quantity.end + match.end()
            if re.match(r"(?:以上|左右|以内)?的", right) and len(behind) >= 2 and not naming.is_rate(standing):
                return behind + ("比例" if not naming.is_rate(behind) else ""), "share-of", begun, end_more + len(behind) + 1
            used = re.match(r"(?:以上|以下|左右)?(?P<verb>用于|投向|投入|安排|分配给|留给)(?P<what>[^，。；、]{2,20})", right)
            if used and left.endswith("的"):
                return f"{standing}{used['verb']}{used['what']}比例", "share-used", begun, quantity.end + used.end()
            if standing:
                return self._completed(standing), "before-share", begun, end_more
            name = self._inherited(place)
            grows = re.search(r"(?:年均)?(?:增长|增速|增幅|提高|下降|降低)$", left)
            return (name + grows.group() if name and grows else name), "subject-share", begun, end_more
        if naming.MAKING.search(verb) and len(behind) >= 2 and not _goes_on(right):
            return behind, "made", begun + _lead(left, verb), quantity.end + right.find(behind) + len(behind)
        if len(standing) >= 2 and not (naming.MAKING.fullmatch(standing) and len(behind) >= 2):
            return self._completed(standing), "before", begun, end_more
        if len(behind) >= 2 and not _goes_on(right):
            return behind, "after", quantity.start, quantity.end + right.find(behind) + len(behind)
        inherited = self._inherited(place)
        if inherited:
            return inherited, "subject", begun, end_more
        return standing, "before", begun, end_more

    def _inherited(self, place: int) -> str:
        """Return what the clauses before speak of: 建设技能大师工作室，到2025年达到60个."""
        if self.subject:
            return self.subject
        quantity = self.quantities[place]
        clauses = re.split(r"[，：]", self.text[: quantity.start])
        for clause in reversed(clauses[:-1]):
            name = naming.trimmed(naming.before(clause))
            name = re.sub(rf"^{naming.MAKING.pattern[:-1]}(?=.{{3}})", "", name)
            if len(name) >= 2:
                return name
        return ""

    def _begun(self, place: int, left: str) -> int:
        """Return where the words begin that stand before a quantity."""
        if place and self.reasons.get(place - 1) == "starting-point":
            return max(self.text.rfind(left[:4], 0, self.quantities[place - 1].start), 0) if left[:4] else 0
        return self.quantities[place].start - len(left)

    def _completed(self, name: str) -> str:
        """Return a name with the subject that its own clause leaves out: 在…中的比例 → 产业工人在…中的比例."""
        if re.match(r"在[^，]{2,30}(?:中|里|内)的?(?:比例|比重|占比)", name) and self.subject:
            whose = re.split(r"在|占", self.subject, maxsplit=1)[0]
            return whose + name
        if re.fullmatch(r"(?:占比|比例|比重|数量|规模|总量|总数|总额|人数|覆盖率|总数)", name) and self.subject:
            return self.subject + name
        return name

    def _run(self, place: int) -> list[int]:
        """Return the numbers of quantities that follow each other as one list: 95%、85%和80%以上."""
        run = [place]
        while run[-1] + 1 < len(self.quantities):
            this, following = self.quantities[run[-1]], self.quantities[run[-1] + 1]
            gap = self.text[this.end : following.start]
            if not re.fullmatch(r"(?:以上|以下|左右|以内)?(?:[、，]|和|与|及|以及)(?:达到|提高到|达|为)?", gap):
                break
            run.append(run[-1] + 1)
        return run

    def _paired(self, run: Sequence[int]) -> bool:
        """Read “A、B分别达到95%和85%”; False where names and numbers do not pair."""
        first = self.quantities[run[0]]
        begun = max(self.text.rfind(each, 0, first.start) for each in "；。：\n")
        left = self.text[begun + 1 : first.start]
        told, split, _rest = left.rpartition("分别")
        if not split:
            return False
        goal = list(re.finditer(r"年(?:底|末|前)?，", told))
        told = told[goal[-1].end() :] if goal else told
        names = _listed(told.rpartition("，")[2])
        if len(names) != len(run):
            names = _listed(told)
        if len(names) != len(run):
            return False
        whose = re.match(r"(.*?(?:的|学校|企业|人口|居民|农村|城镇))", names[0])
        for number, (each, name) in enumerate(zip(run, names, strict=True)):
            _left, right = self._around(each)
            last_right = self._around(run[-1])[1]
            if number and len(name) <= 4 and naming.is_rate(name) and whose:
                name = whose[1] + name
            context = self._context(each, left, right or last_right)
            reason = refusing.why(context)
            if reason:
                self.found.passed.append(Passed(self.quantities[each], reason, self.part))
                continue
            told_right = right if right[:2] in ("以上", "以下", "以内", "左右") else last_right
            at = self.text.rfind(name, 0, first.start)
            start = at if at >= 0 else first.start
            self._add(each, name, "respectively", start, self.quantities[each].end, left, told_right)
        return True

    def _baseline(self, place: int) -> tuple[Decimal | None, int | None]:
        """Return the value from which a promise starts: 由2020年的45%提高到60%."""
        if not place:
            return None, None
        before, this = self.quantities[place - 1], self.quantities[place]
        gap = self.text[before.end : this.start]
        lead = self.text[max(0, before.start - 14) : before.start]
        if not refusing.FROM.search(lead) or not refusing.TO.search(gap):
            return None, None
        year = re.search(r"(20\d\d)年", lead)
        return before.value, int(year[1]) if year else None

    def _confidence(self, quantity: Quantity, rule: str, by: By, left: str, right: str) -> Decimal:
        sure = Decimal("0.6")
        if re.search(r"不低于|不少于|达到|达|以上|至少|超过|突破|力争|提高到|控制在|降至|下降|累计", left[-14:] + right[:2]):
            sure += Decimal("0.2")
        if by.is_stated:
            sure += Decimal("0.15")
        if rule in ("after", "subject", "subject-share"):
            sure -= Decimal("0.2")
        if quantity.is_chinese:
            sure -= Decimal("0.1")
        if self.part.role in (Role.SAFEGUARD, Role.PRINCIPLE, Role.OTHER):
            sure -= Decimal("0.05")
        return min(max(sure, Decimal("0.1")), Decimal("0.99"))

    def _whole_coverage(self) -> None:
        for match in _WHOLE.finditer(self.text):
            at = match.start("all") if match["all"] else match.start("whole")
            if refusing.is_past_stretch(self.text[:at], self.known, at) or self.part.role == Role.BACKGROUND:
                continue
            told = "name" if match["name"] else "what"
            name = naming.before(match[told])
            if told == "what":
                name = f"{re.sub(r'^(?:推进|推动|促进|实现|确保)', '', name)}{match['where'] or ''}覆盖率"
            by = by_of(self.text, at, self.known, self.inherited, self.now)
            if "动态" in match.group() and not by.is_stated:
                by = By(Cadence.ONGOING, None, True)
            start = match.start(told) + max(match[told].find(name[:4]), 0)
            self.found.targets.append(
                Target(name, ">=", Decimal(100), None, "%", by, "ratio", 1, self.offset + start, self.offset + match.end(),
                       Decimal("0.75"), "whole-coverage", self.part)
            )  # fmt: skip


_WANTED_LOW = re.compile(r"(?:失业率|死亡率|负债率|不良率|漏损率|线损率|发病率|发生率|辍学率|空置率|能耗|水耗|煤耗|排放强度|病死率|损耗率|浓度)$")
_RATIOS = re.compile(r"率$|系数$|每[千万亿]|每10万|人均|户均|每人|每亿元|单位\S{2,12}(?:能耗|水耗|消耗|排放)|平均预期")
_WORK = re.compile(r"新建|改造|完成|培训|培育|培养|组织|开展|举办|创建|打造|建成|建设|发放|筹集|服务|帮助|选树|评选|推广|实施|引进|招募|新增|发展|安置|转移|走访|提供|整治|设立")
_STANDS = re.compile(r"(?:达到|达|保持在|保持|稳定在|维持在|提高到|提升到|提升至|提高至|增加到|增至|扩大到|扩大至|发展到|降至|降到|降低到|减至|减少到|压减至|压缩至|压缩到|缩短至|缩短到|控制在|突破|超过|整合为|整合成)\D{0,4}$")
_STOCKS = re.compile(
    r"总量|总数|保有|存量|规模|总人数|队伍|人数(?:达|突破|超|稳定|保持)|拥有|期末|在校|常住|在岗|总资产|余额|浓度|面积|产值|收入|总额|时间|里程|产量|得分|寿命|蓄积|存栏|增加值|销售额|零售额"
)


def _with_unit_of_name(quantity: Quantity, text: str) -> Quantity:
    """Return a number that has its unit in the brackets of its name: 森林覆盖率（%）：65, 蓄积量（亿立方米）：2.1."""
    found = None if quantity.unit else re.search(r"（(?P<unit>[^（）]{1,10})）[：:]\D{0,3}$", text[: quantity.start])
    if found is None:
        return quantity
    factor, unit = tables.taken_apart(found["unit"])
    if not tables.is_unit(unit):
        return quantity
    high = quantity.value_max * factor if quantity.value_max is not None else None
    return replace(quantity, value=quantity.value * factor, value_max=high, unit=unit)


# Numbers that belong to the name of what follows: 65岁以上老年人健康管理率, 一次能源消费比重, 三级及以上公路.
_ATTRIBUTES = ("scope", "age", "name", "technical", "single", "own-part", "date", "no-unit", "term")
_WHOLE = re.compile(
    r"(?P<name>[^，。；：、\n]{2,40}?(?:覆盖率|覆盖面|参保率|建制率|达标率|合格率|[^，。；：、\n]率))"
    r"(?:要|力争|基本|全部|实现|达到|保持|始终|动态|为)*(?P<all>全覆盖|全部覆盖|百分百)|"
    r"(?P<what>[^，。；：、\n]{4,40}?)(?:要|力争|基本|全部|达到|保持|始终|动态)*(?:实现)?(?P<where>(?:县乡村|市县乡|省市县)[^，。；：、\n]{0,6})?(?P<whole>全覆盖)(?=[，。；、]|$)"
)


def compared(quantity: Quantity, left: str, right: str, name: str = "") -> str:
    """Return the comparator of a promise: >=, >, <=, <, = or range."""
    if quantity.value_max is not None:
        return "range"
    if right.startswith(("以内", "以下", "及以下", "之内")) or _AT_MOST_BEFORE.search(left):
        return "<="
    if _NOT_LESS.search(left) or right.startswith(("以上", "及以上")) or _MORE_BEFORE.search(left):
        return ">="
    if _EXACT_BEFORE.search(left):
        return "="
    return "<=" if _WANTED_LOW.search(name) and not _FALLS.search(left) else ">="


def basis_of(name: str, quantity: Quantity, left: str, by: By) -> str:
    """Return how values of a promise accrue: annual, cumulative, stock, increment, ratio, share or growth."""
    changes = _FALLS.search(left) or _RISES.search(left) or re.search(r"增长|增速|增幅", name)
    if quantity.unit in ("个百分点", "百分点"):
        return "increment"
    if quantity.unit in SHARES:
        if changes or quantity.unit in ("倍", "番"):
            return "growth"
        return "share" if re.search(r"比重|占比|占|份额|的比例$|用于.*比例", name) or re.search(r"(?<!达标|优良|天数)比例$", name) else "ratio"
    if _RATIOS.search(name):
        return "ratio"
    if by.cadence == Cadence.ANNUAL:
        return "annual"
    if re.search(r"(?:增加|增长|减少|提高|下降|降低)\D{0,4}$", left) and not re.search(r"(?:到|至|达)\D{0,3}$", left):
        return "increment"
    if "累计" in left or "新增" in name or _WORK.search(left):
        return "cumulative"
    return "stock" if _STANDS.search(left) or _STOCKS.search(name + left[-6:]) else "cumulative"


def merged(targets: Sequence[Target]) -> list[Target]:
    """Return the promises with those that say the same joined; the most detailed place is kept, the others named."""
    kept: list[Target] = []
    for each in targets:
        twin = next((number for number, other in enumerate(kept) if _same(each, other)), None)
        if twin is None:
            kept.append(each)
            continue
        other = kept[twin]
        better, worse = (each, other) if _rank(each) > _rank(other) else (other, each)
        by = better.by if better.by.is_stated or not worse.by.is_stated else worse.by
        kept[twin] = replace(better, by=by, also=(*other.also, (worse.start, worse.end)))
    return sorted(kept, key=lambda each: each.start)


def _rank(target: Target) -> tuple[int, int, Decimal]:
    """Return how good a place is for a promise: in a task before a list of goals, deeper before shallower."""
    return (target.part.role == Role.TASK, target.part.level, target.confidence)


def _same(one: Target, other: Target) -> bool:
    if (one.value, one.value_max) != (other.value, other.value_max) or not _alike_units(one.unit, other.unit):
        return False
    if one.start < other.end and other.start < one.end:  # two names that share one number
        return False
    if one.by.cadence != other.by.cadence and one.by.is_stated and other.by.is_stated:
        return False
    if one.by.year != other.by.year and one.by.is_stated and other.by.is_stated:
        return False
    return alike(one.name, other.name) >= Decimal("0.7")


def _alike_units(one: str, other: str) -> bool:
    return one == other or {one, other} <= PERSONS


def alike(one: str, other: str) -> Decimal:
    """Return how alike two names are, 0 to 1: the share of the shorter one's pairs of characters found in the longer."""
    one, other = (re.sub(r"[“”‘’（）()、的 ]", "", each) for each in (one, other))
    if not one or not other:
        return Decimal(0)
    if one in other or other in one:
        return Decimal(1)
    shorter, longer = sorted((one, other), key=len)
    pairs = [shorter[place : place + 2] for place in range(len(shorter) - 1)] or [shorter]
    return Decimal(sum(pair in longer for pair in pairs)) / len(pairs)


def _parted(gap: str) -> int:
    """Return where, between two numbers of one clause, the words of the second begin: after the last 、 or after and."""
    pieces = gap.split("、")
    if len(pieces) > 1:
        # B率、C率达到80% after A率达到95%: all of a list of rates belongs to the second number.
        names = [naming.before(each) for each in pieces[1:]]
        if all(naming.is_rate(each) for each in names):
            return len(pieces[0]) + 1
        return gap.rfind("、") + 1
    match = re.match(r"(?:以上|以下|以内|左右)?(?:和|与|及|以及|并)", gap)
    return match.end() if match else 0


def _listed(told: str) -> list[str]:
    """Return the names in a list: A率、B率和C率."""
    names = [naming.trimmed(naming.before(each)) for each in re.split(r"、|，|以及|(?<!共)和(?!谐)|(?<!参)与|(?<!普)及(?!率|以)", told) if each.strip()]
    return [each for each in names if each]


def _goes_on(right: str) -> bool:
    """Say whether what follows a number begins a predicate instead of naming what is counted."""
    return bool(re.match(r"(?:以上|以下|左右|以内)?(?:并|且|，|。|；|、|$|用于|进行|开展|实现|达到|提高|增加|确保|力争)", right))


def _lead(left: str, verb: str) -> int:
    """Return where in the clause the making verb begins, so that the span leaves out what leads in to it."""
    match = naming.MAKING.search(verb)
    return match.start() if match else len(left)


def _nature(right: str) -> str:
    if "约束性" in right[:12]:
        return "binding"
    return "expected" if "预期性" in right[:12] else ""


def _is_reference(text: str, mention: Mention) -> bool:
    """Say whether a year is only compared with: 比2020年, 较2020年, 以2020年为基期."""
    lead, tail = text[max(0, mention.start - 4) : mention.start], text[mention.end : mention.end + 6]
    return bool(re.search(r"(?:比|较|与|以|同|由|从|在)$", lead)) and (
        bool(re.search(r"(?:比|较|与|由|从)$", lead)) or tail.startswith(("为基", "基础上", "的基础"))
    )
