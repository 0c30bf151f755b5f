"""What the head of a draft says: name, number, code, term, goal, and who reports; changed by people, checked like the rest."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yunjiang.organizations.models import Organization
from yunjiang.plans.reader.items import ISSUE, UNIT_KINDS

from .acts import acting
from .beginning import refuse_code
from .models import Draft
from .refusals import DraftChangedMeanwhile, WrongValues

NAMES = ("name", "document_number", *ISSUE, "code", "first_day", "last_day", "goal", "reporters")
_LONGEST = {"name": 200, "document_number": 60, "goal": 2000}


def describe(draft: Draft, values: Mapping[str, Any], *, by: str, revision: int | None = None) -> Draft:
    """Change what the head says; what is not named stays. Days are days or texts such as 2025-12-31.

    Raises WrongValues, NotACode, OwnedByAnother, DraftEnded, DraftChangedMeanwhile.
    """
    with acting("describe", draft.pk, by) as (held, deed):
        found = _checked(held, values)
        if revision is not None and held.revision != revision:
            raise DraftChangedMeanwhile(held, found)
        before = {name: getattr(held, name) for name in found if getattr(held, name) != found[name]}
        if not before:
            deed.changed_nothing()
            return held
        for name in before:
            setattr(held, name, found[name])
        held.revision += 1
        held.save(update_fields=[*before, "revision"])
        deed.changed(before=before, after={name: found[name] for name in before})
    return held


def _checked(draft: Draft, values: Mapping[str, Any]) -> dict[str, Any]:
    problems: dict[str, str] = {}
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name not in NAMES:
            problems[name] = _("There is no value “%(name)s” here.") % {"name": name}
        elif name in ("first_day", "last_day", *ISSUE):
            day = _day(value)
            if day is None and (value or name not in ISSUE):
                problems[name] = _("“%(value)s” is no day. Write it like 2025-12-31.") % {"value": value}
            found[name] = day
        elif name == "reporters":
            found[name] = list(dict.fromkeys(value))
            if unknown := _unknown(found[name]):
                problems[name] = _("There is no unit or kind of units “%(value)s”.") % {
                    "value": "、".join(unknown)
                }
        else:
            found[name] = str(value).strip()
            if len(found[name]) > _LONGEST.get(name, 64):
                problems[name] = _("At most %(most)s characters.") % {"most": _LONGEST.get(name, 64)}
    if "name" in found and not found["name"]:
        problems["name"] = _("A plan has a name. Write it in the words of the document.")
    first, last = found.get("first_day", draft.first_day), found.get("last_day", draft.last_day)
    if first and last and last < first:
        problems["last_day"] = _("The plan would end before it begins.")
    if problems:
        raise WrongValues(problems)
    since, until = (found.get(name, getattr(draft, name)) for name in ("valid_from", "valid_until"))
    if since and until and until < since:
        raise WrongValues({"valid_until": _("It would end before it begins.")})
    if "code" in found:
        refuse_code(found["code"], draft.owner)
    return found


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        return None


def _unknown(keys: list[str]) -> list[str]:
    wanted = set(keys) - UNIT_KINDS
    known = (
        set(Organization.objects.filter(key__in=wanted).values_list("key", flat=True)) if wanted else set()
    )
    return sorted(wanted - known)
