"""Native charts: DrawingML parts that Word and WPS open for editing, drawn in greys, labelled, never three-dimensional.

Each series is written with its values cached in the part and standing in the embedded workbook, so that a reader without
the workbook sees the chart and one with it can change it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from yunjiang.documents.number import Number

from . import faces
from .blocks import BarChart, TrendChart
from .markup import clean
from .measurements import EMU_PER_TWIP, TEXT_WIDTH, millimetres
from .namespaces import DECLARATIONS

SHEET = "Sheet1"
_INK = "404040"
_PALE = "D9D9D9"
_RULE = "808080"


@dataclass(frozen=True)
class Series:
    """One series as drawn and as the workbook holds it; None leaves the cell empty."""

    name: str
    values: Sequence[Number | None]
    divisor: int = 1

    def drawn(self, order: int) -> str | None:
        """Return the value at a place as the chart's cache holds it."""
        number = self.values[order]
        return None if number is None else plain(number.value / self.divisor)


@dataclass(frozen=True)
class Drawing:
    """A chart ready to be packed: its XML, its categories and series for the workbook, its size in EMU."""

    xml: bytes
    categories: Sequence[str]
    series: Sequence[Series]
    width: int
    height: int
    description: str


def plain(value: Decimal) -> str:
    """Return a value with at most six decimals, without exponent or trailing zeros."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def bars(block: BarChart) -> Drawing:
    """Draw for each category a dark bar of completion and under it a pale bar of the required course.

    Both stand on one pair of axes: laid over each other on two pairs, LibreOffice would draw them apart again.
    """
    actual = Series(block.actual_name, [bar.actual for bar in block.bars])
    required = Series(block.required_name, [bar.required for bar in block.bars])
    categories = [bar.label for bar in block.bars]
    series = (actual, required)
    drawn = [float(value) for each in series for value in _cache(each) if value is not None]
    low = min(0.0, min(drawn, default=0.0))
    scale = f'<c:max val="{_ceiling(max(drawn, default=100.0)):g}"/><c:min val="{-_ceiling(-low) if low else 0:g}"/>'
    body = (
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        + _bar_series(0, actual, categories, _fill(_INK, _INK), _value_labels(f'0.0"{block.unit}"'))
        + _bar_series(1, required, categories, _fill(_PALE, _RULE), "")
        + '<c:gapWidth val="45"/><c:overlap val="0"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        + _category_axis(1, 2, reverse=True)
        + _value_axis(2, 1, scale, reverse=True, unit=block.unit)
    )
    # Many bars stand closer, so that the chart of 16 prefectures leaves room for another on its page.
    height = millimetres(18) + len(block.bars) * millimetres(6.6 if len(block.bars) < 10 else 5)
    return _drawing(block.caption, body, categories, series, height, has_legend=True, blanks="gap")


def trend(block: TrendChart) -> Drawing:
    """Draw the actual course as a solid line with marks, the required one dashed, the forecast dotted."""
    categories = [point.label for point in block.points]
    actual = Series("实际", [point.actual for point in block.points], block.divisor)
    required = Series("应达", [point.required for point in block.points], block.divisor)
    forecast = Series("预计", _joined(block), block.divisor)
    series = tuple(
        each for each in (actual, required, forecast) if any(value is not None for value in each.values)
    )
    looks = {
        "实际": (f'<a:ln w="28575" cap="rnd"><a:solidFill><a:srgbClr val="{_INK}"/></a:solidFill></a:ln>', "circle"),
        "应达": (
            f'<a:ln w="15875"><a:solidFill><a:srgbClr val="{_RULE}"/></a:solidFill><a:prstDash val="dash"/></a:ln>',
            "none",
        ),
        "预计": (
            f'<a:ln w="19050" cap="rnd"><a:solidFill><a:srgbClr val="{_INK}"/></a:solidFill>'
            '<a:prstDash val="sysDot"/></a:ln>',
            "diamond",
        ),
    }  # fmt: skip
    digits = "0.0" if block.unit == "%" else "0.00" if block.divisor > 1 else "0"
    lines = "".join(
        _line(order, each, categories, *looks[each.name], digits) for order, each in enumerate(series)
    )
    body = (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{lines}<c:marker val="1"/>'
        '<c:axId val="1"/><c:axId val="2"/></c:lineChart>'
        + _category_axis(1, 2, reverse=False)
        + _value_axis(2, 1, "", reverse=False, unit="")
    )
    return _drawing(block.caption, body, categories, series, millimetres(62), has_legend=False, blanks="span")


def _joined(block: TrendChart) -> list[Number | None]:
    """Let the forecast begin at the last actual point, so that the two lines meet."""
    values = [point.forecast for point in block.points]
    known = [order for order, point in enumerate(block.points) if point.actual is not None]
    if known and any(value is not None for value in values):
        values[known[-1]] = block.points[known[-1]].actual
    return values


def _drawing(
    caption: str,
    body: str,
    categories: Sequence[str],
    series: Sequence[Series],
    height: int,
    *,
    has_legend: bool,
    blanks: str,
) -> Drawing:
    legend = (
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text(900)}</c:legend>' if has_legend else ""
    )
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<c:chartSpace {DECLARATIONS}>'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{body}</c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/>'
        f'<c:dispBlanksAs val="{blanks}"/></c:chart>'
        "<c:spPr><a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>"
        f'{_text(900)}<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )  # fmt: skip
    return Drawing(
        xml.encode(), categories, series, TEXT_WIDTH * EMU_PER_TWIP, height * EMU_PER_TWIP, caption
    )


def _text(size: int) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="0">'
        f'<a:solidFill><a:srgbClr val="000000"/></a:solidFill><a:latin typeface="{faces.LATIN}"/>'
        f'<a:ea typeface="{faces.SONG}"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _fill(color: str, line: str) -> str:
    return (
        f'<c:spPr><a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'
        f'<a:ln w="6350"><a:solidFill><a:srgbClr val="{line}"/></a:solidFill></a:ln></c:spPr>'
    )


def _bar_series(order: int, series: Series, categories: Sequence[str], look: str, labels: str) -> str:
    return (
        f'<c:ser>{_name(order, series)}{look}<c:invertIfNegative val="0"/>{labels}'
        f"{_categories(categories)}{_values(order, series)}</c:ser>"
    )


def _line(
    order: int, series: Series, categories: Sequence[str], stroke: str, symbol: str, digits: str
) -> str:
    marker = (
        '<c:marker><c:symbol val="none"/></c:marker>'
        if symbol == "none"
        else f'<c:marker><c:symbol val="{symbol}"/><c:size val="6"/>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{_INK if symbol == "circle" else "FFFFFF"}"/></a:solidFill>'
        f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{_INK}"/></a:solidFill></a:ln></c:spPr></c:marker>'
    )
    known = [place for place, value in enumerate(series.values) if value is not None]
    label = ""
    if known:
        position = {"实际": "t", "应达": "r", "预计": "b"}[series.name]
        label = (
            f'<c:dLbls><c:dLbl><c:idx val="{known[-1]}"/><c:numFmt formatCode="{digits}" sourceLinked="0"/>'
            f"<c:spPr><a:noFill/></c:spPr>{_text(900)}"
            f'<c:dLblPos val="{position}"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
            '<c:showSerName val="1"/><c:showPercent val="0"/><c:showBubbleSize val="0"/><c:separator> </c:separator>'
            '</c:dLbl><c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/>'
            '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        )
    return (
        f"<c:ser>{_name(order, series)}<c:spPr>{stroke}</c:spPr>{marker}{label}"
        f'{_categories(categories)}{_values(order, series)}<c:smooth val="0"/></c:ser>'
    )


def _value_labels(number_format: str) -> str:
    return (
        f'<c:dLbls><c:numFmt formatCode="{clean(number_format).replace(chr(34), "&quot;")}" sourceLinked="0"/>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_text(900)}"
        '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def _name(order: int, series: Series) -> str:
    return (
        f'<c:idx val="{order}"/><c:order val="{order}"/><c:tx><c:strRef><c:f>{SHEET}!${_letter(order)}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{clean(series.name)}</c:v></c:pt></c:strCache>'
        "</c:strRef></c:tx>"
    )


def _categories(categories: Sequence[str]) -> str:
    points = "".join(
        f'<c:pt idx="{order}"><c:v>{clean(label)}</c:v></c:pt>' for order, label in enumerate(categories)
    )
    return (
        f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${len(categories) + 1}</c:f>"
        f'<c:strCache><c:ptCount val="{len(categories)}"/>{points}</c:strCache></c:strRef></c:cat>'
    )


def _values(order: int, series: Series) -> str:
    letter = _letter(order)
    cached = _cache(series)
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{value}</c:v></c:pt>'
        for place, value in enumerate(cached)
        if value is not None
    )
    return (
        f"<c:val><c:numRef><c:f>{SHEET}!${letter}$2:${letter}${len(cached) + 1}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(cached)}"/>{points}</c:numCache></c:numRef></c:val>'
    )


def _cache(series: Series) -> list[str | None]:
    return [series.drawn(place) for place in range(len(series.values))]


def _letter(order: int) -> str:
    return "BCDE"[order]


def _ceiling(value: float) -> float:
    """Return an end of the axis that leaves room for the longest bar's label."""
    step = 20 if value <= 160 else 50 if value <= 400 else 100
    return float(-(-value * 1.08 // step) * step)


def _category_axis(axis: int, crossing: int, *, reverse: bool) -> str:
    return (
        f'<c:catAx><c:axId val="{axis}"/><c:scaling><c:orientation val="{"maxMin" if reverse else "minMax"}"/>'
        f'</c:scaling><c:delete val="0"/><c:axPos val="{"l" if reverse else "b"}"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{_RULE}"/></a:solidFill></a:ln></c:spPr>{_text(900)}'
        f'<c:crossAx val="{crossing}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(axis: int, crossing: int, scale: str, *, reverse: bool, unit: str) -> str:
    mark = f"&quot;{clean(unit)}&quot;" if unit else ""
    return (
        f'<c:valAx><c:axId val="{axis}"/><c:scaling><c:orientation val="minMax"/>{scale}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"b" if reverse else "l"}"/>'
        '<c:majorGridlines><c:spPr><a:ln w="3175"><a:solidFill><a:srgbClr val="D0D0D0"/></a:solidFill></a:ln></c:spPr>'
        f'</c:majorGridlines><c:numFmt formatCode="General{mark}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_text(900)}"
        f'<c:crossAx val="{crossing}"/><c:crosses val="{"max" if reverse else "autoZero"}"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )
