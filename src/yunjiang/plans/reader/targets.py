"""The promises of a document, sentence by sentence and row by row, each with by when it holds."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal

from . import glued, minguo, signs, tables
from .clauses import sentences
from .comparing import basis_in_table
from .looking import Looking
from .merging import merged
from .periods import By, Cadence, Mention, mentions
from .plain import Plain
from .plan_years import is_of_one_year
from .promises import Found, Target
from .roles import Role
from .row_reading import RowFound
from .sentence import Sentence
from .structure import TITLE, Part, Skeleton
from .tones import Tones
from .weighing import LEAST, Scales, ours

_NOTE_LINE = re.compile(r"(?:注|附注|备注|说明|资料来源|数据来源|附：?现况)[\d]*[：:]")


_NUMBERED_NOTE = re.compile(r"[①-⑩]")
_AIM = re.compile(r"(?:^|[，：])[力争确保“]*$")
_LEADS = re.compile(r"^[^；。]{0,40}目标[^；。]{0,8}[：:]")
# A sentence without a subject of its own: 到2025年达到20%.
_GOES_ON = re.compile(
    r"(?:到|至)?20\d\d年(?:底|末|前)*[，、]?(?:力争|再|累计)*(?:达到?|提高|提升|突破|增至|增加到|扩大到|下降|降至|降低|稳定|超过|分别)"
)
# What stands before a year that opens a sentence, so that those behind it in the paragraph are of that year too.
_OPENING = re.compile(r"(?:[^，。；：\d]{0,20}：)?[力争确保“]*$")
# A line that says of which year what follows is.
_HEADLINE = re.compile(
    r"(?:20\d\d年|[“\"]?十[二三四五六]五[”\"]?(?:时期|期间))的?[^，。；：\d]{0,16}(?:目标|任务|工作|重点|安排|计划|要求|思路|打算|部署)[^，。；：\d]{0,6}"
)
_FAR = 5  # years behind a plan's end: 到2035年 in a plan to 2025 says what is wished for, and nothing of what stands below
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月(?:份|底|末|\d{1,2}日)?(?:前)?$")


def find(plain: Plain, skeleton: Skeleton, now: int, last: int | None, least: Decimal = LEAST) -> Found:
    """Return every promise of a text and every quantity that is none; `now` is the first year that is not past."""
    found = Found()
    text = plain.text
    end_year = last or now
    tones = Tones(text)
    scales = Scales(ours().of, signs.of_document(text, skeleton, now, tones), tones)
    inherited: dict[int, By] = {}
    of_line: tuple[int, By | None] = (-1, None)  # the paragraph, by when
    headline = By(Cadence.DEADLINE, None, False)  # by when what stands under a line holds: 2026年重点工作
    looking = Looking()
    subject = ""  # of the sentence before, for one that goes on behind a semicolon: …；到2025年达到20%
    names: list[str] = []  # of the list in it: …；到2025年分别达到20%和30%
    tabled = sorted([*tables.covered(text), *glued.covered(text)])
    is_yearly = is_of_one_year(text)
    is_minguo = minguo.is_counted_so(skeleton.title)
    first = now if last and now < last else 0  # a plan's beginning; its end says nothing of what is past
    ran_together = sorted(glued.rows(text), key=lambda each: each.start)
    found.targets += [
        _of_row(each, skeleton, last, scales) for each in (*tables.rows(text, last, first), *ran_together)
    ]
    for start, end in sentences(text):
        if _is_within(start, tabled) or _is_title(text[start:end], skeleton):
            continue
        part = skeleton.at(start)
        if part.start == start and part.words:
            start = part.words
        sentence = text[start:end]
        known = [
            each
            for each in _with_minguo(
                mentions(sentence, now, end_year, is_yearly=is_yearly), sentence, now, is_told=is_minguo
            )
            if not _is_reference(sentence, each)
        ]
        own = By(Cadence.DEADLINE, end_year if last else None, False)
        handed_down = next(
            (inherited[id(each)] for each in reversed(part.path) if id(each) in inherited), own
        )
        if _HEADLINE.fullmatch(sentence.strip()) and known and not known[-1].is_past:
            headline = By(Cadence.DEADLINE, known[-1].year, False, start)
        if headline.at > handed_down.at:
            handed_down = headline
        line = text.rfind("\n", 0, start)
        is_note = bool(
            _NOTE_LINE.match(text, line + 1)
            or (_NUMBERED_NOTE.match(sentence) and "注：" in text[line + 1 : start])
        )
        if of_line[0] != line:
            of_line = (line, None)
        if of_line[1] is not None:
            handed_down = of_line[1]
        is_past = looking.is_back(sentence, line, part, known)
        goes_on = _GOES_ON.match(sentence) and text[start - 1 : start] == "；"
        one = Sentence(
            sentence,
            start,
            part,
            known,
            handed_down,
            now,
            found,
            scales,
            is_note=is_note,
            is_past=is_past,
            subject=subject if goes_on else "",
            names=names if goes_on else (),
        )
        one.read()
        subject, names = one.subject, one.names
        goals = [
            each
            for each in known
            if not each.is_past and (each.is_to or (each.first and _OPENING.match(sentence[: each.start])))
        ]
        # 到2028年 amid what a report of 2026 says is to be done
        is_amid = is_yearly and part.role != Role.GOAL and bool(text[line + 1 : start].strip())
        is_vision = bool(goals and last and now < last <= goals[-1].year - _FAR)
        if goals and (part.role == Role.GOAL or goals[-1].year >= end_year) and not (is_vision or is_amid):
            inherited[id(part)] = By(Cadence.DEADLINE, goals[-1].year, False, start)
        months = [each for each in known if each.is_span and not each.is_past and each.start <= 2]
        in_line = (
            By(Cadence.DEADLINE, months[0].year, False, start, months[0].month) if months else of_line[1]
        )
        leads = _LEADS.search(sentence) is not None  # 2025年主要预期目标是：…；…
        aims = [
            each
            for each in known
            if (each.is_to or (leads and not each.is_past) or _opens(each, sentence, part))
            and _AIM.search(sentence[: each.start])
        ]
        if (
            aims
            and not (months or is_amid)
            and (sentence.endswith("；") or _OPENING.match(sentence[: aims[-1].start]))
        ):
            in_line = By(Cadence.DEADLINE, aims[-1].year, False, start, aims[-1].month)
        of_line = (line, in_line)
        looking.read(tells_past=one.tells_past(is_past))
    rows = [(each.start, each.end) for each in ran_together]
    found.targets = [
        each for each in found.targets if each.rule == "table-row" or not _is_within(each.end - 1, rows)
    ]
    for cell in tables.told(text):
        _read_cell(
            cell,
            text,
            skeleton,
            own_until=end_year if last else None,
            now=now,
            end_year=end_year,
            found=found,
            scales=scales,
        )
    found.unlikely = [each for each in found.targets if each.confidence < least]
    found.targets = merged([each for each in found.targets if each.confidence >= least], text)
    return found


def _opens(mention: Mention, sentence: str, part: Part) -> bool:
    """Say whether a year opens a paragraph of goals, or a sentence in it: 2027年前，取得突破。建成3个平台。"""
    return (
        part.role == Role.GOAL
        and mention.is_goal
        and mention.start == 0
        and sentence[mention.end : mention.end + 1] == "，"
    )


def _with_minguo(known: list[Mention], text: str, now: int, *, is_told: bool) -> list[Mention]:
    """Return the years that a sentence names with those that it counts as Taiwan does, where its document does so."""
    return sorted([*known, *minguo.mentions(text, now)], key=lambda each: each.start) if is_told else known


def _is_title(sentence: str, skeleton: Skeleton) -> bool:
    return sentence.strip() == skeleton.title and TITLE.search(skeleton.title) is not None


def _read_cell(
    cell: tables.Told,
    text: str,
    skeleton: Skeleton,
    *,
    own_until: int | None,
    now: int,
    end_year: int,
    found: Found,
    scales: Scales,
) -> None:
    """Read what a cell of a table says in words; its row's column of dates says by when."""
    due = [each for each in mentions(cell.due, now, end_year) if not each.is_past]
    month = _MONTH.search(cell.due)
    by = By(Cadence.DEADLINE, own_until, False)
    if due:
        by = By(Cadence.DEADLINE, due[-1].year, True, 0, due[-1].month)
    elif month:  # 10月底 in the column of a list for one year
        by = By(Cadence.DEADLINE, own_until or now, True, 0, int(month[1]) if int(month[1]) < 12 else None)
    for start, end in sentences(text[cell.start : cell.end]):
        stretch = text[cell.start + start : cell.start + end]
        known = [each for each in mentions(stretch, now, end_year) if not _is_reference(stretch, each)]
        Sentence(
            stretch, cell.start + start, skeleton.at(cell.start), known, by, now, found, scales, is_cell=True
        ).read()


