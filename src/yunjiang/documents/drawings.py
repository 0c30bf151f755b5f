"""The charts of reports, from appraisals: completion beside its course, and the way so far with what is expected."""

from collections.abc import Sequence

from . import ranking
from .citing import scale_of
from .drafting import Draft
from .layout.blocks import Bar, BarChart, TrendChart, TrendPoint
from .material import Appraisal
from .number import What
from .phrase import phrase
from .states import MARKS
from .tables import NOT_AVAILABLE
from .wording import quoted

_LABEL = 16  # characters of an indicator's name beside its bar


def of_indicators(draft: Draft, caption: str, appraisals: Sequence[Appraisal]) -> BarChart | None:
    """Draw indicators under each other; None when fewer than two can be drawn."""
    bars = [bar for each in appraisals if (bar := _bar(draft, each, _shortened(each.indicator.name))).actual]
    if len(bars) < 2:
        return None
    return BarChart(caption, bars)


def of_units(draft: Draft, appraisal: Appraisal) -> BarChart | None:
    """Draw one indicator at the comparable units below, in the order of GB/T 2260; silent ones keep their line."""
    keys = [unit.key for unit, _ in ranking.peers(draft.material)]
    given = [
        each
        for each in draft.material.of_indicator(appraisal.indicator.code)
        if each.unit.key in keys and each.judgement.target is not None
    ]
    bars = [_bar(draft, each, f"{each.unit.short_name}{MARKS[each.judgement.status]}") for each in given]
    if sum(bar.actual is not None for bar in bars) < 2:
        return None
    units = ranking.counter([each.unit for each in given])
    notes = () if all(bar.actual for bar in bars) else (phrase("没有深色条的，为未报送或尚无数据。"),)
    return BarChart(f"各{units}{quoted(appraisal.indicator.name)}完成进度", bars, notes=notes)


def of_course(draft: Draft, appraisal: Appraisal) -> TrendChart | None:
    """Draw the way of one indicator; None when fewer than two values are known."""
    if sum(day.actual is not None for day in appraisal.course) < 2:
        return None
    scale = scale_of(appraisal.indicator, appraisal.judgement.target)
    points = [
        TrendPoint(
            f"{day.on.year}年末"
            if (day.on.month, day.on.day) == (12, 31)
            else f"{day.on.year}年{day.on.month}月",
            draft.cited.drawn(What.VALUE, appraisal, day.on),
            draft.cited.drawn(What.REQUIRED, appraisal, day.on),
            draft.cited.drawn(What.FORECAST, appraisal, day.on),
        )
        for day in appraisal.course
    ]
    name = appraisal.indicator.name
    return TrendChart(f"{quoted(name)}进展与预计（{scale.unit}）", points, scale.unit, int(scale.divisor))


def _bar(draft: Draft, appraisal: Appraisal, label: str) -> Bar:
    return Bar(
        label,
        draft.cited.drawn(What.COURSE_DONE, appraisal),
        draft.cited.drawn(What.COURSE_REQUIRED, appraisal),
    )


def _shortened(name: str) -> str:
    return name if len(name) <= _LABEL else name[: _LABEL - 1] + NOT_AVAILABLE
