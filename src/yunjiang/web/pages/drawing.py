"""From a judgement to what is drawn of it: marks, bars, trends and the words beside them."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from yunjiang.assessment.rules.judgement import Judgement, Likelihood
from yunjiang.plans.document import Indicator
from yunjiang.web.components import numbers, progress, status
from yunjiang.web.components import trend as trends
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.overview import Row
from yunjiang.web.components.progress import Bar
from yunjiang.web.components.status import Mark
from yunjiang.web.components.trend import Dot, Fan, Trend
from yunjiang.web.judged import Judged
from yunjiang.web.pages.selection import Selection


def row(
    selection: Selection,
    indicator: Indicator,
    known: Judged,
    *,
    places_href: str = "",
    is_chosen: bool = False,
) -> Row:
    """Draw one indicator at the unit looked at."""
    judgement = known.judgement
    outlook = outlook_of(judgement)
    return Row(
        code=indicator.code,
        name=indicator.name,
        below=_below(selection, indicator),
        href=reverse("indicator", args=[indicator.code]) + selection.query,
        value=value_of(selection.query, indicator, known),
        required=numbers.estimate(judgement.required, indicator.unit),
        completion=numbers.rate(judgement.completion_rate),
        target=numbers.number(judgement.target, indicator.unit),
        part=part_of(selection, indicator, known),
        bar=bar_of(judgement),
        mark=mark_of(judgement),
        trend=trend_of(selection, known),
        outlook=outlook,
        foreseen=str(outlook.word) if outlook else "",
        places_href=places_href,
        is_chosen=is_chosen,
    )


def value_of(query: str, indicator: Indicator, known: Judged) -> Number:
    """Write the figure as a link to the entries behind it."""
    figure = known.figure
    return numbers.number(
        figure.value,
        indicator.unit,
        href=reverse("entries", args=[indicator.code]) + query,
        on=figure.last_on,
        bound=figure.bound,
    )


def part_of(selection: Selection, indicator: Indicator, known: Judged) -> str:
    """Say which part of the plan's own target was handed down to the unit; empty at the owner, for rates and without one."""
    target = known.judgement.target
    is_owner = selection.place.organization_id == selection.version.plan.owner_id
    if is_owner or target is None or not indicator.adds_up or not indicator.target:
        return ""
    share = numbers.rate(target * 100 / indicator.target)
    return _("%(share)s of the plan's target") % {"share": share}


def mark_of(judgement: Judgement) -> Mark:
    """Return the mark of a judgement's status."""
    return status.mark_of(judgement.status, judgement.severity)


def outlook_of(judgement: Judgement) -> Mark | None:
    """Return the mark of the forecast; None where it says nothing new: nothing foreseen, or the day has come."""
    forecast = judgement.forecast
    if forecast.on <= judgement.on or forecast.likelihood in (Likelihood.NOT_FORESEEABLE, Likelihood.REACHED):
        return None
    return status.outlook_of(forecast.likelihood)


def bar_of(judgement: Judgement, reach: Decimal | None = None) -> Bar:
    """Draw value, required course and target, with the same in words; without a target on a scale up to `reach`."""
    words = ""
    if judgement.completion_rate is not None:
        words = _("%(rate)s of the target") % {"rate": numbers.rate(judgement.completion_rate)}
    tone = mark_of(judgement).tone
    return progress.bar(judgement.value, judgement.required, judgement.target, tone, words, reach)


def trend_of(selection: Selection, known: Judged) -> Trend:
    """Draw the known values, the required course and the forecast over the plan's days."""
    document = selection.document
    fan = fan_of(known.judgement)
    last = max(document.last_day, known.judgement.due_on)
    return trends.trend(
        [Dot(point.on, point.value) for point in known.points],
        known.course,
        fan,
        document.first_day,
        last,
        mark_of(known.judgement).tone,
        _("course over time"),
    )


def fan_of(judgement: Judgement) -> Fan | None:
    """Return the forecast as it is drawn, or None where nothing is foreseen or the day has come."""
    forecast = judgement.forecast
    if forecast.value is None or forecast.on <= judgement.on:
        return None
    return Fan(forecast.on, forecast.value, forecast.low, forecast.high)


def _below(selection: Selection, indicator: Indicator) -> str:
    action = next((each for each in selection.document.actions if each.code == indicator.action), None)
    return f"{indicator.code} {action.name}" if action else indicator.code
