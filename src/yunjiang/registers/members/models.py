from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.organizations.models import Organization
from yunjiang.organizations.prefixes import PrefixField
from yunjiang.permanence.models import WrittenOnce
from yunjiang.persons.models import Person
from yunjiang.registers.kit.models import ChangeSet, Record

from .applicants import Application as Application


class MembershipState(models.TextChoices):
    APPLIED = "applied", "申请"
    CURRENT = "current", "在会"
    MOVING = "moving", "转出中"
    RETAINED = "retained", "保留会籍"
    MOVED = "moved", "已转出"
    LEFT = "left", "退会"
    EXPELLED = "expelled", "除名"
    CANCELLED = "cancelled", "注销"
    REFUSED = "refused", "未批准"


# In these a person has this membership and can have no other.
OPEN_STATES = (
    MembershipState.APPLIED,
    MembershipState.CURRENT,
    MembershipState.MOVING,
    MembershipState.RETAINED,
)


class Entry(models.TextChoices):
    """By which way a person came into this union."""

    ENROLLED = "enrolled", "入会"
    REJOINED = "rejoined", "重新入会"
    TRANSFERRED = "transferred", "转入"
    FOLLOWED = "followed", "随组织调整转入"


class Channel(models.TextChoices):
    """Through whom the joining came."""

    OFFICER = "officer", "工会办理"
    PHONE = "phone", "本人手机申请"
    SHEET = "sheet", "采集表导入"


class WorkState(models.TextChoices):
    """就业状况 of the collection sheet."""

    WORKING = "working", "在岗"
    WAITING = "waiting", "待（下）岗"
    UNEMPLOYED = "unemployed", "失业"
    RETIRED = "retired", "退休"
    RESIGNED = "resigned", "退职"
    EARLY = "early", "退养（内退）"
    SICK = "sick", "病休"
    OTHER = "other", "其他"


class NewFormJob(models.TextChoices):
    """Jobs in new forms of employment: the four groups of the drive of 2021, then the others of the eight of 2018."""

    TRUCKER = "trucker", "货车司机"
    RIDE_DRIVER = "ride_driver", "网约车司机"
    COURIER = "courier", "快递员"
    FOOD_RIDER = "food_rider", "外卖配送员"
    CARER = "carer", "护工护理员"
    HOUSEKEEPER = "housekeeper", "家政服务员"
    MALL = "mall", "商场信息员"
    ESTATE_AGENT = "estate_agent", "房产中介员"
    GUARD = "guard", "保安员"
    OTHER = "other", "其他新就业形态"


class Quality(models.TextChoices):
    """What today's record lacks, the first that holds; only a qualified one counts in assessment."""

    QUALIFIED = "qualified", "合格"
    INCOMPLETE = "incomplete", "缺项"
    INVALID = "invalid", "有误"
    DUPLICATE = "duplicate", "疑似重复"
    STALE = "stale", "逾期未核实"
    NONE = "none", "不考核"


