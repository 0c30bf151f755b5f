"""The whole of `yunjiang`: its groups of commands, its help, and the way from an exception to an exit code."""

import platform
from collections.abc import Sequence

import typer
from django.utils.translation import gettext as _
from typer import rich_utils
from typer.main import get_command

from yunjiang.access.trail import acting
from yunjiang.cli import (
    allocation,  # adds its command to the group `plan`
    assess,
    demo,
    document,
    figure,
    handed_in,  # adds its commands to the group `return`
    intake,  # adds its command to the group `ledger`
    kept_runs,
    keys,
    ledger,
    organization,
    people,
    plan,
    plan_drafts,  # adds its commands to the group `plan`
    plan_reading,  # adds its command to the group `plan`
    reporting,
    site,
    trail,
    work,
    workbook,  # adds its commands to the group `return`
)
from yunjiang.cli.exits import ExitCode
from yunjiang.cli.failure import explain
from yunjiang.cli.options import whoever

__all__ = ["allocation", "app", "handed_in", "intake", "plan_drafts", "plan_reading", "run", "workbook"]

app = typer.Typer(
    name="yunjiang",
    help=_(
        "Yunjiang: carry out a public plan and tell the truth about it.\n\n"
        "Data go to standard output (--format table, json or csv), talk and progress to standard error. "
        "Exit codes: 0 fine, 1 problems found, 2 wrong use, 3 refused, 4 failed."
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
for name, group in (
    ("organization", organization),
    ("people", people),
    ("plan", plan),
    ("ledger", ledger),
    ("return", reporting),
    ("run", kept_runs),
    ("document", document),
    ("trail", trail),
    ("keys", keys),
):
    app.add_typer(group.app, name=name)
app.command(name="figure", help=figure.HELP, epilog=figure.EXAMPLES)(figure.figure)
app.command(name="assess", help=assess.HELP, epilog=assess.EXAMPLES)(assess.assess)
app.command(name="demo", help=demo.HELP, epilog=demo.EXAMPLES)(demo.demo)
app.command(
    name="setup",
    help=_("Prepare the site: tables in the database, static files. Again after each upgrade."),
)(site.setup)
app.command(
    name="serve",
    help=_("Serve the site until stopped, and print its address and the demonstration sign-ins."),
    epilog=site.SERVE_EXAMPLES,
)(site.serve)
app.command(name="work", help=work.HELP, epilog=work.EXAMPLES)(work.work)

# The headings of typer's own help, in the language in force.
rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
rich_utils.OPTIONS_PANEL_TITLE = _("Options")
rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
rich_utils.ERRORS_PANEL_TITLE = _("Wrong use")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name and return the exit code (see `exits`)."""
    try:
        with acting(f"{whoever()}@{platform.node()}"):
            get_command(app).main(args=arguments, prog_name="yunjiang")
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else ExitCode.FINE
    except Exception as failure:
        return explain(failure)
    return ExitCode.FINE
