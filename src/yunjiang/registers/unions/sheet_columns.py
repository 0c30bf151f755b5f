"""What the unions' 《工会组织信息采集表》 says, column by column, and how its texts are understood."""

from typing import Any

from django.utils.translation import gettext

from yunjiang.registers.kit.declaration import Column
from yunjiang.standards import industries

from .choices import EconomicType, Ownership, UnionKind

FIRM, FIRM_CODE, FIRM_ADDRESS = "firm_name", "firm_code", "firm_address"
OWNERSHIP, ECONOMIC_TYPE, INDUSTRY = "ownership", "economic_type", "industry"
STAFF, MEMBERS, FOUNDED_ON = "staff_at_founding", "members_at_founding", "founded_on"
# How older lists of industries call the sections of GB/T 4754-2017.
_OLD_SECTIONS = {
    "农林牧渔业": "A", "电力、燃气及水的生产和供应业": "D", "交通运输、仓储及邮政业": "G", "信息传输、计算机服务和软件业": "I",
    "科学研究、技术服务和地质勘查业": "M", "居民服务和其他服务业": "O", "卫生、社会保障和社会福利业": "Q",
    "公共管理和社会组织": "S",
}  # fmt: skip


def labels(choices: Any) -> dict[str, str]:
    """Return the values of choices by their labels."""
    return {str(label): str(value) for value, label in choices.choices}


def industry_of(text: str) -> str:
    """Return the section or division that a text names; 其他 names none. Raises ValueError with a sentence."""
    said = text.strip()
    if said in ("其它", "其他"):
        return ""
    plain = said.replace("，", "、").replace(",", "、")
    known = {each.name.replace("，", "、"): each.code for each in industries.sections()}
    known |= {each.name.replace("，", "、"): each.code for each in industries.divisions()}
    known |= {label.replace("，", "、"): code for code, label in industries.choices()}
    found = known.get(plain) or _OLD_SECTIONS.get(plain) or _OLD_SECTIONS.get(plain.replace("、", ""))
    if found is None:
        try:
            found = industries.code_of(said)
        except KeyError:
            raise ValueError(gettext("“%(text)s” is no industry of GB/T 4754.") % {"text": said}) from None
    return found


COLUMNS = (
    Column(FIRM, ["单位名称"]),
    Column(FIRM_CODE, ["单位统一社会信用代码"], is_code=True),
    Column(FIRM_ADDRESS, ["单位地址"]),
    Column(OWNERSHIP, ["单位性质类别", "单位性质"], values=labels(Ownership)),
    Column(ECONOMIC_TYPE, ["经济类型"], values=labels(EconomicType)),
    Column(INDUSTRY, ["单位所属行业", "所属行业"], parse=industry_of),
    Column(STAFF, ["职工人数"]),
    Column("name", ["工会名称"], is_required=True),
    Column("code", ["工会统一社会信用代码"], is_code=True),
    Column("organization", ["上级工会名称", "上级工会"]),
    Column(FOUNDED_ON, ["建会日期"], is_required=True),
    Column(
        "kind",
        ["基层工会类型"],
        is_required=True,
        values={"产业(系统)工会": UnionKind.INDUSTRIAL, "单独基层工会": UnionKind.SINGLE},
    ),
    Column(MEMBERS, ["会员人数"]),
    Column("head", ["工会负责人(法定代表人)", "工会负责人（法定代表人）", "工会负责人"]),
    Column("phone", ["联系电话"]),
)
