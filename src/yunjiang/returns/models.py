from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.files.models import KeptFile
from yunjiang.ledger.models import DataSet, MeasureKind
from yunjiang.organizations.models import Kind, Organization
from yunjiang.permanence.models import WrittenOnce
from yunjiang.plans.models import PlanVersion


class Rhythm(models.TextChoices):
    """How often something is reported; the words of `report_by` in a plan file."""

    ANNUAL = "annual", "年报"
    HALF = "half", "半年报"
    QUARTER = "quarter", "季报"
    MONTH = "month", "月报"


class Counting(models.TextChoices):
    """What a reported flow covers: the period alone, or the calendar year up to its end (本年累计)."""

    PERIOD = "period", "本期数"
    TO_DATE = "to_date", "本年累计"


class Cycle(models.Model):
    """One round of reporting on a period: who owes what by when, frozen as plan and tree stood when it was opened."""

    plan_version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="cycles")
    data_set = models.CharField(max_length=16, choices=DataSet.choices)
    code = models.SlugField(max_length=20, help_text="The period: 2024, 2024-H1, 2024-Q3, 2024-07.")
    name = models.CharField(max_length=120)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)
    counting = models.CharField(max_length=10, choices=Counting.choices, default=Counting.PERIOD)
    first_on = models.DateField()
    last_on = models.DateField()
    tree_on = models.DateField(help_text="The day whose reporting tree the cycle keeps.")
    named_on = models.DateField(
        null=True,
        blank=True,
        help_text="The day that the plan or the office names; empty: some days after the period.",
    )
    due_on = models.DateField(help_text="Last working day on which a return is in time.")
    is_due_provisional = models.BooleanField(
        default=False, help_text="The calendar of that year is not published yet."
    )
    locks_on = models.DateField(
        null=True, blank=True, help_text="First day on which nothing is filled in any more."
    )
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan_version", "data_set", "code", "rhythm"], name="cycle_once"),
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="cycle_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """How one unit stood in the tree when a cycle was opened, whether it owes anything or only reviews."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="places")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    parent = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=255, help_text="Ids from the root down to the unit itself: /1/17/33/.")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    rank = models.PositiveIntegerField(
        default=0, help_text="Order among all units of the cycle, parents first."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "organization"], name="place_once")]
        indexes = [models.Index(fields=["cycle", "path"], name="place_path")]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """One quantity that a cycle asks for, once, however many indicators need it.

    It stands in the section of the first of them. `breakdown` is {} for the whole of the measure.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="questions")
    code = models.CharField(
        max_length=120,
        help_text="The measure, with its breakdown if any: measure or measure;dimension=value.",
    )
    measure = models.CharField(max_length=64)
    breakdown = models.JSONField(default=dict)
    indicator = models.CharField(max_length=40, help_text="The indicator whose section it stands in.")
    serves = models.JSONField(default=list, help_text="Every indicator that needs it, its own first.")
    name = models.CharField(max_length=160)
    unit = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=MeasureKind.choices)
    scale = models.PositiveSmallIntegerField(default=0)
    definition = models.TextField(blank=True)
    part_of = models.CharField(
        max_length=120, blank=True, help_text="Code of the question whose answer contains this one."
    )
    rank = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "code"], name="question_once")]
        ordering = ["rank"]

    def __str__(self) -> str:
        return self.code


class State(models.TextChoices):
    """Where a return is on its way."""

    NOT_STARTED = "not_started", "未开始"
    DRAFT = "draft", "填报中"
    SUBMITTED = "submitted", "待审核"  # at `desk`, on the way up
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "待审定"  # passed every desk on the way up; lies with the lead organizations
    POSTED = "posted", "已入账"


class Return(models.Model):
    """What one unit reports in one cycle.

    `version` rises with every change, so that two who edit at once learn of each other.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="returns")
    place = models.OneToOneField(Place, models.PROTECT, related_name="report")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.NOT_STARTED)
    desk = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The unit that must review it now, while submitted.",
    )  # fmt: skip
    version = models.PositiveIntegerField(default=0)
    due_on = models.DateField(help_text="Its own last day in time: local days off are counted.")
    in_time_until = models.DateField(
        help_text="Last day that keeps the word of the notice, where that is a day off after `due_on`; never before it."
    )
    extended_to = models.DateField(null=True, blank=True, help_text="Last day of an extension in force.")
    owes_narrative = models.BooleanField(
        default=False, help_text="A duty of the plan makes it tell of the year in its own words."
    )
    submitted_count = models.PositiveIntegerField(default=0)
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    posted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "organization"], name="return_once")]
        indexes = [
            models.Index(fields=["cycle", "state"], name="return_state"),
            models.Index(fields=["desk", "state"], name="return_desk"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}/{self.organization_id}"


class Section(models.Model):
    """What a return says on one indicator; accepted, and posted, as one.

    `lead` is the organization that accepts it: the indicator's first lead that stands in the cycle's tree, else the plan's owner.
    """

    report = models.ForeignKey(Return, models.PROTECT, related_name="sections")
    indicator = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    lead = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    is_accepted = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(
        max_length=200, unique=True, help_text="Under which source its quantities enter the ledger."
    )
    position = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="Ledger position of its newest posting."
    )
    rank = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "indicator"], name="section_once")]
        indexes = [models.Index(fields=["lead", "is_accepted"], name="section_lead")]
        ordering = ["rank"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.indicator}"


