"""What has been reached is no promise: baselines, actuals, the value that a promise starts from, notes on sources."""

import re
from collections.abc import Sequence

from .context import Context
from .periods import Mention

FROM = re.compile(r"(?:由|从(?!业|事|严|重|优|快|而))(?:目前|现在|当前|20\d\d年(?:底|末)?)?的?\D{0,4}$")

TO = re.compile(
    r"^\D{0,8}(?:提高|增加|上升|增长|提升|扩大|发展|下降|降低|减少|压缩|缩短|整合|合并|归并|延长|拓展|扩容|扩充|延伸|加密|"
    r"精简|压减|调整|降|升|增|减)(?:到|至|为|成)?(?:20\d\d年(?:底|末)?的?)?\D{0,6}$"
)

# 达42.6%的近视率每年降(0.4个百分点): the number is where it stands.
MOVED = re.compile(
    r"的[^，。；、]{2,16}(?:率|比例|比重|占比)(?:力争|要|每年|年均|逐年|再|平均)*(?:下降|降低|减少|提高|上升|增加|降|升)\D{0,3}$"
)

_PAST_BEFORE = re.compile(
    r"(?:往届|已(?!建工?会)|已经|(?<![由从])现时|现约|截至目前|均为|先后|首批(?!建设|建成|打造|遴选|启动|开展|培育|推进|实施|创建|认定)|征求|收到|采纳|原政策|上一轮|上学期|曾|达到了|"
    r"实现了|完成了|建成了|累计.{0,6}了|(?<![较比由从])目前|(?<![对由从])现有|共有|现已|(?<![比较])去年|(?<![比较以])上年|"
    r"同比|历年|共发生|近[一二两三四五六七八九十\d]*年来?|(?<!学)(?<!学龄)前[一二两三四五六七八九十]年|过去|"
    r"五年来|以来|近年来|原有|原来的?|基期|截至|截止|连续)[^，。；]{0,26}$"
)

_STRONG = re.compile(r"力争|确保|争取|目标(?!的$)|到20\d\d年|不低于|不少于|不超过|不高于|将达|要达")

# What says of a whole sentence that it reports: growth over the same time a year ago, how much of a year's aim is done.
_REPORTED = re.compile(
    r"同比|环比|[比较]?上年同期|[比较]去年同期|超额完成|完成(?:了)?(?:全年|年度|年初)[^，。；]{0,8}(?:目标|任务|计划)[^，。；]{0,6}\d|高出全[国省市]|创(?:历史)?新高|已?完成(?:了)?(?:总|年度|全年|计划|目标|工程|投资|任务)[^，。；、不]{0,8}的\d+(?:\.\d+)?%"
)

_LONG_PAST = re.compile(
    r"(?:近[一二两三四五六七八九十\d]*年来?|这?[一二两三四五几]年来|过去[^，]{0,6}年|"
    r"[^，。]{0,10}(?<!今后)(?<!未来)(?<!学)前[一二三四五]年|[^，。]{0,12}以来)"
)

_GOAL_WORDS = re.compile(
    r"力争|确保|争取|目标|到20\d\d年|不低于|不少于|不超过|将达|要达|以上|期间|每年|年均|突破"
)

_NOTE = re.compile(
    r"(?:(?<![数证单论占])据|依|根据|依据)[^，。；]{0,16}(?:统计|普查|调查|测算|监测|摸底|盘查|结果|数据)"
)

NO_PROMISE = (
    "reached",
    "foreseen",
)  # reasons that hold on for what follows: it tells of how things are or will be


def is_past_stretch(before: str, known: Sequence[Mention], place: int) -> bool:
    """Say whether what stands before a place speaks of what has been reached."""
    nearest = [each for each in known if each.start < place]
    if nearest and nearest[-1].is_past:
        return True
    clause = re.split(r"[，；。：]", before)[-1]
    return bool(_PAST_BEFORE.search(clause)) and not _GOAL_WORDS.search(clause)


def starting_points(context: Context) -> bool:
    if re.match(r"[^，。；、\d]{0,8}基础上", context.right):
        return True
    following = context.following
    if following is None:
        return False
    if re.search(r"达到?$", context.left) and MOVED.match(
        context.after[: following.start - context.quantity.end]
    ):
        return True
    gap = context.after[: following.start - context.quantity.end]
    return bool(FROM.search(context.left)) and bool(TO.search(gap))


# Words that tell right before a number that it is a fact: 理清了(71个), 最低仅(47.5%).
_FACT = re.compile(
    r"(?:(?<![为除罢])了|(?<!不)仅(?:为|有|占|达)?|只有|只占|缺口|短缺|尚[缺欠])(?:为|达|近|约|超过|超)*$"
)
# (20个)县开展了试点
_DONE = re.compile(r"[^，。；]{0,16}(?:开展|完成|实现|建成|启动|出台|制定|实施|建立|形成|达到)了")
# 覆盖率为(62%)，居全省第三; 与邻县相比，强度低(0.8个百分点); 能耗是全国平均水平的(1.5倍)
_RANKED = re.compile(r"[^，。；]{0,4}，(?:位居|居|位列|列|排名?)[^，。；]{0,6}第")
_SET_BESIDE = re.compile(r"(?:与|同|和)[^，。；]{2,12}相比，[^，。；]*(?:低|高|少|多|差)$")
_TIMES_AS_MUCH = re.compile(r"(?:是|约?为|相当于)[^，。；]*的$")


