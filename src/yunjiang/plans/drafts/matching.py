"""Which organization of the tree a body of a document is: by name, by short name, by usual abbreviation, as chosen before.

What is not sure is not decided: candidates are told with their likeness, a person chooses, and the choice holds for the owner's
next documents.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from yunjiang.organizations.models import Organization
from yunjiang.plans.reader.items import UNIT_KINDS, Item

from .models import BodyChoice, DraftItem, ItemKind


@dataclass(frozen=True)
class Candidate:
    """One organization, or one kind of units, that a name may mean."""

    key: str
    name: str
    likeness: float


@dataclass(frozen=True)
class Match:
    """What a name was found to mean: `key` is empty where only a person can tell; `how` says by what it was found."""

    key: str
    how: str  # chosen, name, short_name, abbreviation, kind, or empty
    candidates: tuple[Candidate, ...] = ()


def match(name: str, owner: Organization) -> Match:
    """Return which organization a body means in a document of this owner's."""
    return Match("", "")


def with_organizations(items: Sequence[Item], owner: Organization) -> list[Item]:
    """Return items with bodies given the key of what they were found to mean."""
    names = {each.values["name"] for each in items if each.kind == "body"}
    found = {name: match(name, owner).key for name in names}
    return [
        replace(each, values={**each.values, "organization": found[each.values["name"]]})
        if each.kind == "body"
        else each
        for each in items
    ]


def remember(item: DraftItem, by: str) -> None:
    """Keep the organization that a person chose for a body, for the owner's next documents."""
    key = item.values.get("organization", "")
    if item.kind != ItemKind.BODY or key in UNIT_KINDS or key == (item.read or {}).get("organization", ""):
        return
    BodyChoice.objects.update_or_create(
        owner=item.draft.owner,
        name=item.values["name"],
        defaults={
            "organization": Organization.objects.get(key=key),
            "chosen_at": timezone.now(),
            "chosen_by": by,
        },
    )
