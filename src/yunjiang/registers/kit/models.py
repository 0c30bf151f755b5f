from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.background.models import Job
from yunjiang.files.models import KeptFile
from yunjiang.organizations.models import Organization
from yunjiang.organizations.prefixes import PrefixField
from yunjiang.permanence.models import WrittenOnce


class Record(models.Model):
    """One row of a register: kept by one unit, changed only through the kit, and voided instead of deleted."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", db_index=False, verbose_name="所属单位"
    )
    # Where the unit hangs in today's tree, so that a list of everything below a unit is one stretch of an index.
    path = PrefixField(max_length=255, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("更新时间", default=timezone.now, editable=False)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)
    # Made to try the site with: counted in the ledger's demonstration data, never among real quantities.
    is_demonstration = models.BooleanField("演示数据", default=False, editable=False)
    extra = models.JSONField("自定义项", default=dict, blank=True, editable=False)

    class Meta:
        abstract = True


class Deed(models.TextChoices):
    """What a change set did."""

    CREATE = "create", "登记"
    CHANGE = "change", "修改"
    MOVE = "move", "办理"
    BULK = "bulk", "批量修改"
    INTAKE = "intake", "导入"
    UNDO = "undo", "撤销导入"
    REQUEST = "request", "变更申请"
    MERGE = "merge", "合并"
    VOID = "void", "作废"
    RESTORE = "restore", "恢复"
    CLOCK = "clock", "到期办理"
    EFFECT = "effect", "联动"


class IntakeState(models.TextChoices):
    RECEIVED = "received", "已接收"
    CHECKED = "checked", "已校验"
    COMMITTED = "committed", "已入库"
    UNDONE = "undone", "已撤销"
    DROPPED = "dropped", "已放弃"


class IntakeBatch(models.Model):
    """One sheet that came in, from its arrival to its commit or its undoing; either all of its rows are in or none."""

    register = models.CharField(max_length=40, db_index=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    path = PrefixField(max_length=255, db_index=True)
    file = models.ForeignKey(
        KeptFile, models.PROTECT, null=True, related_name="+", help_text="Empty: given up and cleared away."
    )
    file_name = models.CharField(max_length=200)
    sheet = models.CharField(max_length=100, blank=True)
    mapping = models.JSONField(default=dict, help_text="Path of the record by heading of the sheet.")
    state = models.CharField(max_length=10, choices=IntakeState.choices, default=IntakeState.RECEIVED)
    on_conflict = models.CharField(
        max_length=10, default="change", help_text="change, skip or refuse what is there already"
    )
    row_count = models.PositiveIntegerField(default=0)
    faulty_count = models.PositiveIntegerField(default=0)
    duplicate_count = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    same_count = models.PositiveIntegerField(default=0)
    answer = models.ForeignKey(KeptFile, models.PROTECT, null=True, blank=True, related_name="+")
    summary = models.JSONField(
        default=dict, help_text="Problems by sort with how many, shares of the stages."
    )
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    committed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file_name


class Replaced(models.Model):
    """What an import wrote over in one record, whole (what is sealed still sealed), so that the import can be taken back."""

    batch = models.ForeignKey(IntakeBatch, models.PROTECT, related_name="replaced")
    record = models.BigIntegerField()
    revision = models.PositiveIntegerField(help_text="The record's revision after the import.")
    before = models.TextField(help_text="Its earlier values by field, as JSON.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "record"], name="kit_replaced_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.record}"


class RememberedMapping(models.Model):
    """Which heading went where the last time a sheet with these headings came from this unit."""

    register = models.CharField(max_length=40)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    headings = models.CharField(max_length=64, help_text="SM3 of the sheet's headings.")
    mapping = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "organization", "headings"], name="kit_mapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.organization_id}"


class ChangeSet(WrittenOnce):
    """One act upon records of one register: who, when, why; its differences say what."""

    register = models.CharField(max_length=40)
    deed = models.CharField(max_length=10, choices=Deed.choices)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=400, blank=True)
    request_id = models.CharField(max_length=40, blank=True, db_index=True)
    batch = models.ForeignKey(IntakeBatch, models.PROTECT, null=True, blank=True, related_name="change_sets")
    change_request = models.ForeignKey(
        "ChangeRequest",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="change_sets",
        help_text="What was asked for and approved by a second person.",
    )
    record_count = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.register} {self.deed} {self.pk}"


class BulkAct(models.Model):
    """One change or move asked for all records that fit a filter: done part by part, those that do not allow it left out."""

    register = models.CharField(max_length=40)
    what = models.CharField(max_length=60, help_text="change:field or move:code.")
    reason = models.CharField(max_length=400, blank=True)
    wanted = models.BinaryField(help_text="The list's query and the new values, sealed.")
    told = models.JSONField(default=list, help_text="What the list was filtered by: pairs of label and text.")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reached = models.TextField(blank=True, help_text="The place in the list up to which it is done.")
    total_count = models.PositiveIntegerField(null=True, blank=True)
    changed_count = models.PositiveIntegerField(default=0)
    same_count = models.PositiveIntegerField(default=0)
    left_out_count = models.PositiveIntegerField(default=0)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.register} {self.what} {self.pk}"


class LeftOut(models.Model):
    """A record that a bulk act left as it was, and why."""

    act = models.ForeignKey(BulkAct, models.CASCADE, related_name="left_out")
    record = models.BigIntegerField()
    title = models.CharField(max_length=200)
    sentence = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "record"], name="kit_left_out_once")]

    def __str__(self) -> str:
        return f"{self.title}: {self.sentence}"


class Difference(WrittenOnce):
    """What one change set changed in one record: only the fields that differ, as JSON texts, masks for what is sealed.

    `before` is empty for a record that came into being; a record's earlier state is its present one with its differences undone.
    """

    change_set = models.ForeignKey(ChangeSet, models.PROTECT, related_name="differences")
    register = models.CharField(max_length=40)
    record = models.BigIntegerField()
    revision = models.PositiveIntegerField(help_text="The record's revision afterwards.")
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["register", "record", "id"], name="kit_difference_of")]

    def __str__(self) -> str:
        return f"{self.register}:{self.record} r{self.revision}"


class Step(WrittenOnce):
    """One move of one record in its workflow."""

    register = models.CharField(max_length=40)
    record = models.BigIntegerField()
    move = models.CharField(max_length=40)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=400, blank=True)
    change_set = models.ForeignKey(ChangeSet, models.PROTECT, related_name="steps")

    class Meta:
        indexes = [models.Index(fields=["register", "record", "id"], name="kit_step_of")]

    def __str__(self) -> str:
        return f"{self.register}:{self.record} {self.source}→{self.target}"


class Deadline(models.Model):
    """That a record in a state is to be moved on by a day; one row for each record that a clock runs for."""

    register = models.CharField(max_length=40)
    record = models.BigIntegerField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    path = PrefixField(max_length=255)
    state = models.CharField(max_length=20)
    since_on = models.DateField()
    due_on = models.DateField(db_index=True)
    reminds_on = models.DateField(
        help_text="From which day on it is shown to whoever must move the record on."
    )
    then = models.CharField(max_length=40, blank=True)
    refused = models.CharField(
        max_length=400, blank=True, help_text="Why the clock's own move could not be made."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "record"], name="kit_deadline_once")]
        indexes = [models.Index(fields=["path", "due_on"], name="kit_deadline_where")]

    def __str__(self) -> str:
        return f"{self.register}:{self.record} {self.due_on}"


class RequestState(models.TextChoices):
    PENDING = "pending", "待审核"
    APPLIED = "applied", "已生效"
    REJECTED = "rejected", "未通过"
    CANCELLED = "cancelled", "已撤回"


class ChangeRequest(models.Model):
    """That somebody asks for a change of guarded fields; another person decides, and only then is it done."""

    register = models.CharField(max_length=40)
    record = models.BigIntegerField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    path = PrefixField(max_length=255)
    revision = models.PositiveIntegerField(help_text="The record's revision that the maker saw.")
    wanted = models.BinaryField(help_text="The fields and their new values, sealed.")
    shown = models.JSONField(default=dict, help_text="The same with masks, for lists.")
    reason = models.CharField(max_length=400)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.PENDING)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["register", "record"], name="kit_request_of"),
            models.Index(fields=["state", "path", "id"], name="kit_request_where"),
        ]

    def __str__(self) -> str:
        return f"{self.register}:{self.record} {self.state}"


class Attachment(models.Model):
    """A file that belongs to a record or to a change that was asked for; taken off, it stays on record."""

    register = models.CharField(max_length=40)
    record = models.BigIntegerField()
    request = models.ForeignKey(
        ChangeRequest, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    file = models.ForeignKey(KeptFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True)
    attached_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    attached_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["register", "record"], name="kit_attachment_of")]

    def __str__(self) -> str:
        return self.name


class NoticeState(models.TextChoices):
    OPEN = "open", "公示中"
    EXTENDED = "extended", "延长公示"
    PASSED = "passed", "公示无异议"
    UPHELD = "upheld", "异议成立"
    WITHDRAWN = "withdrawn", "中止公示"


class Notice(models.Model):
    """That a record is on public notice for some working days; who objects is heard before anything follows."""

    register = models.CharField(max_length=40)
    record = models.BigIntegerField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    path = PrefixField(max_length=255)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    where = models.CharField(max_length=200, help_text="Where it is posted up: address, board, paper.")
    opens_on = models.DateField()
    working_days = models.PositiveSmallIntegerField()
    closes_on = models.DateField(db_index=True, help_text="The last day of the notice.")
    extensions = models.TextField(
        blank=True, help_text="Until when it was extended and why, a line each time."
    )
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.OPEN)
    result = models.CharField(max_length=400, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="kit_notice_days_in_order")
        ]
        indexes = [models.Index(fields=["register", "record"], name="kit_notice_of")]

    def __str__(self) -> str:
        return self.title


class Objection(models.Model):
    """What somebody said against a record on notice, and what became of it. Who it was is sealed."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    text = models.TextField()
    sealed_person = models.BinaryField(null=True, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_upheld = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.text[:20]}"


