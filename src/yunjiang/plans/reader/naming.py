"""What a promised quantity is called: the nominal head before or after the number, completed from what stands around it."""

import re
from functools import lru_cache

# What may stand between a name and its number and belongs to neither.
PREDICATE = re.compile(
    r"(?:(?:要|将|应|须|需|力争|争取|确保|努力|基本|全部|稳步|逐步|持续|总体|至少|累计|年均|"
    r"每年|平均|合计|共|新|再|动态|始终|不断|净|分别|均|都|普遍|进一步|明显|显著)*"
    r"(?:(?:最低)?不得?低于|(?:最低)?不得?少于|不小于|不得?高于|不得?超过|不大于|不突破|高于|低于|大于|小于|少于|多于|优于|好于|"
    r"(?:提高|提升|增加|增长|递增|递减|上升|扩大|发展|降低|下降|减少|削减|压减|压缩|缩短|缩小|缩减|控制|保持|"
    r"稳定|稳居|维持|达|升|增|降|减)(?:到|至|在|为|了)?|"
    r"达到|达|超过|超|突破|实现|完成|为|是|占|约|近|逾|累计|至少|左右|力争|以上|在|到|至|有|大于等于|小于等于|[:：<>≤≥])*)+$"
)
_LEADING = re.compile(
    r"^[—·●■◆•]*(?:(?:据了解|据悉|据介绍|以上|以下|左右|以内|其中|同时|此外|分别|含(?=新增|新建|城镇|农村)|并|且|和|与|及|以及|即|使|让|推动|促进|力争|"
    r"争取|确保|努力|实现|要|将|也|均|都|还|再(?![生就造])|另|到|在(?![孵校建册岗职线库园训])|对|"
    r"全省|全市|全县|全国|全区|全州|全社会|全行业|我省|我市|我县|我区|我州|本省|本市|省内|市内|各地|"
    r"(?:省|市|县|州|区)级?(?:力争|确保)|每年|每年度|年均|今年|全年|当年|本年|累计|平均|至少|"
    r"新一轮|\d{1,2}[.．](?=[\u4e00-\u9fff])|[:：，、；“（(])|"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|底|末|中旬|\d{1,2}日)?(?:之?前|以前)?|"
    r"上半年|下半年|第?[一二三四]季度(?:末|底)?|年底(?:之?前)?|年内|"
    r"用?[一二两三四五六七八九十\d]{1,2}年(?:时间|内|累计|间)?(?![级制期龄])|"
    r"(?:到|至|在|于)?1[01]\d年度?(?!一遇|以上|期)(?:底前|末前|底|末|前)?|"
    r"(?:到|至|在)?20\d\d年(?:年?底前|末前|底|末|前)?|“?十[二三四五]五”?(?:期间|时期|末)?|"
    r"规划期(?:内|末)?|期末)+"
)
_TRAILING = re.compile(
    r"(?:(?:于|在)?1[01]\d年|分别|各|翻|(?<!前)[一二两三五十]年(?:内|时间)?|每人每?[年月]|累计|总计|合计|共|年均|每年|平均|至少|力争|争取|确保|努力|均|都|动态|基本|稳定|"
    r"持续|新|要|将|应|普遍|总体|全部|进一步|(?:比|较)(?:20\d\d年|上一?年|去年|基期|"
    r"同期)\S{0,8}|[（(][^）)]*[）)]|[，、：:“])+$"
)
_RATE = re.compile(r"(?:率|比例|比重|占比|覆盖面|比|系数|指数|程度|水平|密度|强度|份额)$")
HEADS = re.compile(
    r"(?:率|比例|比重|占比|数|人次|人数|数量|总量|规模|面积|总额|额|值|产值|产量|里程|能力|"
    r"总数|量|强度|密度|指数|系数|水平|年限|寿命|收入|支出|投入|投资|户数|次数|场次|时间|"
    r"时限|成本|消费|消耗|排放|浓度|缺口)$"
)
# Verbs that make what follows the number, rather than what stands before it, the thing that is promised.
MAKING = re.compile(
    r"(?:新建|改建|扩建|新建成|建成|建设|建立|改造|新增|新培育|培育|培养|打造|创建|创办|组建|"
    r"设立|开展|举办|组织|实施|推出|推进|支持|扶持|扶助|帮扶|帮助|选树|新选树|"
    r"评选|认定|遴选|引进|引育|招引|招募|招聘|选聘|聘请|聘用|招收|录用|派驻|培训|轮训|发展|形成|布局|建|新设|设置|完成|"
    r"实现|制定|修订|发布|出台|推广|孵化|命名|"
    r"储备|配备|投放|购置|更新|发放|筹集|落实|整治|治理|修复|绿化|营造|种植|改良|安排|安置|"
    r"吸纳|转移|解决|提供|开发|征集|征求|申报|争创|争取|入选|获得|获评|达到|达|"
    r"取得|产生|发动|动员|选送|增配|选配|输送|建有|设有|配有|办|新认定|重点支持|重点建设|重点培育|累计培训|每年培训|年均培训|建好|办好|做好|抓好|用好|"
    r"提升|改善|保障|救助|资助|服务|覆盖|惠及|受益|受理|办理|化解|走访|慰问|表彰|奖励|评定|选派|选拔|"
    r"派出|接收|"
    r"遍及|辐射|新创建|再造|做强|做大|壮大|扩大|增设|增加|补充|拓展|编制|研制|攻克|突破|转化|"
    r"推动|带动|引导|登记|注册|签订|签约|引入|落户|投产|开工|竣工|通车|贯通|铺设|架设|安装|加装|拆除|腾退|筛选|获批|新获批|上线|新上线|规范|推介|布设|投建|更换|打通|疏浚|硬化|加固|维修|养护|维护|接种|入库|评审|培优|"
    r"清理|关闭|淘汰|压减|减少|消除|严守|守住|坚守|守牢|保有)$"
)


