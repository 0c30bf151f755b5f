"""`yunjiang ledger import`: a file of quantities becomes postings, or every problem in it is told."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.cli.exits import ExitCode
from yunjiang.cli.ledger import app
from yunjiang.cli.options import ByOption, DataSetOption, FormatOption, examples
from yunjiang.cli.terminal import Column, Format, progress, say, show
from yunjiang.ledger import intake
from yunjiang.ledger.models import DataSet

_PARTS = 1000  # of the whole work: the steps in which progress is shown

_PROBLEMS = (
    Column("row", pgettext("column", "Row"), is_number=True),
    Column("column", pgettext("column", "Column")),
    Column("code", pgettext("column", "Code")),
    Column("sentence", pgettext("column", "What is wrong")),
)


@app.command(
    name="import",
    help=_(
        "Post what a csv, xlsx or parquet file says: measure, organization, days, quantity, person, dimensions, "
        "source. Every problem is listed with row and column; with one, nothing is posted and the exit code is 1. The same file "
        "again changes nothing, a corrected one supersedes the rows it corrects."
    ),
    epilog=examples(
        "yunjiang ledger import proposals.csv",
        "yunjiang ledger import returns.xlsx --sheet 2023 --valid-only --error-file wrong.xlsx",
        "yunjiang ledger import returns.csv --format json",
    ),
)
def import_file(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, help=_("A csv, xlsx or parquet file.")),
    ],
    by: ByOption,
    data_set: DataSetOption = DataSet.OPERATIONAL,
    sheet: Annotated[
        str | None, typer.Option(help=_("Name of the sheet of an xlsx file; by default the first."))
    ] = None,
    valid_only: Annotated[
        bool,
        typer.Option(
            "--valid-only",
            help=_(
                "Post the sources without any problem, and write the rows of the others to an error file."
            ),
        ),
    ] = False,
    error_file: Annotated[
        Path | None,
        typer.Option(help=_("Where to write the rows with problems; by default beside the file.")),
    ] = None,
    title: Annotated[str, typer.Option(help=_("Title of the batch; by default the file's name."))] = "",
    reason: Annotated[str, typer.Option(help=_("Why, for the record; by default the file's digest."))] = "",
    form: FormatOption = Format.TABLE,
) -> None:
    with progress(_("Importing")) as on_progress:
        outcome = intake.import_file(
            file,
            data_set=data_set,
            by=by,
            valid_only=valid_only,
            error_path=error_file,
            on_progress=lambda part: on_progress(int(part * _PARTS), _PARTS),
            sheet_name=sheet,
            title=title,
            reason=reason,
        )
    if outcome.problems or form is not Format.TABLE:
        show(
            _PROBLEMS,
            [
                {"row": each.row, "column": each.column, "code": each.code, "sentence": each.sentence()}
                for each in outcome.problems
            ],
            form,
        )
    say(
        _(
            "%(rows)d rows: %(posted)d sources posted, %(unchanged)d unchanged, %(reversed)d taken back; %(problems)d problems."
        )
        % {
            "rows": outcome.row_count,
            "posted": outcome.posted_count,
            "unchanged": outcome.unchanged_count,
            "reversed": outcome.reversed_count,
            "problems": len(outcome.problems),
        }
    )
    if outcome.error_path is not None:
        say(
            _("%(count)d rows with problems are in %(file)s.")
            % {"count": outcome.refused_row_count, "file": outcome.error_path}
        )
    if outcome.problems:
        raise typer.Exit(ExitCode.PROBLEMS)
