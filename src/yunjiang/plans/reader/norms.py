"""Numbers that set a norm: what is paid for each case, technical and legal limits, ages, terms."""

import re

from . import naming
from .context import Context
from .each import each
from .units import SHARES, TIMES

_STANDARD = re.compile(
    r"每人每|每人|每户每?|每亩|每吨|每名|每家|每班|每生|每床|每件|人均补|一次性|最高|给予|"
    r"奖励|奖补|补贴|补助|罚款|处以|减免|资助|贷款额度|按.{0,10}标准|不超过.{0,3}$"
)

_TOTALS = re.compile(
    r"筹集|投入|安排|总投资|完成投资|发放.{0,6}(?:总额|资金|贷款)|资金(?:规模|总额|\D{0,3}$)|总额|"
    r"累计|财政|产值|营业收入|增加值|收入达|销售|交易额|进出口|融资|授信|贷款余额|引进"
)

_TECHNICAL = re.compile(
    r"单套|单幅|等奖|声级|噪声|发热量|书面作业|工作时间|工时|设计(?:年|日|能力|规模|供水)|总工期|"
    r"(?:项目|估算|概算|匡算)总投资|概算|总预算|设计时速|设计速度|(?<!通车)全长|路基|"
    r"雨量(?!站)|双向|涉案金额|宿舍面积|权重|分值|满分|年度考核|预测|误差|耕作层|生产路|路宽|"
    r"设计(?:保证率|使用年限)|总库容|坝高|设计灌溉|保额|(?<!担保)费率|自缴|封顶|起付线|支付比例|"
    r"抽查(?:比例)?|扣满?|一式|考试|起付|缴费|面积一般|高炉|温度|湿度|间距|高度|厚度|坡度|"
    r"占地(?!区)(?:面积)?|单体面积|总?容积|海拔|编制(?!完成|率)|单户|标杆值|基点|承载量|喂入量|株数|可用性|"
    r"注册资[本金]|容积率|建筑密度|管径|水压|直径|压力|电压|净宽|层高|车速|限速|半径|距离|宽度|容量不|深度不|噪声不|流速"
)

# A rate that is brought somewhere is an aim also where such rates are norms: 支付比例保持在70%左右.
_AIMED = re.compile(r"(?:保持在|稳定在|达到|提高到|提高至|提升到|提升至)\D{0,2}$")

TERM_NAMES = re.compile(
    r"(?:小时数|时间|时限|周期|年限|寿命|时长|住院日|时延|延迟|耗时|天数|时长|(?:办理|审批|办结|"
    r"响应)期限|工作时|学时|时效|等待|办理时|审批时)"
)

_FIXED_WORDS = re.compile(
    r"^(?:小时|分钟|天|日|公里|米)?(?:生活圈|经济圈|通勤圈|服务圈|交通圈|就业圈|健身圈|热线|"
    r"车程|内到达|可达|响应|办结)"
)

_PER = re.compile(
    r"每(?:个|名|位|人|户|百户|百米|\d+米|岗|班次|亩|公里|公顷|家|部门|村|校|班|生|日|天|"
    r"单位|乡镇|县|件|套|台|次|床|区|级|队|组|辆|站|厂|立方米|吨|度|堂|节|门|期|点|所|处|座|"
    r"艘|架|列|车|船|栋|幢|街道|社区|学期|周|月|季度|批|轮|项)"
    r"(?P<between>[^，。；]{0,16})$"
)

_SUM = 1_000_000  # yuan: nobody is paid so much for one case
_SUM_NAME = re.compile(
    r"资金$|资金池(?:规模)?(?:扩大|增加|提高|扩充)?[到至]?$|发放[^，。；]{0,12}贷款$"
)  # 发放补贴资金2000万元
_SMALL = 20_000  # yuan: what is less and no one's income is paid for each of something
_OF_PEOPLE = re.compile(
    r"收入|消费|工资|薪|生均|待遇|养老金|低保|标准|支出|人均|户均|经费|成本|客单价|均价|产值|税收"
)

_EACH = re.compile(
    r"每(?:个|所|家)?(?:[^，。；]{0,8})(?:县|乡镇|街道|区|市|州|院校|学校|高校|社区|村|省份|"
    r"园区|单位|县城)[^，。；]{0,14}(?:至少|不少于|不低于|建成|建有|组建|办好|创建|培育|打造|设立)[^，。；]{0,12}$"
)

