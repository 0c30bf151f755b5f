"""Figures, to read: one value of an indicator at a unit, to a day or in a period, as the pages show it."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from yunjiang.access import permission
from yunjiang.access.permission import Act
from yunjiang.figures import services as figures
from yunjiang.figures.figure import Window
from yunjiang.ledger.models import DataSet
from yunjiang.organizations.models import Organization
from yunjiang.plans import queries as plans
from yunjiang.plans.refusals import NoPlanLoaded
from yunjiang.standards import periods
from yunjiang.standards.periods import Period

from .refusals import NoSuchFigure, Unreadable

router = Router(tags=["数据"])


@router.get("/{str:indicator}/", operation_id="figure", summary="一个指标在一个单位的数值")
def figure(
    request: HttpRequest,
    indicator: str,
    unit: str,
    on: date,
    period: str = "",
    data_set: DataSet = DataSet.OPERATIONAL,
) -> Any:
    """Return one figure; `value` is null where nothing is known, never for zero. Ratios are in per cent, with both parts.

    `unit` is the key of a unit (530100); `on` the day to which it is computed; `period` such as 2024 or 2024-Q3.
    """
    place = Organization.objects.filter(key=unit[:64]).first()
    if place is None:
        raise NoSuchFigure(_("There is no unit %(key)s.") % {"key": unit[:64]})
    try:
        document = plans.document(plans.current(None))
        found = document.indicator(indicator)
    except (NoPlanLoaded, KeyError):
        raise NoSuchFigure(_("There is no indicator %(code)s.") % {"code": indicator[:40]}) from None
    permission.require(request.user, Act.SEE_FIGURES, place, lead=found.lead or ())
    stretch = _period(period) if period else None
    window = Window(stretch.first, stretch.last) if stretch else figures.TO_DATE
    day = stretch.last if stretch else on
    [told] = figures.compute([found], [place.pk], window, on=day, data_set=data_set).values()
    return {
        "indicator": told.indicator,
        "name": found.name,
        "unit": place.key,
        "unit_of_measure": found.unit,
        "first_on": told.window.first.isoformat(),
        "last_on": told.window.last.isoformat(),
        "value": _text(told.value),
        "numerator": _text(told.numerator),
        "denominator": _text(told.denominator),
        "bound": told.bound,
        "entry_count": told.entry_count,
        "data_set": told.data_set,
        "position": told.position,
    }


def _text(value: Any) -> str | None:
    return None if value is None else f"{value:f}"


def _period(text: str) -> Period:
    try:
        return periods.parse(text)
    except ValueError as error:
        raise Unreadable([("period", str(error)[:200])]) from None
