"""The lists that unions and firms are described by, as the unions' own forms print them."""

from django.db import models


class UnionKind(models.TextChoices):
    """基层工会类型 of the 工会组织信息采集表."""

    SINGLE = "single", "独立基层工会"
    JOINT = "joint", "联合基层工会"
    FEDERATION = "federation", "工会联合会"
    INDUSTRIAL = "industrial", "产业（系统）工会"
    GENERAL = "general", "总工会"


class UnionForm(models.TextChoices):
    """组织形式: what the union's leading body is."""

    GENERAL = "general", "总工会"
    COMMITTEE = "committee", "工会委员会"
    JOINT_COMMITTEE = "joint", "联合工会委员会"
    FEDERATION = "federation", "工会联合会"
    WORKING_COMMITTEE = "working", "工会工作委员会"
    ORGANISER = "organiser", "组织员"
    BRANCH = "branch", "工会分会"
    GROUP = "group", "工会小组"


# Those that have a committee; the others have an organiser or a leader of a group.
WITH_COMMITTEE = (
    UnionForm.GENERAL,
    UnionForm.COMMITTEE,
    UnionForm.JOINT_COMMITTEE,
    UnionForm.FEDERATION,
    UnionForm.WORKING_COMMITTEE,
)


class UnionLevel(models.TextChoices):
    """层级: at which storey of the country the union stands."""

    PROVINCE = "20", "省级"
    PREFECTURE = "30", "州市级"
    COUNTY = "40", "县级"
    TOWNSHIP = "50", "乡镇（街道）"
    PARK = "55", "园区"
    VILLAGE = "60", "村（社区）"
    WORKPLACE = "70", "单位"


class UnionState(models.TextChoices):
    """From the first application to the end: 申请、批复、选举、报批、法人登记."""

    PREPARING = "preparing", "筹备中"
    APPROVED = "approved", "已批复筹建"
    ELECTED = "elected", "已选举"
    CONFIRMED = "confirmed", "选举结果已批复"
    REGISTERED = "registered", "已法人登记"
    NORMAL = "normal", "正常"
    WITHDRAWN = "withdrawn", "终止筹建"
    MERGED = "merged", "已并入"
    CLOSED = "closed", "已撤销"


class FoundingWay(models.TextChoices):
    OFFLINE = "offline", "线下"
    ONLINE = "online", "网上"


class Committee(models.TextChoices):
    """In which body of a union somebody has a post."""

    UNION = "union", "工会委员会"
    WOMEN = "women", "女职工委员会"
    AUDIT = "audit", "经费审查委员会"
    SUPERVISION = "law", "劳动法律监督委员会"
    MEDIATION = "mediation", "劳动争议调解委员会"
    STAFF = "staff", "工作人员"


# Bodies that are elected and have terms; who works for a union is appointed.
ELECTED = tuple(each for each in Committee if each != Committee.STAFF)


class Title(models.TextChoices):
    CHAIR = "chair", "主席（主任）"
    VICE_CHAIR = "vice", "副主席（副主任）"
    STANDING = "standing", "常务委员"
    MEMBER = "member", "委员"
    ORGANISER = "organiser", "组织员"
    SOCIAL_WORKER = "social", "社会化工会工作者"
    CLERK = "clerk", "干事"


class WorkTime(models.TextChoices):
    FULL = "full", "专职"
    PART = "part", "兼职"
    SECONDED = "seconded", "挂职"


class Ownership(models.TextChoices):
    """单位性质类别 of the 工会组织信息采集表; codes of the unions' 单位类别 where it has one."""

    STATE = "110", "国有企业"
    COLLECTIVE = "120", "集体企业"
    COOPERATIVE = "130", "股份合作企业"
    ASSOCIATED = "140", "联营企业"
    STATE_SOLE = "151", "国有独资公司"
    LIMITED = "159", "其他有限责任公司"
    STATE_HELD = "161", "国有控股公司"
    JOINT_STOCK = "169", "其他股份有限公司"
    PRIVATE = "170", "私营企业"
    OTHER_DOMESTIC = "190", "其他内资企业"
    HONGKONG_MACAO_TAIWAN = "200", "港澳台商投资企业"
    FOREIGN = "300", "外商投资企业"
    FUNDED_INSTITUTION = "401", "财政拨款的事业单位"
    OTHER_INSTITUTION = "409", "其他事业单位"
    GOVERNMENT = "500", "机关"
    SELF_EMPLOYED = "600", "个体经济组织"
    ASSOCIATION = "710", "社会团体"
    PRIVATE_NON_ENTERPRISE = "700", "民办非企业单位"
    FOUNDATION = "720", "基金会"
    OTHER = "900", "其他组织"


class EconomicType(models.TextChoices):
    """经济类型 of the 工会组织信息采集表."""

    STATE = "state", "国有经济"
    COLLECTIVE = "collective", "集体经济"
    PRIVATE = "private", "私营经济"
    INDIVIDUAL = "individual", "个体经济"
    ASSOCIATED = "associated", "联营经济"
    SHARES = "shares", "股份制"
    FOREIGN = "foreign", "外商投资"
    HONGKONG_MACAO_TAIWAN = "hmt", "港澳台投资"
    OTHER = "other", "其他经济类"


class OperatingStatus(models.TextChoices):
    """经营状态: whether a firm is in normal operation (正常经营) from a day on."""

    OPERATING = "operating", "正常经营"
    SUSPENDED = "suspended", "停业（歇业）"
    LIQUIDATING = "liquidating", "清算"
    REVOKED = "revoked", "吊销"
    DEREGISTERED = "deregistered", "注销"
    MOVED_AWAY = "moved_away", "迁出本省"


class CoverageKind(models.TextChoices):
    """How a union covers a firm: by its own union, by a joint one, or through a federation of an area or an industry."""

    SINGLE = "single", "独立建会"
    JOINT = "joint", "联合建会"
    FEDERATION = "federation", "工会联合会覆盖"


class TreeKind(models.TextChoices):
    """In which tree a union has a second place beside the territorial one."""

    INDUSTRY = "industry", "产业工会"
    SYSTEM = "system", "系统工会"
    GROUP = "group", "集团工会"
