"""Where applications, transfers, drives and tallies lie: beside memberships, wherever the tree puts their unions."""

from django.db.models import Case, Model, Value, When

from yunjiang.organizations.following import Moved

from .applicants import Application
from .models import Campaign, CampaignUnion, Tally, Transfer

_BESIDE: tuple[tuple[type[Model], str, str], ...] = (
    (Tally, "organization_id", "path"),
    (Application, "organization_id", "path"),
    (Campaign, "organization_id", "path"),
    (CampaignUnion, "organization_id", "path"),
    (Transfer, "source_id", "source_path"),
    (Transfer, "target_id", "target_path"),
)
_AT_ONCE = 200  # units in one statement


def move(moved: Moved) -> None:
    """Let what belongs to units that stand elsewhere now lie there; in the transaction of the change."""
    pairs = [(unit, path) for unit, (_before, path) in moved.items()]
    for first in range(0, len(pairs), _AT_ONCE):
        part = pairs[first : first + _AT_ONCE]
        for model, unit_field, path_field in _BESIDE:
            right = Case(*[When(**{unit_field: unit}, then=Value(path)) for unit, path in part])
            rows = model._default_manager.filter(**{f"{unit_field}__in": [unit for unit, _path in part]})
            rows.update(**{path_field: right})
