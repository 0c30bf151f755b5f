"""`yunjiang run`: assessments that are kept, listed and made again."""

from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.assessment import services
from yunjiang.assessment.models import Run
from yunjiang.cli import asked
from yunjiang.cli.exits import ExitCode
from yunjiang.cli.options import FormatOption, PlanOption, examples
from yunjiang.cli.terminal import Column, Format, say, show
from yunjiang.plans import queries as plans

app = typer.Typer(help=_("Assessments that are kept: list them, make one again."), no_args_is_help=True)


@app.command(
    name="list",
    help=_("List the runs of a plan that are kept, the newest first."),
    epilog=examples("yunjiang run list", "yunjiang run list --data-set demonstration"),
)
def list_runs(plan: PlanOption = None, form: FormatOption = Format.TABLE) -> None:
    code = plans.current(plan).plan.code
    runs = Run.objects.filter(plan_version__plan__code=code).select_related("plan_version")
    show(
        (
            Column("run", pgettext("column", "Run"), is_number=True),
            Column("assessed_on", pgettext("column", "Day")),
            Column("data_set", pgettext("column", "Data set")),
            Column("unit_count", pgettext("column", "Units"), is_number=True),
            Column("version", pgettext("column", "Version"), is_number=True),
            Column("rules_version", pgettext("column", "Rules")),
            Column("position", pgettext("column", "Position"), is_number=True),
            Column("made_at", pgettext("column", "Recorded")),
            Column("made_by", pgettext("column", "By")),
        ),
        [
            {
                "run": each.pk,
                "assessed_on": each.assessed_on,
                "data_set": each.data_set,
                "unit_count": len(each.organization_ids),
                "version": each.plan_version.number,
                "rules_version": each.rules_version,
                "position": each.position,
                "made_at": timezone.localtime(each.made_at).isoformat(sep=" ", timespec="seconds"),
                "made_by": each.made_by,
            }
            for each in runs
        ],
        form,
    )


@app.command(
    help=_(
        "Make a run again from its frozen position, plan and rules. Exit code 1 when anything comes out otherwise."
    ),
    epilog=examples("yunjiang run replay 3"),
)
def replay(
    number: Annotated[int, typer.Argument(metavar="RUN", help=_("Number of the run."))],
    form: FormatOption = Format.TABLE,
) -> None:
    run = Run.objects.filter(pk=number).first()
    if run is None:
        raise UnknownRun(number)
    is_intact = services.is_intact(run)
    differences = services.replay(run)
    show(
        (
            Column("unit", pgettext("column", "Organization")),
            Column("indicator", pgettext("column", "Indicator")),
            Column("field", pgettext("column", "Field")),
            Column("kept", pgettext("column", "Kept")),
            Column("now", pgettext("column", "Now")),
        ),
        [
            {
                "unit": asked.key_of(each.organization_id),
                "indicator": each.indicator,
                "field": each.field,
                "kept": str(each.kept),
                "now": str(each.now),
            }
            for each in differences
        ],
        form,
    )
    if not is_intact:
        say(_("The run was altered after it was made: its digest does not fit."))
    say(_("%(count)d differences.") % {"count": len(differences)})
    if differences or not is_intact:
        raise typer.Exit(ExitCode.PROBLEMS)


class UnknownRun(LookupError):
    """That no run of this number is kept."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)

    def __str__(self) -> str:
        return _("There is no run %(number)d; `yunjiang run list` lists those that are kept.") % {
            "number": self.number
        }
