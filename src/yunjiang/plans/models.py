from django.db import models


class Plan(models.Model):
    """One plan through all its versions."""

    code = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    owner = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="plans")
    leads = models.JSONField(
        default=dict,
        help_text="Key of the organization that leads each indicator by decision, by its code; what the newest decisions say.",
    )

    def __str__(self) -> str:
        return self.name


class PlanVersion(models.Model):
    """One immutable version of a plan: the file as it was loaded. Numbers run 1, 2, 3 within a plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(help_text="The YAML file, byte for byte.")
    digest = models.CharField(
        max_length=64,
        help_text="SM3 of the canonical document; loading an equal document again makes no version.",
    )
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=150)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class Indicator(models.Model):
    """The lasting identity of an indicator across versions, for others to point at; its facts stand in the version."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=120)
    is_current = models.BooleanField(default=True, help_text="False once a version no longer has it.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="indicator_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class LeadDecision(models.Model):
    """One decision about who leads an indicator, where the plan's text names nobody or the office decides otherwise.

    Decisions are never edited: the newest of an indicator holds. Without an organization, the plan's own word holds again.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="lead_decisions")
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField()
    document_number = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["decided_on", "id"]

    def __str__(self) -> str:
        return f"{self.indicator_id} by {self.organization_id}"


class Allocation(models.Model):
    """One decision that hands an indicator's target, or a part of it, down from a unit to units below it.

    Decisions are never edited: a later one for the same indicator and unit replaces the earlier.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="allocations")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    decided_on = models.DateField()
    document_number = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    is_demonstration = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["decided_on", "id"]

    def __str__(self) -> str:
        return f"{self.indicator_id} from {self.organization_id} on {self.decided_on}"


class AllocationLine(models.Model):
    """What one unit below received of an allocation, in the indicator's unit."""

    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="lines")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    target = models.DecimalField(max_digits=20, decimal_places=4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["allocation", "organization"], name="allocated_once")]

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.target}"
