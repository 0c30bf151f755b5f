"""The first two of the ledger's three locks: rows that are written once, at the model and at the queryset.

The third lock is in the database (see `locks`), for writers who do not come through Django's models.
"""

from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from django.db import models

from .refusals import LedgerIsAppendOnly

Row = TypeVar("Row", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Rows that can be added and read, neither changed nor deleted."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise LedgerIsAppendOnly(self.model._meta.label, "update")

    def delete(self) -> NoReturn:
        raise LedgerIsAppendOnly(self.model._meta.label, "delete")

    def _raw_delete(self, using: str | None) -> NoReturn:
        raise LedgerIsAppendOnly(self.model._meta.label, "delete")

    def bulk_update(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> NoReturn:
        raise LedgerIsAppendOnly(self.model._meta.label, "update")

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise LedgerIsAppendOnly(self.model._meta.label, "update")

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        if kwargs.get("update_conflicts"):
            raise LedgerIsAppendOnly(self.model._meta.label, "update")
        return super().bulk_create(objs, *args, **kwargs)

    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]


class AppendOnlyManager(models.Manager[Row]):
    """The way to rows that are written once."""

    def get_queryset(self) -> AppendOnlyQuerySet[Row]:
        return AppendOnlyQuerySet(self.model, using=self._db)


class AppendOnly(models.Model):
    """A row that is written once."""

    objects = AppendOnlyManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise LedgerIsAppendOnly(self._meta.label, "update", self.pk)
        # Without this Django would first try to UPDATE a row that happens to have the same number.
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise LedgerIsAppendOnly(self._meta.label, "delete", self.pk)
