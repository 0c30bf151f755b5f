"""What the quantity of a clause is called: by what stands before it, behind it, or by what the clauses before speak of."""

import re

from . import naming
from .clauses import goes_on, lead
from .each import each
from .quantities import Quantity
from .units import SHARES


def called(
    text: str, quantity: Quantity, left: str, right: str, subject: str, begun: int
) -> tuple[str, str, int, int]:
    """Return the name of a quantity, the rule that found it, and the span of name and number in its sentence.

    `left` and `right` are its clause, `subject` what the clauses before speak of, `begun` where its words begin.
    """
    if quantity.unit in SHARES:
        return _called_share(text, quantity, left, right, subject, begun)
    end_more = quantity.end + (2 if right[:2] in ("以上", "以下", "左右", "以内") else 0)
    verb = naming.FILLING.sub("", left)
    verb = re.sub(r"(?:全[省市县区州国镇乡]|各地)$", "", verb)  # 完成全市26个试点
    verb = re.sub(r"（[^（）]{1,6}）$", "", verb)  # 新建（改建）10家食堂
    behind = naming.after(right)
    if _LEVEL.fullmatch(behind):  # 建成10个国家级、20个省级示范基地
        noun = re.match(
            rf"[^，。；]*?{_LEVEL.pattern}(?P<what>[\u4e00-\u9fff]{{2,12}})", text[quantity.end :]
        )
        if noun and naming.made(left):
            return behind + noun["what"], "made", begun + lead(left, verb), quantity.end + len(behind)
    standing = naming.before(left)
    if len(behind) >= 2 and (whose := each(left)):
        return (
            whose + behind,
            "each",
            begun + left.rfind(whose),
            quantity.end + right.find(behind) + len(behind),
        )
    if (served := _FOR.search(left)) and len(behind) >= 4:
        return served["how"] + behind, "served", begun, quantity.end + right.find(behind) + len(behind)
    if naming.made(verb) and len(behind) >= 2 and not goes_on(right):
        return behind, "made", begun + lead(left, verb), quantity.end + right.find(behind) + len(behind)
    if left.endswith(("的", "等")) and len(behind) >= 2 and not goes_on(right):
        return behind, "made", quantity.start, quantity.end + right.find(behind) + len(behind)
    if len(behind) >= 2 and not goes_on(right) and (whole := _ALL_ALONG.search(standing)):
        return whole[0] + behind, "before", begun, quantity.end + right.find(behind) + len(behind)
    if len(standing) >= 2 and not (naming.is_stump(standing) and len(behind) >= 2):
        return _completed(standing, subject), "before", begun, end_more
    if len(behind) >= 2 and not goes_on(right):
        return behind, "after", quantity.start, quantity.end + right.find(behind) + len(behind)
    inherited = _inherited(text, quantity, subject)
    if inherited:
        return inherited, "subject", begun, end_more
    return standing, "before", begun, end_more


def _called_share(
    text: str, quantity: Quantity, left: str, right: str, subject: str, begun: int
) -> tuple[str, str, int, int]:
    """Return the name of a share, the rule and the span: 覆盖率达到90%, 90%以上的村通水, 按8%提取, 不低于总数的20%."""
    end_more = quantity.end + (2 if right[:2] in ("以上", "以下", "左右", "以内") else 0)
    behind, standing = naming.after(right), naming.before(left)
    special = re.search(r"按照?(?P<of>[^，。；]{2,24})的$", left)
    if special and (
        match := re.match(
            r"(?:的比例)?(?P<verb>提取|计提|安排|缴纳|返还|拨缴|提留|"
            r"用于)(?P<what>[^，。；、]{2,20})?",
            right,
        )
    ):
        name = f"{match['what'] or special['of']}{match['verb']}比例"
        return name, "share-taken", begun, quantity.end + match.end()
    is_aim = re.match(r"(?:以上|左右|以内)?的(?:目标|任务|要求|水平|进度)", right)  # 实现集中度60%的目标
    if (
        re.match(r"(?:以上|左右|以内)?的", right)
        and len(behind) >= 2
        and not (is_aim or naming.is_rate(standing))
    ):
        return (
            behind + ("比例" if not naming.is_rate(behind) else ""),
            "share-of",
            begun,
            end_more + len(behind) + 1,
        )
    used = re.match(
        r"(?:以上|以下|左右)?(?P<verb>用于|投向|投入|安排|分配给|留给)(?P<what>[^，。；、]{2,20})",
        right,
    )
    if used and left.endswith("的"):
        return (
            f"{standing}{used['verb']}{used['what']}比例",
            "share-used",
            begun,
            quantity.end + used.end(),
        )
    of = _SHARE_OF.search(left)
    if of:
        return f"{naming.before(of['what'])}占{of['whole']}比例", "share-of-whole", begun, end_more
    if _OF_THESE.search(left) and len(behind) >= 4:
        return behind + "比例", "share-of", quantity.start, end_more + len(behind)
    if not standing and not (_MEASURES.search(left) or goes_on(right)) and len(behind) >= 4:
        return behind + "比例", "share-of", begun, end_more + len(behind)
    if standing:
        return _completed(standing, subject) + _change(standing, left), "before-share", begun, end_more
    name = _inherited(text, quantity, subject)
    grows = re.search(r"(?:年均)?(?:增长|递增|递减|增速|增幅|提高|下降|降低)$", left)
    return (name + grows.group() if name and grows else name), "subject-share", begun, end_more


