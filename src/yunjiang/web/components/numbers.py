"""A number as it is shown: its text, its unit, and the address of what stands behind it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from yunjiang.standards.numbers import WAN, YI, per_cent, round_half_up

BOUND_SIGNS = {"exact": "", "at_least": "≥", "at_most": "≤", "about": "≈"}
SHORT_FROM = Decimal(100_000)  # five digits read well as they are


@dataclass(frozen=True)
class Number:
    """`text` is empty when nothing is known; a zero is the text 0."""

    text: str
    unit: str
    href: str = ""
    on: date | None = None
    sign: str = ""  # how exact the source put it
    title: str = ""


def number(
    value: Decimal | None,
    unit: str,
    *,
    href: str = "",
    on: date | None = None,
    bound: str = "exact",
) -> Number:
    """Write a value in its unit, in 万 or 亿 when it is long; the title keeps every digit."""
    if value is None:
        return Number("", unit, href, on)
    text, shown_unit = shortened(value, unit)
    title = f"{grouped(value)} {unit}".rstrip()
    if on is not None:
        title = _("%(number)s, as of %(day)s") % {"number": title, "day": on.isoformat()}
    return Number(text, shown_unit, href, on, BOUND_SIGNS.get(bound, ""), title)


def shortened(value: Decimal, unit: str) -> tuple[str, str]:
    """Return the value in 亿 or 万 with at most two decimals when it has six digits or more, and its unit."""
    for size, word in ((YI, "亿"), (WAN, "万")):
        if abs(value) >= max(size, SHORT_FROM):
            return grouped(round_half_up(value / size, 2)), f"{word}{unit}"
    return grouped(round_half_up(value, 2)), unit


def about(value: Decimal) -> Decimal:
    """Round what was computed and not counted: whole from a hundred on, one decimal below."""
    return round_half_up(value, 0 if abs(value) >= 100 else 1)


def estimate(value: Decimal | None, unit: str) -> Number:
    """Write a computed value, without digits that nobody counted; rates keep one decimal."""
    if value is None:
        return number(None, unit)
    return number(round_half_up(value, 1) if unit == "%" else about(value), unit)


def spoken(value: Decimal, unit: str) -> str:
    """Return the value with its unit as a sentence on a page says it."""
    text, shown_unit = shortened(value, unit)
    return f"{text}{shown_unit}" if shown_unit == "%" else f"{text} {shown_unit}".rstrip()


def grouped(value: Decimal) -> str:
    """Return the digits in groups of three, without zeros after the last decimal: 14,206 or 72.8."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rate(value: Decimal | None, digits: int = 1) -> str:
    """Return a per cent value with at most so many decimals, or an empty text for nothing known."""
    return "" if value is None else per_cent(value, digits)