class Origin(models.TextChoices):
    """How a value came into its cell."""

    TYPED = "typed", "手工填写"
    PASTED = "pasted", "粘贴"
    WORKBOOK = "workbook", "表格上传"
    REGISTER = "register", "台账预填"
    LAST_TIME = "last_time", "上期预填"


class Cell(models.Model):
    """One question put to one unit, and the answer. Empty is no answer; zero is one; `is_unavailable` says it cannot be known."""

    report = models.ForeignKey(Return, models.PROTECT, related_name="cells")
    section = models.ForeignKey(Section, models.PROTECT, related_name="cells")
    question = models.ForeignKey(Question, models.PROTECT, related_name="cells")
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    is_unavailable = models.BooleanField(default=False)
    explanation = models.CharField(
        max_length=500,
        blank=True,
        help_text="The unit's own word on what a rule found odd; the reviewer reads it.",
    )
    origin = models.CharField(max_length=10, choices=Origin.choices, blank=True)
    prefilled = models.JSONField(
        null=True,
        blank=True,
        help_text="What was offered and from where: value, origin, cycle or ledger position.",
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "question"], name="cell_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.question_id}"


class Heading(models.TextChoices):
    """What a passage of a return tells."""

    PROGRESS = "progress", "工作进展"
    PROBLEMS = "problems", "存在问题"
    NEXT_STEPS = "next_steps", "下一步措施"
    NEXT_YEAR = "next_year", "下一年度工作计划"


class Passage(models.Model):
    """The unit's own words on one action of the plan, or on the whole (empty `action`), under one heading."""

    report = models.ForeignKey(Return, models.PROTECT, related_name="passages")
    action = models.CharField(max_length=40, blank=True)
    heading = models.CharField(max_length=12, choices=Heading.choices)
    text = models.TextField(blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "action", "heading"], name="passage_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.action} {self.heading}"


class StepKind(models.TextChoices):
    """What can be done to a return."""

    OPENED = "opened", "下发"
    SUBMITTED = "submitted", "提交"
    WITHDRAWN = "withdrawn", "撤回"
    APPROVED = "approved", "审核通过"
    SENT_BACK = "sent_back", "退回"
    ACCEPTED = "accepted", "审定入账"
    REOPENED = "reopened", "重新开启"
    EXTENDED = "extended", "延期"


class Step(WrittenOnce):
    """One act on a return, with everything the return said at that moment: the truth about who let which number pass."""

    report = models.ForeignKey(Return, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    desk = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+", help_text="For which unit it was done."
    )
    indicators = models.JSONField(default=list, help_text="The sections it is about; none: the whole return.")
    reason = models.CharField(max_length=1000, blank=True)
    until = models.DateField(null=True, help_text="The end of an extension.")
    position = models.PositiveBigIntegerField(
        null=True, help_text="Ledger position, where it posted or took back."
    )
    content = models.JSONField(
        default=dict, help_text="Values, unavailabilities and explanations by question code; passages by key."
    )
    digest = models.CharField(max_length=64, help_text="SM3 over what it says, hexadecimal.")

    class Meta:
        indexes = [models.Index(fields=["report", "at"], name="step_report_at")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind}"


class Upload(WrittenOnce):
    """One workbook that came in: whose, when, what became of it."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="uploads")
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="+",
        help_text="For which unit, or for which unit and those below.",
    )
    file = models.ForeignKey(KeptFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_taken = models.BooleanField(help_text="Whether its values were saved: all of them or none.")
    changed_count = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, help_text="Everything wrong with it: sheet, cell, code, facts.")
    answer = models.ForeignKey(
        KeptFile, models.PROTECT, null=True, related_name="+",
        help_text="The same workbook with a comment on each cell that is wrong.",
    )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class CellChange(WrittenOnce):
    """One change of one cell: from what, to what, by whom, and where in which file it was read."""

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="changes")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin.choices, blank=True)
    before = models.JSONField(help_text="value (text or null), unavailable, explanation.")
    after = models.JSONField()
    upload = models.ForeignKey(Upload, models.PROTECT, null=True, related_name="changes")
    sheet = models.CharField(max_length=60, blank=True)
    row = models.PositiveIntegerField(null=True)
    column = models.CharField(max_length=4, blank=True)

    def __str__(self) -> str:
        return f"{self.cell_id} {self.at}"


class Remark(models.Model):
    """Why a cell, a section or a return was sent back; settled when the return is submitted again."""

    report = models.ForeignKey(Return, models.PROTECT, related_name="remarks")
    step = models.ForeignKey(Step, models.PROTECT, related_name="remarks")
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, blank=True, related_name="remarks")
    indicator = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:40]


class Evidence(models.Model):
    """A file that proves a number."""

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="evidence")
    file = models.ForeignKey(KeptFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(
        null=True, blank=True, help_text="Taken back while the return was still open; the file stays."
    )

    class Meta:
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.name
