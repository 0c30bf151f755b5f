"""Firms, their operating states and headcounts, and which union covers which: what the registers add to the models."""

from django.db.models import Q

from yunjiang.registers.kit.declaration import Count, Reason, Register, Tab

from . import counts, dated_sheets, firm_roster, firms, tabs
from .models import Coverage, Enterprise, Headcount, Operation
from .rules import LARGE_FROM

_UNKNOWN = [
    Reason("no_status", "经营状态不明", Q(status="")),
    Reason("no_headcount", "从未登记职工人数", Q(staff=None)),
    Reason("never_large", f"从未达到{LARGE_FROM}人", Q(most_staff__lt=LARGE_FROM)),
]


class Enterprises(Register):
    code = "enterprises"
    name = "用人单位"
    about = "应建、已建工会的企业和其他用人单位：性质、行业、职工人数、经营状态和建会情况。"
    model = Enterprise
    columns = ("name", "code", "ownership", "staff", "counted_on", "status", "is_covered")
    more_columns = ("organization", "economic_type", "industry", "address", "opened_on", "most_staff")
    filters = (
        "ownership",
        "economic_type",
        "industry",
        "status",
        "is_covered",
        "staff",
        "most_staff",
        "organization",
    )
    search = ("code", "name__startswith", "pinyin__startswith", "initials__startswith")
    title = "name"
    natural_key = ("code",)
    sections = {
        "基本情况": ("name", "code", "ownership", "economic_type", "industry", "address", "opened_on"),
        "现状": ("status", "staff", "counted_on", "most_staff", "is_covered"),
    }
    guarded = ("name", "code")
    tabs = (
        Tab("staff", "人数与经营", "pages/unions/tab_staff.html", tabs.staff_of_firm),
        Tab("course", "大事记", "pages/unions/tab_course.html", tabs.course_of_firm),
    )
    can_be_added = False
    is_large = True
    intake = firm_roster.ROSTER
    derive = staticmethod(firms.derive)
    validate = staticmethod(firms.validated)
    after_save = staticmethod(firms.saved)
    counts = [
        Count(
            code="large",
            name="百人以上企业",
            measure="large_enterprises",
            unit="家",
            kind="level",
            needs=("organization_id", "course"),
            lines=counts.large_firms,
            not_counted=[*_UNKNOWN],
            definition="期末职工一百人以上（含一百人）的企业。“企业”的范围原文没有说明，按法人单位计。",
        ),
        Count(
            code="large-covered",
            name="已建工会的百人以上企业",
            measure="large_enterprises_unionized",
            unit="家",
            kind="level",
            needs=("organization_id", "course"),
            lines=counts.large_firms_covered,
            not_counted=[*_UNKNOWN],
            definition="期末职工一百人以上、已建立工会组织的企业。",
        ),
    ]


class Operations(Register):
    code = "operations"
    name = "经营状态"
    about = "用人单位从哪一天起正常经营、停业、清算、吊销或注销。"
    model = Operation
    columns = ("enterprise", "status", "since_on", "evidence")
    more_columns = ("organization",)
    filters = ("status", "since_on", "organization")
    search = ("enterprise__name__startswith", "enterprise__code")
    related = ("enterprise",)
    natural_key = ("enterprise", "since_on")
    lies_with = "enterprise"
    sections = {"经营状态": ("enterprise", "status", "since_on", "evidence")}
    is_large = True
    intake = dated_sheets.OPERATIONS
    validate = staticmethod(firms.row_validated)
    after_act = staticmethod(firms.operations_written)


class Headcounts(Register):
    code = "headcounts"
    name = "职工人数"
    about = "用人单位在某一天的职工人数，其中女职工、农民工和劳务派遣。"
    model = Headcount
    columns = ("enterprise", "as_of_on", "staff", "women", "migrant_workers", "dispatched")
    more_columns = ("organization", "evidence")
    filters = ("as_of_on", "staff", "organization")
    search = ("enterprise__name__startswith", "enterprise__code")
    related = ("enterprise",)
    natural_key = ("enterprise", "as_of_on")
    lies_with = "enterprise"
    sections = {
        "职工人数": (
            "enterprise",
            "as_of_on",
            "staff",
            "women",
            "migrant_workers",
            "dispatched",
            "evidence",
        )
    }
    is_large = True
    intake = dated_sheets.HEADCOUNTS
    validate = staticmethod(firms.row_validated)
    after_act = staticmethod(firms.headcounts_written)


class Coverages(Register):
    code = "union-coverage"
    name = "建会覆盖"
    about = "哪个工会从哪一天起覆盖哪个用人单位：独立建会、联合建会或由工会联合会覆盖。"
    model = Coverage
    columns = ("enterprise", "union", "kind", "since_on", "until_on")
    more_columns = ("organization",)
    filters = ("kind", "since_on", "organization")
    search = ("enterprise__name__startswith", "enterprise__code", "union__name__startswith")
    related = ("enterprise", "union")
    natural_key = ("union", "enterprise", "since_on")
    lies_with = "union"
    sections = {"覆盖": ("union", "enterprise", "kind", "since_on", "until_on")}
    dated = ("since_on", "until_on")
    is_large = True
    intake = dated_sheets.COVERAGES
    validate = staticmethod(firms.coverage_validated)
    after_act = staticmethod(firms.coverages_written)
