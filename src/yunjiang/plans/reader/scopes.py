"""Numbers of what a document is about or consists of: its own parts, whom it applies to, how often somebody meets."""

import re

from . import naming
from .context import Context
from .each import each
from .units import COUNTED, SHARES

# What parts of a document are counted in, where anything is.
_UNITS_OF_PARTS = frozenset("项 个 条 件 类 种 大 章 节 方面 部分 篇 步 轮".split())  # noqa: SIM905 - a list of words
_PARTS = re.compile(
    r"^(?:大|个|方面|类)?(?:主要|具体|重点|重大|核心|关键|量化|约束性|预期性|实施|专项|保障|"
    r"基本|总体|分项|二级|一级|三级|工作|任务)*的?"
    r"(?:举措|措施|任务|指标|目标|专栏|部分|方面|阶段|章|节|原则|行动|工程|环节|内容|板块|"
    r"篇章|清单|要求|步骤|保障举措|保障措施|体系|机制|制度|政策|路径|关系|工作(?!站|室|者|"
    r"人员)|产业链|能力|意识|自信|维护)"
)

_HAS_PARTS = re.compile(
    r"包括|包含|分为|分成|共分|构建|提出|设置|共设|设有|明确|确定|部署|围绕|聚焦|实施|坚持|"
    r"突出|抓好|推进|由|从|涉及|形成|细化|安排|梳理|制定|完善|健全|印发"
)

# 该规划包括14个细分规划, 本方案共涉及16类产品
_OF_ITSELF = re.compile(
    r"[该本此](?:规划|方案|计划|意见|文件|通知|清单|办法)(?:一共|共|总共)?(?:包括|包含|分为|涉及|由|列出|内容)[^。；]*$"
)

_SCOPE_AFTER = re.compile(
    r"^(?:及?以上|及?以下|以内|多个?)的?(?:大型|重点|规模|在册|非公|国有|民营|建会)*"
    r"(?:限额以上|规模以上|规上)?(?:企业|单位|人员|老年人|老人|儿童|婴幼儿|幼儿|劳动者|职工|"
    r"居民|人口|城市|家庭|园区|项目(?!\d)|机构|组织|公司|学校|村|乡镇|工程|建筑|河流|湖泊|"
    r"人群|失业|困难|未成年|女性|妇女|青年|党员|干部|技能人才|学历|职称|学生|用人单位)"
)

_SCOPE_BEFORE = re.compile(
    r"(?:全省|全市|全县|全国|全州|全区|所有|各|辖区内?|所辖|现有|原|上述|这|该|其他|其余|另外)$"
)

# How large the ground is that a plan is for, what it changes on the map, what a place consists of.
_GROUND = re.compile(
    r"(?:(?:^|[，：])(?:国土空间|全部|规划(?:区|范围)?|村域|镇域|县域|市域|区域|土地|项目)*总面积|(?<!绿地)(?:位于[^。；]*|占)[，]?(?:总)?面积|"
    r"(?:拟|调入|调出)[^，。；]{0,6}(?:地块|用地|图斑))(?:共|合计)?(?:为|约|是)?$"
)
# How large a place is that is told of: 规划面积约60平方公里, 面积约8平方公里.
_OF_A_PLACE = re.compile(
    r"(?:^|[，（])(?:(?:总?规划|总?占地|总?用地|规划用地|规划总|管辖|辖区|总)?面积|"
    r"(?:[该本这此其]|[^，。；]{2,8}(?:[园新片矿库镇]区|开发区|示范区|核心区))[^，。；]{0,4}(?:规划|占地|总)面积)(?:共|合计)?(?:为|约|是)*$"
)
_AROUND = re.compile(r"(?:^|[，、])(?:聚焦|围绕|针对|瞄准|立足)(?:全[省市县区州])?$")
_REACHES = re.compile(
    r"(?:^|，)(?:共|可|将)?(?:覆盖|涉及|惠及)(?:[^，。；、]{1,4}\d+个[^，。；、]{1,4}、|\d+个[^，。；、]{1,4}、)*$"
)
_AFFECTS = re.compile(r"(?:^|，)(?:共|预计)?涉及(?:[^，。；]{0,8}|\d[^，。；]{0,6}、)$")
_CONSISTS = re.compile(r"(?:包括|包含|下辖|辖|涉及)[^，。；]*$")
_PARTS_OF_PLACES = re.compile(
    r"^(?:自然村|行政村|村民小组|建制村|社区|乡镇|街道|村组|县|区|镇|村)(?!.{0,8}(?:建设|改造))"
)

_PLACES = re.compile(r"^个?(?:州|市|县|区|乡|镇|街道|村|社区|省|部门|厅局|委办局|成员单位|地区|民族)(?!级)")

