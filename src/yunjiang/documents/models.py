from pathlib import Path

from django.conf import settings
from django.db import models

from yunjiang.figures.figure import Tree
from yunjiang.ledger.models import DataSet
from yunjiang.permanence.models import WrittenOnce

from .refusals import DocumentIsWritten


class Document(WrittenOnce):
    """That one document was written: what about, from which run and ledger position, with which numbers, as which bytes.

    The record is never changed; a document written anew is a new record. The file lies in the site's folder of documents.
    """

    known_as = "number"

    number = models.CharField(
        max_length=32,
        unique=True,
        help_text="The document's own number, carried in the file: SM3 over what it was made from, first half.",
    )
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    plan_version = models.ForeignKey("plans.PlanVersion", models.PROTECT, related_name="documents")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="documents")
    run = models.ForeignKey("assessment.Run", models.PROTECT, related_name="documents")
    assessed_on = models.DateField(help_text="The day it speaks of; all of it has passed.")
    data_set = models.CharField(max_length=16, choices=DataSet.choices)
    tree = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Tree])
    position = models.PositiveBigIntegerField(help_text="The ledger's position its numbers were taken at.")
    chain_digest = models.BinaryField(max_length=32, null=True)
    file_name = models.CharField(max_length=200, help_text="Below the folder of documents.")
    file_digest = models.BinaryField(max_length=32, help_text="SM3 of the file as written.")
    identities = models.TextField(help_text="The identities of its numbers, byte for byte as in the file.")
    number_count = models.PositiveIntegerField(help_text="Bound numbers in text, tables and charts.")
    written_at = models.DateTimeField(db_index=True)
    written_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["-written_at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.title} {self.assessed_on}"

    @classmethod
    def refusal(cls, act: str, number: object = None) -> Exception:
        return DocumentIsWritten(act, "" if number is None else str(number))

    @property
    def path(self) -> Path:
        """Return where the file lies."""
        return Path(settings.YUNJIANG_DOCUMENTS) / self.file_name
