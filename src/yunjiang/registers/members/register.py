"""What the register of members adds to its models."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunjiang.access import masking
from yunjiang.registers.kit import people
from yunjiang.registers.kit.declaration import Banner, Count, Intake, Mask, Reason, Register, Search, Tab

from . import arriving, bringing, known, lines, sheet, standing, tabs, taking_back, tallies
from .flow import FLOW
from .models import Membership, NewFormJob

_STANDINGS = {lines.ACTIVE: "在会", lines.RETAINED: "保留会籍"}
_DIMENSIONS = {
    "sex": {code: str(sex.label) for sex, code in lines.SEXES.items()},
    "new_form_job": {lines.NO_JOB: "非新就业形态"}
    | {str(value): str(label) for value, label in NewFormJob.choices},
}
SHORTEST_CARD_NUMBER = 8
NOT_YET = Reason("not_yet", _("The application is not approved"), Q(since_on=None))
# In the order in which a record is mended.
NOT_QUALIFIED = (
    NOT_YET,
    Reason(
        "incomplete",
        _("The record is incomplete"),
        Q(qualified_from=None, qualified_before=[], is_complete=False),
    ),
    Reason(
        "invalid",
        _("Something in the record cannot be so"),
        Q(qualified_from=None, qualified_before=[], is_valid=False),
    ),
    Reason(
        "duplicate",
        _("The person may be on record twice"),
        Q(qualified_from=None, qualified_before=[], is_unique=False),
    ),
    Reason("unconfirmed", _("Nobody has confirmed the record"), Q(qualified_from=None, qualified_before=[])),
)


def _card_number(typed: str) -> str | None:
    """Return what was typed if it is the whole number of a card, which finds one person."""
    typed = "".join(typed.split())
    return typed if typed.isascii() and typed.isdigit() and len(typed) >= SHORTEST_CARD_NUMBER else None


class Members(Register):
    code = "members"
    name = "工会会员"
    about = "全省工会会员实名记录：入会、转会、保留、退会，信息是否合格。"
    model = Membership
    is_large = True
    can_be_added = False
    columns = (
        "person__name",
        "person__identity",
        "organization",
        "state",
        "work_place",
        "quality",
        "confirmed_on",
    )
    more_columns = (
        "person__sex",
        "person__birth_on",
        "person__phone",
        "work_state",
        "new_form_job",
        "joined_on",
        "since_on",
        "ended_on",
        "card_number",
    )
    filters = ("organization", "state", "quality", "new_form_job")
    search = (*people.searches(is_copied=True), Search("card_number", _card_number, is_identifying=True))
    title = "person__name"
    natural_key = ("current_person",)
    related = ("person", "organization")
    sections = {
        _("Person"): (
            "person__name",
            "person__sex",
            "person__birth_on",
            "person__ethnic_group",
            "person__identity_kind",
            "person__identity",
            "person__phone",
            "person__education",
            "person__political_status",
            "person__skill_level",
            "person__household_kind",
            "person__household_place",
            "person__native_place",
            "person__is_migrant_worker",
        ),
        _("Membership"): ("organization", "state", "joined_on", "since_on", "ended_on", "card_number"),
        _("Work"): ("work_place", "enterprise", "work_state", "new_form_job"),
        _("How good the record is"): ("quality", "confirmed_on"),
    }
    masked = people.masks() | {"card_number": Mask(masking.bank_account)}
    owned = {"person": people.PersonOwner()}
    copied = people.copied()
    guarded = ("person__name", "person__identity", "joined_on")
    elsewhere = ("heading_to",)
    fixed = ("organization", "entry", "channel", "heading_to", "applied_on")
    flow = FLOW
    dated = ("since_on", "ended_on")
    banner = Banner("pages/members/banner.html", tabs.above)
    tabs = (Tab("course", _("Course of the membership"), "pages/members/tab_course.html", tabs.befallen),)
    intake = Intake(
        columns=sheet.COLUMNS,
        understand=arriving.understand,
        prepare=arriving.prepare,
        key=("person__identity",),
        rules=[arriving.wrong],
        meet=arriving.meet,
        candidates=arriving.candidates,
        apply=bringing.apply,
        undo=taking_back.undo,
        sheet_name="工会会员信息采集表",
    )
    counts = (
        Count(
            code="members",
            name="会员",
            measure="members",
            unit="人",
            kind="balance",
            needs=lines.NEEDS,
            lines=lines.members,
            not_counted=[NOT_YET],
            dimensions=_DIMENSIONS | {"standing": _STANDINGS},
            dimension_names={"standing": "会籍"},
            definition="工会法、工会会员会籍管理办法：已批准入会且会籍仍在（含保留会籍）的会员。",
        ),
        Count(
            code="qualified",
            name="信息合格会员",
            measure="members-qualified",
            unit="人",
            kind="balance",
            needs=lines.NEEDS_OF_QUALITY,
            lines=lines.qualified,
            not_counted=NOT_QUALIFIED,
            dimensions=_DIMENSIONS,
            definition="信息完整、有效、无重复，且十二个月内核实过的会员；考核只计此数。",
        ),
        Count(
            code="joined",
            name="新发展新就业形态会员",
            measure="members-new-form-joined",
            unit="人",
            kind="flow",
            needs=lines.NEEDS,
            lines=lines.joined,
            not_counted=[
                NOT_YET,
                Reason("other_job", _("Not in a new form of employment"), Q(new_form_job="")),
                Reason("other_way", _("Came from another union, or again"), ~Q(entry="enrolled")),
                Reason("before", _("Already a member when first recorded here"), Q(joined_on=None)),
            ],
            dimensions=_DIMENSIONS,
            definition="当期首次入会的新就业形态劳动者，人。",
        ),
    )
    derive = staticmethod(standing.derive)
    after_save = staticmethod(standing.settle)
    after_act = staticmethod(tallies.after_act)
    follow_person = staticmethod(standing.follow_person)
    must_keep = staticmethod(known.must_keep)
