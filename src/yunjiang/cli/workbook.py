"""`yunjiang return template` and `take`: workbooks out and in, in the name of somebody who may."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.cli.exits import ExitCode
from yunjiang.cli.options import DataSetOption, FormatOption, PlanOption, examples
from yunjiang.cli.people import UnknownAccount
from yunjiang.cli.reporting import PeriodArgument, app, cycle_of
from yunjiang.cli.terminal import Column, Format, say, show
from yunjiang.ledger.models import DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.returns import workbooks
from yunjiang.returns.workbooks import Mode, Outcome, Shape, UnitState, Weight

_SAID = (
    Column("weight", pgettext("column", "Weight")),
    Column("sheet", pgettext("column", "Sheet")),
    Column("cell", pgettext("column", "Cell")),
    Column("unit", pgettext("column", "Unit")),
    Column("code", pgettext("column", "Code")),
    Column("sentence", pgettext("column", "What is wrong")),
)

UnitArgument = Annotated[
    str,
    typer.Argument(metavar="UNIT", help=_("The unit, with all below it: code, key, name or pinyin.")),
]
AsOption = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="SIGN-IN-NAME",
        help=_("In whose name: what this person may fill in is written or taken, and nothing else."),
    ),
]


@app.command(
    help=_(
        "Write the workbook in which a unit, or a unit and those below it, fill their returns in: prefilled, locked, with hidden "
        "ids. Several units come on one sheet, a row each, unless --shape sheets is given."
    ),
    epilog=examples(
        "yunjiang return template 2024 五华区 五华区.xlsx --as wuhua",
        "yunjiang return template 2024 昆明市 昆明.xlsx --as kunming --shape sheets",
    ),
)
def template(
    about: PeriodArgument,
    unit: UnitArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help=_("Where to write it."))],
    name: AsOption,
    shape: Annotated[
        Shape | None, typer.Option(help=_("A sheet for each unit, or one sheet with a row for each."))
    ] = None,
    plan: PlanOption = None,
    data_set: DataSetOption = DataSet.OPERATIONAL,
) -> None:
    person, cycle = _person(name), cycle_of(about, plan, data_set)
    with trail.acting(person.username, user=person):
        reports = workbooks.fillable(cycle, organizations.resolve(unit, cycle.tree_on), person)
        file.write_bytes(workbooks.template(reports, person, shape=shape).content)
    say(_("The workbook of %(count)d units is in %(file)s.") % {"count": len(reports), "file": file})


@app.command(
    help=_(
        "Take a workbook that was filled in. Everything wrong is listed by cell, and the same workbook comes back with a note on "
        "each such cell; the exit code is then 1. A unit is taken whole or not at all."
    ),
    epilog=examples(
        "yunjiang return take 2024 五华区 五华区.xlsx --as wuhua",
        "yunjiang return take 2024 昆明市 昆明.xlsx --as kunming --good-units --answer 退回.xlsx",
        "yunjiang return take 2024 昆明市 昆明.xlsx --as kunming --preview --format json",
    ),
)
def take(
    about: PeriodArgument,
    unit: UnitArgument,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help=_("The workbook, filled in."))
    ],
    name: AsOption,
    good_units: Annotated[
        bool, typer.Option("--good-units", help=_("Take the units with nothing wrong, and leave the others."))
    ] = False,
    overwrites: Annotated[
        bool,
        typer.Option(
            "--overwrite",
            help=_("The workbook counts where the system was changed after it was taken from there."),
        ),
    ] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help=_("Say what would come of it, and write nothing."))
    ] = False,
    answer: Annotated[
        Path | None,
        typer.Option(
            help=_("Where to write the marked copy; by default beside the file. Only with problems.")
        ),
    ] = None,
    plan: PlanOption = None,
    data_set: DataSetOption = DataSet.OPERATIONAL,
    form: FormatOption = Format.TABLE,
) -> None:
    person, cycle = _person(name), cycle_of(about, plan, data_set)
    at, mode = organizations.resolve(unit, cycle.tree_on), Mode.GOOD_UNITS if good_units else Mode.WHOLE
    with trail.acting(person.username, user=person):
        content = file.read_bytes()
        if preview:
            outcome = workbooks.preview(content, cycle, at, by=person, mode=mode, overwrites=overwrites)
        else:
            outcome = workbooks.take_content(
                cycle, at, content, file.name, by=person, mode=mode, overwrites=overwrites
            )
    _tell(outcome, form)
    if outcome.upload is not None and outcome.upload.answer is not None:
        target = answer or file.with_name(_("%(name)s marked.xlsx") % {"name": file.stem})
        target.write_bytes(outcome.upload.answer.path.read_bytes())
        say(_("The marked copy is in %(file)s.") % {"file": target})
    if outcome.weighing(Weight.PROBLEM, Weight.REFUSAL):
        raise typer.Exit(ExitCode.PROBLEMS)


def _tell(outcome: Outcome, form: Format) -> None:
    said = outcome.weighing(*Weight)
    if said or form is not Format.TABLE:
        show(
            _SAID,
            [
                {
                    "weight": str(each.weight),
                    "sheet": each.sheet,
                    "cell": each.cell,
                    "unit": each.unit,
                    "code": each.code,
                    "sentence": each.sentence(),
                }
                for each in said
            ],
            form,
        )
    for each in outcome.problems:
        if each.code in set(UnitState):
            say(each.sentence())


def _person(username: str) -> User:
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise UnknownAccount(username)
    return found
