"""`yunjiang document`: official documents written from kept assessments, and their verification number by number."""

import json
from collections import Counter
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.cli import asked, options
from yunjiang.cli.exits import ExitCode
from yunjiang.cli.options import (
    ByOption,
    DataSetOption,
    FormatOption,
    OnOption,
    PlanOption,
    UnitOption,
    examples,
)
from yunjiang.cli.terminal import Column, Format, say, show, show_one
from yunjiang.documents import kinds, ordering, verification, writing
from yunjiang.documents.models import Document
from yunjiang.documents.verification import Outcome
from yunjiang.ledger.models import DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.plans import queries as plans

app = typer.Typer(
    help=_("Documents: write reports and bulletins as Word files, verify them number by number, list them."),
    no_args_is_help=True,
)

DocumentKind = StrEnum("DocumentKind", {code.upper(): code for code in kinds.ALL})  # type: ignore[misc]

_FILED = (
    Column("number", pgettext("column", "Number")),
    Column("kind", pgettext("column", "Kind")),
    Column("title", pgettext("column", "Title")),
    Column("unit", pgettext("column", "Organization")),
    Column("assessed_on", pgettext("column", "Day")),
    Column("data_set", pgettext("column", "Data set")),
    Column("position", pgettext("column", "Position"), is_number=True),
    Column("number_count", pgettext("column", "Bound numbers"), is_number=True),
    Column("written_at", pgettext("column", "Recorded")),
    Column("file", pgettext("column", "File")),
)


@app.command(
    help=_(
        "Write a document about a unit as a Word file in the layout of GB/T 9704. It is made from the newest run that judged the "
        "unit on the day and saw the ledger as it stands; when there is none, the unit and the regions directly below are "
        "assessed first."
    ),
    epilog=examples(
        "yunjiang document write mid_term_evaluation --on 2023-12-31 --data-set demonstration",
        "yunjiang document write annual_report --unit 昆明市 --on 2024-12-31 -d demonstration --pdf",
        "yunjiang document write bulletin --on 2023-12-31 -d published --narrative words.json",
    ),
)
def write(
    kind: Annotated[
        DocumentKind,
        typer.Argument(
            metavar="KIND", help=_("What sort of document: %(kinds)s.") % {"kinds": ", ".join(kinds.ALL)}
        ),
    ],
    on: OnOption,
    by: ByOption,
    unit: UnitOption = None,
    data_set: DataSetOption = DataSet.OPERATIONAL,
    narrative: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help=_("A json file that fills slots of the text by their keys.")
        ),
    ] = None,
    issuer: Annotated[str, typer.Option(help=_("Who issues it; by default the office the plan names."))] = "",
    addressee: Annotated[str, typer.Option(help=_("To whom it goes."))] = "",
    document_number: Annotated[str, typer.Option(help=_("Its document number."))] = "",
    signer: Annotated[str, typer.Option(help=_("Who signs it."))] = "",
    signed_on: Annotated[
        date | None,
        typer.Option(
            parser=options.day, metavar="DAY", help=_("The day it is signed; by default the day assessed.")
        ),
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help=_("Also print it to PDF, where LibreOffice is present."))
    ] = False,
    plan: PlanOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    version = plans.current(plan)
    organization = organizations.resolve(unit or plans.document(version).owner, on)
    words = {} if narrative is None else json.loads(narrative.read_text("utf-8"))
    issuance = writing.Issuance(issuer, addressee, document_number, signer, signed_on=signed_on)
    written = ordering.order(
        kind.value,
        version,
        organization,
        on=on,
        data_set=data_set,
        by=by,
        narrative=words,
        issuance=issuance,
    )
    show_one(_FILED, _filed(written), form)
    if pdf:
        say(str(writing.print_pdf(written)))


@app.command(
    help=_(
        "Hold a document against the ledger: each of its numbers is confirmed, changed since it was written (with both "
        "values), or altered by hand. Exit code 1 unless all are confirmed."
    ),
    epilog=examples(
        "yunjiang document verify report.docx", "yunjiang document verify report.docx --problems --format csv"
    ),
)
def verify(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", exists=True, dir_okay=False, help=_("A .docx file that was written here.")
        ),
    ],
    problems: Annotated[
        bool, typer.Option("--problems", help=_("List only the numbers that are not confirmed."))
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    findings = verification.verify(file)
    wanted = [each for each in findings if not problems or each.outcome is not Outcome.CONFIRMED]
    if wanted or form is not Format.TABLE:
        show(
            (
                Column("outcome", pgettext("column", "Outcome")),
                Column("label", pgettext("column", "Number")),
                Column("place", pgettext("column", "Where")),
                Column("recorded", pgettext("column", "As written")),
                Column("found", pgettext("column", "In the file")),
                Column("present_value", pgettext("column", "In the ledger now"), is_number=True),
                Column("unit_of_measure", pgettext("column", "Unit of measure")),
                Column("sentence", pgettext("column", "What is wrong")),
            ),
            [
                {
                    "outcome": each.outcome,
                    "label": each.label,
                    "place": each.place,
                    "recorded": each.recorded,
                    "found": each.found,
                    "present_value": each.present_value,
                    "unit_of_measure": each.unit,
                    "sentence": each.sentence(),
                }
                for each in wanted
            ],
            form,
        )
    counts = Counter(each.outcome.value for each in findings)
    say(
        _("%(count)d numbers: %(outcomes)s.")
        % {
            "count": len(findings),
            "outcomes": ", ".join(f"{name} {count}" for name, count in sorted(counts.items())),
        }
    )
    if any(each.outcome is not Outcome.CONFIRMED for each in findings):
        raise typer.Exit(ExitCode.PROBLEMS)


@app.command(
    name="list",
    help=_("List the documents that were written, the newest first."),
    epilog=examples("yunjiang document list", "yunjiang document list --format json"),
)
def list_documents(
    limit: Annotated[int, typer.Option(min=1, help=_("How many at most."))] = 50,
    form: FormatOption = Format.TABLE,
) -> None:
    show(_FILED, [_filed(each) for each in Document.objects.all()[:limit]], form)


def _filed(document: Document) -> dict[str, object]:
    return {
        "number": document.number,
        "kind": document.kind,
        "title": document.title,
        "unit": asked.key_of(document.organization_id),
        "assessed_on": document.assessed_on,
        "data_set": document.data_set,
        "position": document.position,
        "number_count": document.number_count,
        "written_at": timezone.localtime(document.written_at).isoformat(sep=" ", timespec="seconds"),
        "file": str(document.path),
    }
