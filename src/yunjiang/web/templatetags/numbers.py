"""Numbers in templates as they are read: `{{ count|grouped }}`."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def grouped(number: int | Decimal | None) -> str:
    """Return a number in groups of three digits, without zeros behind the point that say nothing."""
    if number is None:
        return "–"
    if isinstance(number, Decimal) and number == number.to_integral_value():
        number = int(number)
    return f"{number:,}"
