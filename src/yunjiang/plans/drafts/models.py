"""A document's draft, its items, and what was decided about each."""

from django.db import models
from django.utils import timezone

from yunjiang.files.models import KeptFile
from yunjiang.organizations.models import Organization
from yunjiang.permanence.models import WrittenOnce
from yunjiang.plans.models import PlanVersion


class DraftState(models.TextChoices):
    OPEN = "open", "审阅中"
    PUBLISHED = "published", "已发布"
    DROPPED = "dropped", "已放弃"


class Draft(models.Model):
    """One document on its way to a plan; what its head says, in the columns, is what a person let stand or corrected."""

    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.OPEN)
    name = models.CharField(max_length=200, help_text="Of the plan.")
    document_number = models.CharField(max_length=60, blank=True)
    code = models.SlugField(max_length=64, help_text="Of the plan that it becomes, or a version of.")
    owner = models.ForeignKey(Organization, models.PROTECT, related_name="drafts")
    first_day = models.DateField()
    last_day = models.DateField()
    issued_on = models.DateField(null=True, blank=True, help_text="Of the document.")
    valid_from = models.DateField(null=True, blank=True, help_text="The document is in force.")
    valid_until = models.DateField(null=True, blank=True)
    goal = models.TextField(blank=True)
    reporters = models.JSONField(
        default=list, help_text="Who owes the values of indicators that name nobody: kinds or keys of units."
    )
    read = models.JSONField(default=dict, help_text="What the document itself said of all this.")
    file = models.ForeignKey(
        KeptFile, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: pasted text."
    )
    file_name = models.CharField(max_length=255, blank=True)
    text = models.TextField(help_text="As it was read; items say where in it they stand.")
    digest = models.CharField(max_length=64, db_index=True, help_text="SM3 of the text.")
    engine = models.CharField(max_length=40, help_text="Version of the reader.")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=150)
    version = models.ForeignKey(
        PlanVersion, models.PROTECT, null=True, blank=True, related_name="drafts", help_text="Once published."
    )
    reason = models.CharField(max_length=400, blank=True, help_text="Why it was dropped.")
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="Published or dropped; nothing changes after."
    )
    ended_by = models.CharField(max_length=150, blank=True)
    revision = models.PositiveIntegerField(default=1, help_text="Rises with every act on it or its items.")

    class Meta:
        indexes = [models.Index(fields=["state", "owner"], name="draft_state")]

    def __str__(self) -> str:
        return self.name


class ItemKind(models.TextChoices):
    INITIATIVE = "initiative", "主要举措"
    ACTION = "action", "具体措施"
    SAFEGUARD = "safeguard", "保障措施"
    INDICATOR = "indicator", "指标"
    DUTY = "duty", "报送要求"
    MILESTONE = "milestone", "节点任务"
    RELATION = "relation", "与上届比较"
    BODY = "body", "责任单位"


class ItemVerdict(models.TextChoices):
    OPEN = "open", "待定"
    ACCEPTED = "accepted", "采纳"
    CORRECTED = "corrected", "更正"
    REJECTED = "rejected", "剔除"
    ADDED = "added", "补充"


class DraftItem(models.Model):
    """One thing read in a document, or added by a person: where it stands there, what was read, and what holds now."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=12, choices=ItemKind.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="Action of an indicator, initiative of an action.",
    )
    place = models.PositiveIntegerField(help_text="Order within the draft.")
    start = models.PositiveIntegerField(help_text="Where it begins in the draft's text, in characters.")
    end = models.PositiveIntegerField()
    spans = models.JSONField(default=list, help_text="Further places that say the same: [[start, end], …].")
    read = models.JSONField(null=True, blank=True, help_text="What was read; empty: added by a person.")
    values = models.JSONField(default=dict, help_text="What holds now.")
    confidence = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    rule = models.CharField(max_length=60, blank=True, help_text="What read it.")
    verdict = models.CharField(max_length=10, choices=ItemVerdict.choices, default=ItemVerdict.OPEN)
    reason = models.CharField(max_length=400, blank=True, help_text="Of the decision.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    revision = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="With its draft; nothing changes after."
    )

    class Meta:
        ordering = ["place", "id"]
        indexes = [models.Index(fields=["draft", "verdict"], name="draft_item_verdict")]

    def __str__(self) -> str:
        return f"{self.kind} {self.values.get('name', '')}"


class ItemDecision(models.Model):
    """One change of one item by a person, with what stood before it; those of one act share its number."""

    item = models.ForeignKey(DraftItem, models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField(help_text="Revision of the draft that the act made.")
    act = models.CharField(max_length=12, help_text="accept, correct, reject, add, reopen or move.")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="item_decided_once")]

    def __str__(self) -> str:
        return f"{self.act} {self.item_id}"


class BodyChoice(models.Model):
    """Which organization a body of an owner's documents is, as a person chose it; the next document follows."""

    owner = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, help_text="As documents write it.")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(default=timezone.now)
    chosen_by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="body_chosen_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.organization_id}"


class Example(WrittenOnce):
    """A passage that the reader read otherwise than a person: its text with what a person reads there.

    Kept when a draft is published, in the form of `plans/reader/tests/gold`; `unlike` is what the reader had read.
    """

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="examples")
    item = models.ForeignKey(DraftItem, models.PROTECT, related_name="+")
    name = models.SlugField(max_length=80, unique=True, help_text="Of its files.")
    text = models.TextField()
    expected = models.JSONField(default=list, help_text="Rows of NAME.gold.tsv and NAME.more.tsv.")
    unlike = models.JSONField(null=True, blank=True)
    engine = models.CharField(max_length=40)
    kept_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
