"""The rule of a service as people meet it: a form with a row for each condition, and a sentence."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, pgettext, pgettext_lazy

from yunjiang.registers.kit import facts
from yunjiang.registers.kit.rows import Row, RowsField

from .rules import OLDEST, Rule, UnreadableRule

STATES = {
    "member": pgettext_lazy("of a membership", "standing"),
    "retained": pgettext_lazy("of a membership", "kept"),
}
SEXES = {"1": pgettext_lazy("sex", "men"), "2": pgettext_lazy("sex", "women")}
_NO_MATTER = ("", pgettext_lazy("condition", "does not matter"))
_MOST_MONTHS = 600


class RuleField(models.JSONField[Any, Any]):
    """A rule as it is kept; filled in row by row, told as a sentence."""

    def formfield(self, **options: Any) -> Any:
        return RowsField(rows(), join=joined, spread=spread, told=told)

    def told(self, value: Mapping[str, Any]) -> str:
        return told(value)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


def rows() -> Sequence[Row]:
    """Return a row for each condition that a rule can have."""
    jobs = [("*", pgettext_lazy("condition", "any of them")), *facts.choices("membership", "new_form")]
    at_least, at_most = pgettext_lazy("condition", "at least"), pgettext_lazy("condition", "at most")
    return (
        Row(
            "states",
            pgettext_lazy("condition", "Membership"),
            pgettext_lazy("condition", "is one of"),
            forms.MultipleChoiceField(
                choices=list(STATES.items()),
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": pgettext_lazy("condition", "choose at least one")},
            ),
        ),
        Row(
            "needs_qualified",
            pgettext_lazy("condition", "Member record"),
            pgettext_lazy("condition", "is"),
            forms.ChoiceField(
                choices=[("yes", pgettext_lazy("condition", "qualified")), _NO_MATTER], required=False
            ),
        ),
        Row(
            "months",
            pgettext_lazy("condition", "Member for"),
            at_least,
            _number(1, _MOST_MONTHS),
            pgettext_lazy("condition", "months"),
        ),
        Row(
            "age_from",
            pgettext_lazy("condition", "Age"),
            at_least,
            _number(0, OLDEST),
            pgettext_lazy("condition", "years old"),
        ),
        Row(
            "age_to",
            pgettext_lazy("condition", "Age"),
            at_most,
            _number(0, OLDEST),
            pgettext_lazy("condition", "years old"),
        ),
        Row(
            "sex",
            pgettext_lazy("condition", "Sex"),
            pgettext_lazy("condition", "is"),
            forms.ChoiceField(choices=[_NO_MATTER, *SEXES.items()], required=False),
        ),
        Row(
            "is_migrant_worker",
            pgettext_lazy("condition", "Migrant worker"),
            pgettext_lazy("condition", "is"),
            forms.ChoiceField(
                choices=[
                    _NO_MATTER,
                    ("yes", pgettext_lazy("condition", "yes")),
                    ("no", pgettext_lazy("condition", "no")),
                ],
                required=False,
            ),
        ),
        Row(
            "new_forms",
            pgettext_lazy("condition", "New form of employment"),
            pgettext_lazy("condition", "is one of"),
            forms.MultipleChoiceField(choices=jobs, required=False, widget=forms.CheckboxSelectMultiple),
        ),
    )


def joined(entered: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rule that the rows say, without what does not matter. Raises ValidationError where rows exclude each other."""
    whole = {
        "states": entered["states"],
        "needs_qualified": entered["needs_qualified"] == "yes",
        "months": entered["months"] or 0,
        "new_forms": ["*"] if "*" in entered["new_forms"] else entered["new_forms"],
        "is_migrant_worker": {"yes": True, "no": False}.get(entered["is_migrant_worker"]),
        "sex": entered["sex"],
        "age_from": entered["age_from"],
        "age_to": entered["age_to"],
    }
    if None not in (whole["age_from"], whole["age_to"]) and whole["age_from"] > whole["age_to"]:
        raise ValidationError(
            pgettext_lazy("condition", "The lowest age is above the highest: nobody would fit."),
            code="age_to",
        )
    usual = spread_rule(Rule())
    return {name: value for name, value in whole.items() if value != usual[name]}


def spread_rule(rule: Rule) -> dict[str, Any]:
    """Return a rule as plain data, with all of its conditions."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(rule).items()}


def spread(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands in each row for a rule; for one that nobody can read, what stands there for an empty one."""
    try:
        rule = Rule.read(kept)
    except UnreadableRule:
        rule = Rule()
    found = spread_rule(rule)
    found["needs_qualified"] = "yes" if rule.needs_qualified else ""
    found["is_migrant_worker"] = {True: "yes", False: "no", None: ""}[rule.is_migrant_worker]
    found["months"] = rule.months or None
    return found


def told(kept: Mapping[str, Any]) -> str:
    """Return a rule as a sentence: who may take a place."""
    try:
        rule = Rule.read(kept or {})
    except UnreadableRule as refused:
        return gettext("The condition “%(name)s” is unknown or cannot have this value.") % {
            "name": refused.name
        }
    comma, either = pgettext("condition", ", "), pgettext("condition", " or ")
    jobs = dict(facts.choices("membership", "new_form"))
    states = either.join(str(STATES.get(each, each)) for each in rule.states)
    said = [pgettext("condition", "%(states)s members") % {"states": states}]
    if rule.needs_qualified:
        said.append(pgettext("condition", "whose record is qualified"))
    if rule.months:
        said.append(pgettext("condition", "members for %(count)d months at least") % {"count": rule.months})
    if rule.age_from is not None or rule.age_to is not None:
        said.append(_ages(rule))
    if rule.sex:
        said.append(str(SEXES[rule.sex]))
    if rule.is_migrant_worker is not None:
        said.append(
            pgettext("condition", "migrant workers")
            if rule.is_migrant_worker
            else pgettext("condition", "no migrant workers")
        )
    if "*" in rule.new_forms:
        said.append(pgettext("condition", "in new forms of employment"))
    elif rule.new_forms:
        said.append(either.join(str(jobs.get(each, each)) for each in rule.new_forms))
    return comma.join(said)


def _ages(rule: Rule) -> str:
    facts_of = {"low": rule.age_from, "high": rule.age_to}
    if rule.age_to is None:
        return pgettext("condition", "%(low)d years old at least") % facts_of
    if rule.age_from is None:
        return pgettext("condition", "%(high)d years old at most") % facts_of
    return pgettext("condition", "%(low)d to %(high)d years old") % facts_of


def _number(least: int, most: int) -> forms.Field:
    return forms.IntegerField(min_value=least, max_value=most, required=False)
