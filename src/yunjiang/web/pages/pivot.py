"""A pivot: figures laid out by two of indicator, unit, period, breakdown and channel, and taken away as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access import trail
from yunjiang.figures.crossing import Axis
from yunjiang.standards.numbers import round_half_up
from yunjiang.web import exporting
from yunjiang.web.components import numbers
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.overview import Clause
from yunjiang.web.components.said import Empty
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.exporting import Export, Value
from yunjiang.web.pages import selection as selecting
from yunjiang.web.pages import wording
from yunjiang.web.pages.changes import signed
from yunjiang.web.pages.pivot_grid import Crossing, Grid, Member, TooLarge, grid
from yunjiang.web.pages.pivot_wishes import AXES, RHYTHMS, SHOWN, Shown, Wishes
from yunjiang.web.pages.selection import Selection

Option = tuple[str, str, bool]  # value, name, whether it is chosen


@dataclass(frozen=True)
class Pivot:
    """The view model."""

    lead: Sequence[Clause]
    axes: Sequence[tuple[str, str, Sequence[Option]]]  # name of the field, label, options
    codes: Sequence[Option]
    is_one_indicator: bool
    table: Table | None
    refusal: str
    notes: Sequence[str]
    exports: Sequence[tuple[str, str]]


def pivot(request: HttpRequest) -> HttpResponse:
    """Show figures crossed."""
    selection = selecting.choose(request)
    wishes = Wishes.asked(selection, request.GET)
    return render(request, "pages/pivot.html", {"selection": selection, "pivot": lay_out(selection, wishes)})


def pivot_file(request: HttpRequest, form: str) -> HttpResponse:
    """Hand out exactly the table that is shown, as a workbook or as text; that it was taken is recorded before."""
    if form not in ("xlsx", "csv"):
        raise Http404(_("Tables are handed out as xlsx and csv."))
    selection = selecting.choose(request)
    wishes = Wishes.asked(selection, request.GET)
    try:
        made = grid(selection, wishes)
    except TooLarge as refusal:
        return render(request, "400.html", {"exception": str(refusal)}, status=400)
    export = taken(request, selection, wishes, made)
    trail.note(
        "web.export",
        subject=f"pivot:{form}",
        organization_id=selection.place.organization_id,
        facts={
            "title": export.title,
            "rows": len(made.rows),
            "columns": len(made.columns),
            "position": selection.position,
            "data_set": selection.data_set.value,
            "query": urlencode(wishes.fields)[:500],
        },
    )
    is_workbook = form == "xlsx"
    content = exporting.as_xlsx(export) if is_workbook else exporting.as_csv(export)
    answer = HttpResponse(content, content_type=exporting.XLSX if is_workbook else exporting.CSV)
    name = f"{selection.place.name}-{selection.on.isoformat()}.{'xlsx' if is_workbook else 'csv'}"
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def lay_out(selection: Selection, wishes: Wishes) -> Pivot:
    """Make the page's view model."""
    query = f"{selection.query}&{urlencode(wishes.fields)}"
    refusal, made = "", None
    try:
        made = grid(selection, wishes)
    except TooLarge as too_large:
        refusal = str(too_large)
    document = selection.document
    is_one = Axis.INDICATOR not in wishes.axes
    return Pivot(
        lead=[Clause(_title(selection, wishes))],
        axes=_fields(selection, wishes),
        codes=[
            (each.code, f"{each.code} {each.name}", each.code in wishes.codes) for each in document.indicators
        ],
        is_one_indicator=is_one,
        table=None if made is None else _table(selection, wishes, made),
        refusal=refusal,
        notes=_notes(wishes, made),
        exports=[(name, f"{reverse('pivot-file', args=[form])}{query}") for name, form in _files()]
        if made
        else [],
    )


def _files() -> list[tuple[str, str]]:
    return [(_("workbook"), "xlsx"), ("CSV", "csv")]


