from pathlib import Path

from django.db import models
from django.utils import timezone

from . import shelf


class KeptFile(models.Model):
    """One file as it came, stored once however often it is handed in; the name belongs to whoever refers to it."""

    digest = models.CharField(max_length=64, unique=True, help_text="SM3 of its bytes, hexadecimal.")
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    media_type = models.CharField(max_length=100, help_text="What its content is, not what its name says.")
    kept_at = models.DateTimeField(default=timezone.now)
    is_sealed = models.BooleanField(
        default=False, help_text="Encrypted on the disk: numbers of persons may be in it."
    )

    def __str__(self) -> str:
        return self.digest[:12]

    @property
    def path(self) -> Path:
        """Return where the file lies."""
        return shelf.place(self.digest, is_sealed=self.is_sealed)
