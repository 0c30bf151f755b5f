"""Rows that are written once, at the model and at the queryset; `locks` holds them in the database."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar, NoReturn, TypeVar, cast

from django.db import models

from .refusals import WrittenOnceOnly

Row = TypeVar("Row", bound=models.Model)


class WrittenOnceQuerySet(models.QuerySet[Row]):
    """Rows that can be added and read, neither changed nor deleted."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise self._refusal("update")

    def delete(self) -> NoReturn:
        raise self._refusal("delete")

    def _raw_delete(self, using: str | None) -> NoReturn:
        raise self._refusal("delete")

    def bulk_update(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> NoReturn:
        raise self._refusal("update")

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise self._refusal("update")

    def bulk_create(
        self,
        objs: Iterable[Row],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        update_fields: Collection[str] | None = None,
        unique_fields: Collection[str] | None = None,
    ) -> list[Row]:
        if update_conflicts:
            raise self._refusal("update")
        return super().bulk_create(objs, batch_size=batch_size, ignore_conflicts=ignore_conflicts)

    def _refusal(self, act: str) -> Exception:
        return cast(type[WrittenOnce], self.model).refusal(act)

    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]


class WrittenOnceManager(models.Manager[Row]):
    """The way to rows that are written once. Written out, because the type checker loses managers made of querysets."""

    def get_queryset(self) -> WrittenOnceQuerySet[Row]:
        return WrittenOnceQuerySet(self.model, using=self._db)


class WrittenOnce(models.Model):
    """A row that is written once. A room with a sentence of its own for who tries to change it overrides `refusal`."""

    known_as: ClassVar[str] = "pk"  # the attribute by which a refusal names the row

    objects = WrittenOnceManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise self.refusal("update", getattr(self, self.known_as))
        # Without this Django would first try to UPDATE a row that happens to have the same number.
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise self.refusal("delete", getattr(self, self.known_as))

    @classmethod
    def refusal(cls, act: str, number: object = None) -> Exception:
        """Return what to raise when somebody tries to `update` or `delete` the row of this number, or some rows."""
        return WrittenOnceOnly(cls._meta.label, act, number)