def _title(selection: Selection, wishes: Wishes) -> str:
    facts = {
        "place": selection.place.name,
        "rows": AXES[wishes.rows],
        "columns": AXES[wishes.columns],
        "shown": SHOWN[wishes.shown],
    }
    if Axis.INDICATOR in wishes.axes:
        return _("%(place)s: %(rows)s by %(columns)s, %(shown)s") % facts
    facts["indicator"] = selection.document.indicator(wishes.codes[0]).name
    return _("%(place)s: %(indicator)s, %(rows)s by %(columns)s, %(shown)s") % facts


def _fields(selection: Selection, wishes: Wishes) -> list[tuple[str, str, Sequence[Option]]]:
    axes: list[tuple[str, str, Sequence[Option]]] = [
        ("rows", _("Down"), [(each.value, str(name), each is wishes.rows) for each, name in AXES.items()]),
        (
            "columns",
            _("Across"),
            [(each.value, str(name), each is wishes.columns) for each, name in AXES.items()],
        ),
        (
            "shown",
            _("In the cells"),
            [(each.value, str(name), each is wishes.shown) for each, name in SHOWN.items()],
        ),
    ]
    if Axis.UNIT in wishes.axes and wishes.levels:
        kinds = [(each.value, str(wording.KINDS[each]), each is wishes.level) for each in wishes.levels]
        axes.append(("level", _("Kind of units"), kinds))
    if Axis.PERIOD in wishes.axes:
        rhythms = [(each.value, str(name), each is wishes.rhythm) for each, name in RHYTHMS.items()]
        axes.append(("by", _("Periods"), rhythms))
    if Axis.BREAKDOWN in wishes.axes and selection.document.dimensions:
        dimensions = [
            (each.code, each.name, each.code == wishes.dimension) for each in selection.document.dimensions
        ]
        axes.append(("dimension", _("Broken down by"), dimensions))
    return axes


def _notes(wishes: Wishes, made: Grid | None) -> list[str]:
    """Say what is not obvious of the numbers, and why totals are missing where one looks for them."""
    notes = []
    if Axis.PERIOD not in wishes.axes:
        notes.append(
            _("Values are to date: from the plan's or the year's first day, or what stands at the day.")
        )
    elif wishes.shown is not Shown.COMPLETION:
        notes.append(
            _("Sums are those of each period alone; what stands at a day is that of the period's last day.")
        )
    if (
        made is not None
        and wishes.shown is Shown.VALUE
        and not (made.has_row_totals and made.has_column_totals)
    ):
        notes.append(
            _(
                "Totals stand only where values may be added: not over different indicators or the two channels, what stands "
                "at a day not over time, distinct persons not at all. Rates are made anew of their sums."
            )
        )
    return notes


def _table(selection: Selection, wishes: Wishes, made: Grid) -> Table:
    has_one_unit = Axis.INDICATOR not in wishes.axes and made.rows and made.columns
    one_unit = _unit(wishes, made.cells[0][0]) if has_one_unit else ""
    columns = [
        Column("member", str(AXES[wishes.rows])),
        *(Column(each.key, each.name, each.unit, is_number=True, place="fold") for each in made.columns),
    ]
    if made.has_row_totals:
        columns.append(Column("total", _("Total"), is_number=True, place="end"))
    return Table(
        name="pivot",
        title=_("Crossed"),
        columns=columns,
        rows=[
            Row(
                [
                    Cell(member.name, member.unit),
                    *(_cell(selection, wishes, made, r, c) for c in range(len(made.columns))),
                    *([_total_cell(made.row_totals[r])] if made.has_row_totals else []),
                ]
            )
            for r, member in enumerate(made.rows)
        ],
        empty=Empty(
            _("Nothing to lay out"),
            _("There is nothing of what was chosen: no units of this kind below, or no period that is over."),
        ),
        told=one_unit or ngettext("%d row", "%d rows", len(made.rows)) % len(made.rows),
        totals=_totals(made) if made.has_column_totals else None,
        is_wide=True,
    )


