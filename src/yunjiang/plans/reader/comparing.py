"""How a promise is meant: at least or at most, how its values accrue, whether less is better, whether it binds."""

import re

from .periods import By, Cadence
from .quantities import Quantity
from .units import SHARES

_AT_MOST_BEFORE = re.compile(
    r"(?:不得?高于|不得?超过|不大于|不突破|不得?多于|(?<!不)(?<!不得)低于|(?<!不)小于|(?<!不)(?<!不得)少于|控制在|"
    r"限制在|压缩(?:到|至)|缩小(?:到|至)|缩短(?:到|至)|(?:降低?|下降|减少|压减|精简|缩减|减|降)(?:到|至|"
    r"为)|降至)\D{0,4}$|(?:进入|位居|跻身)[^，。；]{0,6}前$"
)

_BOUND = re.compile(r"(?:[控限]制在|不[高低大小]于|不超过|不突破|不[多少]于)\D{0,4}$")

_NOT_LESS = re.compile(r"(?:不得?低于|不得?少于|不小于)\D{0,3}$")

_MORE_BEFORE = re.compile(r"(?:超过|高于|大于|多于|超|逾)\D{0,2}$")

_EXACT_BEFORE = re.compile(
    r"(?:按照|依照|按(?!时|期|规|要|需|质|量|摩|比例))(?:(?!不[低少高多]于|不超过)[^，。；]){0,24}$"
)

FALLS = re.compile(
    r"(?:下降|递减|降低|减少|压减|缩短|压缩|缩减|削减|节约|消减|减排|降幅)[^，。；到至]{0,12}$|(?:每年|年均|平均|累计)降\D{0,3}$"
)

_RISES = re.compile(r"(?:增长(?!的?贡献)|递增|提高|增加(?!值)|提升|上升|扩大|增幅|增速)[^，。；到至]{0,8}$")

_WANTED_LOW = re.compile(
    r"(?:失业率|死亡率|负债率|不良率|漏损率|线损率|发病率|发生率|辍学率|空置率|能耗|水耗|"
    r"煤耗|排放强度|病死率|损耗率|浓度|恩格尔系数|收入(?:倍差|之?比)|(?:人均|万元|单位)[^，]{0,12}用水量|建设用地总?(?:规模|面积))$"
)

_RATIOS = re.compile(
    r"率$|系数$|每[千万亿]|每10万|人均|户均|每人|每亿元|单位\S{2,12}(?:能耗|水耗|消耗|排放)|亩均|每亩|PUE|^每|^千人|比$"
)
# 水质优良比例 and 报销比例 are rates, though they are called shares.
_RATES_CALLED_SHARES = re.compile(
    r"(?:优良|达标|天数|好于|优于|劣|极差|合格|支付|报销|补偿)[^，]{0,10}比例$|水质[^，]*比例$"
)
# How much there is at a time, whatever was done for it.
_LEVELS = re.compile(
    r"(?:寿命|指数|满意度|能力|产量|产能|发电量|带宽|含量|红线|吞吐量|播种面积|种植面积|用户数?|注册量|基本农田|装机|保有量|存栏|出栏|规模|队伍|增加值|产值)$"
)
# What is done or comes about each year: 年接待游客, 同步施肥年推广面积.
_YEARLY = re.compile(
    r"(?<![\d一二三四五十每全今当均])年(?:产(?!值)|推广|覆盖|接待|服务|供应|筹集|招生|流通)[^，年]{0,6}$"
)
_ADDED = re.compile(r"新增|新建|培训|改造|压减|节能|发展")

_WORK = re.compile(
    r"新建|改造|完成|培训|培育|培养|组织|开展|举办|创建|打造|建成|建设|发放|筹集|服务|帮助|"
    r"选树|评选|推广|实施|引进|招募|新增|发展|安置|转移|走访|提供|整治|设立"
)

