"""The unions' 《工会会员信息采集表》 of twenty columns, as it comes: headings, lists of values, odd spellings.

What stands in no list does not keep a person out: it is kept as it was written, and until somebody reads it the record is
invalid. Of a reason in no list the log keeps the words, and that is all there is to it.
"""

from collections.abc import Callable, Mapping
from datetime import date

from yunjiang.ledger.intake import days
from yunjiang.persons import models as persons
from yunjiang.registers.kit.declaration import Column
from yunjiang.registers.kit.intake.parsing import UNLISTED, phrased_day
from yunjiang.standards import code_tables
from yunjiang.standards.identifiers.folding import compact

from .models import ChangeReason, MembershipEventKind, WorkState

EVENT, HAPPENED_ON, REASON = "event", "happened_on", "reason"


def _labels(choices: type) -> dict[str, str]:
    return {str(label): str(value) for value, label in choices.choices}  # type: ignore[attr-defined]


_EDUCATION = _labels(persons.Education) | {
    "博士研究生": "11", "硕士研究生": "14", "大学本科": "21", "大学": "21", "大学专科": "31", "专科": "31", "高职": "31",
    "中等专科": "41", "中技": "41", "职高": "41", "技校": "41", "普通高中": "61", "初级中学": "71", "小学": "81",
}  # fmt: skip
_SKILL = _labels(persons.SkillLevel) | {
    "职业资格一级（高级技师）": "1", "职业资格二级（技师）": "2", "职业资格三级（高级）": "3", "职业资格四级（中级）": "4",
    "职业资格五级（初级）": "5", "一级（高级技师）": "1", "二级（技师）": "2", "三级（高级）": "3", "四级（中级）": "4",
    "五级（初级）": "5", "一级": "1", "二级": "2", "三级": "3", "四级": "4", "五级": "5", "高级": "3", "中级": "4",
    "初级": "5", "没有": "9",
}  # fmt: skip
_POLITICAL = _labels(persons.PoliticalStatus) | {
    "党员": "01", "中国共产党党员": "01", "预备党员": "02", "团员": "03", "共青团": "03", "无党派民主人士": "12", "无党派": "12",
    "民革": "04", "民盟": "05", "民建": "06", "民进": "07", "农工党": "08", "致公党": "09", "九三学社": "10", "台盟": "11",
    "普通群众": "13", "无": "13",
}  # fmt: skip
_HOUSEHOLD = _labels(persons.HouseholdKind) | {
    "农业": "1", "农村": "1", "农村户口": "1", "非农业": "2", "非农": "2", "城镇": "2", "城镇户口": "2", "居民": "2",
}  # fmt: skip
_WORK = _labels(WorkState) | {
    "在职": "working", "就业": "working", "待岗": "waiting", "下岗": "waiting", "待岗（下岗）": "waiting", "内退": "early",
    "退养": "early", "离休": "retired", "退休（职）": "retired",
}  # fmt: skip
# 僳僳 is how the drop-down of a widely used template misspells 傈僳.
_ETHNIC = {
    "僳僳族": "20",
    "僳僳": "20",
    "栗僳族": "20",
    "傈傈族": "20",
    "纳西": "27",
    "崩龙族": "46",
    "卡佤族": "21",
}
_IDENTITY_KINDS = _labels(persons.IdentityKind) | {
    "身份证": "resident", "二代身份证": "resident", "港澳居民居住证": "residence", "台湾居民居住证": "residence",
    "外国人永久居留证": "foreign", "回乡证": "hkmacao", "台胞证": "taiwan",
}  # fmt: skip
_K = MembershipEventKind
_EVENTS = {
    "入会": _K.JOINED.value, "转入": _K.MOVED_IN.value, "保留": _K.RETAINED.value, "保留会籍": _K.RETAINED.value,
    "恢复": _K.RESTORED.value, "转出": _K.SENT.value, "除名": _K.EXPELLED.value, "退会": _K.LEFT.value,
    "注销": _K.CANCELLED.value, "死亡": _K.CANCELLED.value,
}  # fmt: skip
_REASONS = _labels(ChangeReason)
_SEXES = {"男": "1", "女": "2", "男性": "1", "女性": "2", "1": "1", "2": "2"}


def _listed(*lists: Mapping[str, str]) -> Callable[[str], str]:
    """Return how a text of some lists is understood; what stands in none is marked and kept."""
    known = {compact(text): value for each in lists for text, value in each.items()}

    def understand(text: str) -> str:
        found = known.get(compact(text))
        return UNLISTED + text.strip()[:40] if found is None else found

    return understand


def _day(text: str) -> date:
    """Return the day a text says. Raises ValueError with the sentence."""
    try:
        first, last = days.stretch(text)
    except days.NotADay as no:
        raise ValueError(phrased_day(no.code, text)) from no
    if first != last:
        raise ValueError(phrased_day("not_a_day", text))
    return first


# Columns whose unknown texts are kept until somebody reads them. A reason that stands in no list goes into the event's note.
LISTED = (
    "person__ethnic_group",
    "person__education",
    "person__skill_level",
    "person__household_kind",
    "person__political_status",
    "work_state",
)

COLUMNS = (
    Column("person__name", ["姓名"], is_required=True),
    Column("person__sex", ["性别"], values=_SEXES),
    Column("person__birth_on", ["出生日期", "出生日期(yyyy/MM/dd)", "出生年月"]),
    Column("person__ethnic_group", ["民族"], parse=_listed(code_tables.ethnic_codes(), _ETHNIC)),
    Column("work_state", ["就业状况"], parse=_listed(_WORK)),
    Column("person__identity_kind", ["有效证件类别", "证件类别", "证件类型"], values=_IDENTITY_KINDS),
    Column(
        "person__identity",
        ["证件号码", "证件号码(18位)", "身份证号", "身份证号码"],
        is_required=True,
        is_code=True,
    ),
    Column("person__education", ["学历", "文化程度"], parse=_listed(_EDUCATION)),
    Column("person__skill_level", ["技术等级"], parse=_listed(_SKILL)),
    Column("person__phone", ["移动电话", "手机", "手机号码", "联系电话"]),
    Column("person__household_kind", ["户籍类型"], parse=_listed(_HOUSEHOLD)),
    Column("person__household_place", ["户籍所在地"]),
    Column(EVENT, ["会籍变化类型"], values=_EVENTS),
    Column(HAPPENED_ON, ["会籍变化日期"], parse=_day),
    Column(REASON, ["会籍变化原因"], parse=_listed(_REASONS)),
    Column("person__political_status", ["政治面貌"], parse=_listed(_POLITICAL)),
    Column("work_place", ["工作单位", "工作单位(全称)", "工作单位（全称）"]),
    Column("person__native_place", ["籍贯"]),
    Column("person__is_migrant_worker", ["是否农民工会员", "是否农民工"]),
    # Not of the twenty: a sheet of several unions says which, and newer sheets have these.
    Column("organization", ["所属工会", "基层工会", "工会名称"]),
    Column("new_form_job", ["新就业形态职业", "新就业形态群体"]),
    Column("card_number", ["会员卡号", "会员编号"], is_code=True),
)