def _totals(made: Grid) -> Row:
    corner = [Cell("")] if made.has_row_totals else []
    return Row([Cell(_("Total")), *(_total_cell(each) for each in made.column_totals), *corner])


def _total_cell(total: Crossing | None) -> Cell:
    return Cell("–") if total is None else Cell(numbers.number(_rounded(total.value), ""))


def _cell(selection: Selection, wishes: Wishes, made: Grid, row: int, column: int) -> Cell:
    found = made.cells[row][column]
    if wishes.shown is Shown.CHANGE:
        text = signed(found.value, found.indicator).split(" ")[0]
        return Cell(text or "–", href=_href(selection, made, row, column, found) if text else "")
    return Cell(_number(selection, made, row, column, found))


def _number(selection: Selection, made: Grid, row: int, column: int, found: Crossing) -> Number:
    bound = found.figure.bound if found.figure else "exact"
    value = _rounded(found.value)
    return numbers.number(value, "", href=_href(selection, made, row, column, found), bound=bound)


def _href(selection: Selection, made: Grid, row: int, column: int, found: Crossing) -> str:
    """Return the address of the indicator there on that day."""
    standing = made.rows[row].standing or made.columns[column].standing or selection.place
    period = made.rows[row].period or made.columns[column].period
    looked_at = selection.at(standing.organization.key)
    if period is not None:
        looked_at = looked_at.replace(f"on={selection.on.isoformat()}", f"on={period.last.isoformat()}")
    return reverse("indicator", args=[found.indicator.code]) + looked_at


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else round_half_up(value, 2).normalize()


def _unit(wishes: Wishes, found: Crossing) -> str:
    if wishes.shown in (Shown.SHARE, Shown.COMPLETION):
        return "%"
    return _("points") if wishes.shown is Shown.CHANGE and found.indicator.is_rate else found.indicator.unit


def taken(request: HttpRequest, selection: Selection, wishes: Wishes, made: Grid) -> Export:
    """Return the table as it is taken away, with the digits that are shown, under a head that says what it is."""
    recorded_at = selection.recorded_at
    position = str(selection.position)
    if recorded_at is not None:
        position += f" ({timezone.localtime(recorded_at):%Y-%m-%d %H:%M})"
    document = selection.document
    head = [
        (_("Plan"), document.name),
        (_("Unit"), selection.place.name),
        (_("as of the end of"), selection.on.isoformat()),
        (_("Data set"), selection.data_set_name),
        (_("Ledger position"), position),
        (_("Down"), str(AXES[wishes.rows])),
        (_("Across"), str(AXES[wishes.columns])),
        (_("In the cells"), str(SHOWN[wishes.shown])),
    ]
    if Axis.INDICATOR not in wishes.axes:
        indicator = document.indicator(wishes.codes[0])
        unit = _unit(wishes, Crossing(None, indicator))
        head.append((_("Indicator"), f"{indicator.code} {indicator.name} ({unit})"))
    head += [(_("Note"), each) for each in _notes(wishes, made)]
    head.append(
        (_("Taken by"), f"{request.user} {timezone.localtime():%Y-%m-%d %H:%M}"),
    )
    columns = [str(AXES[wishes.rows]), *(_heading(each) for each in made.columns)]
    if made.has_row_totals:
        columns.append(_("Total"))
    rows: list[list[Value]] = []
    for member, cells, total in zip(made.rows, made.cells, made.row_totals, strict=True):
        row: list[Value] = [_heading(member), *(_rounded(each.value) for each in cells)]
        if made.has_row_totals:
            row.append(_rounded(total.value) if total else None)
        rows.append(row)
    totals: list[Value] = []
    if made.has_column_totals:
        totals = [_("Total"), *(_rounded(each.value) if each else None for each in made.column_totals)]
        totals += [None] if made.has_row_totals else []
    return Export(_title(selection, wishes), head, columns, rows, totals)


def _heading(member: Member) -> str:
    return f"{member.name} ({member.unit})" if member.unit else member.name
