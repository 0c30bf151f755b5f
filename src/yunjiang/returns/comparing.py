"""What changed in a return since a step on its way, such as the last approval: cell by cell, passage by passage."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import steps
from .models import Heading, Question, Return, Step

_NOTHING = {"value": None, "unavailable": False, "explanation": ""}


@dataclass(frozen=True)
class Difference:
    """One cell or passage that reads otherwise now. For a passage `before` and `after` hold its text alone."""

    key: str  # the question's code, or action|heading
    name: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    is_passage: bool = False

    @property
    def is_value(self) -> bool:
        """Say whether the number itself changed, or whether it is available; not only its explanation."""
        return not self.is_passage and any(
            self.before[each] != self.after[each] for each in ("value", "unavailable")
        )


def differences(report: Return, since: Step) -> list[Difference]:
    """Return what a return says otherwise now than at a step of it, in the order of its questions."""
    return between(report, since.content, steps.contents([report.pk])[report.pk])


def between(report: Return, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return what two contents of a return say differently; an empty content says nothing."""
    old, new = before.get("cells", {}), after.get("cells", {})
    asked = Question.objects.filter(cells__report=report).order_by("rank").values_list("code", "name")
    found = [
        Difference(code, name, old.get(code, _NOTHING), new.get(code, _NOTHING))
        for code, name in asked
        if old.get(code, _NOTHING) != new.get(code, _NOTHING)
    ]
    told, telling = before.get("passages", {}), after.get("passages", {})
    for key in sorted(told.keys() | telling.keys()):
        if told.get(key, "") != telling.get(key, ""):
            action, heading = key.split("|", 1)
            name = f"{action} {Heading(heading).label}".strip()
            found.append(
                Difference(key, name, {"text": told.get(key, "")}, {"text": telling.get(key, "")}, True)
            )
    return found
