"""Rows of a sheet brought by django-import-export, set up in several ways, held against ours.

As its admin does it: the workbook is read and tried without writing, then read and written. `the same roster` writes what
the sheet says into the tables that we write: persons with checked, sealed and digested numbers, and their memberships, as it
comes with the first event of each. It looks for no doubles, rates nothing, keeps no history of changes and posts nothing.
`plain columns` writes 13 columns of persons with the digest by which they are met, and nothing else. Values come as they are
stored: nothing is left to be understood. What it wrote is taken back.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import roster
from spending import Spent, line

PLAIN = (
    "pinyin", "name", "sex", "birth_on", "ethnic_group", "identity_kind", "education", "political_status", "skill_level",
    "household_kind", "household_place", "native_place", "is_migrant_worker",
)  # fmt: skip
PERSON = (*PLAIN, "identity", "identity_key", "identity_mask", "phone", "phone_key", "phone_mask")
SEALED = ("identity", "identity_key", "phone", "phone_key")
MEMBERSHIP = ("work_place", "card_number", "joined_on")
HEADINGS = (*PLAIN, "number", "phone_number", *MEMBERSHIP)
FILLED = ("identity_key", "key")  # by which rows are met: empty columns that the resources fill
IN_BULK: Mapping[str, Any] = {"use_bulk": True, "batch_size": 1000}


def measure(home: Path, first: int, rows: int, ours: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what each way took, first and again with one row in a hundred changed; `ours` are our rates, whole and writing."""
    from django.db import transaction

    for way, resources_of_way in _ways().items():
        with transaction.atomic():
            for name, changed in (("first", False), ("again", True)):
                whole, writing = _brought(_workbook(home, first, rows, changed), resources_of_way)
                for told, theirs, own in (
                    ("read, tried, read, written", whole, ours[name][0]),
                    ("written", writing, ours[name][1]),
                ):
                    times = [mine / rate for mine, rate in zip(own, theirs.rates(rows), strict=True)]
                    yield line(
                        f"{name}: django-import-export, {way}: {told}",
                        rows,
                        theirs,
                        f"ours {times[0]:.1f} times as fast, in processor time {times[1]:.1f}",
                    )
            transaction.set_rollback(True)


def _brought(content: bytes, resources: Sequence[type]) -> tuple[Spent, Spent]:
    """Return what all of it took, and the writing alone."""
    from import_export.formats.base_formats import XLSX

    whole, writing = [], []
    for resource in resources:
        for is_rehearsal in (True, False):
            with Spent() as reading:
                sheet = XLSX().create_dataset(content)
            with Spent() as importing:
                resource().import_data(sheet, dry_run=is_rehearsal, raise_errors=True)
            whole += [reading, importing]
            if not is_rehearsal:
                writing.append(importing)
    return Spent.sum(whole), Spent.sum(writing)


def _ways() -> dict[str, Sequence[type]]:
    """Return the resources that bring a sheet one after the other, by how they are set up."""
    from import_export.instance_loaders import CachedInstanceLoader

    # Comparing needs the diff, so bulk and skipping go together only without `skip_diff`.
    skipping = {
        "skip_unchanged": True,
        "skip_html_diff": True,
        "report_skipped": False,
        "instance_loader_class": CachedInstanceLoader,
    }
    return {
        "the same roster, as it comes": (_people(with_memberships=True),),
        "the same roster, in bulk": (_people(**IN_BULK, skip_diff=True), _memberships()),
        "plain columns, as it comes": (_plain(),),
        "plain columns, in bulk": (_plain(**IN_BULK, skip_diff=True),),
        "plain columns, in bulk, cached, skipping": (_plain(**IN_BULK, **skipping),),
    }


def _plain(**options: Any) -> type:
    """Return the resource of plain columns; rows are met by the digest of their number, the only index that finds a person."""
    from import_export import fields, resources

    from yunjiang.persons import sealed
    from yunjiang.persons.models import Person

    def before_import(self: Any, dataset: Any, **_: Any) -> None:
        # Before the rows are cached, which are looked up by it.
        keys = [sealed.identity_key(number) for number in dataset["number"]]
        del dataset["identity_key"]
        dataset.append_col(keys, header="identity_key")

    meta = {"model": Person, "fields": (*PLAIN, "identity_key"), "import_id_fields": ["identity_key"]}
    made = {
        "Meta": type("Meta", (), meta | options),
        "identity_key": fields.Field("identity_key", "identity_key", widget=_stored()),
        "before_import": before_import,
    }
    return type("Plain", (resources.ModelResource,), made)