_MEETS = re.compile(
    r"会议|常委会|全委会|执委会|例会|专题会|联席会|调度|研讨|学习|检查|督查|督导|通报|报告|"
    r"评估|调研|研究|演练|座谈|宣讲|抽查|巡查|监测|发布|总结|报送|考核|述职|体检|会商|盘点|"
    r"公布|更新|复核|普查|轮训|交流|沙龙|讲座|修订|调整|轮换|巡林|巡河"
)

# 实施甲、乙等(9个)重大专项
_DONE_TO_A_LIST = re.compile(
    r"(?:^|[，；。：])(?:加快|全面|重点|分批次?|抓紧|布局|组织|启动|开工)*(?:实施|实现|新建|建成|开工建设|建设|启动|创建|新增)[^，。；：\d]{2,40}等$"
)


_PLACE_UNITS = frozenset("县 市 区 州 乡 镇 村 社区 街道".split())  # noqa: SIM905 - a list of words


# 领导小组下设(6个)专班
_UNDER_IT = re.compile(r"下设$")
# 构建“1236”框架，即(1个)底座、2套体系
_SPELT_OUT = re.compile(r"(?:^|，)即(?:\d+[^，。；\d]{2,10}、)*$")
# 依托甲、乙组建联盟(8个)
_MADE_BY = re.compile(r"依托[^，]{2,}(?:组建|建设|建成|打造|创建|设立|形成)[^，的]{2,}$")


def own_parts(context: Context) -> bool:
    quantity = context.quantity
    if _UNDER_IT.search(context.left) or _SPELT_OUT.search(context.before):
        return True
    if quantity.unit and quantity.unit not in _UNITS_OF_PARTS:
        return False
    if quantity.unit in ("部分", "方面"):
        return True
    if (
        quantity.unit in ("条", "个", "类", "大", "项")
        and re.search(r"(?:^|，)(?:聚焦|围绕|针对|面向|对标|依托|结合|立足)[^，]*$", context.left)
        and not naming.made(context.left)
        and not _MADE_BY.search(context.left)
    ):
        return True
    if re.search(
        r"(?:指标|任务|举措|措施|事项|条款|专栏|清单)(?:共|分)?$", context.left
    ) and not naming.MAKING.search(re.split(r"[、，]", context.left)[-1][:4]):
        return True
    if re.search(r"》(?:共|分|包括)[^，。；]*$|本表(?:共)?列?$", context.left):
        return True
    if re.match(r"[^，。；]{0,24}(?:候选项目|实事(?:项目)?)(?![^，。；]*\d)", context.right):
        return True
    if _OF_ITSELF.search(context.before) or re.search(r"(?:以下|如下|下列|上述)$", context.left):
        return True
    if not _PARTS.match(context.right):
        return False
    if re.search(r"不少于|不低于|以上$|力争|建成|新建|完成\D{0,3}$|培育|打造", context.left[-8:]):
        return False
    return (
        bool(_HAS_PARTS.search(context.before))
        or bool(re.search(r"[、的]$", context.left))
        or bool(re.search(r"[共本这上述对将把]$|以上$", context.left))
        or not context.left.strip()
    )


