"""`yunjiang plan allocate`: handing a unit's target down."""

import csv
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.cli import options
from yunjiang.cli.lookup import indicator_of
from yunjiang.cli.options import ByOption, FormatOption, OnOption, PlanOption, examples
from yunjiang.cli.plan import app
from yunjiang.cli.terminal import Column, Format, number, say, show
from yunjiang.organizations import queries as organizations
from yunjiang.plans import queries, services
from yunjiang.plans.document import Indicator


@app.command(
    help=_(
        "Hand a unit's target down to units below it, or show how it stands when no parts are given. "
        "Parts are UNIT=TARGET in the indicator's unit, or a csv file with the columns unit and target."
    ),
    epilog=examples(
        "yunjiang plan allocate 2.2.1 --on 2022-03-01 昆明市=60000 曲靖市=40000",
        "yunjiang plan allocate 2.2.1 --on 2022-03-01 --file parts.csv --document-number 云产改办〔2022〕9号",
        "yunjiang plan allocate 2.2.1",
    ),
)
def allocate(
    on: OnOption,
    by: ByOption,
    indicator: Annotated[str, typer.Argument(metavar="INDICATOR", help=_("Code of the indicator."))],
    parts: Annotated[
        list[str] | None, typer.Argument(metavar="UNIT=TARGET", help=_("What each unit is to reach."))
    ] = None,
    unit: options.UnitOption = None,
    file: Annotated[Path | None, typer.Option(help=_("A csv file with the columns unit and target."))] = None,
    document_number: Annotated[str, typer.Option(help=_("Number of the document that decides it."))] = "",
    reason: Annotated[str, typer.Option(help=_("Why; needed when the parts are more than the whole."))] = "",
    demonstration: Annotated[
        bool, typer.Option("--demonstration", help=_("Allocations for demonstration data, kept apart."))
    ] = False,
    plan: PlanOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    document = queries.document(queries.current(plan))
    found = indicator_of(document, indicator)
    above = organizations.resolve(unit or document.owner, on)
    given = {**_parts_in(file, on), **dict(_part(text, on) for text in parts or [])}
    if given or reason:
        allocated = services.allocate(
            found,
            above,
            given,
            on,
            by,
            document_number=document_number,
            reason=reason,
            is_demonstration=demonstration,
        )
        for each in organizations.standings_of(allocated.weaker_units, on).values():
            say(_("%(unit)s is asked for less than the whole.") % {"unit": each.short_name})
    _show_allocation(found, above.pk, on, demonstration, form)


def _show_allocation(
    indicator: Indicator, organization: int, on: date, is_demonstration: bool, form: Format
) -> None:
    remainder = queries.remainder(indicator, organization, on, is_demonstration=is_demonstration)
    decisions = queries.allocations(indicator, organization).filter(
        decided_on__lte=on, is_demonstration=is_demonstration
    )
    newest = decisions.first()
    lines = [] if newest is None else list(newest.lines.all())
    names = organizations.standings_of([line.organization_id for line in lines], on)
    show(
        (
            Column("unit", pgettext("column", "Unit")),
            Column("name", pgettext("column", "Name")),
            Column("target", pgettext("column", "Target"), is_number=True),
        ),
        [
            {
                "unit": names[line.organization_id].code,
                "name": names[line.organization_id].name,
                "target": line.target,
            }
            for line in sorted(lines, key=lambda line: names[line.organization_id].rank)
        ],
        form,
    )
    if remainder is not None:
        left = "–" if remainder.left is None else number(remainder.left)
        say(
            _("Target %(target)s, allocated %(allocated)s, left %(left)s.")
            % {
                "target": number(remainder.target),
                "allocated": "–" if remainder.allocated is None else number(remainder.allocated),
                "left": left,
            }
        )


def _part(text: str, on: date) -> tuple[int, Decimal]:
    unit, equals, target = text.rpartition("=")
    if not equals:
        raise typer.BadParameter(_("“%(text)s” is not of the form UNIT=TARGET.") % {"text": text})
    return organizations.resolve(unit, on).pk, _decimal(target)


def _parts_in(file: Path | None, on: date) -> dict[int, Decimal]:
    if file is None:
        return {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows or not {"unit", "target"} <= rows[0].keys():
        raise typer.BadParameter(_("%(file)s needs the columns unit and target.") % {"file": file})
    return {organizations.resolve(row["unit"], on).pk: _decimal(row["target"]) for row in rows}


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation as error:
        raise typer.BadParameter(_("“%(text)s” is no number.") % {"text": text}) from error
