"""Which bodies are to lead, support or answer: in brackets, in sentences, in clauses of their own and in columns of tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import tables
from .plain import Plain
from .structure import Part, Skeleton

_INSIDE = r"(?:[^（）]|（[^（）]{1,8}）)"  # 各县（市、区）政府 has brackets of its own
_LEADS = re.compile(
    rf"（(?P<inside>{_INSIDE}{{2,160}}?(?:牵头|负责|配合|责任单位|落实|按职责分工){_INSIDE}{{0,60}})）|"
    r"(?:^|[。；\n])(?P<kind>牵头(?:单位|部门)|责任(?:单位|部门)|配合(?:单位|部门)|参与单位)[:：]"
    r"(?P<listed>[^。；\n]{2,160})"
)
_ALONE = re.compile(rf"（(?P<listed>{_INSIDE}{{3,160}})）(?=[。；，\n\t]|$)")
_SAID = re.compile(
    r"(?<=[，。；：\n\t])(?:第[一二三四五六七八九十百]+条[ 　]*|\d+[.、]|"
    r"[（(][一二三四五六七八九十]+[）)])?由?(?P<who>[^，。；：\n\t（）]{2,60}?)(?:等(?:有关|"
    r"相关)?(?:部门|单位)?)?(?:按(?:照)?(?:职责|各自职责)(?:分工)?)?(?:共同|联合|具体)?"
    r"(?P<role>牵头|主办|统筹|会同|负责|落实|配合|协同|协助|协办|参与)"
)
_SORTS = (
    "厅|局|署|处|委|办公室|办|部|院|会|中心|政府|党委|法院|检察院|银行|公司|集团|工会|单位|部门|机关|园区|管委会|"
    "团省委|团市委|团县委|团区委|科协|侨联|残联|妇联|工商联|文联|分行|总社|供销社|学校|支队|大队|分局|乡镇|街道"
)
_BODY = re.compile(
    rf"[^、，；。：（）]{{1,24}}(?:（[^（）]{{1,8}}）)?[^、，；。：（）]{{0,8}}?(?:{_SORTS})(?:（[^（）]{{1,8}}）)?(?:等)?"
)
_PUBLIC = re.compile(r"(?:国家|[省市州县区]|各|全[省市州县区])")  # how the name of a public body begins
_NO_BODY = re.compile(
    r"[《》“”\d]|明确|建立|推动|推进|加强|完善|开展|支持|成立|组织(?!部)|了|为主|模式|社会$|向(?!阳)|通过"
)
_AT_COMMAS = re.compile(r"[、，；](?![^（）]*）)")
_SUPPORT = re.compile(r"配合|协同|协助|协办|参与")
_LEAD = re.compile(r"牵头|主办|统筹|会同")


@dataclass(frozen=True)
class Responsible:
    """Which bodies a passage names: `role` is lead, support or responsible."""

    role: str
    bodies: tuple[str, ...]
    part: Part
    start: int
    end: int


def responsible(plain: Plain, skeleton: Skeleton) -> Iterator[Responsible]:
    """Yield the bodies that passages name as leading, supporting or responsible."""
    text = plain.text
    seen: set[tuple[str, tuple[str, ...], int]] = set()
    told = (*_in_clauses(text), *_in_sentences(text), *_in_tables(text))
    for role, listed, start, end in sorted(told, key=lambda each: each[2]):
        found = _bodies(listed)
        if found and (role, found, end) not in seen:
            seen.add((role, found, end))
            yield Responsible(role, found, skeleton.at(start), start, end)


def _in_sentences(text: str) -> Iterator[tuple[str, str, int, int]]:
    for match in _SAID.finditer(text):
        if text.rfind("（", 0, match.start()) > text.rfind("）", 0, match.start()):
            continue  # in brackets, read with them
        yield _role(match["role"]), match["who"], match.start("who"), match.end()


def _in_clauses(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield what stands in brackets or behind 牵头单位：; a bracket of nothing but public bodies names who answers."""
    for match in _LEADS.finditer(text):
        if match["kind"]:
            yield _role(match["kind"]), match["listed"], match.start(), match.end()
            continue
        for piece in re.split(r"[；，]", match["inside"]):
            listed = re.sub(r"(?:分别|共同)?(?:牵头|负责|配合|按职责分工负责|落实)$", "", piece)
            yield _role(piece), re.sub(r"^\S{2,6}[:：]", "", listed), match.start(), match.end()
    for match in _ALONE.finditer(text):
        pieces = [each.strip() for each in _AT_COMMAS.split(match["listed"])]
        if all(_BODY.fullmatch(each) and _PUBLIC.match(each) for each in pieces):
            yield "responsible", match["listed"], match.start(), match.end()


def _in_tables(text: str) -> Iterator[tuple[str, str, int, int]]:
    for cell in tables.bodies(text):
        yield _role(cell.head), text[cell.start : cell.end], cell.start, cell.end


def _role(told: str) -> str:
    """Return the role that words say: 牵头 leads, 配合 supports; who only answers is responsible."""
    if _LEAD.search(told):
        return "lead"
    return "support" if _SUPPORT.search(told) else "responsible"


def _bodies(listed: str) -> tuple[str, ...]:
    pieces = [
        re.sub(r"^(?:.*由|和|与|及|以及)|(?:等(?:部门|单位)?)$", "", each.strip())
        for each in _AT_COMMAS.split(listed)
    ]
    told = [each for each in pieces if _BODY.fullmatch(each) and not _NO_BODY.search(each)]
    return tuple(dict.fromkeys(told))