def scopes(context: Context) -> bool:
    quantity = context.quantity
    made = naming.MAKING.search(re.sub(r"(?:不少于|不低于|至少|超过)$", "", context.left)) or each(
        context.left
    )
    if re.search(r"（(?:共|合计|总计|全[省市县]共)$", context.before) and context.after.startswith("）"):
        return True  # 重点城市名单（共113个）
    if _SCOPE_AFTER.match(context.right) and quantity.unit not in SHARES:
        follows = context.following is not None and not re.search(
            r"[，。；：、]" if made else r"[，。；：]",
            context.between,
        )
        if follows or not made:
            return not re.search(r"(?:达到|达|不少于|不低于|至少|超过)$", context.left) or follows
    if (
        re.match(r"^(?:及?以上|及?以下|以内)的", context.right)
        and not made
        and quantity.unit not in ("%", "‰")
    ):
        return True
    if (
        context.following is not None
        and quantity.unit in _PLACE_UNITS
        and not made
        and not context.left.strip()
        and re.match(r"[\u4e00-\u9fff]{2}[^，。；：、]*$", context.between)
    ):
        return True  # 26县居民收入达到…
    if quantity.unit in ("名", "位") and re.match(
        r"(?:[省市县区]?人大代表|政协委员|代表|与会|参会)", context.right
    ):
        return True
    if quantity.unit not in SHARES and _GROUND.search(context.before):
        return True
    if quantity.unit in SHARES and re.fullmatch(
        r"占[村镇乡县市区国全]{1,2}域?(?:国土|土地)?总?面积的?", context.left
    ):
        return True
    if context.left.strip() == "确保" and re.search(r"搬得出|稳得住|能致富", context.after[:40]):
        return True
    if (
        "面积" in context.left
        and not context.right.startswith(("以上", "以内"))
        and _OF_A_PLACE.search(context.before)
    ):
        return quantity.unit not in SHARES
    if _AROUND.search(context.left) or _counts_the_named(context):
        return True
    if _PARTS_OF_PLACES.match(context.right) and _REACHES.search(context.before):
        return True
    if (
        "涉及" in context.before
        and _AFFECTS.search(context.before)
        and not re.search(r"完成|改造|建设|达到|实现", context.right)
    ):
        return quantity.unit not in SHARES
    if context.left.endswith("由") and re.match(r"[^，。；]{0,4}组成", context.right):
        return True
    if _PARTS_OF_PLACES.match(context.right) and re.search(r"辖[^，。；]*$", context.before[-60:]):
        return True
    if _PARTS_OF_PLACES.match(context.right) and _CONSISTS.search(context.left):
        return True
    if _SCOPE_BEFORE.search(context.left) and (
        _PLACES.match(context.right) or quantity.unit in ("县", "乡", "镇", "村", "社区")
    ):
        return True
    if re.match(
        r"^(?:个)?(?:部门|厅局|委办局|(?:成员|责任|牵头)单位)|^单位(?:为|组成|参与|共同|联合|制定|会签|负责)",
        context.right,
    ) and not re.search(r"(?:少于|低于|达到?|完成)$", context.left):
        return True
    if (
        quantity.unit not in SHARES
        and not made
        and context.left.endswith(("等", "省", "市", "县", "州", "区"))
        and not re.search(r"[级甲乙丙]等$", context.left)  # 三级甲等4家
        and not re.search(r"为全[省市县州区]$", context.left)
        and re.search(r"(?:^|[对将把为以向]|守护|带领|面向|覆盖|服务)全[省市县州区]$|等$", context.left)
        and not _DONE_TO_A_LIST.search(context.before)
        and not re.match(
            r"(?:入选|培育|建设|打造|引进|创建|完成|新增|培训|发展|形成|推出|建成)", context.left
        )
    ):
        return True
    if (
        not context.left.strip()
        and quantity.unit in COUNTED
        and re.search(
            r"全面排查|实行|修订|纳入|逐[家个]|体检|如期|未达", re.split(r"[，。；]", context.after)[0]
        )
    ):
        return True
    if re.match(r"^以上[^，]{0,6}(?:同意|通过)", context.right):
        return True
    follows = context.following is not None and not re.search(r"[，。；：]", context.between)
    if (
        follows
        and not made
        and re.match(r"^(?:（含）)?及?(?:以上|以下)(?!的?$)[\u4e00-\u9fff]", context.right)
    ):
        return True
    if (
        follows
        and quantity.unit in COUNTED
        and re.fullmatch(r"(?:所属|全[省市县州区]|辖区)?", context.left.strip())
        and context.ends_in_share
    ):
        return True
    if re.search(r"(?:确保|力争|争取)[^，；。]{0,20}(?:进入|位居|跻身)[^，；。]{0,6}前$", context.left):
        return False
    if re.search(r"(?:(?<!学期)前|排名|位居|(?<!稳)居|进入前|位列|名列)$", context.left):
        return True
    return (
        quantity.unit in ("家", "个", "所", "名", "户", "人")
        and bool(re.match(r"^(?:州市|州（市）|县（市、区）|县市区|省级部门|成员单位)", context.right))
        and not made
    )


# 南湖、东湖、西湖(3个)度假区
_NAMED = re.compile(
    r"(?:^|[，；。：])(?![加快推进计划]*(?:新建|建成|建设(?!提升)|改造|创建|打造|实施))(?P<names>[^，；。：\d]{2,}、[^，；。：\d]*?[\u4e00-\u9fff）])$"
)
_MOST_NAMED = 12
_NOUN = re.compile(r"(?!以上|左右)[\u4e00-\u9fff]{2}")


def _counts_the_named(context: Context) -> bool:
    """Say whether a number only counts those that are named right before it, as many as it says."""
    quantity = context.quantity
    if quantity.unit not in COUNTED or quantity.value > _MOST_NAMED or not _NOUN.match(context.right):
        return False
    named = _NAMED.search(context.before)
    return named is not None and quantity.value == named["names"].count("、") + 1


_LOOKED_INTO = re.compile(
    r"[^，。；]{1,8}(?:进行|开展|实施)?(?:督查|检查|抽查|巡查|考核|评估|调研|约谈|审计)"
)


def meetings(context: Context) -> bool:
    """How often somebody meets, and whom somebody looks into: 对(9个)乡镇进行督查."""
    quantity = context.quantity
    if context.left.endswith("对") and quantity.unit in COUNTED and _LOOKED_INTO.match(context.right):
        return True
    if quantity.unit not in ("次", "场", "期", "轮", "回"):
        return False
    near = context.left[-16:] + context.right[:14]
    small = quantity.value <= 12
    return small and (
        bool(_MEETS.search(near)) or bool(re.search(r"每(?:周|月|季度?|半年|两年|学期|届)", context.left))
    )
