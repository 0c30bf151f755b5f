"""Which bodies are to lead, support or answer: in brackets, in sentences, in clauses of their own and in columns of tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import tables
from .plain import Plain
from .structure import Part, Skeleton

_BRACKETS = str.maketrans("〔〕【】[]", "（）（）（）")
_INSIDE = r"(?:[^（）]|（[^（）]{1,8}）)"  # 各县（市、区）政府 has brackets of its own
# 牵头单位：…；配合单位：…
_LABEL = (
    r"(?P<label>(?:(?:牵头|主办|责任|承办|落实|实施|负责|主管|统筹|分工)(?:责任)?(?:单位|部门|主体|机构)|"
    r"(?:配合|参与|参加|协办|协助|协作|协同)(?:责任)?(?:单位|部门)|牵头|主办|责任|配合|参与|协办)(?:及分工)?)[:：]"
)
_LABELLED = re.compile(rf"{_LABEL}(?P<listed>(?:(?!{_LABEL.replace('?P<label>', '?:')})[^。\n\t])*)")
_LEADS = re.compile(
    rf"（(?P<inside>{_INSIDE}{{0,200}}?(?:牵头|负责|配合|参与|落实|主办|协办|会同|责任|分工){_INSIDE}{{0,300}})）"
)
_IN_LINE = re.compile(rf"(?:(?<=[。；，\n\t])|^){_LABEL}[^。\n\t]{{2,300}}", re.MULTILINE)
_ALONE = re.compile(rf"（(?P<listed>{_INSIDE}{{3,160}})）(?=[。；，\n\t]|$)")
_SAID = re.compile(
    r"(?<=[，。；：\n\t])(?:第[一二三四五六七八九十百]+条[ 　]*|\d+[.、]|"
    r"[（(][一二三四五六七八九十]+[)）])?由?(?P<who>[^，。；：\n\t（）]{2,60}?)(?:等(?:有关|"
    r"相关)?(?:部门|单位)?)?(?:按(?:照)?(?:职责|各自职责)(?:分工)?)?(?:共同|联合|具体|分工|分别|抓好|做好)?"
    r"(?P<role>牵头|主办|统筹|会同|负责|落实|配合|协同|协助|协办|参与)"
)
_ROLE_AT_END = re.compile(
    r"(?:分别|共同|联合|具体)?(?:牵头|负责|配合|参与|主办|协办|按(?:照)?(?:各自)?职责(?:分工)?负责|落实)+$"
)
_SORTS = (
    "厅|局|署|处|委|办公室|办|部|院|会|中心|政府|党委|法院|检察院|银行|公司|集团|工会|单位|部门|机关|园区|管委会|"
    "团省委|团市委|团县委|团区委|科协|侨联|残联|妇联|工商联|文联|分行|总社|供销社|学校|支队|大队|分局|乡镇|街道"
)
_BODY = re.compile(
    rf"[^、，；。：（）]{{1,24}}(?:（[^（）]{{1,8}}）)?[^、，；。：（）]{{0,8}}?(?:{_SORTS})(?:（[^（）]{{1,8}}）)?(?:等)?"
)
_EACH = re.compile(r"各(?:有关|相关)?(?:[省市州县区乡镇旗盟地、]|街道|开发区|园区|（[^（）]{1,10}）)+")
_REGION = re.compile(r"[\u4e00-\u9fff]{1,9}(?:[省市州县区旗盟]|新区|开发区)")
_PUBLIC = re.compile(r"(?:国家|[省市州县区]|各|全[省市州县区])")  # how the name of a public body begins
_NO_BODY = re.compile(r"[《》“”\d]|明确|了|为主|模式|社会$|通过|工作机制|的(?!部门|单位)")
# Words that begin what is done and no name: 强化部门协同, 鼓励地方政府牵头.
_DOES = re.compile(
    r"(?:鼓励|引导|支持|强化|优化|加强|加快|健全|完善|构建|建立|推动|推进|促进(?!会)|调动|发挥|落实|督促|指导|组织(?!部)|依托|"
    r"按照|根据|将|把|对(?!外)|向(?!阳)|让|跨|形成|实现|提升|提高|深化|扩大|培育|打造|规范|压实|履行|实施|开展|做好|抓好|"
    r"充实|动员|号召|倡导|充分|积极|切实|进一步|共同|统筹|分级|坚持|探索|拓展|增强|注重|突出|聚焦|围绕|负有|经(?![信贸济发合管])|"
    r"成立|协调|联合|多|以下|列|着力|聚力|全力|持续|继续|不断|努力|防止|保障|确保|保护|涉及|凡|并|及时|主动|严格|统一|全面|大力|深入|广泛|定期)"
)
_AND_OTHERS = re.compile(
    r"等(?:有关|相关|各)?(?:部门|单位|区|县|地方)?(?:(?:和|及)(?:有关|相关)?(?:部门|单位))?$"
)
_AT_AND = re.compile(r"(?<!党委)(?<=[局委厅办院署会部等])(?:和|及|与|以及|会同)(?=[^和及与]{2})")
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
    text = plain.text.translate(_BRACKETS)  # as long as before: places stay, and names are told as they were
    seen: set[tuple[str, tuple[str, ...], int]] = set()
    told = (*_in_clauses(text), *_in_sentences(text), *_in_tables(plain.text))
    for role, listed, start, end in sorted(told, key=lambda each: each[2]):
        found = _bodies(listed)
        if found and (role, found, end) not in seen:
            seen.add((role, found, end))
            names = tuple(_as_it_was(each, text, plain.text, start, end) for each in found)
            yield Responsible(role, names, skeleton.at(start), start, end)


def _as_it_was(name: str, folded: str, text: str, start: int, end: int) -> str:
    """Return a name with the brackets that the text has for it: 各乡镇〔街道〕."""
    place = folded.find(name, start, end)
    return name if place < 0 else text[place : place + len(name)]


def _in_sentences(text: str) -> Iterator[tuple[str, str, int, int]]:
    for match in _SAID.finditer(text):
        if _is_in_brackets(text, match.start()):
            continue  # read with them
        yield _role(match["role"]), match["who"], match.start("who"), match.end()


def _in_clauses(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield what stands in brackets or behind 牵头单位：; a bracket of nothing but public bodies names who answers."""
    for match in _LEADS.finditer(text):
        start, end = match.span()
        if _LABELLED.search(match["inside"]):
            for each in _LABELLED.finditer(match["inside"]):
                yield _role(each["label"]), each["listed"], start, end
            continue
        for piece in re.split(r"[；，。]", match["inside"]):
            yield _role(piece), piece, start, end
    for match in _IN_LINE.finditer(text):
        if _is_in_brackets(text, match.start()):
            continue
        for each in _LABELLED.finditer(match.group()):
            yield _role(each["label"]), each["listed"], match.start(), match.end()
    for match in _ALONE.finditer(text):
        pieces = [each.strip() for each in _AT_COMMAS.split(match["listed"])]
        is_said = text[match.start() - 1] in "。；"  # …达到80%。（教育局）
        if all(_is_body(each) and (is_said or _PUBLIC.match(each)) for each in pieces):
            yield "responsible", match["listed"], match.start(), match.end()


def _is_in_brackets(text: str, place: int) -> bool:
    return text.rfind("（", 0, place) > text.rfind("）", 0, place)


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
        _AND_OTHERS.sub("", _ROLE_AT_END.sub("", re.sub(r"^(?:.*由|和|与|及|以及|会同)", "", each.strip())))
        for listing in _AT_COMMAS.split(listed)
        for each in _AT_AND.split(listing)
    ]
    ruled = max((place for place, each in enumerate(pieces) if each.endswith("政府")), default=-1)
    return tuple(
        dict.fromkeys(
            each
            for place, each in enumerate(pieces)
            if _is_body(each) or (place < ruled and _REGION.fullmatch(each))  # 东市、西市人民政府
        )
    )


def _is_body(told: str) -> bool:
    is_named = _BODY.fullmatch(told) or _EACH.fullmatch(told)
    return is_named is not None and not (_NO_BODY.search(told) or _DOES.match(told))
