"""What an item says, in short words: a number with its comparison and term, a duty's day, who a body is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.organizations.models import Kind, Standing
from yunjiang.plans.drafts import fields
from yunjiang.plans.drafts.models import DraftItem, ItemKind
from yunjiang.plans.reader.indicator_drafting import ALWAYS, YEARLY
from yunjiang.standards.numbers import WAN, YI
from yunjiang.web.components import numbers
from yunjiang.web.pages.wording import KINDS as UNITS

SHAPES = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "=", "range": ""}
MISSING = "missing"

Names = Mapping[str, str]


@dataclass(frozen=True)
class Fact:
    """A few words; `tone` is `missing` for what the document leaves open."""

    text: str
    tone: str = ""


def keys_of(items: Sequence[DraftItem]) -> set[str]:
    """Return the keys of the organizations, and the kinds of units, that items name."""
    found: set[str] = set()
    for each in items:
        values = each.values
        for name in ("lead", "support", "reporters", "owed_by"):
            found |= set(values.get(name) or ())
        found |= {values[name] for name in ("organization", "owed_to") if values.get(name)}
    return found


def names(keys: set[str]) -> dict[str, str]:
    """Return what organizations and kinds of units are called today, by their keys."""
    kinds = {str(each): str(UNITS[each]) for each in Kind}
    wanted = keys - set(kinds)
    if not wanted:
        return kinds
    rows = Standing.objects.filter(organization__key__in=wanted, valid_from__lte=timezone.localdate())
    found = rows.order_by("valid_from").values_list("organization__key", "short_name", "name")
    return kinds | {key: short or name for key, short, name in found}


def name_of(item: DraftItem) -> str:
    return str(item.values.get("name") or _("(without a name)"))


def facts_of(item: DraftItem, named: Names) -> list[Fact]:
    """Return what an item says, what matters most first."""
    return list(_TELL[item.kind](item.values, named))


def amount(values: Mapping[str, Any]) -> str:
    """Return the number of a promise as people write it: ≥ 500 万人次."""
    comparator, unit = str(values.get("comparator", "")), str(values.get("unit", ""))
    told = _number(values.get("value"))
    if values.get("value_max"):
        told = f"{told}–{_number(values['value_max'])}"
    space = "" if unit in ("%", "‰") or not unit or told.endswith(("万", "亿")) else " "
    return f"{SHAPES.get(comparator, comparator)} {told}{space}{unit}".strip()


def term(values: Mapping[str, Any]) -> str:
    """Return by when a promise holds, in words; nothing where nothing says."""
    told = str(values.get("deadline") or "")
    if told == YEARLY:
        return _("every year anew")
    if told == ALWAYS:
        return _("held all the time")
    return _until(told)


def _until(told: str) -> str:
    """Return a year, a month or a day as the last of it; nothing for nothing."""
    year, _dash, rest = told.partition("-")
    month, _dash, day = rest.partition("-")
    if day:
        return pgettext("term", "by %(day)s") % {"day": told}
    if month:
        return pgettext("term", "by the end of %(year)s-%(month)s") % {"year": year, "month": int(month)}
    return _("by the end of %(day)s") % {"day": year} if year else ""


def _indicator(values: Mapping[str, Any], named: Names) -> Iterator[Fact]:
    yield Fact(amount(values))
    told = term(values)
    if not told:
        yield Fact(_("no term is given: the plan's own"), MISSING)
    elif values.get("is_deadline_stated"):
        yield Fact(told)
    else:
        yield Fact(_("%(term)s (from the context)") % {"term": told})
    yield Fact(_choice("basis", values))
    if values.get("direction") == "down":
        yield Fact(_choice("direction", values))
    if values.get("nature"):
        yield Fact(_choice("nature", values))
    if values.get("is_approximate"):
        yield Fact(pgettext("quantity", "about"))
    if values.get("baseline"):
        facts = {"value": _number(values["baseline"]), "year": values.get("baseline_year") or "?"}
        yield Fact(_("baseline %(value)s (%(year)s)") % facts)
    yield from _bodies(values, named, ("lead", "support", "reporters"))


def _duty(values: Mapping[str, Any], named: Names) -> Iterator[Fact]:
    yield Fact(_choice("kind", values))
    due = str(values.get("due") or "")
    yield Fact(f"{_choice('every', values)} {due}".strip(), "" if due else MISSING)
    yield from _bodies(values, named, ("owed_by", "owed_to"))


def _milestone(values: Mapping[str, Any], _named: Names) -> Iterator[Fact]:
    due = _until(str(values.get("due") or ""))
    yield Fact(due) if due else Fact(_("no day is given"), MISSING)


def _body(values: Mapping[str, Any], named: Names) -> Iterator[Fact]:
    key = str(values.get("organization") or "")
    yield Fact(_choice("role", values))
    yield Fact(named.get(key, key)) if key else Fact(_("which unit that is, is still to be chosen"), MISSING)


def _nothing(_values: Mapping[str, Any], _named: Names) -> Iterator[Fact]:
    return iter(())


def _choice(name: str, values: Mapping[str, Any]) -> str:
    told = str(values.get(name) or "")
    return str(fields.CHOICES[name].get(told, told))


def _bodies(values: Mapping[str, Any], named: Names, fields: Sequence[str]) -> Iterator[Fact]:
    words = {
        "lead": _("led by %(units)s"),
        "support": _("supported by %(units)s"),
        "reporters": _("reported by %(units)s"),
        "owed_by": _("owed by %(units)s"),
        "owed_to": _("to %(units)s"),
    }
    for each in fields:
        found = values.get(each) or ()
        told = [found] if isinstance(found, str) else list(found)
        if told:
            units = pgettext("between names", "、").join(named.get(key, key) for key in told)
            yield Fact(words[each] % {"units": units})


def _number(told: Any) -> str:
    """Return a number with every digit it has, in 万 or 亿 where that is shorter."""
    try:
        value = Decimal(str(told))
    except InvalidOperation:
        return str(told or "?")
    for size, word in ((YI, "亿"), (WAN, "万")):
        short = value / size
        if abs(short) >= 1 and short == round(short, 2):
            return f"{numbers.grouped(short.normalize())} {word}"
    return numbers.grouped(value)


_TELL: dict[str, Callable[[Mapping[str, Any], Names], Iterator[Fact]]] = {
    ItemKind.INDICATOR: _indicator,
    ItemKind.DUTY: _duty,
    ItemKind.MILESTONE: _milestone,
    ItemKind.RELATION: _nothing,
    ItemKind.BODY: _body,
    ItemKind.INITIATIVE: _nothing,
    ItemKind.ACTION: _nothing,
    ItemKind.SAFEGUARD: _nothing,
}