@cache
def _stored() -> Any:
    """Return the widget of bytes, which the library cannot show otherwise."""
    from import_export import widgets

    class Stored(widgets.Widget):  # type: ignore[misc]
        def render(self, value: Any, obj: Any = None, **_: Any) -> str:
            return bytes(value).hex() if value else ""

    return Stored()


def _people(*, with_memberships: bool = False, **options: Any) -> type:
    """Return the resource of persons; in bulk an instance has no key yet, and memberships come afterwards."""
    from import_export import fields, resources

    from yunjiang.persons import sealed
    from yunjiang.persons.models import Person
    from yunjiang.standards import pinyin
    from yunjiang.standards.identifiers import citizens

    def before_import_row(self: Any, row: Any, **_: Any) -> None:
        number = citizens.normal(row["number"])
        if citizens.problem(number):
            raise ValueError(number)
        row["pinyin"], _initials = pinyin.spelled(row["name"])
        for field, columns in (
            ("identity", sealed.identities([number])),
            ("phone", sealed.phone_columns([row["phone_number"]])),
        ):
            row[field], row[f"{field}_key"], row[f"{field}_mask"] = (
                columns.sealed[0],
                columns.keys[0],
                columns.masks[0],
            )

    def after_save_instance(self: Any, instance: Any, row: Any, **_: Any) -> None:
        _enrol(instance, row)

    meta = {"model": Person, "fields": PERSON, "import_id_fields": ["identity_key"]} | options
    made: dict[str, Any] = {name: fields.Field(name, name, widget=_stored()) for name in SEALED}
    made |= {"Meta": type("Meta", (), meta), "before_import_row": before_import_row}
    if with_memberships:
        made["after_save_instance"] = after_save_instance
    return type("People", (resources.ModelResource,), made)


def _enrol(person: Any, row: Any) -> None:
    """Write a person's membership, with its first event when it is new."""
    from yunjiang.registers.members.models import Membership, MembershipEvent

    values = {name: row[name] for name in MEMBERSHIP} | {
        "person_name": person.name,
        "person_pinyin": person.pinyin,
    }
    membership, is_new = Membership.objects.update_or_create(
        current_person=person, defaults=values, create_defaults=values | _standing(row) | {"person": person}
    )
    if is_new:
        MembershipEvent.objects.create(membership=membership, kind="joined", happened_on=row["joined_on"])


def _standing(row: Any) -> dict[str, Any]:
    union = _union()
    return {
        "organization_id": union.organization_id,
        "path": union.path,
        "state": "current",
        "since_on": row["joined_on"],
    }


@cache
def _union() -> Any:
    """Return any membership of the union, which knows where it hangs."""
    from yunjiang.registers.members.models import Membership

    return Membership.objects.filter(organization__key="u000000").first()


def _memberships() -> type:
    """Return the resource of memberships in bulk, after their persons; it cannot write events."""
    from import_export import fields, resources, widgets

    from yunjiang.persons import sealed
    from yunjiang.persons.models import Person
    from yunjiang.registers.members.models import Membership

    def before_import_row(self: Any, row: Any, **_: Any) -> None:
        row["key"] = sealed.identity_key(row["number"])

    def before_save_instance(self: Any, instance: Any, row: Any, **_: Any) -> None:
        person = instance.person = instance.current_person
        instance.person_name, instance.person_pinyin = person.name, person.pinyin
        for name, value in _standing(row).items():
            setattr(instance, name, value)

    own = ("person", "organization", "path", "state", "since_on", "person_name", "person_pinyin")
    options = {
        "model": Membership,
        "fields": ("current_person", *MEMBERSHIP, *own),
        "import_id_fields": ["current_person"],
        "skip_diff": True,
        **IN_BULK,
    }
    made = {
        "Meta": type("Meta", (), options),
        "current_person": fields.Field(
            "current_person", "key", widget=widgets.ForeignKeyWidget(Person, "identity_key")
        ),
        "before_import_row": before_import_row,
        "before_save_instance": before_save_instance,
    }
    return type("Memberships", (resources.ModelResource,), made)


def _workbook(home: Path, first: int, rows: int, changed: bool) -> bytes:
    import xlsxwriter

    path = home / "plain.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [*HEADINGS, *FILLED])
        for number, row in enumerate(roster.sheet_rows(first, rows, changed=changed), 1):
            codes = ["1", row[2].replace("/", "-"), "01", "resident", "21", "13", "9", "1"]
            own = [row[6], row[9], row[16], row[19], row[13].replace("/", "-")]
            page.write_row(number, 0, [f"r{row[6]}", row[0], *codes, row[11], row[17], "1", *own])
    content = path.read_bytes()
    path.unlink()
    return content
