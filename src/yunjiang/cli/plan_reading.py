"""`yunjiang plan read`: a plan file drafted from a document."""

from pathlib import Path
from typing import Annotated

import typer
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.cli.options import FormatOption, examples
from yunjiang.cli.plan import app
from yunjiang.cli.terminal import Column, Format, say, show
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.refusals import TreeRefusal
from yunjiang.plans.drafts import matching
from yunjiang.plans.reader import drafting, items, reading, sources, spans
from yunjiang.plans.reader.items import ReadItem

_NOBODY = "owner"  # as long as nobody says whose plan it is

_TARGETS = (
    Column("confidence", pgettext("column", "Sure"), is_number=True),
    Column("indicator", pgettext("column", "Indicator")),
    Column("comparator", pgettext("column", "Compared")),
    Column("value", pgettext("column", "Value"), is_number=True),
    Column("value_max", pgettext("column", "Up to"), is_number=True),
    Column("unit", pgettext("column", "Unit")),
    Column("deadline", pgettext("column", "By when")),
    Column("span", pgettext("column", "Words")),
)


@app.command(
    help=_(
        "Read a document (.txt, .docx, .pdf with text) and draft a plan file: structure, "
        "targets, duties, each with its words. "
        "Prints the targets, the least certain first. Look the draft through, then `yunjiang "
        "plan check` and `plan load`."
    ),
    epilog=examples("yunjiang plan read notice.docx -o plan.yaml --spans spans.tsv --owner 530000"),
)
def read(
    document: Annotated[Path, typer.Argument(metavar="FILE", help=_("The document."))],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help=_("Where to write the drafted plan file."))
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option("--spans", help=_("Where to write the table of targets with their words (TSV).")),
    ] = None,
    code: Annotated[str, typer.Option(help=_("Lasting code of the plan."))] = "plan",
    owner: Annotated[
        str | None,
        typer.Option(
            help=_(
                "Key of the organization whose plan it is. Where this site knows it, bodies are given their organizations."
            )
        ),
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    found = reading.read(sources.text_of(document), document.name)
    rows = list(spans.rows(found))
    if out is not None:
        told = _with_organizations(items.items_of(found), owner)
        drafted = drafting.draft(items.head_of(found), told, code=code, owner=owner or _NOBODY)
        out.write_text(drafting.written(drafted.plan), "utf-8")
    if table is not None:
        table.write_text(spans.table(rows), "utf-8")
    show(_TARGETS, sorted(rows, key=lambda each: float(each["confidence"])), form)
    frame = found.outline
    say(
        _(
            "%(name)s: %(initiatives)d initiatives, %(actions)d actions, %(targets)d "
            "targets, %(safeguards)d safeguards, "
            "%(duties)d duties; %(unsure)d targets below 0.7."
        )
        % {
            "name": found.name,
            "initiatives": len(frame.initiatives),
            "actions": sum(len(each.branches) for each in frame.initiatives),
            "targets": len(rows),
            "safeguards": len(frame.safeguards),
            "duties": len(found.duties),
            "unsure": sum(float(each["confidence"]) < 0.7 for each in rows),
        }
    )


def _with_organizations(found: list[ReadItem], owner: str | None) -> list[ReadItem]:
    """Return items with the organizations that bodies are, where a site of the owner's is there to ask."""
    if owner is None or not _is_site_there():
        return found
    try:
        return matching.with_organizations(found, organizations.resolve(owner))
    except TreeRefusal:
        return found


def _is_site_there() -> bool:
    """Say whether there is a database with a tree. SQLite would make an empty one when asked."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return str(connection.settings_dict["NAME"]).startswith("file:")  # in memory
    try:
        return "organizations_standing" in connection.introspection.table_names()
    except DatabaseError:
        return False
