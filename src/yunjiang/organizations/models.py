from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Kind(models.TextChoices):
    """What sort of unit an organization is at a time; the tree's depth is not a kind."""

    PROVINCE = "province", "省"
    PREFECTURE = "prefecture", "州市"
    COUNTY = "county", "县"
    DEPARTMENT = "department", "部门"
    INDUSTRY_SYSTEM = "industry_system", "产业系统"
    FUNCTIONAL_AREA = "functional_area", "功能区"
    ENTERPRISE = "enterprise", "企业"
    UNION = "union", "工会组织"


class Organization(models.Model):
    """One unit through its whole life, whatever it is called and wherever it hangs.

    It carries no name of its own: names, codes and parents are dated and live in its standings.
    """

    key = models.SlugField(
        max_length=64, unique=True, help_text="A handle that never changes, such as 532302 or yn-zgh."
    )

    def __str__(self) -> str:
        return self.key


class Standing(models.Model):
    """How one organization stood in the reporting tree from `valid_from` until the day before `valid_to`.

    Computed from the events; nobody edits it. Neighbouring standings differ in at least one field.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="standings")
    parent = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField(
        max_length=255,
        db_index=True,
        help_text="Ids from the root down to the unit itself: /1/17/33/ (materialised path).",
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    code = models.CharField(max_length=32, db_index=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    pinyin = models.CharField(max_length=120, blank=True)
    initials = models.CharField(max_length=40, blank=True)
    rank = models.PositiveIntegerField(default=0, help_text="Order among siblings; regions follow GB/T 2260.")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="First day on which it no longer holds.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "valid_from"], name="standing_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="standing_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


def ids_in(path: str) -> list[int]:
    """Return the organization ids in a path, the root first and the unit itself last."""
    return [int(each) for each in path.strip("/").split("/")]


class EventKind(models.TextChoices):
    OPENED = "opened", "设立"
    RENAMED = "renamed", "更名"
    RECODED = "recoded", "换码"
    MERGED = "merged", "并入"
    SPLIT = "split", "析出"
    MOVED = "moved", "改隶"
    CLOSED = "closed", "撤销"
    BOUNDARY_CHANGED = "boundary_changed", "区划调整"


class Event(models.Model):
    """One dated change of the tree: the truth from which standings are computed, in the order of day and id.

    `counterpart` is the other unit: opened or moved under, merged into, split off to, succeeded by, territory given to.
    """

    kind = models.CharField(max_length=20, choices=EventKind.choices)
    happened_on = models.DateField(db_index=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="events")
    counterpart = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")
    share = models.DecimalField(
        max_digits=7,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="Part of the organization's earlier quantities that the counterpart takes over; empty: not known.",
    )
    facts = models.JSONField(
        default=dict,
        help_text="What holds from that day on: kind, name, short_name, code, pinyin, initials, rank.",
    )
    document_number = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=400, blank=True)
    recorded_at = models.DateTimeField(
        default=timezone.now, help_text="When it was learned, perhaps years later."
    )

    class Meta:
        ordering = ["happened_on", "id"]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.kind} {self.organization_id}"


class Location(models.Model):
    """That a unit lies within a region from one day until another, where that is not said by its place in the tree.

    A functional area reports to whoever manages it (its parent) and lies in one or several regions.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="locations")
    region = models.ForeignKey(Organization, models.PROTECT, related_name="located_units")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="First day on which it no longer holds.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "region", "valid_from"], name="located_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="location_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} in {self.region_id}"


class DayOff(models.Model):
    """That a day is worked or not, otherwise than the published calendar says; for the whole tree or for one unit and all below.

    Prefectures have days off of their own (火把节, 泼水节), and a year's calendar may have to be entered before it is published.
    """

    day = models.DateField(db_index=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: everywhere.",
    )
    is_working = models.BooleanField(default=False)
    name = models.CharField(max_length=60)
    document_number = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "organization"], name="day_off_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class GroupSet(models.Model):
    """One way of classifying units beside the tree: industry (GB/T 4754), ownership, size."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """One class of a group set; classes may nest (section C, division 13)."""

    group_set = models.ForeignKey(GroupSet, models.PROTECT, related_name="groups")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    rank = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group_set", "code"], name="group_code_once")]

    def __str__(self) -> str:
        return self.name


class GroupMembership(models.Model):
    """That a unit belongs to a group from one day until another; at most one group of a set on any day."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="group_memberships")
    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "group", "valid_from"], name="group_member_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="group_member_lasts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} ∈ {self.group_id}"
