"""`yunjiang organization`: the reporting tree, as it stands on a day and through its history."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.access import trail
from yunjiang.cli import options
from yunjiang.cli.options import FormatOption, OnOption, examples
from yunjiang.cli.terminal import Column, Format, say, show, show_one
from yunjiang.organizations import queries, services
from yunjiang.organizations.models import Event, EventKind, Kind, Organization, Standing

app = typer.Typer(
    help=_("Organizations: the reporting tree on any day, and what has happened to it."), no_args_is_help=True
)

UnitArgument = Annotated[
    str, typer.Argument(metavar="UNIT", help=_("Code (also a former one), key, name or pinyin of the unit."))
]

_STANDING = (
    Column("code", pgettext("column", "Code")),
    Column("name", pgettext("column", "Name")),
    Column("kind", pgettext("column", "Kind")),
    Column("parent", pgettext("column", "Reports to")),
    Column("key", pgettext("column", "Key")),
)


@app.command(
    name="list",
    help=_("List the units open on a day: those directly below a unit, all below it, or all of a kind."),
    epilog=examples(
        "yunjiang organization list",
        "yunjiang organization list --under 红河州 --all",
        "yunjiang organization list --kind prefecture --on 2023-12-31 --format csv",
    ),
)
def list_units(
    on: OnOption,
    under: Annotated[
        str | None, typer.Option(metavar="UNIT", help=_("The unit above; by default the root."))
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=_("At any depth, not only directly below."))
    ] = False,
    kind: Annotated[Kind | None, typer.Option(help=_("Only units of this kind."))] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    if under is not None:
        top: int | None = queries.resolve(under, on).pk
    else:
        root = queries.root(on)
        top = None if root is None else root.organization_id
    if top is None:
        say(_("There are no organizations on %(day)s. Run `yunjiang organization load`.") % {"day": on})
        found: list[Standing] = []
    elif everything or (kind is not None and under is None):
        found = list(queries.descendants(top, on, with_itself=under is None))
    else:
        found = list(queries.children(top, on))
    if kind is not None:
        found = [each for each in found if each.kind == kind]
    show(_STANDING, _rows(found, on), form)


@app.command(
    name="show",
    help=_("Show how a unit stands on a day: its name and code then, where it reports to, what is below it."),
    epilog=examples("yunjiang organization show 禄丰市", "yunjiang organization show 532331 --on 2020-12-31"),
)
def show_unit(unit: UnitArgument, on: OnOption, form: FormatOption = Format.TABLE) -> None:
    standing = options.standing(unit, on)
    above = queries.ancestors(standing.organization_id, on)
    row = {
        **_row(standing, {each.organization_id: each for each in above}),
        "short_name": standing.short_name,
        "valid_from": standing.valid_from,
        "valid_to": standing.valid_to,
        "path": " / ".join([*(each.short_name for each in above), standing.short_name]),
        "below_count": queries.descendants(standing.organization_id, on).count(),
    }
    show_one(
        (
            *_STANDING,
            Column("short_name", pgettext("column", "Short name")),
            Column("path", pgettext("column", "Path")),
            Column("valid_from", pgettext("column", "Since")),
            Column("valid_to", pgettext("column", "Until before")),
            Column("below_count", pgettext("column", "Units below")),
        ),
        row,
        form,
    )


@app.command(
    help=_("Tell what has happened to a unit, and to others that touched it."),
    epilog=examples("yunjiang organization history 禄丰市", "yunjiang organization history 维西县"),
)
def history(unit: UnitArgument, form: FormatOption = Format.TABLE) -> None:
    organization = queries.resolve(unit)
    events = Event.objects.filter(organization=organization) | Event.objects.filter(counterpart=organization)
    show(
        (
            Column("happened_on", pgettext("column", "Day")),
            Column("event", pgettext("column", "What happened")),
            Column("unit", pgettext("column", "Unit")),
            Column("counterpart", pgettext("column", "Other unit")),
            Column("facts", pgettext("column", "From then on")),
            Column("document_number", pgettext("column", "Document")),
            Column("note", pgettext("column", "Note")),
        ),
        [
            {
                "happened_on": each.happened_on,
                "event": EventKind(each.kind).label if form is Format.TABLE else each.kind,
                "unit": _name_on(each.organization, each.happened_on),
                "counterpart": None
                if each.counterpart is None
                else _name_on(each.counterpart, each.happened_on),
                "facts": ", ".join(
                    str(fact) for name, fact in each.facts.items() if name in ("name", "code")
                ),
                "document_number": each.document_number,
                "note": each.note,
            }
            for each in events.select_related("organization", "counterpart")
        ],
        form,
    )


@app.command(
    help=_(
        "Load a province: Yunnan, which comes with Yunjiang, or a folder of the same files. Again changes nothing."
    ),
    epilog=examples("yunjiang organization load", "yunjiang organization load ./our-province"),
)
def load(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER",
            exists=True,
            file_okay=False,
            help=_("Folder with divisions.csv and its companions."),
        ),
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    with trail.recording("organizations.load", facts={"folder": str(folder or "")}) as deed:
        loaded = services.load_yunnan() if folder is None else services.load_region(folder)
        deed.changed(after=vars(loaded))
        if not any(vars(loaded).values()):
            deed.changed_nothing()
    show_one(
        (
            Column("opened_count", pgettext("column", "Units opened")),
            Column("event_count", pgettext("column", "Events recorded")),
            Column("location_count", pgettext("column", "Locations")),
            Column("group_count", pgettext("column", "Groups")),
        ),
        vars(loaded),
        form,
    )


def _rows(standings: list[Standing], on: date) -> list[dict[str, Any]]:
    parents = queries.standings_of({each.parent_id for each in standings if each.parent_id is not None}, on)
    return [_row(each, parents) for each in standings]


def _row(standing: Standing, parents: dict[int, Standing]) -> dict[str, Any]:
    parent = parents.get(standing.parent_id or 0)
    return {
        "code": standing.code,
        "name": standing.name,
        "kind": standing.kind,
        "parent": None if parent is None else parent.short_name,
        "key": standing.organization.key,
    }


def _name_on(organization: Organization, day: date) -> str:
    standing = queries.standing(organization.pk, day)
    return (standing or options.last_standing(organization)).name
