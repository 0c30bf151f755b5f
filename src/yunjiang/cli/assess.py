"""`yunjiang assess`: whether promises are kept, by our rule or by published ones."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.assessment import judging, services, wording
from yunjiang.assessment.judging import Assessed
from yunjiang.assessment.rules.judgement import Judgement
from yunjiang.assessment.rules.methods import METHODS
from yunjiang.assessment.rules.methods.comparison import compare
from yunjiang.assessment.rules.summary import summary
from yunjiang.cli import asked
from yunjiang.cli.asked import AsOfOption, BelowOption, UnitsOption
from yunjiang.cli.lookup import version_of
from yunjiang.cli.options import (
    ByOption,
    DataSetOption,
    FormatOption,
    OnOption,
    PlanOption,
    VersionOption,
    examples,
)
from yunjiang.cli.terminal import Column, Format, say, show, without_idle
from yunjiang.ledger.models import DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.plans import queries as plans
from yunjiang.plans.document import PlanDocument

Method = StrEnum("Method", {name.upper(): name for name in (*METHODS, "all")})  # type: ignore[misc]

_JUDGED = (
    Column("unit", pgettext("column", "Organization")),
    Column("indicator", pgettext("column", "Code")),
    Column("name", pgettext("column", "Indicator")),
    Column("value", pgettext("column", "Value"), is_number=True),
    Column("bound", pgettext("column", "Bound")),
    Column("required", pgettext("column", "Required"), is_number=True),
    Column("target", pgettext("column", "Target"), is_number=True),
    Column("unit_of_measure", pgettext("column", "Unit of measure")),
    Column("status", pgettext("column", "Status")),
    Column("completion_rate", pgettext("column", "Of target %"), is_number=True),
    Column("gap_points", pgettext("column", "Gap in points"), is_number=True),
    Column("forecast", pgettext("column", "Forecast"), is_number=True),
    Column("likelihood", pgettext("column", "Outlook")),
    Column("reasons", pgettext("column", "Reasons")),
)

HELP = _(
    "Judge the indicators of a plan at units on a day: status, gap, forecast, required rate. With --method, hold a published "
    "rule beside ours and say where and why they part. With --save, keep the run with the ledger position it saw."
)
EXAMPLES = examples(
    "yunjiang assess --on 2023-12-31 --data-set demonstration",
    "yunjiang assess --unit 昆明市 --unit 玉溪市 --on 2023-12-31 -d demonstration --format csv",
    "yunjiang assess --on 2023-12-31 -d demonstration --below --save",
    "yunjiang assess --on 2023-12-31 -d demonstration --method open_sdg",
)


def assess(
    on: OnOption,
    by: ByOption,
    units: UnitsOption = None,
    below: BelowOption = False,
    indicators: Annotated[
        list[str] | None,
        typer.Option(
            "--indicator", "-i", metavar="CODE", help=_("Only this indicator; may be given several times.")
        ),
    ] = None,
    data_set: DataSetOption = DataSet.OPERATIONAL,
    as_of: AsOfOption = None,
    method: Annotated[
        Method | None, typer.Option(help=_("A published rule to hold beside ours, or all of them."))
    ] = None,
    save: Annotated[bool, typer.Option("--save", help=_("Keep the assessment as a run."))] = False,
    plan: PlanOption = None,
    version: VersionOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    found = version_of(plan, version)
    document = plans.document(found)
    places = asked.places(units, below, document, on)
    position = asked.position(as_of)
    if save:
        run = services.run(found, places, on=on, data_set=data_set, by=by, position=position)
        say(
            _("Run %(number)d is kept, at ledger position %(position)d.")
            % {"number": run.pk, "position": run.position}
        )
    assessed = [
        each
        for each in judging.judge(found, places, on=on, data_set=data_set, position=position)
        if indicators is None or each.indicator in indicators
    ]
    if method is None:
        _show_judgements(assessed, document, on, form)
        for place in places:
            _say_summary([each for each in assessed if each.organization_id == place], document, on)
    else:
        _show_comparisons(assessed, document, method, on, form)


def _show_judgements(assessed: Sequence[Assessed], document: PlanDocument, on: date, form: Format) -> None:
    names = {each.code: each for each in document.indicators}
    standings = organizations.standings_of({each.organization_id for each in assessed}, on)
    rows = [
        {
            "unit": standings[each.organization_id].short_name,
            "indicator": each.indicator,
            "name": names[each.indicator].name,
            "unit_of_measure": names[each.indicator].unit,
            "bound": each.facts.bound,
            **_told(each.judgement, form),
        }
        for each in assessed
    ]
    units = {row["unit"] for row in rows}
    idle = {
        "bound": ("exact",),
        "unit": tuple(units) if len(units) == 1 else (),
        "reasons": tuple(row["reasons"] for row in rows),
    }
    show(without_idle(_JUDGED, rows, idle) if form is Format.TABLE else _JUDGED, rows, form)


def _told(judgement: Judgement, form: Format) -> dict[str, Any]:
    """Return what a judgement says: in words for people, in codes for machines."""
    is_table = form is Format.TABLE
    severity = "" if judgement.severity is None else f":{judgement.severity}"
    likelihood = judgement.forecast.likelihood
    return {
        "value": judgement.value,
        "required": judgement.required,
        "target": judgement.target,
        "status": str(wording.status_of(judgement)) if is_table else f"{judgement.status}{severity}",
        "completion_rate": judgement.completion_rate,
        "gap_points": judgement.gap_points,
        "forecast": judgement.forecast.value,
        "likelihood": str(wording.LIKELIHOODS[likelihood]) if is_table else likelihood,
        "reasons": list(judgement.reasons),
    }


def _say_summary(assessed: Sequence[Assessed], document: PlanDocument, on: date) -> None:
    told = summary((each.judgement for each in assessed), document.first_day, document.last_day, on)
    if not assessed:
        return
    standing = organizations.standing(assessed[0].organization_id, on)
    say(
        _(
            "%(unit)s: %(total)d indicators, %(in_line)d in line with their course, %(late)d behind, "
            "%(unreported)d not reported, %(without_data)d without data, %(not_assessed)d not assessed."
        )
        % {
            "unit": "" if standing is None else standing.name,
            "total": told.all.total,
            "in_line": told.all.in_line_count,
            "late": told.all.late_count,
            "unreported": len(told.unreported),
            "without_data": len(told.without_data),
            "not_assessed": len(told.not_assessed),
        }
    )


def _show_comparisons(
    assessed: Sequence[Assessed], document: PlanDocument, method: "Method", on: date, form: Format
) -> None:
    names = {each.code: each.name for each in document.indicators}
    standings = organizations.standings_of({each.organization_id for each in assessed}, on)
    is_table = form is Format.TABLE
    rows = []
    for each in assessed:
        compared = compare(each.facts)
        ours = compared.results[0]
        partings = {parting.method: parting for parting in compared.partings}
        for result in compared.results[1:] if method == "all" else compared.results:
            if method not in ("all", result.method):
                continue
            parting = partings.get(result.method)
            causes = () if parting is None else parting.causes
            rows.append(
                {
                    "unit": standings[each.organization_id].short_name,
                    "indicator": each.indicator,
                    "name": names[each.indicator],
                    "ours": str(wording.LEANINGS[ours.leaning]) if is_table else ours.leaning,
                    "method": result.method,
                    "theirs": str(wording.LEANINGS[result.leaning]) if is_table else result.leaning,
                    "category": result.category,
                    "score": result.score,
                    "causes": [str(wording.CAUSES[cause]) if is_table else cause for cause in causes],
                }
            )
    show(
        (
            Column("unit", pgettext("column", "Organization")),
            Column("indicator", pgettext("column", "Code")),
            Column("name", pgettext("column", "Indicator")),
            Column("ours", pgettext("column", "Ours")),
            Column("method", pgettext("column", "Method")),
            Column("theirs", pgettext("column", "Theirs")),
            Column("category", pgettext("column", "In its own word")),
            Column("score", pgettext("column", "Score"), is_number=True),
            Column("causes", pgettext("column", "Why they part")),
        ),
        rows,
        form,
    )
    parted = sum(row["ours"] != row["theirs"] for row in rows)
    say(_("%(parted)d of %(count)d judgements part from ours.") % {"parted": parted, "count": len(rows)})
