"""The units in which plans promise, longest first, and what a rate's unit looks like."""

import re

# Counted things: classifiers and nouns that stand where a classifier would.
_COUNTED = """
部分 方面 学时 课时 人次 场次 件次 班次 架次 车次 户次 床日 人日 标准班 标箱 标准箱 人 名 位 户 家 个 所 件
项 场 次 台 套 辆 条 座 处 支 部 篇 门 种 类 批 期 班 只 头 羽 株 对 组 队 片 块 幅 艘 架 列 趟 枚 册 份 本
张 床 间 口 段 栋 幢 盏 颗 粒 款 点位 站 村 镇 乡 县 园 社区 街道 小区 行政村 企业 单位 学校 医院 岗位 床位
车位 学位 托位 泊位 航线 站点 网点 项目 工程 基地 平台 中心 品牌 标准 专利 案例 机构 团队 课题 论文 孵化器
实验室 示范点 示范区 试点 学生 学员 教师 医生 护士 项次 个等级 个位次 个基点 路 根 枝 袋 箱 瓶 桶 棒 批次 项次 家次 列次 户次
台次 艘次 课次 头只 只羽 头匹 羽只 头次 株次 台套 台件 剂次 针次 匹 发 剂次 针次 匹 发
大类 首 核 员 例 宗 起 笔 单 票 井 眼 片区 组团 对子 道 轮 届 级 环 圈 层 亩次 人年 人月 尾 标台 条次
""".split()  # noqa: SIM905 - a list of words

_MEASURED = """
克标准煤 千克标准煤 公斤标准煤 吨标煤 千克标煤 克标煤 人公里 吨公里 吨海里
千伏 千伏安 兆伏安 千乏 卡 千卡 毫西弗 ㎡ m² m³ km² m2 m3 km2 平方公里 平方千米 平方米 平米 立方米 立方 方 公顷
公里 千米 立方公尺 公尺 公斤 市斤 斤 千克 毫克 微克 吨标准煤 标准煤 吨 克 米 厘米 毫米 海里 亩 千瓦时 千瓦 兆瓦 吉瓦 瓦 度
伏 安 升 毫升 摄氏度 元 美元 欧元 港元 周岁 岁 小时 分钟 毫秒 秒 个工作日 工作日 天 日 周 个月 月 年 分 分贝
勒克斯 兆 千兆
千比特 兆比特 千兆比特 吉比特 太比特 比特 字节
帕 焦 卡 当量 μg µg ug mg g kg t tce L km m kW kWh MW MWh GW GWh TWh kVA MVA GB TB PB EB
EFLOPS PFLOPS Eflops Pflops EFlops PFlops Gbps Mbps Tbps P E dB ha
""".split()  # noqa: SIM905 - a list of words

_SHARES = "个百分点 百分点 % ‰ 成 倍 番 折".split()  # noqa: SIM905 - a list of words

SHARES = frozenset(_SHARES)
TIMES = frozenset("小时 分钟 毫秒 秒 个工作日 工作日 天 日 周 个月 月 年".split())  # noqa: SIM905 - a list of words
COUNTED = frozenset(_COUNTED)
PERSONS = frozenset("人名位员")

_ONE = "|".join(re.escape(each) for each in sorted({*_COUNTED, *_MEASURED, *_SHARES}, key=len, reverse=True))
_PEOPLE_OR_OUTPUT = (
    "(?:10万|万|千|百)?(?:常住人口|户籍人口|名?老年人|名?老人|名?儿童)|"
    "地区生产总值|国内生产总值|GDP|工业增加值|就业人员|劳动力|学生"
)
_EVERY = "10万|万|千|百|亿|每"
_UNDER = rf"(?:(?:{_EVERY})?人口|{_PEOPLE_OR_OUTPUT}|{_ONE}|(?:{_EVERY})(?:{_ONE})|[dha](?![a-zA-Z]))"
# 人/千人口, 元/人·月, 吨标准煤/万元, 张/千人, 微克/立方米
_OR = rf"（(?:{_ONE})）"  # 台（套）: one or the other
UNIT = rf"(?:(?:{_ONE})(?:{_OR})?(?:[/每]{_UNDER})?(?:[·•.]{_UNDER})?|/(?:10万|万|千))"
ATTACHED = re.compile(UNIT)
