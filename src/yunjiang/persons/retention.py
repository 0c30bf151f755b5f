"""What has been kept longer than it should be: rules as data (`retention.yaml`), counted every night, decided on by people.

Nothing goes by itself: who checks the records of the whole province lets go what a rule finds, the reason on record (`let_go`).
"""

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
from django.utils.translation import gettext
from ruamel.yaml import YAML

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.background import services
from yunjiang.background.models import Job
from yunjiang.background.progress import Progress

from . import moving, rights
from .models import Person
from .refusals import NotLetGo, ReasonMissing

AT_ONCE = 1_000  # rows that go in one transaction
LET_GO = "persons.let_go"
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
    is_superseded: bool = (
        False  # only rows after which the same person said something else for the same purpose
    )
    goes: bool = False  # may be let go all at once; otherwise somebody looks at each


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
    if rule.is_superseded:
        later = model._base_manager.filter(
            person=OuterRef("person"), purpose=OuterRef("purpose"), pk__gt=OuterRef("pk")
        )
        rows = rows.filter(Exists(later))
    if rule.is_unattached:
        for other, fields in [*moving.links(), *moving.written_once()]:
            for name in fields:
                rows = rows.filter(~Exists(other._base_manager.filter(**{name: OuterRef("pk")})))
        rows = rows.filter(merged_into=None, erased_at=None)
    return rows


def begin(code: str, reason: str, *, by: User) -> Job:
    """Have all that is over its time today by a rule let go in the background. Raises ReasonMissing, NotLetGo."""
    rule = _going(code, reason)
    title = gettext("Let go: %(what)s") % {"what": rule.what}
    arguments = {"rule": code, "reason": reason[:400], "by": by.pk, "day": timezone.localdate().isoformat()}
    return services.start(LET_GO, title, arguments, by=by.username)


def perform(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Let go what `begin` asked for, part by part; begun again, it does what is left."""
    by, day = User.objects.get(pk=arguments["by"]), date.fromisoformat(arguments["day"])
    rule = _going(arguments["rule"], arguments["reason"])
    total, done = over(rule, day).count(), 0
    while count := let_go(rule.code, arguments["reason"], by=by, day=day):
        done += count
        progress.report(done, max(total, done))
    return {"let_go": done}


def let_go(code: str, reason: str, *, by: User, day: date | None = None) -> int:
    """Let go what is over its time by a rule, as many rows as one transaction may, and return how many; on record.

    Persons are erased (`rights.erase`), other rows deleted. Raises ReasonMissing, NotLetGo for a rule whose rows do not go so.
    """
    rule = _going(code, reason)
    facts = {"rule": code, "reason": reason[:400]}
    with trail.recording("persons.let_go", subject=f"retention:{code}", facts=facts) as deed:
        rows = over(rule, day).order_by("pk")[:AT_ONCE]
        if rule.model == Person._meta.label:
            gone = [rights.erase(each, reason, by=by) for each in rows]
            count = len(gone)
        else:
            model = apps.get_model(rule.model)
            count = model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()[0]
        deed.learned(count=count)
        if not count:
            deed.changed_nothing()
    return count


def _going(code: str, reason: str) -> Rule:
    """Return the rule of this code, whose rows may go all at once, for a reason. Raises ReasonMissing, NotLetGo."""
    rule = next((each for each in rules() if each.code == code), None)
    if rule is None or not rule.goes:
        raise NotLetGo(rule.what if rule else code)
    if not reason.strip():
        raise ReasonMissing
    return rule


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
