"""Numbers that say of which things a promise is: how large those are that are counted, with whom and among whom it is kept."""

import re

from . import naming
from .context import Context
from .each import each
from .units import COUNTED, PERSONS, SHARES

# How large each of those is that are counted before it: 1支(不少于20人)的队伍, 1座(日处理300吨以上)的设施.
_OF_EACH = re.compile(
    r"(?<![\d.])\d+[个支家座所条处项名][^，。；、\d]{0,3}(?:日|年|总|可|占地|不少于|不低于|超过|拥有|具有|达到?|容纳|处理|投资|收入|产值|产能|规模)[^，。；、\d]{0,6}$"
)
_COUNTED_BEFORE = re.compile(r"(?<![\d.])\d+[个支家座所条处项名台套](?:投资|总投资|营收|产值|面积)?$")
_NEAR = 12  # characters before a size, among them the number and the unit of those it is of

# (200张)床位以上的机构, (500亩)规模以上基地
_AT_LEAST = re.compile(
    r"^(?:[\u4e00-\u9fff]{1,4}?(?:及?以上|以下|以内)的|规模(?:及?以上|以下))(?=[\u4e00-\u9fff“（])"
)
_AT_LEAST_ITSELF = re.compile(r"^(?:及?以上|以下|左右)的?(?=[\u4e00-\u9fff“])")
# (20户)以上自然村, (100人)以上企业
_MEMBERS = PERSONS | {"户"}
_OF_SO_MANY = re.compile(
    r"(?:及?以上|以下)的?(?:已建会)?(?:自然村|行政村|村|社区|小区|企业(?!家)|单位|机构|班|聚居点|院落|学校|工会|超大班额)"
)
_NEARNESS = re.compile(r"以?内[^，。；\d]{2,14}(?:率|比例|占比)")  # (50米)内换乘比例提升至90%
_MORE_THAN = re.compile(r"(?:超过?|过|突破|满)$")  # 产值超(10亿元)企业

# 企业达到200家，其中年产值超(10亿元)3家
_OF_THEM = re.compile(r"其中(?:年?(?:营业收入|营收|产值|主营收入|税收|投资))?(?:超过?)?$")

_THOSE = re.compile(r"(?:^|[，；])对[^，。；]{2,12}$")  # 对辖区(300家)企业建档
_AMONG = re.compile(r"(?<!控制|保持|稳定|维持|限制|压缩|精简)(?<![存现])在$")  # 在(10个)领域开展
# 在(300个)小区设置回收机: how many get one
_PUT_THERE = re.compile(
    r"[^，。；]{0,6}(?:小区|社区|村|学校|中小学|幼儿园|乡镇|街道|公园|医院|园区|企业|站点?|路口)(?:新?建设?|设置|设立|安装|配备|开设|开展|投放|推广)"
)
_ALL_OF_THEM = re.compile(r"个?(?:省|市|州|县|区|乡镇|乡|镇|街道|村|社区)(?:分别|均|都|全部)")
# 全省(17个)市自动化覆盖率达到90%
_RATE_OF_THESE = re.compile(
    r"[^，；。：、（）]{2,30}?(?:率|比例|比重|占比|之比|面)(?:均|都|全部|总体|力争)*(?:达到|达|为|不低于|超过|提高到|保持在|稳定在|控制在|下降到|降到|降至|实现)?"
)
# Some of so many: 8个断面中优良比例, 120个村里的30个.
_PARTITIVE = re.compile(
    r"[^，。；：、\d]{0,14}?(?<![其集之当高初])(?:中(?![心学小等型国医药央级职高青老部标试间期层西原村]|水(?!质))|(?<=[\u4e00-\u9fff])里(?!程))"
)

_WHILE = re.compile(r"在[^，。；]*$")  # 在抓好(15个)示范镇的同时
_WITH = re.compile(
    r"(?:发挥好?|充分利用|利用好|^利用|依托|借助|用好用足|抓住|根据|对照|挂钩联系)$"
)  # 发挥(500万元)资金作用
_AS = re.compile(r"(?<![可难予])以$")  # 以(10个)镇为龙头


# Who may apply for something, and what must hold before: 税收20万元的项目方可供地; 申报企业研发投入不低于3%.
_ELIGIBLE = re.compile(
    r"[^，。；]*(?:方可|的[^，。；由]{1,14}(?:进行(?:奖励|奖补|补[贴助]|资助)|可以?申[请报]|申报|申请|给予|予以|可?享受)|的[^，。；]{1,8}，(?:给予|予以|可|按|优先|享受))"
)
_APPLICANTS = re.compile(
    r"(?:^|[。；：])(?:申报|申请|参评|参选|参训|评选)(?:单位|企业|主体|对象|项目|人员?)[^。；]*$"
)
_PASSES = re.compile(r"(?:以上|以下|以内)?(?:的)?为(?:达标|合格|优秀|良好|不合格)")
_FOR_ONE = re.compile(
    r"(?:(?:单个|同一|每个)(?:项目|企业|单位|主体)[^，。；]*(?:补助|补贴|奖励|资助)|每(?:百|100)户[^，。；]*配建|占总?(?:分|成绩|评分))[^，。；]*$"
)
_STAFF = re.compile(
    r"(?:分管|专职|专门|具体)?(?:领导|联络员|联系人|负责人|责任人|工作人员|专人|信息员|班子成员)"
)
_NAMED = re.compile(r"(?:明确|确定|指定|抽调|安排)(?:\d+名[^，。；]{2,8}[和、])?$")

