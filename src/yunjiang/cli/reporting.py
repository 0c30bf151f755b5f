"""`yunjiang return`: reporting cycles; what is asked of single units is in `handed_in`."""

from datetime import date
from typing import Annotated, Any

import typer
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.cli.lookup import version_of
from yunjiang.cli.options import (
    DataSetOption,
    FormatOption,
    PlanOption,
    VersionOption,
    day,
    examples,
    period,
)
from yunjiang.cli.terminal import Column, Format, say, show
from yunjiang.ledger.models import DataSet
from yunjiang.plans import queries as plans
from yunjiang.returns import cycles, oddities, queries
from yunjiang.returns.models import Counting, Cycle, Rhythm, State
from yunjiang.returns.outlining import RHYTHMS, Outline
from yunjiang.standards.periods import Period

app = typer.Typer(
    help=_(
        "Returns: what a cycle would ask of whom, opening and closing it, who has handed in and who is late. "
        "A cycle is named by its period: 2024, 2024-H1, 2024-Q3, 2024-07."
    ),
    no_args_is_help=True,
)

PeriodArgument = Annotated[
    Period, typer.Argument(metavar="PERIOD", parser=period, help=_("The period, such as 2024 or 2024-Q3."))
]
CountingOption = Annotated[
    Counting,
    typer.Option(
        "--counting", help=_("Whether flows are told for the period or for the year up to its end.")
    ),
]
TreeOption = Annotated[
    date | None,
    typer.Option(
        "--tree-on", parser=day, metavar="DAY", help=_("Whose tree is kept; by default the last day's.")
    ),
]
DueOption = Annotated[
    date | None,
    typer.Option(
        "--due-on", parser=day, metavar="DAY", help=_("The day named for it; by default the plan's.")
    ),
]
ReasonOption = Annotated[str, typer.Option("--reason", help=_("Why; whoever is concerned reads it."))]


class UnknownCycle(LookupError):
    """That no cycle was opened for a period."""

    def __init__(self, period: Period, data_set: str) -> None:
        self.period, self.data_set = period, data_set
        super().__init__(period, data_set)

    def __str__(self) -> str:
        return _(
            "No cycle is open for %(period)s in the %(data_set)s; `yunjiang return cycles` lists them."
        ) % {
            "period": self.period,
            "data_set": DataSet(self.data_set).label,
        }


