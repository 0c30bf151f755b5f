from django.db import models

from yunjiang.assessment.refusals import RunIsFrozen
from yunjiang.assessment.rules import notation
from yunjiang.assessment.rules.facts import Facts
from yunjiang.assessment.rules.judgement import Judgement, Severity, Status
from yunjiang.assessment.rules.thresholds import Thresholds
from yunjiang.figures.figure import Figure, Tree
from yunjiang.ledger.models import DataSet
from yunjiang.permanence.models import WrittenOnce
from yunjiang.plans.document import Nature


class Frozen(WrittenOnce):
    """A row that is never judged anew under the same number."""

    class Meta:
        abstract = True

    @classmethod
    def refusal(cls, act: str, number: object = None) -> Exception:
        return RunIsFrozen(cls._meta.label, number)


class Run(Frozen):
    """One assessment of a plan at some organizations on one day, with all that makes it come out the same again.

    It names the version of the plan and of the rules, the thresholds, the data set, the tree and the position of the ledger it
    saw. `digest` is SM3 over its own facts and those of its verdicts in order.
    """

    plan_version = models.ForeignKey("plans.PlanVersion", models.PROTECT, related_name="runs")
    data_set = models.CharField(max_length=16, choices=DataSet.choices)
    assessed_on = models.DateField(db_index=True, help_text="The day judged; all of it has passed.")
    tree = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Tree])
    restated_on = models.DateField(null=True, help_text="Whose tree sums are made in; empty: as it was then.")
    position = models.PositiveBigIntegerField(help_text="The ledger's position that was seen.")
    chain_digest = models.BinaryField(
        max_length=32,
        null=True,
        help_text="The ledger's chain digest at that position; empty: an empty ledger.",
    )
    rules_version = models.CharField(max_length=20)
    thresholds = models.JSONField()
    organization_ids = models.JSONField(help_text="The organizations judged, in the order asked for.")
    made_at = models.DateTimeField(db_index=True)
    made_by = models.CharField(max_length=150)
    digest = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"run {self.pk}: {self.plan_version_id} on {self.assessed_on} at {self.position}"

    def limits(self) -> Thresholds:
        """Return the thresholds the run was made with."""
        return notation.read(Thresholds, self.thresholds)


class Verdict(Frozen):
    """The judgement of one indicator at one organization in a run, with the facts and the figure it was made of.

    Numbers are kept as text, exactly as computed: documents and pages are written from here without computing anything again.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="verdicts")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=32, help_text="Code of the indicator in the run's plan version.")
    rank = models.PositiveIntegerField(help_text="Order of the indicator in the plan.")
    status = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Status])
    severity = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in Severity], blank=True
    )
    nature = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Nature])
    is_partial = models.BooleanField(default=False, help_text="Some units that owe the indicator are silent.")
    facts = models.JSONField(help_text="What the rules were told.")
    judgement = models.JSONField(help_text="What they said.")
    figure = models.JSONField(null=True, help_text="The figure that was judged, with its identity.")

    class Meta:
        ordering = ["run", "organization", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["run", "organization", "indicator"], name="one_verdict_each")
        ]
        indexes = [models.Index(fields=["run", "status"])]

    def __str__(self) -> str:
        return f"{self.indicator} at {self.organization_id}: {self.status}"

    def known(self) -> Facts:
        """Return what the rules were told."""
        return notation.read(Facts, self.facts)

    def judged(self) -> Judgement:
        """Return what the rules said."""
        return notation.read(Judgement, self.judgement)

    def measured(self) -> Figure | None:
        """Return the figure that was judged."""
        return None if self.figure is None else notation.read(Figure, self.figure)
