from django.db import models
from django.db.models import Q

from yunjiang.permanence.models import WrittenOnce

from .digests import octets
from .refusals import LedgerIsAppendOnly


class MeasureKind(models.TextChoices):
    FLOW = "flow", "发生额"  # summed within a period
    BALANCE = "balance", "余额"  # running sum of plus and minus
    LEVEL = "level", "时点数"  # last observation per organization, then summed up the tree


class DataSet(models.TextChoices):
    """Which world a quantity belongs to. Quantities of two data sets are never added together."""

    OPERATIONAL = "operational", "业务数据"
    PUBLISHED = "published", "公开发布值"
    DEMONSTRATION = "demonstration", "演示数据"


class Channel(models.TextChoices):
    """Whether a unit said so (return, publication, file) or a register holds the records."""

    REPORTED = "reported", "填报"
    EVIDENCED = "evidenced", "台账"


class Bound(models.TextChoices):
    """How exact a quantity is as its source put it: 541.28, 超600万, 不足30, 近12万."""

    EXACT = "exact", "="
    AT_LEAST = "at_least", "≥"
    AT_MOST = "at_most", "≤"
    ABOUT = "about", "≈"


class AppendOnly(WrittenOnce):
    """A row that was posted."""

    class Meta:
        abstract = True

    @classmethod
    def refusal(cls, act: str, number: object = None) -> Exception:
        return LedgerIsAppendOnly(cls._meta.label, act, number)