_STANDS = re.compile(
    r"(?:达到|达|保持在|保持|稳定在|维持在|提高到|提升到|提升至|提高至|增加到|增至|扩大到|"
    r"扩大至|发展到|降至|降到|降低到|减至|减少到|压减至|压缩至|压缩到|缩短至|缩短到|控制在|"
    r"突破|超过|整合为|整合成)\D{0,4}$"
)

_STOCKS = re.compile(
    r"总量|总数|保有|存量|规模|总人数|队伍|人数(?:达|突破|超|稳定|保持)|拥有|期末|在校|常住|"
    r"指数|在岗|总资产|余额|浓度|面积|产值|收入|总额|时间|里程|产量|得分|寿命|蓄积|存栏|增加值|"
    r"销售额|零售额"
)


def compared(quantity: Quantity, left: str, right: str, name: str = "") -> str:
    """Return the comparator of a promise: >=, >, <=, <, = or range."""
    if quantity.value_max is not None:
        return "range"
    if (right.startswith("左右") or left.endswith("约")) and not _BOUND.search(left):
        return "="
    if (
        not quantity.value
        or right.startswith(("以内", "以下", "及以下", "之内"))
        or _AT_MOST_BEFORE.search(left)
    ):
        return "<="
    if re.search(r"(?:[<≤]|小于等于)$", left):
        return "<="
    if _NOT_LESS.search(left) or right.startswith(("以上", "及以上")) or _MORE_BEFORE.search(left):
        return ">="
    if _EXACT_BEFORE.search(left):
        return "="
    return "<=" if _WANTED_LOW.search(name) and not FALLS.search(left) else ">="


def is_wanted_low(name: str) -> bool:
    return bool(_WANTED_LOW.search(name))


def basis_of(name: str, quantity: Quantity, left: str, by: By) -> str:
    """Return how values of a promise accrue: annual, cumulative, stock, increment, ratio, share or growth."""
    changes = (
        FALLS.search(left) or _RISES.search(left) or re.search(r"增长|增速|[增涨降]幅|节[水电能]$", name)
    )
    if quantity.unit in ("个百分点", "百分点"):
        return "increment"
    if quantity.unit in SHARES:
        if changes or quantity.is_growth or quantity.unit == "倍":
            return "growth"
        is_share = re.search(r"比重|占比|占|份额|用于.*比例|比例$", name) and not _RATES_CALLED_SHARES.search(
            name
        )
        return "share" if is_share else "ratio"
    if _is_ratio(name) and not (by.cadence == Cadence.ANNUAL and name.startswith("每")):
        return "ratio"
    if by.cadence == Cadence.ANNUAL or _YEARLY.search(name):
        return "annual"
    if re.search(r"(?:增加(?!值)|增长|减少|提高|下降|降低)\D{0,4}$", left) and not re.search(
        r"(?:到|至|达)\D{0,3}$", left
    ):
        return "increment"
    if "累计" in left or "新增" in name:
        return "cumulative"
    if _LEVELS.search(name) and not (_ADDED.match(name) or _ADDED.match(re.split("[，、]", left)[-1])):
        return "stock"
    if _WORK.search(left):
        return "cumulative"
    return "stock" if _STANDS.search(left) or _STOCKS.search(name + left[-6:]) else "cumulative"


def _is_ratio(name: str) -> bool:
    """Say whether a name tells how much comes to each; a life's length is a level, an area's yield is not."""
    return _RATIOS.search(name) is not None and not name.endswith("寿命")


def basis_in_table(name: str) -> str:
    """Return how the values of a row accrue that is no rate and no growth."""
    if _is_ratio(name):
        return "ratio"
    return (
        "cumulative"
        if re.search(r"新增|新建|培训|再就业|完成|累计|贷款|改造|发放|招聘|创建|授权|培育", name)
        else "stock"
    )


def nature(right: str) -> str:
    if "约束性" in right[:12]:
        return "binding"
    return "expected" if "预期性" in right[:12] else ""
