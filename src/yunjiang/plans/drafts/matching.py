"""Which organization of the tree a body of a document is: by name, by short name, by usual abbreviation, as chosen before.

What is not sure is not decided: candidates are told with their likeness, a person chooses, and the choice holds for the owner's
next documents.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property

from django.db.models import QuerySet
from django.utils import timezone

from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Kind, Organization, Standing
from yunjiang.plans.reader import drafting
from yunjiang.plans.reader.items import UNIT_KINDS, ReadItem

from .abbreviations import evened, plainly
from .models import BodyChoice, DraftItem, ItemKind

MOST = 5  # candidates
LEAST = 0.5  # likeness of one

_REGIONS: dict[str, str] = {Kind.PROVINCE: "省", Kind.PREFECTURE: "市州", Kind.COUNTY: "县市区"}
_BODIES = (*_REGIONS, Kind.DEPARTMENT, Kind.INDUSTRY_SYSTEM, Kind.FUNCTIONAL_AREA)
_MANY = re.compile(r"全?[省市州县区]?(?:各(?!级)|[级直](?:各|有关|相关)|有关|相关)")
_KINDS = (
    (re.compile(r"(?:产业|行业)系统"), Kind.INDUSTRY_SYSTEM),
    (re.compile(r"开发区|园区|新区|功能区"), Kind.FUNCTIONAL_AREA),
    (re.compile(r"部门|单位|[委办厅局]$"), Kind.DEPARTMENT),
    (re.compile(r"企业|公司"), Kind.ENTERPRISE),
    (re.compile(r"州|各市|地级|设区"), Kind.PREFECTURE),
    (re.compile(r"县|区"), Kind.COUNTY),
)


@dataclass(frozen=True)
class Candidate:
    """One organization that a name may mean."""

    key: str
    name: str
    likeness: float


@dataclass(frozen=True)
class Match:
    """What a name was found to mean: `key` is empty where only a person can tell; `how` says by what it was found."""

    key: str
    how: str  # chosen, name, short_name, abbreviation, kind, or empty
    candidates: tuple[Candidate, ...] = ()


class Tree:
    """The units among which the bodies of one owner's documents are looked for: those of the region that he is or is of."""

    def __init__(self, owner: Organization) -> None:
        self.owner, self.today = owner, timezone.localdate()
        own = organizations.standing(owner.pk, self.today)
        around = [*organizations.ancestors(owner.pk, self.today), *([own] if own else [])]
        self.regions = [each for each in reversed(around) if each.kind in _REGIONS]  # the nearest first
        self.region = self.regions[0] if self.regions else None

    @cached_property
    def chosen(self) -> dict[str, str]:
        """Return what people chose for the owner's documents before: keys by name."""
        rows = BodyChoice.objects.filter(owner=self.owner)
        return dict(rows.values_list("name", "organization__key"))

    @cached_property
    def standings(self) -> list[Standing]:
        """Return how the units stand today that plans speak of; firms and unions are looked for by their whole name only."""
        return list(self._all.filter(kind__in=_BODIES))

    @cached_property
    def forms(self) -> list[tuple[Standing, frozenset[str]]]:
        """Return the units with the forms in which their names are compared."""
        return [
            (each, frozenset(self._form(plainly(name)) for name in (each.name, each.short_name)))
            for each in self.standings
        ]

    @property
    def _all(self) -> QuerySet[Standing]:
        path = self.region.path if self.region else "/"
        return organizations.at(self.today).filter(path__startswith=path)

    def find(self, name: str) -> tuple[str, str]:
        """Return the key of the organization, or the kind of units, that a body means, and by what it was found; or nothing."""
        if name in self.chosen:
            return self.chosen[name], "chosen"
        told = plainly(name)
        ruled = re.sub(r"(?:人民)?政府$", "", told)  # 昆明市人民政府 is the region itself
        for how in ("name", "short_name"):
            found = [each for each in self.standings if getattr(each, how) in (name, told, ruled)]
            found = found or list(self._all.filter(**{how: told}).exclude(kind__in=_BODIES)[:2])
            if len(found) == 1:
                return found[0].organization.key, how
        if ruled != told and (region := self._ruled(ruled)):
            return region.organization.key, "abbreviation"
        if kind := _kind_of(told, self.region):
            return kind, "kind"
        form = self._form(told)
        found = [each for each, forms in self.forms if form in forms]
        return (found[0].organization.key, "abbreviation") if len(found) == 1 else ("", "")

    def _ruled(self, level: str) -> Standing | None:
        """Return the region around whose government is told by its level alone: 省人民政府, 市政府."""
        return next((each for each in self.regions if level and each.name.endswith(level)), None)

    def match(self, name: str) -> Match:
        """Return what a body means, with the likeliest units where that is not sure."""
        key, how = self.find(name)
        return Match(key, how, () if key else self._candidates(self._form(plainly(name))))

    def _form(self, name: str) -> str:
        """Return the form of a name as it is said here: without the region's own name or level."""
        own = self.region
        if own is None:
            return evened(name, (), "")
        return evened(name, (own.name, own.short_name), _REGIONS[own.kind])

    def _candidates(self, form: str) -> tuple[Candidate, ...]:
        likely = [
            Candidate(each.organization.key, each.name, max(_alike(form, one) for one in forms))
            for each, forms in self.forms
        ]
        likely.sort(key=lambda each: (-each.likeness, each.key))
        return tuple(each for each in likely[:MOST] if each.likeness >= LEAST)


def match(name: str, owner: Organization) -> Match:
    """Return which organization, or which kind of units, a body means in a document of this owner's."""
    return Tree(owner).match(name)


def with_organizations(items: Sequence[ReadItem], owner: Organization) -> list[ReadItem]:
    """Return items with bodies, and those of duties, given the key of what they were found to mean."""
    tree = Tree(owner)
    return drafting.resolved(items, cache(lambda name: tree.find(name)[0]))


def remember(item: DraftItem, by: str) -> None:
    """Keep the organization that a person chose for a body, for the owner's next documents."""
    key = item.values.get("organization", "")
    if item.kind != ItemKind.BODY or key in {*UNIT_KINDS, "", (item.read or {}).get("organization", "")}:
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


def _kind_of(told: str, region: Standing | None) -> str:
    """Return the kind of units that words for many of them mean: 各州（市）人民政府, 省级有关部门."""
    if not _MANY.match(told):
        return ""
    kind = next((kind for pattern, kind in _KINDS if pattern.search(told)), None)
    levels = list(_REGIONS)
    is_above = kind in levels and region is not None and levels.index(kind) <= levels.index(region.kind)
    return "" if kind is None or is_above else kind.value


def _alike(one: str, other: str) -> float:
    return round(SequenceMatcher(None, one, other, autojunk=False).ratio(), 2)