@app.command(
    help=_("Say what opening a cycle would ask of whom by when, and what looks odd. Nothing is written."),
    epilog=examples("yunjiang return outline 2024", "yunjiang return outline 2024-Q3 --format csv"),
)
def outline(
    about: PeriodArgument,
    plan: PlanOption = None,
    version: VersionOption = None,
    data_set: DataSetOption = DataSet.OPERATIONAL,
    tree_on: TreeOption = None,
    due_on: DueOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    found = cycles.outline(
        version_of(plan, version), _rhythm(about), about, data_set, tree_on=tree_on, due_on=due_on
    )
    show(
        (
            Column("unit", pgettext("column", "Unit")),
            Column("name", pgettext("column", "Name")),
            Column("section_count", pgettext("column", "Indicators"), is_number=True),
            Column("cell_count", pgettext("column", "Cells"), is_number=True),
            Column("narrative", pgettext("column", "Words")),
            Column("due_on", pgettext("column", "Due")),
        ),
        [
            {
                "unit": each.standing.code,
                "name": each.standing.name,
                "section_count": len(each.owing.indicators),
                "cell_count": len(each.owing.sections),
                "narrative": each.owes_narrative,
                "due_on": each.due.due_on,
            }
            for each in found.units
        ],
        form,
    )
    _say_outline(found)


@app.command(
    name="open",
    help=_("Open a cycle: every unit that owes something gets its return. Look at `outline` first."),
    epilog=examples(
        "yunjiang return open 2024", "yunjiang return open 2024-Q3 --counting to_date --locks-on 2024-11-01"
    ),
)
def open_cycle(
    about: PeriodArgument,
    plan: PlanOption = None,
    version: VersionOption = None,
    data_set: DataSetOption = DataSet.OPERATIONAL,
    counting: CountingOption = Counting.PERIOD,
    tree_on: TreeOption = None,
    due_on: DueOption = None,
    locks_on: Annotated[
        date | None,
        typer.Option(
            "--locks-on", parser=day, metavar="DAY", help=_("First day on which nothing is filled in.")
        ),
    ] = None,
) -> None:
    cycle = cycles.open_cycle(
        version_of(plan, version),
        _rhythm(about),
        about,
        data_set,
        by=None,
        tree_on=tree_on,
        counting=counting,
        due_on=due_on,
        locks_on=locks_on,
    )
    counts = {"cycle": cycle.name, "count": cycle.returns.count(), "due": cycle.due_on}
    say(_("“%(cycle)s” is open: %(count)d returns, due on %(due)s.") % counts)


@app.command(
    name="cycles",
    help=_("List the cycles, the newest first: how many returns are owed, handed in and posted."),
    epilog=examples("yunjiang return cycles", "yunjiang return cycles -d demonstration --format json"),
)
def list_cycles(
    plan: PlanOption = None,
    data_set: DataSetOption = DataSet.OPERATIONAL,
    form: FormatOption = Format.TABLE,
) -> None:
    rows = Cycle.objects.filter(data_set=data_set).annotate(owed_count=Count("returns"))
    if plan is not None:
        rows = rows.filter(plan_version__plan__code=plan)
    told = []
    for cycle in rows.order_by("-last_on", "-opened_at"):
        total = queries.progress(cycle).total
        told.append(
            {
                "code": cycle.code,
                "name": cycle.name,
                "due_on": cycle.due_on,
                "owed_count": total.owed_count,
                "handed_in_count": total.handed_in_count,
                "posted_count": total.in_state(State.POSTED),
                "late_count": total.late_count,
                "closed": cycle.closed_at is not None,
            }
        )
    show(
        (
            Column("code", pgettext("column", "Period")),
            Column("name", pgettext("column", "Name")),
            Column("due_on", pgettext("column", "Due")),
            Column("owed_count", pgettext("column", "Owed"), is_number=True),
            Column("handed_in_count", pgettext("column", "Handed in"), is_number=True),
            Column("posted_count", pgettext("column", "Posted"), is_number=True),
            Column("late_count", pgettext("column", "Late"), is_number=True),
            Column("closed", pgettext("column", "Closed")),
        ),
        told,
        form,
    )


@app.command(
    help=_("Close a cycle: nothing is filled in any more but what is extended."),
    epilog=examples("yunjiang return close 2024"),
)
def close(
    about: PeriodArgument, plan: PlanOption = None, data_set: DataSetOption = DataSet.OPERATIONAL
) -> None:
    cycle = cycles.close(cycle_of(about, plan, data_set), None)
    say(_("“%(cycle)s” is closed.") % {"cycle": cycle.name})


@app.command(
    help=_("Lock a cycle from a day on: nothing is filled in from then but what is extended."),
    epilog=examples("yunjiang return lock 2024 2025-01-15 --reason 开始汇总"),
)
def lock(
    about: PeriodArgument,
    on: Annotated[date, typer.Argument(metavar="DAY", parser=day, help=_("The first day of the lock."))],
    reason: ReasonOption,
    plan: PlanOption = None,
    data_set: DataSetOption = DataSet.OPERATIONAL,
) -> None:
    cycles.set_lock(cycle_of(about, plan, data_set), on, reason, None)


@app.command(
    help=_("Work the due days of a cycle out again, once the year's calendar is known."),
    epilog=examples("yunjiang return due 2027"),
)
def due(
    about: PeriodArgument, plan: PlanOption = None, data_set: DataSetOption = DataSet.OPERATIONAL
) -> None:
    moved = cycles.recompute_due(cycle_of(about, plan, data_set))
    say(_("The due days of %(count)d returns moved.") % {"count": moved})


def _rhythm(about: Period) -> Rhythm:
    if about.kind not in RHYTHMS:
        raise typer.BadParameter(_("Returns are asked for years, halves, quarters and months."))
    return RHYTHMS[about.kind]


def cycle_of(about: Period, plan: str | None, data_set: str) -> Cycle:
    """Return the cycle of a plan for a period. Raises NoPlanLoaded, UnknownCycle."""
    rows = Cycle.objects.filter(
        plan_version__plan=plans.current(plan).plan_id, data_set=data_set, code=str(about)
    )
    found = rows.select_related("plan_version__plan__owner").first()
    if found is None:
        raise UnknownCycle(about, data_set)
    return found


def _say_outline(found: Outline) -> None:
    counts: dict[str, Any] = {
        "units": len(found.units),
        "questions": len(found.questions),
        "cells": found.cell_count,
        "due": found.due.due_on,
    }
    say(_("%(units)d units, %(questions)d questions, %(cells)d cells, due on %(due)s.") % counts)
    for each in found.oddities:
        say(oddities.sentence(each))