_PAID = re.compile(
    r"^(?:以上|以下|以内)?(?:的)?(?:比例|标准)?(?:给予|予以|补贴|补助|奖励|抵免|贴息|资助|"
    r"返还|减免|扣除|上浮|贴补|奖补)"
)

_PAID_NAME = re.compile(
    r"(?:缓缴|拨付|上限|收购价|支持额度|项目预算|租金|首笔|贴息|补贴|上浮|奖励|抵免|安家费|"
    r"启动金|另奖|罚款|补偿)[^，。；]{0,6}$"
)

# 完成率低于(80%)的扣减, 未达(60%)者列为重点, 吸纳(5名)以上的另奖, 达到(80%)时启动限流
_WHERE_SO = re.compile(
    r"(?:及?以上|及?以下)?(?:的|者|时)(?:[^，。；]{0,8}?(?:实行|启动|列为|扣减|另奖|奖励|约谈|一律|必须|予以|通报|取消)|[，：])"
)
_LIMIT = re.compile(r"(?:高于|低于|超过|达到?|未达到?|不足|突破|满|发生|吸纳)[^，。；\d]{0,3}$")
_NOT_SMALLER = re.compile(r"^(?!.*人均).*不小于$")
_DEFINED = re.compile(r"(?:是指|指的是|所称)[^。；]*$")  # 小微企业，是指从业人员不超过(300人)的企业
_GIVEN = re.compile(r"给予[^，。；]*$")  # 给予不超过总支出(30%), 给予累计不超过(100万元)的支持
# 中央财政补助(60%)，市县自筹(10%)
_SPLIT = re.compile(
    r"(?:中央|[省市县区]级?|市县|财政|单位|企业|个人|部门)(?:财政)?(?:补助|配套|自筹|承担|分担|负担)(?:其?余?的)?$"
)
_IN_MONEY = SHARES | {"元", "美元"}
_EXCEEDS = re.compile(r"(?<!不)(?:大于|小于|少于|多于|超过|高于|低于|达到?|不足|不满|等于|或)\D{0,3}$")
_EACH_MORE = re.compile(r"每(?:增加|新增|减少|办结|招用|吸纳|超过?|多|少|满)\d*[^，。；]{0,3}$")
_EACH_MORE_BEFORE = re.compile(r"每(?:增加|新增|减少|超过?|多|少|满)[^，。；]{1,8}，?[^，。；]{0,12}$")

_CONDITION = re.compile(
    r"^(?:比例|（含）)*(?:以上|以下|以内)?(?:比例)?的(?:不得|不予|要|应|须|依法|予以|按|可|"
    r"给予|另|约谈|单位|企业|由|视为|[^，。；]{1,16}?(?:给予|予以|要制定|应当|须|不得|可按|"
    r"可(?!以上)|另奖|执行|免|按))"
)

_MEASURED = re.compile(r"(?:量|率|额|值|面积|收入|强度|成本)$")

_NORM = re.compile(
    r"(?:不得(?:少于|低于|超过|高于|小于|大于)|原则上(?!占)(?:不少于|不低于|不超过|不高于|控制在|"
    r"为)?|应当?(?:不少于|不低于|不超过)|须(?:不少于|不低于|不超过|介于|介乎)|(?<!就)一般(?:不少于|不低于|不超过|为)|限额|"
    r"起步价)\D{0,4}$"
)


# What is paid is an aim where it is raised: 低保标准提高到每人每月(700元), 报销限额提高至(5万元).
_RAISED = re.compile(
    r"(?:标准|限额|额度|待遇|工资|养老金|补偿比例?|报销比例?)[^，。；]{0,10}(?:提高|提升|增加|上调)(?:到|至)(?:(?:每人)?每[月年]|人均)?\D{0,2}$"
)


# How long something is offered or done: 服务时间每天不少于(2小时), 全年开放不少于(300天).
_KEPT_UP = re.compile(
    r"(?:(?<!工作)时间|活动|服务|开放)[^，。；]{0,8}(?:每[天日周月年]|全年)(?:不少于|不低于)?$|每[天日周][^，。；]{0,10}(?:(?<!工作)时间|活动)(?:不少于|不低于)?$"
)
# 平均响应时间城区不超过12分钟，农村不超过(25分钟)
_OF_THE_SAME = re.compile(
    r"(?:时间|时长|时限)[^，。；]{1,6}不超过\d+(?:分钟|小时|个?工作日|天)，[^，。；]{1,6}不超过$"
)


