"""Loading a province from the files packaged in `divisions/<province>/`; loading it again changes nothing.

divisions.csv          the regions of today, each by its current code
changes.csv            former codes and names, and the day from which the current ones hold
boundaries.csv         territory that passed from one region to another
departments.csv        departments of the province, and the office of the reform
industry_systems.csv   industry systems
functional_areas.csv   zones that are no divisions: who manages them (their parent) and where they lie
trusteeships.csv       zones that came under another region's management
tiles.csv              the grid of equal tiles (see `tiles`)

Regions are opened on the day from which records begin, which is not the day they were founded.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from . import chronicle
from .group_sets import load_group_sets
from .models import Event, EventKind, Kind, Location, Organization
from .opening import Opening, found
from .refusals import NoDivisions
from .tiles import DIVISIONS

# Codes and names are known back to this day; older ones are not in the files.
RECORDS_BEGIN_ON = date(2010, 1, 1)
COUNTERPART_COLUMNS = {EventKind.MOVED: "managed_by", EventKind.BOUNDARY_CHANGED: "counterpart"}


@dataclass(frozen=True)
class Loaded:
    """How much a load added; all zero when everything was there."""

    opened_count: int
    event_count: int
    location_count: int
    group_count: int


def load_yunnan() -> Loaded:
    """Load Yunnan: 1 + 16 + 129 regions, provincial departments, industry systems, functional areas, group sets."""
    return load_region(DIVISIONS / "yunnan")


@transaction.atomic
def load_region(folder: Path) -> Loaded:
    """Load a province from a folder of the files named above, and the group sets; all but divisions.csv may be missing.

    What is there already is left alone, whatever has happened to it since. Raises NoDivisions.
    """
    if not (folder / "divisions.csv").is_file():
        raise NoDivisions(str(folder))
    chronicle.hold()
    group_count = load_group_sets()
    changes = {row["division"]: row for row in _rows(folder, "changes")}
    openings = [_region(row, changes.get(row["code"])) for row in _rows(folder, "divisions")]
    for name, kind in (("departments", Kind.DEPARTMENT), ("industry_systems", Kind.INDUSTRY_SYSTEM)):
        openings += [_unit(row, kind, row["parent"]) for row in _rows(folder, name)]
    areas = _rows(folder, "functional_areas")
    openings += [_unit(row, Kind.FUNCTIONAL_AREA, row["managed_by"]) for row in areas]

    known = set(Organization.objects.values_list("key", flat=True))
    opened, events = found([each for each in openings if each.key not in known])
    ids = dict(Organization.objects.values_list("key", "pk"))
    names = {row["code"]: row for row in _rows(folder, "divisions")}
    later = [event for key, row in changes.items() for event in _recast(ids, row, names[key])]
    later += [
        _between(EventKind.BOUNDARY_CHANGED, ids, row, "division") for row in _rows(folder, "boundaries")
    ]
    later += [_between(EventKind.MOVED, ids, row, "organization") for row in _rows(folder, "trusteeships")]
    recorded = set(Event.objects.values_list("kind", "happened_on", "organization_id"))
    events += [each for each in later if (each.kind, each.happened_on, each.organization_id) not in recorded]
    chronicle.record(events)
    return Loaded(len(opened), len(events), _locate(areas, ids), group_count)


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    path = folder / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _region(row: dict[str, str], change: dict[str, str] | None) -> Opening:
    """Open a region as it was when records begin: with its former code and name where it had others."""
    before = {
        field: change[f"former_{field}"] if change else row[field]
        for field in ("code", "name", "short_name", "pinyin", "initials")
    }
    return Opening(
        key=row["code"],
        on=RECORDS_BEGIN_ON,
        kind=row["kind"],
        parent=row["parent"] or None,
        rank=int(row["rank"]),
        **before,
    )


def _unit(row: dict[str, str], kind: Kind, parent: str) -> Opening:
    return Opening(
        key=row["key"],
        on=date.fromisoformat(row["opened_on"]),
        kind=kind,
        code=row["key"],
        name=row["name"],
        short_name=row["short_name"],
        parent=parent,
        rank=int(row["rank"]),
        pinyin=row["pinyin"],
        initials=row["initials"],
        note=row["note"],
    )


def _recast(ids: dict[str, int], change: dict[str, str], today: dict[str, str]) -> Iterable[Event]:
    """Yield the renaming, and the new code if there is one, by which a region became what it is today."""
    said = {
        "happened_on": date.fromisoformat(change["on"]),
        "organization_id": ids[change["division"]],
        "document_number": change["document_number"],
        "note": change["note"],
    }
    names = {field: today[field] for field in ("name", "short_name", "pinyin", "initials")}
    yield Event(kind=EventKind.RENAMED, facts=names, **said)
    if change["former_code"] != today["code"]:
        yield Event(kind=EventKind.RECODED, facts={"code": today["code"]}, **said)


def _between(kind: EventKind, ids: dict[str, int], row: dict[str, str], subject: str) -> Event:
    return Event(
        kind=kind,
        happened_on=date.fromisoformat(row["on"]),
        organization_id=ids[row[subject]],
        counterpart_id=ids[row[COUNTERPART_COLUMNS[kind]]],
        document_number=row["document_number"],
        note=row["note"],
    )


def _locate(areas: Iterable[dict[str, str]], ids: dict[str, int]) -> int:
    """Say in which regions the areas lie, for those of which nothing is said yet."""
    located = set(Location.objects.values_list("organization_id", flat=True))
    places = [
        Location(
            organization_id=ids[row["key"]],
            region_id=ids[region],
            valid_from=date.fromisoformat(row["opened_on"]),
        )
        for row in areas
        for region in row["located_in"].split()
        if ids[row["key"]] not in located
    ]
    Location.objects.bulk_create(places)
    return len(places)
