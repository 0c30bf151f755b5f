"""The values of an item as fields: what may be chosen, which units are meant, and what is wrong, beside its field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from yunjiang.organizations.models import Organization, Standing
from yunjiang.plans.drafts import deciding, fields, matching
from yunjiang.plans.drafts.models import Draft, DraftItem, ItemKind, ItemVerdict
from yunjiang.plans.reader.indicator_drafting import ALWAYS, YEARLY
from yunjiang.standards.numbers import WAN, YI
from yunjiang.web.components.tables import Option
from yunjiang.web.pages.drafts import facts, wording

UNCHANGED: Final = object()
_NUMBERS = ("value", "value_max", "baseline")
_UNITS = ("lead", "support", "reporters", "owed_by", "owed_to", "organization")
_SINGLE = ("owed_to", "organization")
_LONG = ("quote",)
_WIDTHS = {
    **dict.fromkeys(("name", "quote", "organization"), "wide"),
    **dict.fromkeys(("lead", "support", "reporters", "owed_by", "owed_to"), "half"),
}
_MULTIPLES = {"万": WAN, "亿": YI}
_TOLD = re.compile(r"([\d.,，]+)\s*(万|亿)")
_HELPS: dict[str, Promise] = {
    "value": gettext_lazy("50000, or 5万"),
    "deadline": gettext_lazy("2025 or 2025-06; every year; all the time; empty: the plan’s end"),
    "due": gettext_lazy("2025, 2025-06-30; of a yearly duty 12-31"),
}
# Terms that are no days are chosen and written in words.
_TERMS: dict[str, Promise] = {
    YEARLY: pgettext_lazy("term", "every year"),
    ALWAYS: pgettext_lazy("term", "all the time"),
}


@dataclass(frozen=True)
class Chosen:
    """A unit, or a kind of units, that a field names; a candidate that nobody has chosen yet is not checked."""

    key: str
    name: str
    is_checked: bool = True
    told: str = ""


@dataclass(frozen=True)
class Field:
    """One value: `sort` is text, long, choice, box or units."""

    name: str
    label: str
    sort: str
    value: str = ""
    is_checked: bool = False
    options: Sequence[Option] = ()
    chosen: Sequence[Chosen] = ()
    is_single: bool = False
    width: str = ""
    help: str = ""
    problem: str = ""
    typed: str = ""
    suggestions: Sequence[str] = ()

    @property
    def id(self) -> str:
        return f"v-{self.name}"


@dataclass(frozen=True)
class ItemForm:
    """An item's values to be corrected, or those of one to be added."""

    draft: Draft
    kind: str
    title: str
    action: str
    fields: Sequence[Field]
    offers: str
    parents: Sequence[Option] = ()
    parent: str = ""
    number: int | None = None
    revision: int | None = None
    words: str = ""
    start: int = 0
    end: int = 0
    kinds: Sequence[Option] = ()
    reason: str = ""
    reads: str = ""  # the address that reads the same words as another kind

    @property
    def problems(self) -> Sequence[Field]:
        return [each for each in self.fields if each.problem]


@dataclass(frozen=True)
class Sent:
    """What came of a form: values as an item has them, what was typed for units, and what cannot be told from it."""

    values: dict[str, Any]
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