# 标准提高30元，达到每人每年(670元); 补贴由100元提高至(120元)
_RAISED_FROM = re.compile(
    r"标准(?:再|平均)?(?:提高|增加|上调)[^，。；]{1,8}，达到每人每[年月]$|(?:补贴|补助|津贴|保费|标准)由[^，。；]{1,10}元(?:提高|增加|上调)[到至]$"
)


_SHARE_BY_LAW = re.compile(
    r"(?:比例|占比|比重)(?:最低)?(?:不得[低少]于|不得[高超]过?于?|原则上不[低少超高]于?过?)$"
)


# A term that others keep or exceed: 工作满(3年), 应于(5日)内; not one that is brought under: 控制在(3天)以内.
_EXCEEDED = re.compile(r"(?:超过|满|逾|每|(?<!控制|保持|稳定|压缩|缩短)在|应当|应于|须)$")


# 每月驻村按不少于(20天)的规定执行, 执行建筑限高(12米)的规定
_BY_RULE = re.compile(r"(?:按照?|执行|落实|依照|遵守|符合)[^，。；]*$")
_RULED = re.compile(
    r"(?:以上|以下|以内)?(?:的|、[^，。；]{0,14})?(?:规定|限值|要求|标准)(?:，|。|；|$|执行)|执行(?:，|。|；|$)"
)


# What must not be, and how large each of those is that each place is to have.
_FORBIDDEN = re.compile(
    r"(?:严禁|禁止|不再|杜绝|防止|避免|不得(?!少于|低于|超过|高于|小于|大于))[^，。；]{0,12}$"
)
_SIZE_OF_EACH = re.compile(
    r"每一?(?:个|所|家|支|座|县|村|乡镇)(?:(?!，全[省市县州区])[^。；])*(?:规模|面积|容量|床位|收入|产值|投资|资产)[^，。；]{0,3}(?:不少于|不低于|达到?|超过)$"
)
_OF_A_LIFE = re.compile(r"(?:受教育年限|预期寿命|健康寿命|平均寿命)[^，。；]{0,6}$")


def _is_of_people(context: Context) -> bool:
    """Say whether an amount is what people have or spend, also where the clause before says so: 收入增长9%、达到16000元."""
    return bool(_OF_PEOPLE.search(context.left) or re.search(r"收入|消费|工资", context.before[-30:]))


def terms(context: Context) -> bool:
    quantity = context.quantity
    if quantity.unit not in TIMES:
        return False
    if _FIXED_WORDS.match(context.right) or re.match(r"[^，。；]{0,3}圈", context.right):
        return True
    if _KEPT_UP.search(context.left) or _OF_A_LIFE.search(context.left):
        return False
    if _OF_THE_SAME.search(context.before):
        return False
    if not TERM_NAMES.search(context.left) and not re.search(
        r"(?:压减|压缩|缩短|控制|延长|提前|减少|降|缩减)(?:到|至|在|为)\D{0,3}$", context.left
    ):
        return True
    if re.search(r"最[高长多]不超过$|(?:培训|学习|实习|实践)(?:时间|时长|学时)[^，。；]{0,4}$", context.left):
        return True
    return bool(_EXCEEDED.search(context.left)) and "不超过" not in context.left


def ages(context: Context) -> bool:
    if context.quantity.unit not in ("岁", "周岁"):
        return False
    return not re.search(r"寿命|余命|平均年龄", context.before[-40:])


