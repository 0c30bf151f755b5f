"""`yunjiang return list`, `late`, `show` and `extend`: the returns of single units."""

from datetime import date
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.cli.exits import ExitCode
from yunjiang.cli.options import DataSetOption, FormatOption, OnOption, PlanOption, day, examples
from yunjiang.cli.reporting import PeriodArgument, ReasonOption, app, cycle_of
from yunjiang.cli.terminal import Column, Format, say, show
from yunjiang.ledger.models import DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.returns import cycles, lists, queries, standing
from yunjiang.returns.models import Cycle, Return, State
from yunjiang.returns.steps import written

_UNITS = (
    Column("unit", pgettext("column", "Unit")),
    Column("name", pgettext("column", "Name")),
    Column("state", pgettext("column", "State")),
    Column("desk", pgettext("column", "Lies with")),
    Column("answered_count", pgettext("column", "Answered"), is_number=True),
    Column("cell_count", pgettext("column", "Asked"), is_number=True),
    Column("due_on", pgettext("column", "Due")),
    Column("submitted_at", pgettext("column", "Submitted")),
)


class NothingOwed(LookupError):
    """That a unit owes nothing in a cycle."""

    def __init__(self, unit: str, cycle: Cycle) -> None:
        self.unit, self.cycle = unit, cycle
        super().__init__(unit, cycle)

    def __str__(self) -> str:
        return _("%(unit)s owes nothing in “%(cycle)s”.") % {"unit": self.unit, "cycle": self.cycle}


@app.command(
    name="list",
    help=_("List the returns of a cycle: in which state each is and with whom it lies."),
    epilog=examples(
        "yunjiang return list 2024", "yunjiang return list 2024 --unit 昆明市 --state submitted -f csv"
    ),
)
def list_returns(
    about: PeriodArgument,
    plan: PlanOption = None,
    data_set: DataSetOption = DataSet.OPERATIONAL,
    unit: Annotated[
        str | None, typer.Option("--unit", "-u", metavar="UNIT", help=_("Only this unit and those below it."))
    ] = None,
    state: Annotated[list[State] | None, typer.Option("--state", help=_("Only in these states."))] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    cycle = cycle_of(about, plan, data_set)
    below = organizations.resolve(unit, cycle.tree_on).pk if unit else None
    every = lists.page(
        Return.objects.filter(cycle=cycle), lists.Wanted(states=state or (), below=below), size=100_000
    )
    show(
        _UNITS,
        [
            {
                "unit": each.place.code,
                "name": each.place.name,
                "state": State(each.state).label,
                "desk": each.desk.key if each.desk else "",
                "answered_count": each.answered_count,  # type: ignore[attr-defined]
                "cell_count": each.cell_count,  # type: ignore[attr-defined]
                "due_on": each.due_on,
                "submitted_at": each.submitted_at.date() if each.submitted_at else None,
            }
            for each in every.reports
        ],
        form,
    )


@app.command(
    help=_(
        "List what is late on a day: what has not come first, the longest overdue at the head. Exit code 1 if any."
    ),
    epilog=examples("yunjiang return late 2024", "yunjiang return late 2024-Q3 --on 2024-11-01 --format csv"),
)
def late(
    on: OnOption,
    about: PeriodArgument,
    plan: PlanOption = None,
    data_set: DataSetOption = DataSet.OPERATIONAL,
    form: FormatOption = Format.TABLE,
) -> None:
    found = queries.late(cycle_of(about, plan, data_set), on)
    show(
        (
            Column("unit", pgettext("column", "Unit")),
            Column("name", pgettext("column", "Name")),
            Column("last_day", pgettext("column", "Last day in time")),
            Column("days", pgettext("column", "Days late"), is_number=True),
            Column("has_come", pgettext("column", "Has come")),
        ),
        [
            {
                "unit": each.place.code,
                "name": each.place.name,
                "last_day": standing.last_day_in_time(each.report),
                "days": each.days,
                "has_come": each.has_come,
            }
            for each in found
        ],
        form,
    )
    if any(not each.has_come for each in found):
        raise typer.Exit(ExitCode.PROBLEMS)


@app.command(
    name="show",
    help=_("Show a unit's return: every question with its answer, and what was done to it."),
    epilog=examples("yunjiang return show 2024 五华区", "yunjiang return show 2024-Q3 530102 --format json"),
)
def show_return(
    about: PeriodArgument,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=_("Code, key, name or pinyin of the unit."))],
    plan: PlanOption = None,
    data_set: DataSetOption = DataSet.OPERATIONAL,
    form: FormatOption = Format.TABLE,
) -> None:
    sheet = queries.sheet(_report(cycle_of(about, plan, data_set), unit))
    show(
        (
            Column("indicator", pgettext("column", "Indicator")),
            Column("question", pgettext("column", "Question")),
            Column("name", pgettext("column", "Name")),
            Column("unit", pgettext("column", "Unit of count")),
            Column("value", pgettext("column", "Value"), is_number=True),
            Column("origin", pgettext("column", "Origin")),
            Column("accepted", pgettext("column", "Accepted")),
        ),
        [
            {
                "indicator": section.section.indicator,
                "question": cell.code,
                "name": cell.question.name,
                "unit": cell.question.unit,
                "value": _("not available") if cell.cell.is_unavailable else written(cell.cell.value),
                "origin": cell.cell.get_origin_display(),
                "accepted": section.section.is_accepted,
            }
            for section in sheet.sections
            for cell in section.cells
        ],
        form,
    )
    if form is Format.TABLE:
        for step in sheet.steps:
            say(f"{step.at:%Y-%m-%d %H:%M} {step.get_kind_display()} {step.by or ''} {step.reason}".rstrip())


@app.command(
    help=_("Give one unit until a day, included, past due day, lock and closing."),
    epilog=examples("yunjiang return extend 2024 五华区 2025-01-10 --reason 机构调整"),
)
def extend(
    about: PeriodArgument,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=_("Code, key, name or pinyin of the unit."))],
    until: Annotated[date, typer.Argument(metavar="DAY", parser=day, help=_("Last day of the extension."))],
    reason: ReasonOption,
    plan: PlanOption = None,
    data_set: DataSetOption = DataSet.OPERATIONAL,
) -> None:
    cycles.extend(_report(cycle_of(about, plan, data_set), unit), until, reason, None)


def _report(cycle: Cycle, unit: str) -> Return:
    found = queries.of_unit(cycle, organizations.resolve(unit, cycle.tree_on))
    if found is None:
        raise NothingOwed(unit, cycle)
    return found