class Membership(Record):
    """That a person belongs to one union, from `since_on` until the day before `ended_on`.

    Who moves to another union gets a row there and keeps this one, ended: what a union held on any day stays what it was. While
    the membership stands `current_person` is the person, so that the database itself keeps everybody in one union at a time.
    """

    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="memberships",
        verbose_name="会员",
        editable=False,
    )
    current_person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="current_membership", editable=False
    )
    # Copies (kit.copies): no index of a table holds what stands in another, and members are found by name below a unit.
    person_name = PrefixField("姓名", max_length=60, editable=False)
    person_pinyin = PrefixField("姓名拼音", max_length=160, blank=True, editable=False)
    state = models.CharField(
        "会籍状态",
        max_length=10,
        choices=MembershipState.choices,
        default=MembershipState.APPLIED,
        editable=False,
    )
    entry = models.CharField("进入方式", max_length=12, choices=Entry.choices, default=Entry.ENROLLED)
    channel = models.CharField("办理渠道", max_length=8, choices=Channel.choices, default=Channel.OFFICER)
    applied_on = models.DateField("申请日期", null=True, blank=True)
    joined_on = models.DateField(
        "入会日期", null=True, blank=True, help_text="加入工会的日期，转会不变；会籍自批准之日起。"
    )
    since_on = models.DateField(
        "进入本会日期",
        null=True,
        blank=True,
        editable=False,
        help_text="First day in this union; not before the union itself stands in the tree.",
    )
    ended_on = models.DateField(
        "离开本会日期",
        null=True,
        blank=True,
        editable=False,
        help_text="First day on which it no longer holds.",
    )
    work_place = models.CharField("工作单位（全称）", max_length=120, blank=True)
    enterprise = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="用人单位",
    )
    work_state = models.CharField("就业状况", max_length=10, choices=WorkState.choices, blank=True)
    new_form_job = models.CharField("新就业形态职业", max_length=12, choices=NewFormJob.choices, blank=True)
    card_number = models.CharField("会员卡号", max_length=30, blank=True)
    heading_to = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="拟转入工会",
        help_text="Where it is going while it is moving.",
    )
    unread = models.JSONField(
        "未能识别的填写",
        default=dict,
        blank=True,
        editable=False,
        help_text="What a sheet said that stands in no list, by field, as it was written.",
    )
    # How good the record is. Bits name what is missing and what is wrong (`quality.FIELDS`, `quality.FAULTS`).
    missing = models.PositiveIntegerField(default=0, editable=False)
    faults = models.PositiveIntegerField(default=0, editable=False)
    is_complete = models.BooleanField("信息完整", default=False, editable=False)
    is_valid = models.BooleanField("信息有效", default=False, editable=False)
    is_unique = models.BooleanField("无重复", default=True, editable=False)
    confirmed_on = models.DateField("核实日期", null=True, blank=True, editable=False)
    quality = models.CharField(
        "信息质量",
        max_length=10,
        choices=Quality.choices,
        default=Quality.NONE,
        editable=False,
        help_text="As of the last night or the last change.",
    )
    qualified_from = models.DateField(
        null=True, blank=True, editable=False, help_text="First day of the stretch in which it is qualified."
    )
    qualified_until = models.DateField(
        null=True, blank=True, editable=False, help_text="First day on which it no longer is."
    )
    qualified_before = models.JSONField(
        default=list, blank=True, editable=False, help_text="Earlier stretches: pairs of days."
    )
    phases = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="Days on which it began to be retained or active: pairs of day and word; from the start active.",
    )

    class Meta:
        # Each index is paid for by every import; what each is for. Those of lists end with what a list asks besides, so that no
        # row is read before it is known to be shown (docs/decisions/registers-bounded-lists.md).
        indexes = [
            # every list below a unit, and whatever is asked of it
            models.Index(
                fields=[
                    "path", "id", "voided_at", "state", "quality", "new_form_job", "person_name", "person_pinyin"
                ],
                name="member_path",
            ),
            # lists of one state: applications to decide, members in transit, retained members
            models.Index(
                fields=["state", "path", "id", "voided_at", "quality", "new_form_job"], name="member_state"
            ),
            # from a rate to its queue: what is incomplete, invalid, duplicate or stale below a unit
            models.Index(
                fields=["quality", "path", "id", "voided_at", "state", "new_form_job"], name="member_quality"
            ),
            # workers in new forms of employment below a unit
            models.Index(
                fields=["new_form_job", "path", "id", "voided_at", "state", "quality"], name="member_new_form"
            ),
            # names that few people have, wherever they are
            models.Index(
                fields=["person_name", "path", "id", "voided_at", "state", "quality", "new_form_job"],
                name="member_name",
            ),
            models.Index(
                fields=["person_pinyin", "path", "id", "voided_at", "state", "quality", "new_form_job"],
                name="member_pinyin",
            ),
            # somebody at the counter holds out a card
            models.Index(fields=["card_number"], name="member_card"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(current_person__isnull=True) | Q(current_person=F("person")),
                name="member_current_is_person",
            ),
            models.CheckConstraint(
                condition=Q(current_person__isnull=True, voided_at__isnull=False)
                | Q(current_person__isnull=False, voided_at__isnull=True, state__in=OPEN_STATES)
                | (Q(current_person__isnull=True) & ~Q(state__in=OPEN_STATES)),
                name="member_current_while_open",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since_on")),
                name="member_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} ∈ {self.organization_id}"


class MembershipEventKind(models.TextChoices):
    """会籍变化类型, the sheet's six and what else befalls a membership."""

    APPLIED = "applied", "申请入会"
    JOINED = "joined", "入会"
    REFUSED = "refused", "不予批准"
    SENT = "sent", "申请转出"
    MOVED_OUT = "moved_out", "转出"
    MOVED_IN = "moved_in", "转入"
    STAYED = "stayed", "转会终止"
    RETAINED = "retained", "保留"
    RESTORED = "restored", "恢复"
    LEFT = "left", "退会"
    EXPELLED = "expelled", "除名"
    CANCELLED = "cancelled", "注销"
    CORRECTED = "corrected", "更正"


class ChangeReason(models.TextChoices):
    """会籍变化原因: the sheet's six, and those that the rules name."""

    WORK = "work", "劳动（工作）关系发生变化"
    WAITING = "waiting", "在本单位下岗后待岗"
    UNEMPLOYED = "unemployed", "失业"
    BANKRUPT = "bankrupt", "所在企业破产"
    OWN_WISH = "own_wish", "个人要求退会"
    CRIME = "crime", "因犯罪被开除会籍"
    RETIRED = "retired", "退休"
    RE_EMPLOYED = "re_employed", "重新就业"
    DISCIPLINE = "discipline", "严重违反工会章程"
    DEATH = "death", "死亡"
    DUPLICATE = "duplicate", "重复登记"
    UNION_CHANGED = "union_changed", "工会合并、分立或撤销"
    TAKEN_BACK = "taken_back", "撤销导入"
    OTHER = "other", "其他"


class MembershipEvent(WrittenOnce):
    """One thing that befell a membership: the log from which its whole course can be told, never changed."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=MembershipEventKind.choices)
    happened_on = models.DateField()
    # Read with the membership, never searched by: an index on each would only slow an import down.
    source = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+", db_index=False, help_text="The union left."
    )
    target = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="The union entered.",
    )
    reason = models.CharField(max_length=14, choices=ChangeReason.choices, blank=True)
    note = models.CharField(max_length=400, blank=True)
    change_set = models.ForeignKey(ChangeSet, models.PROTECT, null=True, related_name="+", db_index=False)
    recorded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.membership_id} {self.kind} {self.happened_on}"


class TransferState(models.TextChoices):
    OPEN = "open", "待接收"
    ACCEPTED = "accepted", "已接收"
    LAPSED = "lapsed", "逾期自动接收"
    REFUSED = "refused", "不予接收"
    WITHDRAWN = "withdrawn", "已撤回"


class TransferStarter(models.TextChoices):
    WORKER = "worker", "本人申请"
    SOURCE = "source", "转出工会发起"
    TARGET = "target", "转入工会发起"


def transfer_days() -> int:
    """Return after how many calendar days a transfer that nobody answers is accepted by itself."""
    return settings.YUNJIANG_TRANSFER_DAYS


class Transfer(models.Model):
    """One membership on its way from one union to another, with the day by which it is answered.

    Until it is accepted the person is a member of the union left. Nobody stays in between: after `due_on` the clock accepts.
    """

    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="transfers", help_text="The row in the union left."
    )
    open_membership = models.OneToOneField(
        Membership, models.PROTECT, null=True, blank=True, related_name="open_transfer"
    )
    source = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    source_path = PrefixField(max_length=255)
    target = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    target_path = PrefixField(max_length=255)
    starter = models.CharField(max_length=8, choices=TransferStarter.choices)
    state_before = models.CharField(max_length=10, choices=MembershipState.choices)
    state = models.CharField(max_length=10, choices=TransferState.choices, default=TransferState.OPEN)
    started_on = models.DateField()
    due_on = models.DateField(help_text="The last day for an answer; the day after, the clock accepts.")
    reason = models.CharField(max_length=14, choices=ChangeReason.choices, default=ChangeReason.WORK)
    note = models.CharField(max_length=400, blank=True)
    work_place = models.CharField(max_length=120, blank=True, help_text="Where the person works from now on.")
    started_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=400, blank=True)
    arrived = models.OneToOneField(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="came_by",
        help_text="The row in the union entered.",
    )

    class Meta:
        indexes = [
            models.Index(fields=["state", "target_path", "id"], name="transfer_in"),
            models.Index(fields=["state", "source_path", "id"], name="transfer_out"),
            models.Index(fields=["state", "due_on"], name="transfer_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", open_membership=F("membership"))
                | (~Q(state="open") & Q(open_membership__isnull=True)),
                name="transfer_open_once",
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="transfer_goes_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.source_id}→{self.target_id}"


class Tally(models.Model):
    """How good the records of one union are, counted anew with every act that writes one; deleted, it is counted again.

    Rates come from the ledger. This says what there is to do, fast, for a county or a province.
    """

    organization = models.OneToOneField(Organization, models.PROTECT, related_name="+")
    path = PrefixField(max_length=255, db_index=True)
    member_count = models.PositiveIntegerField(default=0)
    qualified_count = models.PositiveIntegerField(default=0)
    incomplete_count = models.PositiveIntegerField(default=0)
    invalid_count = models.PositiveIntegerField(default=0)
    duplicate_count = models.PositiveIntegerField(default=0)
    stale_count = models.PositiveIntegerField(default=0)
    missing = models.JSONField(default=dict, help_text="How many records lack a field, by field.")
    faults = models.JSONField(default=dict, help_text="How many records have a fault, by fault.")
    counted_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.qualified_count}/{self.member_count}"


class Campaign(models.Model):
    """A drive to confirm records that nobody has looked at for long, below one unit, from one day to another."""

    name = models.CharField("名称", max_length=60)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="范围")
    path = PrefixField(max_length=255, db_index=True)
    before_on = models.DateField(
        "核实日期早于", help_text="Rows last confirmed before this day, or never, belong to the drive."
    )
    since_on = models.DateField("开始日期")
    until_on = models.DateField("截止日期", help_text="The last day.")
    note = models.CharField("说明", max_length=400, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("since_on")), name="campaign_days_in_order")
        ]

    def __str__(self) -> str:
        return self.name


class CampaignUnion(models.Model):
    """One union's part of a drive: how many rows it had to confirm at the start, and how many are left."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="unions")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    path = PrefixField(max_length=255)
    row_count = models.PositiveIntegerField(default=0)
    left_count = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "organization"], name="campaign_union_once")
        ]
        indexes = [models.Index(fields=["campaign", "path"], name="campaign_union_path")]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.organization_id}"
