"""The group sets that come with the house: industry (GB/T 4754-2017), ownership, size."""

import csv
from pathlib import Path

from yunjiang.standards import industries

from .models import Group, GroupSet

FOLDER = Path(__file__).parent / "classes"
INDUSTRY = "industry"


def load_group_sets() -> int:
    """Load the group sets and return how many groups were added; what is there already is left alone."""
    added = _load_industries()
    with (FOLDER / "group_sets.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            added += _load_classes(row["code"], row["name"])
    return added


def _load_industries() -> int:
    group_set, _ = GroupSet.objects.get_or_create(code=INDUSTRY, defaults={"name": "国民经济行业"})
    known = dict(group_set.groups.values_list("code", "pk"))
    sections = [
        Group(group_set=group_set, code=each.code, name=each.name, rank=rank)
        for rank, each in enumerate(industries.sections())
        if each.code not in known
    ]
    Group.objects.bulk_create(sections)
    parents = dict(group_set.groups.filter(parent__isnull=True).values_list("code", "pk"))
    divisions = [
        Group(
            group_set=group_set,
            parent_id=parents[each.section],
            code=each.code,
            name=each.name,
            rank=int(each.code),
        )
        for each in industries.divisions()
        if each.code not in known
    ]
    Group.objects.bulk_create(divisions)
    return len(sections) + len(divisions)


def _load_classes(code: str, name: str) -> int:
    group_set, _ = GroupSet.objects.get_or_create(code=code, defaults={"name": name})
    known = set(group_set.groups.values_list("code", flat=True))
    with (FOLDER / f"{code}.csv").open(encoding="utf-8", newline="") as file:
        new = [
            Group(group_set=group_set, code=row["code"], name=row["name"], rank=rank)
            for rank, row in enumerate(csv.DictReader(file))
            if row["code"] not in known
        ]
    Group.objects.bulk_create(new)
    return len(new)
