"""The unified social credit code of units, GB 32100-2015 with amendment 1 of 2016, and the organization code (GB 11714) inside.

A grassroots union has a code of its own, beginning 81; its employer's (91, 12, 52 …) is another one. The text of 2015 knew only
the departments 1, 5, 9 and Y; checks copied from it refuse every union.
"""

from .folding import compact
from .problems import Problem

SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # values 0 to 30: no I, O, S, V, Z
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)  # 3^(position - 1) mod 31
INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_VALUES = {symbol: value for value, symbol in enumerate(SYMBOLS)}
_INNER_VALUES = {symbol: int(symbol, 36) for symbol in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}

# Table 1 as amended: registering department → kinds of body.
KINDS: dict[str, dict[str, str]] = {
    "1": {"1": "机关", "2": "事业单位", "3": "编办直接管理机构编制的群众团体", "9": "其他"},
    "2": {"1": "外国常驻新闻机构", "9": "其他"},
    "3": {
        "1": "律师执业机构", "2": "公证处", "3": "基层法律服务所", "4": "司法鉴定机构", "5": "仲裁委员会",
        "9": "其他",
    },
    "4": {"1": "外国在华文化中心", "9": "其他"},
    "5": {"1": "社会团体", "2": "民办非企业单位", "3": "基金会", "9": "其他"},
    "6": {"1": "外国旅游部门常驻代表机构", "2": "港澳台地区旅游部门常驻内地（大陆）代表机构", "9": "其他"},
    "7": {"1": "宗教活动场所", "2": "宗教院校", "9": "其他"},
    "8": {"1": "基层工会", "9": "其他"},
    "9": {"1": "企业", "2": "个体工商户", "3": "农民专业合作社"},
    "A": {"1": "军队事业单位", "9": "其他"},
    "N": {"1": "组级集体经济组织", "2": "村级集体经济组织", "3": "乡镇级集体经济组织", "9": "其他"},
    "Y": {"1": "其他"},
}  # fmt: skip
DEPARTMENTS = {
    "1": "机构编制", "2": "外交", "3": "司法行政", "4": "文化", "5": "民政", "6": "旅游", "7": "宗教", "8": "工会",
    "9": "工商", "A": "中央军委改革和编制办公室", "N": "农业", "Y": "其他",
}  # fmt: skip


def normal(text: str) -> str:
    """Return the code as it is kept: narrow, in capitals, without spaces and hyphens."""
    return compact(text).replace("-", "")


def problem(text: str) -> Problem | None:
    """Say why a text cannot be such a code, or None. An odd organization code inside is only a `warning`."""
    code = normal(text)
    if not code:
        return Problem.EMPTY
    if len(code) != 18:
        return Problem.LENGTH
    if any(each not in _VALUES for each in code) or not code[2:8].isdigit():
        return Problem.CHARACTERS
    if kind(code) is None:
        return Problem.DEPARTMENT
    if check_character(code[:17]) != code[17]:
        return Problem.CHECK_DIGIT
    return None


def warning(text: str) -> Problem | None:
    """Say what is odd about a code that may be right all the same, or None."""
    code = normal(text)
    return None if inner_check_character(code[8:16]) == code[16:17] else Problem.INNER_CHECK


def check_character(body: str) -> str:
    """Return the 18th character for the first 17."""
    total = sum(_VALUES[each] * weight for each, weight in zip(body, WEIGHTS, strict=True))
    return SYMBOLS[-total % 31]


def inner_check_character(body: str) -> str:
    """Return the ninth character of an organization code (GB 11714) for its first eight; empty for what is none."""
    if len(body) != 8 or any(each not in _INNER_VALUES for each in body):
        return ""
    total = sum(_INNER_VALUES[each] * weight for each, weight in zip(body, INNER_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def kind(code: str) -> str | None:
    """Return what kind of body a code names, such as 基层工会; None when there is no such department or kind."""
    return KINDS.get(code[:1], {}).get(code[1:2])


def is_of_grassroots_union(code: str) -> bool:
    """Say whether the code is a grassroots union's own."""
    return code.startswith("81")
