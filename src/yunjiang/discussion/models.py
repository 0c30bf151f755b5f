from django.db import models
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.ledger.models import DataSet
from yunjiang.organizations.models import Organization
from yunjiang.permanence.models import WrittenOnce


class Comment(WrittenOnce):
    """What one person said about one figure: an indicator of a plan at a unit on a day, as the ledger stood then."""

    plan = models.CharField(max_length=64)
    indicator = models.CharField(max_length=40)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    data_set = models.CharField(max_length=16, choices=DataSet.choices)
    figure_on = models.DateField(help_text="The end of this day is spoken of.")
    position = models.PositiveBigIntegerField(help_text="The ledger position that the writer saw.")
    text = models.CharField(max_length=1000)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["indicator", "organization", "data_set", "id"],
                name="comment_figure",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]


class CommentStepKind(models.TextChoices):
    """What can be done to a comment."""

    WITHDRAWN = "withdrawn", "撤回"
    SETTLED = "settled", "已办结"
    REOPENED = "reopened", "重新提出"


class CommentStep(WrittenOnce):
    """One act on a comment; the newest says how it stands."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=CommentStepKind.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.comment_id} {self.kind}"


class Mention(models.Model):
    """That a comment names a person; read once the person has looked."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="mentions")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="mention_once")]
        indexes = [models.Index(fields=["user", "read_at"], name="mention_unread")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.comment_id}"