# What may stand between such a verb and the number.
_REMEMBERED = 4096  # clauses: each is looked at for several reasons
FILLING = re.compile(r"(?:不少于|不低于|不超过|至少|超过|达到?|约|近|逾|累计|总计|共|以上|力争|不少|\s)*$")

# What is left of a clause that names nothing: 组织和发动, 加强与, 对村内.
_STUMP = re.compile(
    rf"(?:(?:{MAKING.pattern[3:-2]}|加强|深化|强化|深入|广泛|积极|大力|组织)(?:和|或|与|并|同|、)?)+|.{{0,8}}(?:范围)?[内中里]|前|后"
)
_EITHER = re.compile(
    r"^(?:新增|新建|改建|扩建|改扩建|迁建|改造|提升)或(?:新增|新建|改建|扩建|改扩建|迁建|改造|提升)"
)
_YEARLY_VERB = re.compile(r"^年(?=培训|培育|培养|新增|招生|完成|组织|开展|发放|服务|接待|均)")


@lru_cache(_REMEMBERED)
def made(left: str) -> re.Match[str] | None:
    """Return the verb before a number that makes what follows it the thing that is promised."""
    told = FILLING.sub("", left)
    return MAKING.search(told) or (re.search(r"拥有$", told) if "每" not in told else None)


@lru_cache(_REMEMBERED)
def before(text: str) -> str:
    """Return the name in what stands before a number within its clause: 其中高技能人才总量达到 → 高技能人才总量."""
    told = text
    while True:
        shorter = _TRAILING.sub("", PREDICATE.sub("", told))
        if shorter == told:
            break
        told = shorter
    return trimmed(told)


def trimmed(text: str) -> str:
    """Return a name without what leads in to it, its brackets closed."""
    told = _EITHER.sub("", _YEARLY_VERB.sub("", _LEADING.sub("", text))).strip("，、；：:。 的")
    if told.count("“") != told.count("”"):
        told = told.strip("“”") if told.count("“") + told.count("”") == 1 else told
        told = "“" * (told.count("”") - told.count("“")) + told
    if told.count("（") > told.count("）"):
        told = told[told.rfind("（") + 1 :] if told.endswith(tuple("率数")) else told.replace("（", "", 1)
    return told


# How large each is that is counted, before its name: 1支不少于20人的队伍, 1座日处理300吨以上的设施.
SIZED = re.compile(
    r"^[^，。；、的\d]{0,8}\d[\d.]*[^，。；、的\d]{1,6}(?:以上|以下|左右)?的(?=[\u4e00-\u9fff]{2})"
)


# Of which age they are, and how good, before their name: 35—64周岁居民, 紧跟前沿、能力强的人才.
AGED = re.compile(r"^\d{1,3}(?:—\d{1,3})?周?岁(?:及?以上|及?以下)?的?(?=[\u4e00-\u9fff]{2})")
QUALIFIED = re.compile(
    r"^(?:以上|左右)?[^，。；：\d]{2,30}、[^，。；：、\d]{1,16}(?:强|高|好|大|优|精|硬|广|深|突出|丰富|显著|明显|优秀|先进|完善|齐全|扎实|精湛)的(?=[\u4e00-\u9fff]{2})"
)


def after(text: str) -> str:
    """Return the name in what follows a number: its noun phrase up to where the clause goes on."""
    text = re.sub(r"^以[^，。；、]{2,16}为(?:主|主体|重点|核心)的", "", SIZED.sub("", text))
    text = QUALIFIED.sub("", AGED.sub("", text))
    told = re.split(
        r"[，。；！？：\n]|(?<![性级型化式])、(?![^（]*）)|(?<![级类])以上|以下|左右|以内|(?<![级类])及以上",
        text.lstrip("以上的左右"),
        maxsplit=1,
    )[0]
    told = re.sub(r"（[^）]*$|^（[^）]*）$|(?<=[\u4e00-\u9fff]{2})(?:和|与|以及)$", "", told)
    told = (
        re.split(r"(?:达到|达|不低于|不少于|实现|完成|并|，|且)", told, maxsplit=1)[0]
        if len(told) > 30
        else told
    )
    return trimmed(told)


def is_stump(name: str) -> bool:
    """Say whether what stands before a number is verbs or a place only, so that the noun behind it is what is promised."""
    return len(name) < 2 or bool(_STUMP.fullmatch(name))


def is_rate(name: str) -> bool:
    """Say whether a name is that of a rate or a share."""
    return bool(_RATE.search(name))


def has_head(name: str) -> bool:
    """Say whether a name ends in a word that can be counted or measured."""
    return bool(HEADS.search(name))


def has_noun(text: str) -> bool:
    """Say whether what stands before a number names what is counted: 新增国家级旅游度假区(一家) and not 建设(一支队伍)."""
    told = MAKING.sub("", before(text))
    return len(told) >= 2 and not MAKING.fullmatch(told)