def standards(context: Context) -> bool:
    if _DEFINED.search(context.before) or (_LIMIT.search(context.left) and _WHERE_SO.match(context.after)):
        return True
    if _NOT_SMALLER.search(context.left) and context.quantity.unit in ("米", "厘米", "毫米", "平方米"):
        return True
    per = _PER.search(context.left)
    if _RAISED.search(context.left) or _RAISED_FROM.search(context.before) or _KEPT_UP.search(context.left):
        return False
    if (
        context.left.endswith("每")
        or _FORBIDDEN.search(context.left)
        or _SIZE_OF_EACH.search(context.before[-80:])
    ):
        return True
    if _EACH.search(context.left) or each(context.left):
        return False
    if per and not _MEASURED.search(naming.before(per["between"])):
        return True
    if re.match(r"(?:以上|以下)*(?:的)?(?:标准(?!化)|罚款)", context.right) or (
        _NORM.search(context.left) and not _SHARE_BY_LAW.search(context.left)
    ):
        return True
    clause = re.split(r"[。；]", context.before)[-1]
    if re.match(r"(?:[^，]{0,12}，)?对(?!照|标)", clause) and re.search(
        r"奖励|补贴|补助|贴息|给予|罚款|奖补|另奖|的补|扣减|上浮",
        context.sentence[len(context.before) - len(clause) :],
    ):
        return True
    if _BY_RULE.search(context.left) and _RULED.match(context.after):
        return True
    share = context.quantity.unit in ("%", "‰") or context.quantity.unit == "倍"
    if (
        share
        and re.search(r"按(?!时|期|需|要求|规定|照?国家)[^，。；]{2,40}$", context.left)
        and not re.match(r"(?:的比例|的)?(?:足额)?(?:提取|计提(?!$)|安排|缴纳|拨缴|提留|用于)", context.right)
    ):
        return True
    if _EACH_MORE.search(context.left) or _EACH_MORE_BEFORE.search(context.before):
        return True
    if _EXCEEDS.search(context.left) and re.match(r"(?:以上|以下)?的(?:[，：]|$)", context.right):
        return True  # 少于10人的，…
    if re.search(r"的，[^，。；]{0,30}$", context.before) and re.search(
        r"/(?:年|月|天)", context.quantity.unit
    ):
        return True
    if _PAID.match(context.right) or _CONDITION.match(context.right):
        return True
    if share and _SPLIT.search(context.left):
        return True
    if _GIVEN.search(context.left) and context.quantity.unit in _IN_MONEY:
        return True
    is_sum = context.quantity.value >= _SUM and _SUM_NAME.search(context.left)
    if (
        not is_sum
        and _PAID_NAME.search(context.left)
        and (share or context.quantity.unit in ("元", "美元", "折", "个月"))
    ):
        return True
    if context.quantity.unit.startswith("元/") and re.search(r"补助|补贴|奖励|奖补", context.left):
        return True
    if context.quantity.unit not in ("元", "美元"):
        return False
    if context.quantity.value < _SMALL and not _is_of_people(context) and not _TOTALS.search(context.left):
        return True
    if re.search(r"罚款|标准(?:给予|发放|补助)", context.after[:12]):
        return True
    return bool(_STANDARD.search(context.left)) and not _TOTALS.search(context.left)


def follows_standard(context: Context) -> bool:
    """乡道5000元 after 县道每公里1万元, 已建小区20平方米 after 每百户30平方米: of one list with a norm, in its unit."""
    return context.follows_norm


# 预计2023年提供500个岗位 is promised, 预计2023年达到500万人 is looked forward to.
_FORESEEN = re.compile(
    r"预计(?:到|于|在)?20\d\d年(?:底|末|内|全年)?(?:将|可|再)*(?:提供|完成|新增|新建|建成|培训|举办|推出|开展|发放|落实)[^，。；]*$"
)


# 新院区（总投资6亿元、设计床位(600张)）年底前启用
_OF_THE_NAMED = re.compile(
    r"^(?:[^，。；]*（)?(?:总投资|占地|设计|(?:总|建筑|用地|占地)面积|库容|全长)[^，。；、（]{0,4}$"
)


def technical(context: Context) -> bool:
    if "预计" in context.before and not _FORESEEN.search(context.before):
        return True
    if context.quantity.unit in ("米", "公里", "小时", "分钟") and re.match(
        r"(?:以内|范围)?(?:内)?(?:覆盖|半径|范围)", context.right
    ):
        return True
    if context.quantity.unit == "千伏" or re.search(r"(?:LPR|[上下]浮)\D{0,5}$", context.left):
        return True
    if context.before.count("（") > context.before.count("）") and _OF_THE_NAMED.search(context.left):
        return True
    if context.quantity.unit in SHARES and _AIMED.search(context.left):
        return False
    return bool(_TECHNICAL.search(context.left[-10:]))
