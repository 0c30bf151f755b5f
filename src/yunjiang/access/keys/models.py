"""What is kept of a key: everything but its secret."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from yunjiang.organizations.models import Organization


class ApiKey(models.Model):
    """A secret by which a program acts for one account, within some acts and units and until a day; shown once when issued."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=80, help_text="What it is for.")
    beginning = models.CharField(
        max_length=12, help_text="The secret's first characters, to tell keys apart."
    )
    digest = models.CharField(max_length=64, unique=True, help_text="SM3 of the secret.")
    acts = models.JSONField(default=list, help_text="Codes of the acts it may be used for.")
    units = models.ManyToManyField(
        Organization, related_name="+", help_text="With everything below them; none: wherever the owner may."
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField(help_text="The first day on which it no longer holds.")
    used_at = models.DateTimeField(null=True, blank=True, help_text="The last use, to within some minutes.")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"