# What has been designated before and is only promoted: 支持5个国家级产业集群, 推进3个试点城市建设.
_PROMOTES = re.compile(r"(?:支持|推进|推动|做[优强大]|提升|用好|建好|抓好)$")
_DESIGNATED = re.compile(
    r"(?![十百千万]*亿[元级]|[^，。；、]{0,16}(?:创建|申报|争创|打造|纳入|入选|成为))"
    r"(?:国家级|国家[^，。；、]{2,16}(?:集群|基地|示范)|(?![^，。；、]{0,16}开展)[^，。；、]{0,16}(?:试点|集群|集聚区|载体|综保区|保税区))"
)
# How large what is named is: (4.5米)口径望远镜, 华能(300兆瓦)储能电站等项目.
_OF_A_THING = re.compile(r"[^，。；、]{0,3}(?:直径|口径|跨度|级[^，。；]{2,8}(?:船|舰|机))")
_AMONG_PROJECTS = re.compile(r"[^，。；、]{2,16}等(?:重大|重点)?(?:项目|工程)")


def eligible(context: Context) -> bool:
    """What must hold before something is given, passed or done, and who is named for a work."""
    if _ELIGIBLE.match(context.after) or _PASSES.match(context.right) or _FOR_ONE.search(context.left):
        return True
    if (
        context.quantity.unit in PERSONS
        and _STAFF.match(context.right)
        and _NAMED.search(context.before[-30:])
    ):
        return True
    return bool(_APPLICANTS.search(context.before[-120:]))


def sizes(context: Context) -> bool:
    """How large each of those must be that are counted: 新建日处理(2万吨)的厂1座, 1所(200张)床位以上的机构, (30万千瓦)级机组."""
    quantity, right = context.quantity, context.right
    if quantity.unit in SHARES:
        return False
    is_measured = quantity.unit not in COUNTED
    if is_measured and context.following is not None and context.following.unit in COUNTED:
        least = r"(?:及?以上|左右)?的[\u4e00-\u9fff“”（）]{0,16}"
        more = r"(?:及?以上|左右)?(?:的?|、[^，。；、\d]{2,24}的)[\u4e00-\u9fff“”（）]{2,16}|的"
        if (
            context.quantity.unit == "元"
            and _OF_THEM.search(context.before)
            and re.match(r"(?:及?以上)?\d", context.after)
        ):
            return True
        if re.fullmatch(more if _MORE_THAN.search(context.left) else least, context.between):
            return True
    if _COUNTED_BEFORE.search(context.before[-_NEAR:]) and (
        _AT_LEAST_ITSELF.match(right) or (right and is_measured and quantity.unit)
    ):
        return True
    if is_measured and context.ends_in_share and _NEARNESS.match(right + context.between[len(right) :]):
        return True
    is_share = context.following is not None and context.following.unit in SHARES
    if is_share and re.match(r"(?:以上|以下)?的[\u4e00-\u9fff]{0,6}(?:达到|占|比例)", right):
        return True  # 面积不低于(200平方米)的达到90%
    if quantity.unit in _MEMBERS and _OF_SO_MANY.match(right):
        return True
    if (_AT_LEAST.match(right) and not (right.startswith("规模") and not is_measured)) or (
        is_measured and quantity.unit and right.startswith("级")
    ):
        return True
    return bool(_OF_EACH.search(context.before[-60:])) and bool(
        re.match(r"(?:及?以上|以下|左右)?的[\u4e00-\u9fff]{2}", right)
        or (_MORE_THAN.search(context.left) and not right and context.after.startswith("、"))
    )


def those(context: Context) -> bool:
    """To whom something is done, among whom, and of whom a rate is: 对辖区(300家)企业建档, 全省(17个)市覆盖率达到90%."""
    if context.quantity.unit not in COUNTED:
        return False
    if _THOSE.search(context.left) and not (naming.made(context.left) or each(context.left)):
        return True
    is_at = _AMONG.search(context.left) and not _PUT_THERE.match(context.right)
    if is_at and re.match(r"(?!以)[\u4e00-\u9fff]{2}", context.right):
        return True
    if _ALL_OF_THEM.match(context.right):
        return True
    if re.search(r"为全[省市县州区]$", context.left) and re.search(
        r"每(?:名|位|户|家|个|所|艘|辆|台|人)", context.right
    ):
        return True  # 为全区(700艘)渔船每艘增配1只救生筏
    if context.following is None:
        return False
    if context.following.unit in (*SHARES, "") and _RATE_OF_THESE.fullmatch(context.between):
        return True
    return _PARTITIVE.match(context.between) is not None


def designated(context: Context) -> bool:
    """What has its rank or size already: 支持(5个)国家级产业集群, (4.5米)口径望远镜."""
    quantity, right = context.quantity, context.right
    if quantity.unit in COUNTED:
        if re.search(r"(?:批复|认定|获批|在建|已建)的$", context.left):
            return True
        return bool(_PROMOTES.search(context.left) and _DESIGNATED.match(right))
    if quantity.unit in SHARES or not quantity.unit:
        return False
    is_money = quantity.unit in ("元", "美元")  # 完成投资(5亿元)推进水利等工程
    is_named = _AMONG_PROJECTS.match(right) and not (is_money or naming.made(context.left))
    return bool(is_named or _OF_A_THING.match(right))


def means(context: Context) -> bool:
    """What is done meanwhile, and by what means: 在抓好(15个)镇的同时, 发挥(500万元)资金作用, 以(10个)镇为龙头."""
    if _WHILE.match(context.left) and re.match(r"[^，。；]*(?:的同时|基础上)(?:，|$)", context.after):
        return True
    if _AS.search(context.left) and re.match(r"[^，。；]{2,12}为", context.right):
        return True
    return bool(_WITH.search(context.left))
