"""Unions, their places in industrial trees, their terms and who holds posts in them: what the registers add to the models.

The registers of firms are declared in `firm_registers`, imported here because the kit asks each folder for its `register`.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from yunjiang.access import masking
from yunjiang.access.permission import Act, Classification
from yunjiang.registers.kit import people
from yunjiang.registers.kit.declaration import Count, Mask, Reason, Register, Tab
from yunjiang.registers.kit.flows import Clock, Flow, Move

from . import counts, dated_sheets, ending, founding, kept, moving, post_sheet, sheet, social, tabs, terms
from .choices import UnionKind, UnionState
from .firm_registers import Coverages, Enterprises, Headcounts, Operations
from .models import IndustrialPlace, Post, Term, Union

__all__ = [
    "Coverages",
    "Enterprises",
    "Headcounts",
    "IndustrialPlaces",
    "Operations",
    "Posts",
    "Terms",
    "Unions",
]

_IN_OFFICE = (UnionState.NORMAL, UnionState.MERGED, UnionState.CLOSED)


def _becoming_legal(code: str, name: str, source: UnionState, target: UnionState) -> Move:
    return Move(
        code,
        name,
        [source],
        target,
        act=Act.CHECK_RECORDS,
        asks=["code", "certificate_number", "legal_since_on", "certificate_until_on"],
        may=founding.may_register,
        effect=founding.registered,
    )


def _ending(
    code: str, name: str, target: UnionState, effect: Callable[[Any, Any], None], *, means: str
) -> Move:
    return Move(
        code,
        name,
        [UnionState.NORMAL],
        target,
        act=Act.CHECK_RECORDS,
        means=means,
        needs_reason=True,
        asks=ending.ENDS,
        may=ending.may_end,
        effect=effect,
    )


FOUNDING = Flow(
    moves=[
        Move(
            "approve",
            "批复筹建",
            [UnionState.PREPARING],
            UnionState.APPROVED,
            act=Act.CHECK_RECORDS,
            asks=["approval_number", "approved_on"],
            is_four_eyes=True,
        ),
        Move(
            "elect",
            "登记选举结果",
            [UnionState.APPROVED],
            UnionState.ELECTED,
            asks=["elected_on", "members_at_founding", "is_chair_relative"],
            may=founding.may_elect,
        ),
        Move(
            "confirm",
            "批复选举结果",
            [UnionState.ELECTED],
            UnionState.CONFIRMED,
            act=Act.CHECK_RECORDS,
            asks=["confirmation_number", "confirmed_on"],
            is_four_eyes=True,
        ),
        _becoming_legal("register", "法人登记", UnionState.CONFIRMED, UnionState.REGISTERED),
        Move(
            "open",
            "正式建会",
            [UnionState.CONFIRMED, UnionState.REGISTERED],
            UnionState.NORMAL,
            asks=["founded_on"],
            effect=founding.opened,
        ),
        _becoming_legal("register_later", "补办法人登记", UnionState.NORMAL, UnionState.NORMAL),
        Move(
            "withdraw",
            "终止筹建",
            [UnionState.PREPARING, UnionState.APPROVED, UnionState.ELECTED],
            UnionState.WITHDRAWN,
            needs_reason=True,
            effect=founding.withdrawn,
        ),
        _ending(
            "merge",
            "并入其他工会",
            UnionState.MERGED,
            ending.merged,
            means="所覆盖的单位、下级工会和会员转入所选工会；本届委员会、任职和法人资格于该日终止。",
        ),
        _ending(
            "close",
            "撤销",
            UnionState.CLOSED,
            ending.closed,
            means="所覆盖的单位不再有工会，会员转入所选工会；本届委员会、任职和法人资格于该日终止。",
        ),
    ],
    clocks={
        UnionState.PREPARING: Clock(15, is_working=True, reminds=[3]),
        UnionState.APPROVED: Clock(90, is_working=False, reminds=[30]),
        UnionState.ELECTED: Clock(15, is_working=True, reminds=[3]),
    },
    closed=[UnionState.WITHDRAWN, UnionState.MERGED, UnionState.CLOSED],
)


class Unions(Register):
    code = "unions"
    name = "工会组织"
    about = "各级工会从筹建、批复、选举、法人登记到换届、合并、撤销的全过程。"
    model = Union
    columns = ("name", "code", "kind", "level", "founded_on", "head", "state")
    more_columns = (
        "organization",
        "form",
        "phone",
        "workplace",
        "legal_since_on",
        "certificate_until_on",
        "closed_on",
        "successor",
    )
    filters = (
        "kind",
        "form",
        "level",
        "state",
        "founded_on",
        "certificate_until_on",
        "organization",
    )
    search = ("code", "name__startswith", "pinyin__startswith", "initials__startswith")
    title = "name"
    natural_key = ("code",)
    related = ("workplace", "successor")
    sections = {
        "基本情况": ("name", "code", "kind", "form", "level", "way", "workplace", "term_years"),
        "联系": ("head", "phone", "address"),
        "筹建": (
            "prepared_on",
            "staff_at_founding",
            "members_at_founding",
            "is_chair_relative",
            "approval_number",
            "approved_on",
            "elected_on",
            "confirmation_number",
            "confirmed_on",
            "founded_on",
        ),
        "法人资格": ("certificate_number", "legal_since_on", "legal_until_on", "certificate_until_on"),
        "撤销与合并": ("closed_on", "closing_number", "successor"),
    }
    masked = {"phone": Mask(masking.phone, classification=Classification.SENSITIVE)}
    guarded = ("name", "code")
    fixed = (
        "approval_number",
        "approved_on",
        "elected_on",
        "confirmation_number",
        "confirmed_on",
        "founded_on",
        "legal_since_on",
        "legal_until_on",
        "closed_on",
        "closing_number",
        "successor",
    )
    flow = FOUNDING
    dated = ("founded_on", "closed_on")
    tabs = (
        Tab("committee", "机构与任职", "pages/unions/tab_committee.html", tabs.committee),
        Tab("terms", "届次", "pages/unions/tab_terms.html", tabs.terms),
        Tab("firms", "覆盖单位", "pages/unions/tab_firms.html", tabs.firms),
        Tab("course", "大事记", "pages/unions/tab_course.html", tabs.course),
    )
    can_be_added = False
    is_large = True
    intake = sheet.INTAKE
    derive = staticmethod(founding.derive)
    validate = staticmethod(founding.validated)
    after_save = staticmethod(founding.saved)
    counts = [
        Count(
            code="unions",
            name="工会组织",
            measure="union_organizations",
            unit="个",
            kind="balance",
            needs=("organization_id", "founded_on", "closed_on", "kind"),
            lines=counts.unions,
            not_counted=[
                Reason("withdrawn", "已终止筹建", Q(state=UnionState.WITHDRAWN)),
                Reason("not_founded", "尚在筹建，未正式建会", Q(founded_on=None) | ~Q(state__in=_IN_OFFICE)),
            ],
            dimensions={"union_kind": {str(value): str(label) for value, label in UnionKind.choices}},
            dimension_names={"union_kind": "基层工会类型"},
            definition="已正式建会、尚未撤销或并入其他工会的工会组织，按建会日期计。",
        ),
        Count(
            code="legal-persons",
            name="取得法人资格的工会",
            measure="union_legal_persons",
            unit="个",
            kind="balance",
            needs=("organization_id", "legal_since_on", "legal_until_on", "closed_on"),
            lines=counts.legal_persons,
            not_counted=[
                Reason("not_founded", "尚在筹建，未正式建会", Q(founded_on=None) | ~Q(state__in=_IN_OFFICE)),
                Reason("no_legal_person", "未取得法人资格", Q(legal_since_on=None)),
                Reason("no_code", "没有工会统一社会信用代码", Q(code=None)),
            ],
            definition="取得《工会法人资格证书》的工会，按取得日期计；证书到期未换发的仍计入，另行提醒。",
        ),
        Count(
            code="social-workers",
            name="工会社会工作专业队伍",
            measure="union_social_workers",
            unit="人",
            kind="level",
            needs=("organization_id", "social_course"),
            lines=counts.social_workers,
            not_counted=[Reason("no_social_worker", "没有在岗的工会社会工作者", Q(social_course=[]))],
            dimensions={"sex": {"male": "男", "female": "女"}},
            definition="期末在岗的工会社会工作专业人员，据任职台账；一人在几处任职只在最先任职的工会计一人。",
        ),
    ]


class IndustrialPlaces(Register):
    code = "union-places"
    name = "产业隶属"
    about = "工会在产业、系统、集团工会中的隶属，与地方隶属并存，按日期记录。"
    model = IndustrialPlace
    columns = ("union", "upper", "kind", "since_on", "until_on")
    more_columns = ("organization", "document_number")
    filters = ("kind", "upper", "organization")
    search = ("union__name__startswith", "union__code")
    related = ("union", "upper")
    lies_with = "union"
    sections = {"隶属": ("union", "upper", "kind", "since_on", "until_on", "document_number")}
    dated = ("since_on", "until_on")
    validate = staticmethod(moving.validated)


class Terms(Register):
    code = "union-terms"
    name = "工会届次"
    about = "工会委员会、女职工委员会、经费审查委员会等的每一届：选举、任期、延期和换届。"
    model = Term
    columns = ("union", "committee", "number", "elected_on", "years", "ends_on", "is_running")
    more_columns = ("organization", "extended_to_on", "ended_on", "confirmation_number")
    filters = ("committee", "years", "ends_on", "organization")
    search = ("union__name__startswith", "union__code")
    related = ("union",)
    lies_with = "union"
    sections = {
        "届次": ("union", "committee", "number", "elected_on", "years", "confirmation_number"),
        "选举": ("delegates_due", "delegates_present"),
        "延期": ("extended_to_on", "extension_number"),
        "换届": ("due_on", "ends_on", "ended_on"),
    }
    dated = ("elected_on", "ended_on")
    natural_key = ("union", "committee", "number")
    intake = dated_sheets.TERMS
    derive = staticmethod(terms.derive)
    validate = staticmethod(terms.validated)
    after_save = staticmethod(terms.saved)
    after_act = staticmethod(terms.remind)


class Posts(Register):
    code = "union-posts"
    name = "工会任职"
    about = "工会委员会、女职工委员会、经费审查委员会任职人员和工会社会工作者。"
    model = Post
    columns = ("person__name", "union", "committee", "title", "work_time", "since_on", "until_on")
    more_columns = (
        "organization",
        "person__phone",
        "is_social_worker",
        "social_since_on",
        "social_until_on",
        "document_number",
    )
    filters = ("committee", "title", "work_time", "is_social_worker", "since_on", "organization")
    search = (*people.searches(is_copied=True), "union__name__startswith")
    title = "person__name"
    related = ("person", "union")
    lies_with = "union"
    sections = {
        "任职": ("union", "committee", "title", "work_time", "since_on", "until_on", "document_number"),
        "人员": ("person__name", "person__sex", "person__identity", "person__phone"),
        "社会工作者": ("is_social_worker", "social_since_on", "social_until_on"),
    }
    masked = people.masks()
    owned = {"person": people.PersonOwner()}
    copied = people.copied()
    dated = ("since_on", "until_on")
    tabs = (Tab("counted", "计数", "pages/unions/tab_social.html", tabs.social_worker),)
    is_large = True
    intake = post_sheet.POSTS
    derive = staticmethod(terms.post_derive)
    validate = staticmethod(terms.post_validated)
    after_act = staticmethod(social.follow)
    follow_person = staticmethod(social.follow_person)
    must_keep = staticmethod(kept.must_keep)
