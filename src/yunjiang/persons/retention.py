"""What has been kept longer than it should be: rules as data (`retention.yaml`), counted every night, decided on by people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from ruamel.yaml import YAML

from yunjiang.background.progress import Progress

from . import moving

FILE = Path(__file__).parent / "retention.yaml"


@dataclass(frozen=True)
class Rule:
    """For how many years rows of a model are kept from a day on, and why. See the file."""

    code: str
    what: str
    model: str
    since: str
    years: int
    why: str
    is_unattached: bool = False  # only rows to which nothing points


@dataclass(frozen=True)
class Found:
    """How many rows one rule finds over their time."""

    rule: Rule
    count: int


_more: dict[str, Rule] = {}


def add(*rules: Rule) -> None:
    """Have a register's own rules followed as well."""
    _more.update((each.code, each) for each in rules)


def rules() -> list[Rule]:
    """Return all rules, those of the file first."""
    return [*_of_file(), *_more.values()]


def over(rule: Rule, day: date | None = None) -> QuerySet[Any]:
    """Return the rows that are over their time on a day."""
    day = day or timezone.localdate()
    model = apps.get_model(rule.model)
    until = _years_before(day, rule.years)
    is_moment = isinstance(model._meta.get_field(rule.since), models.DateTimeField)
    rows = model._base_manager.filter(
        **{f"{rule.since}__date__lte" if is_moment else f"{rule.since}__lte": until}
    )
    if rule.is_unattached:
        for other, fields in [*moving.links(), *moving.written_once()]:
            for name in fields:
                rows = rows.filter(~Exists(other._base_manager.filter(**{name: OuterRef("pk")})))
        rows = rows.filter(merged_into=None, erased_at=None)
    return rows


def report(day: date | None = None) -> list[Found]:
    """Return what every rule finds on a day."""
    return [Found(each, over(each, day).count()) for each in rules()]


def nightly(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Count what is over its time; the background's work, its result stays with the job."""
    return {each.rule.code: each.count for each in report()}


@cache
def _of_file() -> tuple[Rule, ...]:
    return tuple(Rule(**each) for each in YAML(typ="safe").load(FILE.read_text("utf-8")))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
