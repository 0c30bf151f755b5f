"""Sheets of what is said of firms and unions from a day on; each row is of a firm and a union that are on record.

What is wrong with a row the registers say themselves (`validate`), as of what is typed into a form.
"""

from yunjiang.registers.kit.declaration import Column, Intake

_FIRM = Column("enterprise", ["统一社会信用代码", "单位统一社会信用代码"], is_required=True, is_code=True)
HEADCOUNTS = Intake(
    columns=(
        _FIRM,
        Column("as_of_on", ["日期", "截止日期"], is_required=True, is_code=False),
        Column("staff", ["职工人数", "职工总数"], is_required=True),
        Column("women", ["女职工人数", "其中女职工"]),
        Column("migrant_workers", ["农民工人数", "其中农民工"]),
        Column("dispatched", ["劳务派遣人数", "劳务派遣"]),
        Column("evidence", ["数据来源"]),
    ),
    sheet_name="职工人数表",
)
COVERAGES = Intake(
    columns=(
        Column("union", ["工会名称", "工会统一社会信用代码", "工会"], is_required=True, is_code=False),
        _FIRM,
        Column("kind", ["覆盖方式"], is_required=True),
        Column("since_on", ["起始日期", "覆盖日期"], is_required=True, is_code=False),
        Column("until_on", ["终止日期"]),
    ),
    sheet_name="建会覆盖表",
)
TERMS = Intake(
    columns=(
        Column("union", ["工会名称", "工会统一社会信用代码", "工会"], is_required=True, is_code=False),
        Column("committee", ["机构"], is_required=True, is_code=False),
        Column("number", ["届次"], is_required=True, is_code=False),
        Column("elected_on", ["选举日期"], is_required=True),
        Column("years", ["任期", "任期（年）"], values={"3年": "3", "5年": "5", "3": "3", "5": "5"}),
        Column("confirmation_number", ["选举结果批复文号"]),
        Column("extended_to_on", ["经批准延期至"]),
        Column("extension_number", ["延期批复文号"]),
        Column("delegates_due", ["应到代表（会员）", "应到人数"]),
        Column("delegates_present", ["实到代表（会员）", "实到人数"]),
    ),
    sheet_name="工会届次表",
)
OPERATIONS = Intake(
    columns=(
        _FIRM,
        Column("status", ["经营状态"], is_required=True),
        Column("since_on", ["起始日期"], is_required=True, is_code=False),
        Column("evidence", ["依据"]),
    ),
    sheet_name="经营状态表",
)
