"""Which quantities are no promises, and why: what has been reached, the document's own parts, scopes, standards, terms, years."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from . import naming
from .periods import Mention
from .quantities import Quantity
from .units import COUNTED, TIMES

FROM = re.compile(r"(?:由|从(?!业|事|严|重|优|快|而))(?:目前|现在|当前|20\d\d年(?:底|末)?)?的?\D{0,4}$")
TO = re.compile(r"^\D{0,8}(?:提高|增加|上升|增长|提升|扩大|发展|下降|降低|减少|压缩|缩短|整合|合并|归并|精简|压减|调整|降|升|增|减)(?:到|至|为|成)?\D{0,6}$")

_PARTS = re.compile(
    r"^(?:大|个|方面|类)?(?:主要|具体|重点|重大|核心|关键|量化|约束性|预期性|实施|专项|保障|基本|总体|分项|二级|一级|三级|工作|任务)*的?"
    r"(?:举措|措施|任务|指标|目标|专栏|部分|方面|阶段|章|节|原则|行动|工程|环节|内容|板块|篇章|清单|要求|步骤|保障举措|保障措施|体系|机制|制度|政策|路径|关系|工作(?!站|室|者|人员)|产业链|能力|意识|自信|维护)"
)
_HAS_PARTS = re.compile(r"包括|包含|分为|分成|共分|构建|提出|设置|共设|设有|明确|确定|部署|围绕|聚焦|实施|坚持|突出|抓好|推进|由|从|涉及|形成|细化|安排|梳理|制定|完善|健全|印发")
_PAST_BEFORE = re.compile(
    r"(?:已|已经|截至目前|均为|先后|首批|征求|收到|采纳|原政策|上一轮|上学期|曾|达到了|实现了|完成了|建成了|累计.{0,6}了|目前|现有|共有|现已|(?<![比较])去年|(?<![比较])上年|同比|历年|共发生|近[一二两三四五六七八九十\d]*年来?|前[一二两三四五六七八九十]年|过去|五年来|以来|近年来|原有|原来的?|基期|截至|截止|连续)[^，。；]{0,26}$"
)
_STRONG = re.compile(r"力争|确保|争取|目标|到20\d\d年|不低于|不少于|不超过|不高于|将达|要达")
_LONG_PAST = re.compile(r"(?:近[一二两三四五六七八九十\d]*年来?|过去[^，]{0,6}年|[^，。]{0,10}(?<!今后)(?<!未来)前[一二三四五]年|[^，。]{0,12}以来)")
_GOAL_WORDS = re.compile(r"力争|确保|争取|目标|到20\d\d年|不低于|不少于|不超过|将达|要达|以上|期间|每年|年均|突破")
_SCOPE_AFTER = re.compile(
    r"^(?:及?以上|及?以下|以内|多个?)的?(?:大型|重点|规模|在册|非公|国有|民营|建会)*"
    r"(?:限额以上|规模以上|规上)?(?:企业|单位|人员|老年人|老人|儿童|婴幼儿|幼儿|劳动者|职工|居民|人口|城市|家庭|园区|项目(?!\d)|机构|组织|公司|学校|村|乡镇|工程|建筑|河流|湖泊|人群|失业|困难|未成年|女性|妇女|青年|党员|干部|技能人才|学历|职称|学生|用人单位)"
)
_SCOPE_BEFORE = re.compile(r"(?:全省|全市|全县|全国|全州|全区|所有|各|辖区内?|所辖|现有|原|上述|这|该|其他|其余|另外)$")
_PLACES = re.compile(r"^个?(?:州|市|县|区|乡|镇|街道|村|社区|省|部门|厅局|委办局|成员单位|地区|民族)")
_MEETS = re.compile(
    r"会议|常委会|全委会|执委会|例会|专题会|联席会|调度|研讨|学习|检查|督查|督导|通报|报告|评估|调研|研究|演练|座谈|宣讲|抽查|巡查|监测|发布|总结|报送|考核|述职|体检|会商|盘点|公布|更新|复核|普查|轮训|交流|沙龙|讲座"
)
_STANDARD = re.compile(r"每人每|每人|每户每?|每亩|每吨|每名|每家|每班|每生|每床|每件|人均补|一次性|最高|给予|奖励|奖补|补贴|补助|罚款|处以|减免|资助|贷款额度|按.{0,10}标准|不超过.{0,3}$")
_TOTALS = re.compile(r"筹集|投入|安排|总投资|完成投资|发放.{0,6}(?:总额|资金|贷款)|资金(?:规模|总额)|总额|累计|财政|产值|营业收入|增加值|收入达|销售|交易额|进出口|融资|授信|贷款余额|引进")
_TECHNICAL = re.compile(r"单套|单幅|声级|噪声|发热量|书面作业|工作时间|工时|设计(?:年|日|能力|规模|供水)|总工期|(?:项目|估算|概算|匡算)总投资|概算|总预算|设计时速|设计速度|(?<!通车)全长|路基|雨量(?!站)|双向|涉案金额|宿舍面积|权重|分值|满分|年度考核|预测|误差|耕作层|生产路|路宽|设计(?:保证率|使用年限)|总库容|坝高|设计灌溉|保额|费率|自缴|封顶|起付线|支付比例|抽查(?:比例)?|扣满?|一式|考试|起付|缴费|面积一般|高炉|温度|湿度|间距|高度|厚度|坡度|直径|压力|电压|净宽|层高|车速|限速|半径|距离|宽度|容量不|深度不|噪声不|流速")
_TERM_NAMES = re.compile(r"(?:时间|时限|周期|年限|寿命|时长|住院日|时延|延迟|耗时|天数|时长|(?:办理|审批|办结|响应)期限|工作时|学时|时效|等待|办理时|审批时)")
_FIXED_WORDS = re.compile(r"^(?:小时|分钟|天|日|公里|米)?(?:生活圈|经济圈|通勤圈|服务圈|交通圈|就业圈|健身圈|热线|车程|内到达|可达|响应|办结)")
_PER = re.compile(
    r"每(?:个|名|位|人|户|百户|百米|\d+米|岗|班次|亩|公里|公顷|家|部门|村|校|班|生|日|天|单位|乡镇|县|件|套|台|次|床|区|级|队|组|辆|站|厂|立方米|吨|度|堂|节|门|期|点|所|处|座|街道|社区|学期|周|月|季度|批|轮|项)"
    r"(?P<between>[^，。；]{0,16})$"
)
_EACH = re.compile(r"每(?:个|所|家)?(?:[^，。；]{0,8})(?:县|乡镇|街道|区|市|州|院校|学校|高校|社区|村|省份|园区|单位)[^，。；]{0,14}(?:至少|不少于|不低于)[^，。；]{0,12}$")
_PAID = re.compile(r"^(?:以上|以下|以内)?(?:的)?(?:比例|标准)?(?:给予|予以|补贴|补助|奖励|抵免|贴息|资助|返还|减免|扣除|上浮|贴补|奖补)")
_PAID_NAME = re.compile(r"(?:缓缴|拨付|上限|收购价|支持额度|项目预算|租金|首笔|贴息|补贴|上浮|奖励|抵免|安家费|启动金|另奖|罚款|补偿)[^，。；]{0,6}$")
_CONDITION = re.compile(
    r"^(?:比例|（含）)*(?:以上|以下|以内)?(?:比例)?的(?:不得|不予|要|应|须|依法|予以|按|可|给予|另|约谈|单位|企业|由|视为|[^，。；]{1,16}?(?:给予|予以|要制定|应当|须|不得|可按|可(?!以上)|另奖|执行|免|按))"
)
_MEASURED = re.compile(r"(?:量|率|额|值|面积|收入|强度|成本)$")
_NORM = re.compile(r"(?:不得(?:少于|低于|超过|高于|小于|大于)|原则上(?:不少于|不低于|不超过|不高于|控制在|为)?|应当?(?:不少于|不低于|不超过)|须(?:不少于|不低于|不超过|介于|介乎)|限额|起步价)\D{0,4}$")
_NOTE = re.compile(r"(?:据|依|根据|依据)[^，。；]{0,16}(?:统计|普查|调查|测算|监测|摸底|盘查|结果|数据)")
_QUOTED = re.compile(r"“[^”]{0,30}$")


@dataclass(frozen=True)
class Context:
    """A quantity with what stands around it: in its clause (`left`, `right`) and in its sentence (`before`, `after`)."""

    sentence: str
    quantity: Quantity
    left: str
    right: str
    before: str
    after: str
    following: Quantity | None
    known: Sequence[Mention]
    now: int
    is_background: bool
    is_principle: bool
    follows_norm: bool = False  # of the number before it in its list, in the same unit
    ends_in_share: bool = False  # the last number of its clause is a share
    is_note: bool = False  # in a note under a table or at the end
    follows_past: bool = False  # the sentence before it in its paragraph told only what has been reached
    follows_reached: bool = False  # the quantity before it in the sentence has been reached
    is_within: bool = False  # of a clause that says of what a share is one


def why(context: Context) -> str:
    """Return why a quantity is no promise, the first that holds; nothing: it is one."""
    for reason, holds in _REASONS:
        if holds(context):
            return reason
    return ""


def is_past_stretch(before: str, known: Sequence[Mention], place: int) -> bool:
    """Say whether what stands before a place speaks of what has been reached."""
    nearest = [each for each in known if each.start < place]
    if nearest and nearest[-1].is_past:
        return True
    clause = re.split(r"[，；。：]", before)[-1]
    return bool(_PAST_BEFORE.search(clause)) and not _GOAL_WORDS.search(clause)


def _unitless(context: Context) -> bool:
    quantity = context.quantity
    if quantity.unit:
        return False
    name = naming.before(context.left)
    stated = re.search(r"(?:达到?|为|在|至|到|于|低于|少于|超过)\s*$", context.left)
    return not (stated and re.search(r"(?:指数|系数|PUE|比|率|强度|密度|评分|得分|排名|值|水平)$", name)) and not (
        stated and quantity.multiple and naming.has_head(name)
    )


def _own_parts(context: Context) -> bool:
    quantity = context.quantity
    if quantity.unit not in ("项", "个", "条", "件", "类", "种", "大", "章", "节", "方面", "部分", "篇", "", "步", "轮"):
        return False
    if quantity.unit in ("部分", "方面"):
        return True
    if quantity.unit in ("条", "个", "类", "大", "项") and re.search(r"(?:^|，)(?:聚焦|围绕|针对|面向|对标|依托)[^，]*$", context.left):
        return True
    if re.search(r"(?:指标|任务|举措|措施|事项|条款|专栏|清单)(?:共|分)?$", context.left) and not naming.MAKING.search(re.split(r"[、，]", context.left)[-1][:4]):
        return True
    if re.search(r"》(?:共|分|包括)[^，。；]*$|本表(?:共)?列?$", context.left):
        return True
    if not _PARTS.match(context.right):
        return False
    if re.search(r"不少于|不低于|以上$|力争|建成|新建|完成\D{0,3}$|培育|打造", context.left[-8:]):
        return False
    return bool(_HAS_PARTS.search(context.before)) or bool(re.search(r"[、的]$", context.left)) or bool(re.search(r"[共本这上述对将把]$|以上$", context.left)) or not context.left.strip()


def _years(context: Context) -> bool:
    quantity = context.quantity
    return quantity.unit in ("", "年") and 1900 <= quantity.value <= 2100 and quantity.value == int(quantity.value) and not quantity.multiple


def _dates(context: Context) -> bool:
    quantity = context.quantity
    if quantity.unit in ("月", "日", "届", "级", "季"):
        return not _TERM_NAMES.search(context.left[-8:])
    return False


def _terms(context: Context) -> bool:
    quantity = context.quantity
    if quantity.unit not in TIMES:
        return False
    if _FIXED_WORDS.match(context.right) or re.match(r"[^，。；]{0,3}圈", context.right):
        return True
    if not _TERM_NAMES.search(context.left) and not re.search(r"(?:压减|压缩|缩短|控制|延长|提前|减少|降|缩减)(?:到|至|在|为)\D{0,3}$", context.left):
        return True
    return bool(re.search(r"(?:超过|满|逾|每|在|应当|应于|须)$", context.left)) and "不超过" not in context.left


def _ages(context: Context) -> bool:
    if context.quantity.unit not in ("岁", "周岁"):
        return False
    return not re.search(r"寿命|平均年龄", context.left)


def _scopes(context: Context) -> bool:
    quantity = context.quantity
    made = naming.MAKING.search(re.sub(r"(?:不少于|不低于|至少|超过)$", "", context.left))
    if _SCOPE_AFTER.match(context.right):
        follows = context.following is not None and not re.search(
            r"[，。；：]", context.after[: context.following.start - quantity.end]
        )
        if follows or not made:
            return not re.search(r"(?:达到|达|不少于|不低于|至少|超过)$", context.left) or follows
    if re.match(r"^(?:及?以上|及?以下|以内)的", context.right) and not made and quantity.unit not in ("%", "‰"):
        return True
    if _SCOPE_BEFORE.search(context.left) and (_PLACES.match(context.right) or quantity.unit in ("县", "乡", "镇", "村", "社区")):
        return True
    if re.match(r"^(?:个)?(?:部门|厅局|委办局|成员单位)|^单位(?:为|组成|参与|共同|联合|制定|会签|负责)", context.right) and not re.search(r"(?:少于|低于|达到?|完成)$", context.left):
        return True
    if re.search(r"(?:^|[对将把为以向]|守护|带领|面向|覆盖|服务)全[省市县州区]$|等$", context.left) and not made:
        return True
    if not context.left.strip() and quantity.unit in COUNTED and re.search(
        r"全面排查|实行|修订|纳入|逐[家个]|体检|如期|未达", re.split(r"[，。；]", context.after)[0]
    ):
        return True
    if re.match(r"^以上[^，]{0,6}(?:同意|通过)", context.right):
        return True
    follows = context.following is not None and not re.search(r"[，。；：]", context.after[: context.following.start - quantity.end])
    if follows and not made and re.match(r"^(?:（含）)?及?(?:以上|以下)(?!的?$)[\u4e00-\u9fff]", context.right):
        return True
    if follows and quantity.unit in COUNTED and re.fullmatch(r"(?:所属|全[省市县州区]|辖区)?", context.left.strip()) and context.ends_in_share:
        return True
    if re.search(r"(?:前|排名|位居|居|进入前|位列|名列)$", context.left):
        return True
    return quantity.unit in ("家", "个", "所", "名", "户", "人") and bool(re.match(r"^(?:州市|州（市）|县（市、区）|县市区|省级部门|成员单位)", context.right)) and not made


def _meetings(context: Context) -> bool:
    quantity = context.quantity
    if quantity.unit not in ("次", "场", "期", "轮", "回"):
        return False
    near = context.left[-16:] + context.right[:14]
    small = quantity.value <= 12
    return small and (bool(_MEETS.search(near)) or bool(re.search(r"每(?:周|月|季度?|半年|两年|学期|届)", context.left)))


def _standards(context: Context) -> bool:
    per = _PER.search(context.left)
    if re.search(r"标准[^，。；]{0,10}提高到\D{0,2}$", context.left):
        return False
    if _EACH.search(context.left):
        return False
    if per and not _MEASURED.search(naming.before(per["between"])):
        return True
    if re.match(r"(?:以上|以下)*(?:的)?(?:标准|罚款)", context.right) or _NORM.search(context.left):
        return True
    clause = re.split(r"[。；]", context.before)[-1]
    if re.match(r"(?:[^，]{0,12}，)?对(?!照|标)", clause) and re.search(r"奖励|补贴|补助|贴息|给予|罚款|奖补|另奖|的补|扣减|上浮", context.sentence[len(context.before) - len(clause) :]):
        return True
    share = context.quantity.unit in ("%", "‰") or context.quantity.unit == "倍"
    if share and re.search(r"按(?!时|期|要求|规定|照?国家)[^，。；]{2,40}$", context.left) and not re.match(r"(?:的比例|的)?(?:足额)?(?:提取|计提(?!$)|安排|缴纳|拨缴|提留|用于)", context.right):
        return True
    if _PAID.match(context.right) or _PAID_NAME.search(context.left) or _CONDITION.match(context.right):
        return True
    if context.quantity.unit not in ("元", "美元"):
        return False
    if re.search(r"罚款|标准(?:给予|发放|补助)", context.after[:12]):
        return True
    return bool(_STANDARD.search(context.left)) and not _TOTALS.search(context.left)


def _follows_standard(context: Context) -> bool:
    """乡道5000元 after 县道每公里1万元, 已建小区20平方米 after 每百户30平方米: of one list with a norm, in its unit."""
    return context.follows_norm


def _notes(context: Context) -> bool:
    """What a note under a table or at the end of a document says of itself and its sources."""
    if context.is_note:
        return True
    return bool(_NOTE.search(context.before)) and not re.search(r"力争|确保|目标|到20\d\d年", context.before)


def _technical(context: Context) -> bool:
    if "预计" in context.before:
        return True
    if context.quantity.unit in ("米", "公里", "小时", "分钟") and re.match(r"(?:以内|范围)?(?:内)?(?:覆盖|半径|范围)", context.right):
        return True
    return bool(_TECHNICAL.search(context.left[-10:]))


def _quoted_names(context: Context) -> bool:
    """A number within quotation marks names something: “百万”行动, “1+3”, “双百”."""
    if not _QUOTED.search(context.before):
        return False
    inside = context.before[context.before.rfind("“") :]
    return len(inside) < 8 and "”" in context.after[:10]


def _in_a_title(context: Context) -> bool:
    return context.before.rfind("《") > context.before.rfind("》")


def _starting_points(context: Context) -> bool:
    if re.match(r"(?:以上)?的?基础上", context.right):
        return True
    following = context.following
    if following is None:
        return False
    gap = context.after[: following.start - context.quantity.end]
    return bool(FROM.search(context.left)) and bool(TO.search(gap))


def _reached(context: Context) -> bool:
    nearest = [each for each in context.known if each.start < context.quantity.start]
    clause = re.sub(r"在[^，。；]{0,24}基础上", "", re.split(r"[，。；：]", context.before)[-1])
    if nearest and nearest[-1].is_past:
        return True
    if nearest and nearest[-1].is_goal:
        return bool(re.search(r"已(?:经)?(?:达|完成|实现|建成)", context.left))
    if context.follows_past and not nearest and not _STRONG.search(context.before):
        return True
    if re.search(r"同比", context.sentence) and "百分点" not in context.quantity.unit and not _STRONG.search(context.sentence) and not re.search(r"控制在|以上|以下|以内", context.sentence):
        return True
    if _LONG_PAST.match(context.before) and not re.search(r"力争|确保|争取|目标|不低于|不少于|不超过|到20\d\d年|将", context.before):
        return True
    if context.follows_reached and not re.search(r"力争|确保|争取|目标|不低于|不少于|不超过|到20\d\d年|将|要", clause):
        return True
    if nearest and not nearest[-1].is_goal and re.search(r"(?<!提升|提高|调整|设定|明确|确定|整合|改造)(?:实际)?(?:为|是)$", context.left):
        return True
    if nearest and not nearest[-1].is_past:
        return bool(re.search(r"已(?:经)?(?:达|完成|实现|建成)", clause))
    if _PAST_BEFORE.search(clause) and not re.search(r"力争|确保|争取|目标|不低于|不少于|不超过|将达|要达", clause):
        return True
    sentence_past = _PAST_BEFORE.search(re.sub(r"[，、]", "", context.before[-60:]))
    if context.is_background:
        return not re.search(r"力争|确保|争取|目标|不低于|不少于", context.before)
    return bool(sentence_past) and bool(re.search(r"截至|截止|已经|目前|现有|十三五", context.before)) and not _GOAL_WORDS.search(context.before)


def _single(context: Context) -> bool:
    """One of something in words: 一支队伍, 一个中心; a promise only where it is said how many at least."""
    quantity = context.quantity
    if not quantity.is_chinese:
        return False
    if quantity.unit in ("%", "‰", "成", "倍", "番", "个百分点"):
        return False
    stated = re.search(r"(?:不少于|至少|不低于|达到|达|突破|超过|力争|以上)$", context.left) or context.right.startswith("以上")
    if quantity.value <= 10 and not quantity.multiple:
        behind = re.match(r"(?:[，。；、）]|和|以上|左右|$)", context.right) and naming.has_noun(context.left)
        return not stated and not behind
    return False


_REASONS = (
    ("title", _in_a_title),
    ("year", _years),
    ("date", _dates),
    ("own-part", _own_parts),
    ("within", lambda context: context.is_within),
    ("name", _quoted_names),
    ("no-unit", _unitless),
    ("single", _single),
    ("starting-point", _starting_points),
    ("reached", _reached),
    ("age", _ages),
    ("scope", _scopes),
    ("meeting", _meetings),
    ("standard", _standards),
    ("standard", _follows_standard),
    ("note", _notes),
    ("technical", _technical),
    ("term", _terms),
)