# How things stand in the country, before a plan says what it wants: 我国居民人均每日食盐摄入量为(10.5g).
_OF_THE_COUNTRY = re.compile(
    r"(?:目前|当前|现在)?，?我国(?!将|要|应)(?![^。]*(?:提高|提升|增加|下降|降低|减少|降|增)到)"
)


def _is_compared(context: Context) -> bool:
    """Say whether a quantity says how things stand beside others."""
    if "相比" in context.before and _SET_BESIDE.search(context.before):
        return True
    if context.quantity.unit == "倍" and _TIMES_AS_MUCH.search(context.left):
        return True
    return context.left.endswith(("为", "是", "达")) and _RANKED.match(context.after) is not None


# How many live there, how large it is: what follows tells of the same place.
_IS_THERE = re.compile(r"(?:总人口|常住人口|户籍人口|国土面积|辖区面积|行政区域面积)(?:约|共|为|近|有)*$")
# 在2020年的基础上, 从去年的61亿元: what a number is compared with or starts from.
_COMPARED = re.compile(
    r"在[^，。；]{0,24}基础上|"
    r"[由从](?:去年|上年|目前|现在|当前|现有|20\d\d年)[^，。；]{1,14}(?=提高|提升|增|上升|扩|降|减|压|缩)"
)

# What is foreseen, and what would be needed: 据预测，明年人口将达到(50万人), 约需新增教师(800人).
_RECKONED = re.compile(
    r"(?:(?<![数证单论占])据|依|根据|依据|按照?)[^，。；]{0,16}(?:预测|测算|估算|推算|预计)[^。；]*$|估算[^，。；]{0,20}$|"
    r"^(?:经|据)?(?:预测|测算)[^。；]*$|^随着[^。；]*将[^，。；]*$|(?:建成|投产|达产|竣工|投用)(?:以?后|之后)[^。；]*可[^，。；]{0,4}$"
)
_NEEDED = re.compile(r"(?:约需|尚需|共需|需要(?:新增|增加|补充))[^，。；]*$")
_WANTED = re.compile(r"力争|确保|争取|不低于|不少于|不超过|不高于")
_GROWS_ITSELF = re.compile(r"(?:还|也)?将[^，。；]*$")


def foreseen(context: Context) -> bool:
    """Say whether a quantity is foreseen or needed, and nobody promises it."""
    if _WANTED.search(context.before):
        return False
    if _RECKONED.search(context.before) or _NEEDED.search(context.left):
        return True
    return context.is_background and _GROWS_ITSELF.search(context.left) is not None


def reached(context: Context) -> bool:
    nearest = [each for each in context.known if each.start < context.quantity.start]
    clause = _COMPARED.sub("", re.split(r"[，。；：]", context.before)[-1])
    if nearest and nearest[-1].is_past:
        return True
    if (
        _IS_THERE.search(context.left)
        or _FACT.search(context.left)
        or _DONE.match(context.right)
        or _is_compared(context)
    ):
        return True
    if nearest and nearest[-1].is_goal and (nearest[-1].is_to or not context.is_background):
        return bool(re.search(r"已(?:经)?(?:达|完成|实现|建成)", context.left))
    if context.follows_past and not nearest and not _STRONG.search(context.before):
        return True
    if (
        _REPORTED.search(context.sentence)
        and "百分点" not in context.quantity.unit
        and not _STRONG.search(context.sentence)
        and not re.search(r"控制在|以上|以下|以内", context.sentence)
    ):
        return True
    if not nearest and _OF_THE_COUNTRY.match(context.before) and not _WANTED.search(context.sentence):
        return True
    if _LONG_PAST.match(context.before) and not re.search(
        r"力争|确保|争取|目标|不低于|不少于|不超过|到20\d\d年|将", context.before
    ):
        return True
    if context.follows_reached and not re.search(
        r"力争|确保|争取|目标|不低于|不少于|不超过|到20\d\d年|年底前|提高到|提升到|将|要", clause
    ):
        return True
    if (
        nearest
        and not nearest[-1].is_goal
        and re.search(
            r"(?<!提升|提高|调整|设定|明确|确定|整合|改造)(?:实际)?(?:(?<=[\u4e00-\u9fff]{2})为|是)$",
            context.left,
        )
    ):
        return True
    if nearest and not nearest[-1].is_past:
        return bool(re.search(r"已(?:经)?(?:达|完成|实现|建成|编列)", clause))
    if _PAST_BEFORE.search(clause) and not re.search(
        r"力争|确保|争取|目标|不低于|不少于|不超过|将达|要达", clause
    ):
        return True
    sentence_past = _PAST_BEFORE.search(re.sub(r"[，、]", "", _COMPARED.sub("", context.before[-60:])))
    if context.is_background:
        return not re.search(r"力争|确保|争取|目标|不低于|不少于", context.before)
    return (
        bool(sentence_past)
        and bool(re.search(r"截至|截止|已经|目前|现有|十三五", context.before))
        and not _GOAL_WORDS.search(context.before)
    )


def notes(context: Context) -> bool:
    """What a note under a table or at the end of a document says of itself and its sources."""
    if context.is_note:
        return True
    return bool(_NOTE.search(context.before)) and not re.search(r"力争|确保|目标|到20\d\d年", context.before)
