"""What pages remember of a person: where he looked last, and the addresses he gave names to. Nothing official rests on it."""

from django.db import models
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.organizations.models import Organization


class Visit(models.Model):
    """When a person was last here and what the ledger held then; `before` is how the visit before that one ended."""

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    position = models.PositiveBigIntegerField(help_text="The newest ledger position while the visit lasted.")
    before_at = models.DateTimeField(null=True, blank=True)
    before_position = models.PositiveBigIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.seen_at:%Y-%m-%d %H:%M}"


class SavedView(models.Model):
    """The address of a page with all its filters, under a name; for its owner, or for everybody who belongs to a unit."""

    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=1000, help_text="Path and query, without the host.")
    shared_with = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: for its owner alone.",
    )
    saved_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(
        null=True, blank=True, help_text="Shown to nobody since; kept for a while, so that it can be undone."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=models.Q(removed_at__isnull=True),
                name="view_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
