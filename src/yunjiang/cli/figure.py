"""`yunjiang figure`: what indicators amount to, at units, in a window, as of a position, and what stands behind it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.cli import asked, options
from yunjiang.cli.asked import AsOfOption, BelowOption, UnitsOption
from yunjiang.cli.ledger import show_entries
from yunjiang.cli.lookup import indicator_of, version_of
from yunjiang.cli.options import DataSetOption, FormatOption, OnOption, PlanOption, VersionOption, examples
from yunjiang.cli.terminal import Column, Format, number, say, show, without_idle
from yunjiang.figures import services as figures
from yunjiang.figures.figure import Figure, Tree, Window
from yunjiang.ledger.models import Batch, DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.plans import queries as plans
from yunjiang.plans.document import Indicator
from yunjiang.standards.periods import Period

HELP = _(
    "Compute indicators at units: to the day by default, or in any period. There is no value where nothing is known, zero "
    "is a value. With --entries, list the entries behind one figure; with --by, break it down."
)
EXAMPLES = examples(
    "yunjiang figure 3.4.1 --on 2024-12-31 --data-set published",
    "yunjiang figure 2.2.1 5.1.1 --unit 昆明市 --below --period 2023-Q3 -d demonstration",
    "yunjiang figure 5.1.1 --on 2023-12-31 -d demonstration --by sex --format json",
    "yunjiang figure 5.1.1 --on 2023-12-31 -d demonstration --as-of 12 --tree restated",
    "yunjiang figure 2.2.1 --unit 五华区 --on 2023-12-31 -d demonstration --entries",
)

_COLUMNS = (
    Column("unit", pgettext("column", "Organization")),
    Column("indicator", pgettext("column", "Code")),
    Column("name", pgettext("column", "Indicator")),
    Column("first", pgettext("column", "From")),
    Column("last", pgettext("column", "To day")),
    Column("value", pgettext("column", "Value"), is_number=True),
    Column("unit_of_measure", pgettext("column", "Unit of measure")),
    Column("bound", pgettext("column", "Bound")),
    Column("numerator", pgettext("column", "Numerator"), is_number=True),
    Column("denominator", pgettext("column", "Denominator"), is_number=True),
    Column("entry_count", pgettext("column", "Entries"), is_number=True),
    Column("reported", pgettext("column", "Reported"), is_number=True),
    Column("expected", pgettext("column", "Owing"), is_number=True),
    Column("newest_on", pgettext("column", "Newest day")),
    Column("straddling_count", pgettext("column", "Straddling"), is_number=True),
    Column("overlap_count", pgettext("column", "Overlapping"), is_number=True),
    Column("stale_count", pgettext("column", "Too old"), is_number=True),
    Column("data_set", pgettext("column", "Data set")),
    Column("position", pgettext("column", "Position"), is_number=True),
    Column("footnotes", pgettext("column", "Footnotes")),
)
_IDLE: dict[str, tuple[Any, ...]] = {
    "numerator": (None,),
    "denominator": (None,),
    "straddling_count": (0,),
    "overlap_count": (0,),
    "stale_count": (0,),
    "footnotes": ([],),
    "bound": ("exact",),
}


def figure(
    codes: Annotated[list[str], typer.Argument(metavar="INDICATOR", help=_("Codes of indicators, or all."))],
    on: OnOption,
    units: UnitsOption = None,
    below: BelowOption = False,
    period: Annotated[
        Period | None,
        typer.Option(
            parser=options.period,
            metavar="PERIOD",
            help=_(
                "Such as 2024, 2024-H1, 2024-Q3, 2024-07 or 2024-07-01..2024-09-30; by default the "
                "indicator's own window up to the day."
            ),
        ),
    ] = None,
    data_set: DataSetOption = DataSet.OPERATIONAL,
    as_of: AsOfOption = None,
    tree: Annotated[
        Tree,
        typer.Option(help=_("Sum in the tree of each entry's day (as_then), or restated on one day's tree.")),
    ] = Tree.AS_THEN,
    restated_on: Annotated[
        date | None,
        typer.Option(
            parser=options.day, metavar="DAY", help=_("Whose tree to restate on; by default today's.")
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="DIMENSION", help=_("Break down by a dimension, such as sex."))
    ] = None,
    entries: Annotated[
        bool, typer.Option("--entries", help=_("List the entries behind one indicator at one unit."))
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help=_("How many entries at most."))] = 100,
    plan: PlanOption = None,
    version: VersionOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    document = plans.document(version_of(plan, version))
    asked_for = (
        list(document.indicators) if codes == ["all"] else [indicator_of(document, each) for each in codes]
    )
    day = on if period is None else period.last
    places = asked.places(units, below, document, day)
    window = figures.TO_DATE if period is None else Window(period.first, period.last)
    position = asked.position(as_of)
    if by is not None:
        rows = []
        for indicator in asked_for:
            for place in places:
                broken_down = figures.by_dimension(
                    indicator,
                    place,
                    by,
                    window,
                    on=day,
                    data_set=data_set,
                    position=position,
                    tree=tree,
                    restated_on=restated_on,
                )
                rows += [
                    (indicator, value, found)
                    for value, found in broken_down.items()
                    if value or found.entry_count
                ]
        _show(rows, day, by, form)
        return
    computed = figures.compute(
        asked_for,
        places,
        window,
        on=day,
        data_set=data_set,
        position=position,
        tree=tree,
        restated_on=restated_on,
    )
    if entries:
        if len(computed) != 1:
            raise typer.BadParameter(_("--entries takes one indicator at one unit"))
        ((indicator,), (found,)) = asked_for, computed.values()
        _say_value(indicator, found, day)
        show_entries(figures.entries_behind(indicator, found, limit), form)
        return
    by_code = {each.code: each for each in asked_for}
    _show([(by_code[each.indicator], "", each) for each in computed.values()], day, "", form)
    _hint(list(computed.values()), data_set)


def _show(rows: Sequence[tuple[Indicator, str, Figure]], on: date, dimension: str, form: Format) -> None:
    standings = organizations.standings_of({each.organization for _indicator, _value, each in rows}, on)
    told = [
        _row(indicator, value, each, standings[each.organization].short_name)
        for indicator, value, each in rows
    ]
    columns = [Column("class", dimension), *_COLUMNS] if dimension else list(_COLUMNS)
    show(without_idle(columns, told, _IDLE) if form is Format.TABLE else columns, told, form)


def _row(indicator: Indicator, value: str, figure: Figure, unit: str) -> dict[str, Any]:
    return {
        "class": value,
        "unit": unit,
        "indicator": indicator.code,
        "name": indicator.name,
        "first": figure.window.first,
        "last": figure.window.last,
        "value": figure.value,
        "unit_of_measure": indicator.unit,
        "bound": figure.bound,
        "numerator": figure.numerator if indicator.is_rate else None,
        "denominator": figure.denominator,
        "entry_count": figure.entry_count,
        "reported": None if figure.coverage is None else figure.coverage.reported,
        "expected": None if figure.coverage is None else figure.coverage.expected,
        "newest_on": figure.last_on,
        "straddling_count": figure.straddling_count,
        "overlap_count": figure.overlap_count,
        "stale_count": figure.stale_count,
        "data_set": figure.data_set,
        "position": figure.position,
        "footnotes": [each.text for each in figure.footnotes],
    }


def _say_value(indicator: Indicator, figure: Figure, on: date) -> None:
    standing = organizations.standing(figure.organization, on)
    value = "–" if figure.value is None else number(figure.value)
    say(
        _("%(unit)s · %(code)s %(name)s: %(value)s %(unit_of_measure)s, %(count)d entries.")
        % {
            "unit": "" if standing is None else standing.name,
            "code": indicator.code,
            "name": indicator.name,
            "value": value,
            "unit_of_measure": indicator.unit,
            "count": figure.entry_count,
        }
    )


def _hint(found: Sequence[Figure], data_set: DataSet) -> None:
    """Name the data sets that hold something when the one asked about does not."""
    if any(each.entry_count for each in found):
        return
    others = sorted(set(Batch.objects.values_list("data_set", flat=True)) - {data_set.value})
    if others:
        say(
            _("Nothing is known in %(data_set)s; there are entries in %(others)s (--data-set).")
            % {"data_set": data_set.value, "others": ", ".join(others)}
        )
