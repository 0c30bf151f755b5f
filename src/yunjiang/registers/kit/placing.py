"""Keeping the path of records where their units stand: told of each change of the tree, and compared with it every night.

A path is a copy, kept so that everything below a unit is one stretch of an index; where the tree and a copy differ, the tree is
right. Nothing of this is a change of a record: no revision, no difference.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Case, Model, Value, When

from yunjiang.background.progress import Progress
from yunjiang.organizations.chronicle import last_paths
from yunjiang.organizations.following import Moved

from .models import ChangeRequest, Deadline, IntakeBatch, Notice, Record

BESIDE: tuple[type[Model], ...] = (
    IntakeBatch,
    Deadline,
    ChangeRequest,
    Notice,
)  # they lie where their record does
AT_A_TIME = 200  # units in one statement


def placed() -> Iterator[type[Model]]:
    """Yield every table whose rows lie in the tree."""
    yield from (each for each in apps.get_models() if issubclass(each, Record))
    yield from BESIDE


def move(moved: Moved) -> int:
    """Let the records of units that stand elsewhere now lie there; return how many rows that changed."""
    pairs = list(moved.items())
    changed = 0
    for model in placed():
        for start in range(0, len(pairs), AT_A_TIME):
            changed += _move(model, pairs[start : start + AT_A_TIME])
    return changed


def replace_paths() -> int:
    """Compare the path of every record with the tree of today and put right what differs; return how many rows did.

    Units whose change was recorded for a later day come to stand elsewhere without anybody changing anything.
    """
    changed = 0
    for model in placed():
        with transaction.atomic():
            wrong = misplaced(model)
            for unit, path, right in wrong:
                changed += model._default_manager.filter(path=path, organization_id=unit).update(path=right)
    return changed


def misplaced(model: type[Model]) -> list[tuple[int, str, str]]:
    """Return the units some rows of which lie elsewhere than the unit: (unit, where they lie, where it stands)."""
    kept = model._default_manager.order_by().values_list("organization_id", "path").distinct()
    lying = list(kept)
    right = last_paths({unit for unit, _path in lying})
    return sorted((unit, path, right[unit]) for unit, path in lying if right.get(unit, path) != path)


def perform(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Do it as a work of the night."""
    return {"changed": replace_paths()}


def _move(model: type[Model], pairs: list[tuple[int, tuple[str, str]]]) -> int:
    right = Case(*[When(organization_id=unit, then=Value(path)) for unit, (_before, path) in pairs])
    lying = model._default_manager.filter(
        path__in=[before for _unit, (before, _path) in pairs],
        organization_id__in=[unit for unit, _paths in pairs],
    )
    return lying.update(path=right)