class ExtraKind(models.TextChoices):
    TEXT = "text", "文字"
    NUMBER = "number", "数字"
    DAY = "day", "日期"
    CHOICE = "choice", "选项"
    YES_NO = "yes_no", "是否"


class ExtraField(models.Model):
    """A local column that a unit keeps beside the register's own: shown, imported and exported, never counted."""

    register = models.CharField(max_length=40)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    key = models.SlugField(max_length=30)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=ExtraKind.choices)
    choices = models.JSONField(default=list)
    is_filter = models.BooleanField(default=False, help_text="Lists of one unit can be filtered by it.")
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "organization", "key"], name="kit_extra_once")
        ]

    def __str__(self) -> str:
        return self.name


class Announcement(WrittenOnce):
    """That something happened in one register which another may want to know: a result, a joining, a closure."""

    code = models.CharField(max_length=60, help_text="register.event")
    register = models.CharField(max_length=40)
    record = models.BigIntegerField()
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.code} {self.record}"


class Hearing(models.Model):
    """That a listener is to hear an announcement; each is dealt with once, in the order of numbers."""

    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="hearings")
    listener = models.CharField(max_length=100)
    heard_at = models.DateTimeField(null=True, blank=True)
    failed = models.CharField(
        max_length=400, blank=True, help_text="Why it could not be dealt with the last time; tried again."
    )
    attempt_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "listener"], name="kit_hearing_once")]
        indexes = [models.Index(fields=["heard_at", "listener", "id"], name="kit_hearing_waiting")]

    def __str__(self) -> str:
        return f"{self.listener} {self.announcement_id}"
