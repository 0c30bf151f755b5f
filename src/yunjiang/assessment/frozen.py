"""Rows that are written once and then only read: what was judged is never judged anew under the same number."""

from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from django.db import models

from yunjiang.assessment.refusals import RunIsFrozen

Row = TypeVar("Row", bound=models.Model)


class FrozenQuerySet(models.QuerySet[Row]):
    """Rows that can be added and read, neither changed nor deleted."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise RunIsFrozen(self.model._meta.label)

    def delete(self) -> NoReturn:
        raise RunIsFrozen(self.model._meta.label)

    def _raw_delete(self, using: str | None) -> NoReturn:
        raise RunIsFrozen(self.model._meta.label)

    def bulk_update(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> NoReturn:
        raise RunIsFrozen(self.model._meta.label)

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RunIsFrozen(self.model._meta.label)

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        if kwargs.get("update_conflicts"):
            raise RunIsFrozen(self.model._meta.label)
        return super().bulk_create(objs, *args, **kwargs)

    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]


class FrozenManager(models.Manager[Row]):
    """The manager of such rows. Written out, because the type checker loses managers made of querysets."""

    def get_queryset(self) -> FrozenQuerySet[Row]:
        return FrozenQuerySet(self.model, using=self._db)


class Frozen(models.Model):
    """A row that is written once. Its `objects` are a FrozenManager."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RunIsFrozen(self._meta.label, self.pk)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RunIsFrozen(self._meta.label, self.pk)