# 完成辖区内(80%)企业的建设
_OF_THESE = re.compile(r"(?:完成|实现|推动|组织|促进|使|让)(?:全[省市县区州]|辖区内?|区域内|所有)?$")
# What says that a share before a subject is none of it: 增长(5%), 占(30%).
_MEASURES = re.compile(r"(?:达到?|提高|提升|增长|增加|下降|降低|减少|为|占|至|到|过|于)$")
# 为全区(800名)老年人提供上门服务
_FOR = re.compile(
    r"(?<![\u4e00-\u9fff])(?:每年|免费|继续|将|可|拟|计划|要)*(?P<how>[为对])(?:全[省市县区州镇])?$"
)

# 完成东河全线(3公里)步道贯通: the number stands between whose it is and what is done.
_ALL_ALONG = re.compile(r"(?<=完成)[^，。；]{2,12}(?:全线|沿线|全段|两侧)$")


def _change(name: str, left: str) -> str:
    """Return what a share says of a level, where its name does not: 旅游总收入(增长)15%, 用水量(下降)10%."""
    told = _CHANGES.search(left)
    return (
        ""
        if told is None or len(name) < 4 or _CHANGES.search(name) or re.search(r"(?:率|速|幅)$", name)
        else told[1]
    )


def unchanged(name: str) -> str:
    """Return the name of the level that a name speaks of the change of: 旅游总收入增长 is of 旅游总收入."""
    return _CHANGES.sub("", name) if len(name) > 6 else name


_CHANGES = re.compile(
    r"((?:年均)?(?:增长|递增|递减|下降|降低|减少|削减|提高|提升|增加|压减|缩短))(?:幅度)?(?:不低于|不少于|超过|力争|约|近)?$"
)
# 骨干教师不低于交流总数的20%
_SHARE_OF = re.compile(
    r"(?P<what>[^，；、]{2,20}?|[^，；]{2,30}?(?<![年平])均)(?:不低于|不少于|不超过|达到|超过)(?P<whole>[^，；、不达超]{2,16}(?:总数|总量|总额|人数|数量|规模|收入|支出|总值|面积|招生数))的$"
)


def _inherited(text: str, quantity: Quantity, subject: str) -> str:
    """Return what the clauses before speak of: 建设技能大师工作室，到2025年达到60个."""
    if subject:
        return subject
    clauses = re.split(r"[，：]", text[: quantity.start])
    for clause in reversed(clauses[:-1]):
        name = naming.trimmed(naming.before(clause))
        name = re.sub(rf"^{naming.MAKING.pattern[:-1]}(?=.{{3}})", "", name)
        if len(name) >= 2:
            return name
    return ""


# A kind of what was named before it: 省级(龙头企业)30家, 市级100家.
_LEVEL = re.compile(
    r"(?:国家|省部?|市|州|县|区|乡镇|村|校|甲|乙|高|中|[1-5一二三四五]A?|[1-5]星)级(?:以上|及以上)?"
)


_NOUN = 10  # characters that a noun has which another verb is told of
_DONE = re.compile(rf"^(?:计划|新?改扩建|新改建|开工|累计|每年|力争|{naming.MAKING.pattern[3:-2]}){{1,2}}")
_ONLY_DONE = re.compile(
    rf"(?:基本|全部|累计|计划)?(?:{naming.MAKING.pattern[3:-2]}|开工|竣工|交付|入住|分配|投用|改建|扩建|完工)+"
)


def _completed(name: str, subject: str) -> str:
    """Return a name with the subject that its own clause leaves out: 在…中的比例 → 产业工人在…中的比例."""
    if re.match(r"在[^，]{2,30}(?:中|里|内)的?(?:比例|比重|占比)", name) and subject:
        whose = re.split(r"在|占", subject, maxsplit=1)[0]
        return whose + name
    if _LEVEL.fullmatch(name) and subject:
        what = re.sub(
            rf"^(?:拥有|{naming.MAKING.pattern[:-1]})?{_LEVEL.pattern}?|{_LEVEL.pattern}$", "", subject
        )
        return name + what if len(what) > 1 else name
    if subject and _ONLY_DONE.fullmatch(name):  # 开工建设保障房1万套，竣工(5000套)
        noun = _DONE.sub("", subject)
        return name + noun if 1 < len(noun) <= _NOUN and noun != subject else name
    if name.startswith("占") and subject:
        return subject + name
    if re.fullmatch(r"(?:占比|比例|比重|数量|规模|总量|总数|总额|人数|覆盖率|总数)", name) and subject:
        whole = re.sub(r"^新(?:增|建|培育|发展)", "", subject) if name.startswith("总") else subject
        return whole if whole.endswith(name) else whole + name
    return name