def _of_row(row: RowFound, skeleton: Skeleton, last: int | None, scales: Scales) -> Target:
    grows = row.is_growth or bool(re.search(r"增长|增速|增幅", row.name))
    basis = "growth" if grows or re.search(r"降低|下降", row.name) else ""
    if not basis:
        basis = (
            ("share" if re.search(r"比例|比重|占比", row.name) else "ratio")
            if row.unit in ("%", "‰")
            else basis_in_table(row.name)
        )
    annual = row.is_growth or bool(re.search(r"年均|每年", row.name))
    by = By(Cadence.ANNUAL) if annual else By(Cadence.DEADLINE, row.year or last)
    falls = row.comparator in ("<=", "<") or bool(re.search(r"降低|下降|减少", row.name))
    told = signs.of_row(row, by, skeleton.at(row.start)) + scales.of_document
    return Target(
        row.name, row.comparator, row.value, row.value_max, row.unit, by, basis, -1 if falls else 1, row.start, row.end,
        scales.confidence(told), "table-row", skeleton.at(row.start), nature=row.nature, baseline=row.baseline,
        baseline_year=row.baseline_year, signs=told,
    )  # fmt: skip


def _is_within(place: int, stretches: Sequence[tuple[int, int]]) -> bool:
    """Say whether a place lies in one of the stretches, which stand in order."""
    number = bisect_right(stretches, (place, place))
    return any(start <= place < end for start, end in stretches[max(number - 1, 0) : number + 1])


def _is_reference(text: str, mention: Mention) -> bool:
    """Say whether a year is only compared with (比2020年, 以2020年为基期) or is of the title of a document (《…》)."""
    if text.rfind("《", 0, mention.start) > text.rfind("》", 0, mention.start):
        return True
    lead, tail = text[max(0, mention.start - 4) : mention.start], text[mention.end : mention.end + 20]
    if re.search(r"(?:比|较|与|由|从)$", lead):
        return True
    whole = text[max(0, mention.start - 4) : mention.end]
    if mention.is_past and re.search(r"(?:不[低少高]于|不超过|恢复[到至])(?:20\d\d年[底末]?)$", whole):
        return True  # 不低于2020年底的118万人, 恢复到2019年的九成
    based = text[mention.start] == "在" or re.search(r"(?:以|同|在)$", lead)
    if re.match(r"的?(?:平均|同期|实际)?(?:水平|规模|基数)", tail) and not mention.is_to:
        return True  # 控制在2010年水平
    return bool(based) and bool(re.match(r"[^，。；]{0,6}为基|[^，。；]{0,14}基础上", tail))