def of_item(
    item: DraftItem,
    values: Mapping[str, Any],
    problems: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> ItemForm:
    """Return the form that corrects an item, with these values in it."""
    return ItemForm(
        draft=item.draft,
        kind=item.kind,
        title=_("Correct: %(kind)s") % {"kind": wording.KINDS[item.kind].name},
        action=reverse("draft-correct", args=[item.draft_id, item.pk]),
        fields=_fields(item.draft, item.kind, values, problems or {}, typed or {}),
        offers=reverse("draft-offer", args=[item.draft_id]),
        parents=parents(item.draft, item.kind),
        parent=str(item.parent_id or ""),
        number=item.pk,
        revision=item.revision,
        words=" ".join(item.draft.text[item.start : item.end].split())[:400],
        start=item.start,
        end=item.end,
        reason=item.reason,
    )


def of_words(
    draft: Draft,
    kind: str,
    start: int,
    end: int,
    values: Mapping[str, Any],
    parent: str = "",
    problems: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> ItemForm:
    """Return the form that adds an item at a passage, with these values in it."""
    here = reverse("draft-add", args=[draft.pk])
    return ItemForm(
        draft=draft,
        kind=kind,
        title=_("Add what was not read"),
        action=here,
        fields=_fields(draft, kind, values, problems or {}, typed or {}),
        offers=reverse("draft-offer", args=[draft.pk]),
        parents=parents(draft, kind),
        parent=parent,
        words=" ".join(draft.text[start:end].split())[:400],
        start=start,
        end=end,
        kinds=[Option(each, str(word.name)) for each, word in wording.KINDS.items()],
        reads=f"{here}?start={start}&end={end}",
    )


def sent(kind: str, told: QueryDict) -> Sent:
    """Return the values that a form of this kind of item carries; what is not in it is not in them."""
    values: dict[str, Any] = {}
    typed: dict[str, str] = {}
    problems: dict[str, str] = {}
    for name, blank in fields.BLANK[kind].items():
        if name in _UNITS:
            values[name], typed[name] = _units_sent(name, told)
            if typed[name] and not _settled(name, values, typed[name]):
                problems[name] = _(
                    "Which unit “%(text)s” is cannot be told. Choose one of those offered."
                ) % {"text": typed[name]}
        elif isinstance(blank, bool):
            values[name] = name in told
        elif name in told:
            value = str(told[name]).strip()
            values[name] = _multiplied(value) if name in _NUMBERS else value
            if name == "deadline":
                terms = {str(word): term for term, word in _TERMS.items()}
                values[name] = terms.get(value, value)
    return Sent(values, typed, problems, told.get("reason", "").strip())


def revision_of(told: QueryDict) -> int | None:
    """Return the revision that a form was made for, or None when it names none."""
    text = told.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def parent_of(item: DraftItem, told: QueryDict) -> Any:
    """Return what the item shall stand under, None for nothing, UNCHANGED where the form does not say otherwise."""
    wanted = told.get("parent")
    if wanted is None or wanted == str(item.parent_id or ""):
        return UNCHANGED
    return parent_named(item.draft, wanted)


def parent_named(draft: Draft, wanted: str) -> DraftItem | None:
    """Return the item of a draft with this number, or None for an empty one. Raises WrongValues."""
    if not wanted:
        return None
    is_number = wanted.isascii() and wanted.isdigit() and len(wanted) < 18
    found = draft.items.filter(pk=int(wanted)).first() if is_number else None
    if found is None:
        raise deciding.WrongParent("", wanted[:20])
    return found


def parents(draft: Draft, kind: str) -> list[Option]:
    """Return what an item of this kind may stand under, in the order of the draft; nothing for what stands by itself."""
    allowed = [each for each in deciding.PARENTS[kind] if each is not None]
    if not allowed:
        return []
    rows = draft.items.filter(kind__in=allowed).exclude(verdict=ItemVerdict.REJECTED).order_by("place", "pk")
    indent = {ItemKind.ACTION: "　"}
    found = [
        Option(str(each.pk), indent.get(ItemKind(each.kind), "") + facts.name_of(each)[:60]) for each in rows
    ]
    return [Option("", _("none: of the plan as a whole")), *found]


def _fields(
    draft: Draft,
    kind: str,
    values: Mapping[str, Any],
    problems: Mapping[str, str],
    typed: Mapping[str, str],
) -> list[Field]:
    keys = {key for name in _UNITS for key in _listed(values.get(name))}
    named = facts.names(keys)
    made = []
    for name, blank in fields.BLANK[kind].items():
        label = str(fields.LABELS[name])
        about: dict[str, Any] = {
            "width": _WIDTHS.get(name, ""),
            "help": str(_HELPS.get(name, "")),
            "problem": problems.get(name, ""),
        }
        value = values.get(name, blank)
        if name in _UNITS:
            chosen = [Chosen(key, named.get(key, key)) for key in _listed(value)]
            if name == "organization":
                chosen += _candidates(draft, str(values.get("name", "")), set(_listed(value)))
            about |= {"chosen": chosen, "is_single": name in _SINGLE, "typed": typed.get(name, "")}
            made.append(Field(name, label, "units", **about))
        elif name in fields.CHOICES:
            options = [Option(each, str(told)) for each, told in fields.CHOICES[name].items()]
            made.append(Field(name, label, "choice", str(value), options=options, **about))
        elif isinstance(blank, bool):
            made.append(Field(name, label, "box", is_checked=bool(value), **about))
        else:
            told = str(_TERMS.get(value, value)) if name == "deadline" else str(value)
            suggestions = [str(word) for word in _TERMS.values()] if name == "deadline" else []
            sort = "long" if name in _LONG else "text"
            made.append(Field(name, label, sort, told, suggestions=suggestions, **about))
    return made


def _candidates(draft: Draft, name: str, taken: set[str]) -> list[Chosen]:
    """Return the units that a body may be, the likeliest first, as offers that nobody has chosen."""
    found = matching.match(name, draft.owner).candidates
    return [
        Chosen(each.key, each.name, is_checked=False, told=f"{each.likeness:.0%}")
        for each in found
        if each.key not in taken
    ]


def _units_sent(name: str, told: QueryDict) -> tuple[Any, str]:
    keys = [each for each in told.getlist(name) if each]
    added = told.get(f"{name}-new", "")
    if added:
        keys = [added] if name in _SINGLE else [*keys, added]
    typed = "" if added else told.get(f"{name}-text", "").strip()
    if name in _SINGLE:
        return (keys[-1] if keys else ""), typed
    return list(dict.fromkeys(keys)), typed


def _settled(name: str, values: dict[str, Any], typed: str) -> bool:
    """Put in the unit whose whole name or code was typed, if there is but one; say whether there was."""
    rows = Standing.objects.filter(name=typed) | Standing.objects.filter(short_name=typed)
    keys = set(rows.values_list("organization__key", flat=True)[:3])
    keys |= set(Organization.objects.filter(key=typed).values_list("key", flat=True))
    if len(keys) != 1:
        return False
    key = keys.pop()
    values[name] = key if name in _SINGLE else list(dict.fromkeys([*values[name], key]))
    return True


def _listed(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return list(value or ())


def _multiplied(text: str) -> str:
    """Return a number with 万 or 亿 multiplied out; anything else as it is."""
    match = _TOLD.fullmatch(text)
    number = fields.number(match[1]) if match else None
    if match is None or number is None:
        return text
    told = f"{number * Decimal(_MULTIPLES[match[2]]):f}"
    return told.rstrip("0").rstrip(".") if "." in told else told