class Dimension(models.Model):
    """One way in which quantities are broken down (sex, age band); `values` maps codes to labels."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.code


class Measure(models.Model):
    """What is counted, its unit and its disaggregations. Persons and person-times are different measures."""

    code = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=MeasureKind.choices)
    scale = models.PositiveSmallIntegerField(
        default=0, help_text="Decimal digits kept; quantities are whole numbers of 10^-scale units."
    )
    counts_persons = models.BooleanField(default=False, help_text="Entries carry the person they count.")
    is_additive = models.BooleanField(
        default=True, help_text="False for percentages: stated values are never summed up the tree."
    )
    dimensions = models.JSONField(default=list, help_text="Codes of the dimensions its entries may carry.")
    definition = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.code


class Breakdown(models.Model):
    """One combination of dimension values, by its canonical key (`age=16-24;sex=F`, sorted); empty key: none given."""

    key = models.CharField(max_length=255, unique=True)
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.key


class Person(models.Model):
    """A person whom entries count, known only by HMAC-SM3 of the identifying text under the site's person key.

    Entries and segments carry the row's number, so that deleting the key leaves every count as it was and nobody to find.
    """

    key = models.BinaryField(max_length=32, unique=True, null=True)

    def __str__(self) -> str:
        return str(self.pk)


class Batch(AppendOnly):
    """One act of posting, in one transaction; `position` numbers batches without gaps in the order they became visible.

    The number is taken last, from the head row, which stays locked until the commit: whoever sees position n sees all before.
    """

    position = models.PositiveBigIntegerField(null=True, unique=True)
    recorded_at = models.DateTimeField(
        null=True, db_index=True, help_text="When it was learned; never falls."
    )
    recorded_by = models.CharField(max_length=150)
    data_set = models.CharField(max_length=16, choices=DataSet.choices)
    title = models.CharField(max_length=200)
    reason = models.CharField(max_length=400, blank=True)
    posting_count = models.PositiveIntegerField(default=0)
    entry_count = models.PositiveIntegerField(default=0)
    content_digest = models.BinaryField(
        max_length=32, help_text="SM3 over its heading and the digests of its postings."
    )
    chain_digest = models.BinaryField(
        max_length=32,
        null=True,
        help_text="SM3 over the previous chain digest, position, moment and content digest.",
    )

    class Meta:
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return f"#{self.position} {self.title}"


class Posting(AppendOnly):
    """That one revision of one source record entered the ledger, or was taken back (`reverses`).

    Ids are `batch id << 24 | n`: known before writing, in order, without asking the database row by row.
    """

    id = models.BigIntegerField(primary_key=True)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="postings")
    source = models.CharField(
        max_length=200, help_text="kind:key of the record, e.g. return:2024/530102/2.2.1."
    )
    revision = models.PositiveIntegerField()
    is_reversal = models.BooleanField(default=False)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.REPORTED)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    evidence = models.JSONField(
        null=True, help_text="Where it was read: file, sheet, row; or address, title, quote."
    )
    digest = models.BinaryField(max_length=32, help_text="SM3 over its canonical text and its entries'.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "revision", "is_reversal"], name="posted_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} r{self.revision}"


class Entry(AppendOnly):
    """One quantity of one measure at one organization. A reversal repeats the entry with `weight` -1.

    It covers the days from `since_on` to `happened_on`, both included; without `since_on`, the one day.
    """

    id = models.BigIntegerField(primary_key=True)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="entries")
    # Entries are summed from segments, never by these columns here: an index on each would only slow posting down.
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", db_index=False)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", db_index=False
    )
    since_on = models.DateField(null=True, blank=True)
    happened_on = models.DateField()
    quantity = models.BigIntegerField(
        help_text="In 10^-scale units of the measure; may be zero; zero is a value."
    )
    weight = models.SmallIntegerField(default=1, help_text="+1 posted, -1 taken back.")
    origin = models.BigIntegerField(help_text="Id of the entry taken back; its own id when posted.")
    bound = models.CharField(max_length=8, choices=Bound.choices, default=Bound.EXACT)
    breakdown = models.ForeignKey(
        Breakdown, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(condition=Q(weight__in=(1, -1)), name="entry_weight"),
            models.CheckConstraint(
                condition=Q(since_on__isnull=True) | Q(since_on__lte=models.F("happened_on")),
                name="entry_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.organization_id} {self.measure_id} {self.weight * self.quantity}"


class Head(models.Model):
    """The one row (id 1) that numbers batches; locked by whoever posts until the commit."""

    position = models.PositiveBigIntegerField(default=0)
    recorded_at = models.DateTimeField(null=True)
    chain_digest = models.BinaryField(max_length=32, default=bytes(32))

    def __str__(self) -> str:
        return str(self.position)


class Segment(AppendOnly):
    """One sealed stretch of batches, written as a sorted zstd Parquet file and chained by SM3."""

    number = models.PositiveIntegerField(unique=True)
    first_position = models.PositiveBigIntegerField(unique=True)
    last_position = models.PositiveBigIntegerField(unique=True)
    entry_count = models.PositiveBigIntegerField()
    file_name = models.CharField(max_length=120)
    file_digest = models.BinaryField(max_length=32, help_text="SM3 of the file's bytes once written.")
    content_digest = models.BinaryField(
        max_length=32, help_text="SM3 of the sorted rows, whatever the engine."
    )
    chain_digest = models.BinaryField(
        max_length=32, help_text="SM3 over the previous segment's and this one's facts."
    )
    sealed_at = models.DateTimeField()
    manifest = models.TextField(
        default="",
        help_text="Canonical JSON of everything the chain digest covers; also lies beside the file.",
    )

    def __str__(self) -> str:
        return f"segment {self.number}: {self.first_position}..{self.last_position}"

    def current_file_digest(self) -> bytes:
        """Return the digest that the file's bytes must have now: that of the newest rewriting, if there was one."""
        newest = self.rewritings.order_by("-id").first()
        return octets(newest.file_digest if newest else self.file_digest)


class Rewriting(AppendOnly):
    """That a segment's file was written anew from the database; the newest one's digest holds for the file's bytes.

    The bytes of a Parquet file differ between versions of its writer, the content digest does not.
    """

    segment = models.ForeignKey(Segment, models.PROTECT, related_name="rewritings")
    file_digest = models.BinaryField(max_length=32)
    rewritten_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.segment_id} rewritten {self.rewritten_at}"
