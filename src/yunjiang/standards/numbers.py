"""How numbers are written in official Chinese: 541.28万人, 2.5亿元, 95.3%, 2.1个百分点. Decimal throughout, never float."""

from decimal import ROUND_HALF_UP, Decimal

WAN = Decimal(10_000)
YI = Decimal(100_000_000)
MULTIPLES = {"万": WAN, "亿": YI}
FIGURES = "〇一二三四五六七八九"
PLACES = ((1000, "千"), (100, "百"), (10, "十"))


def round_half_up(value: Decimal | int, digits: int = 0) -> Decimal:
    """Return the value rounded to so many decimal digits, halves away from zero (GB/T 8170 calls it 四舍五入)."""
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def in_wan(value: Decimal | int) -> Decimal:
    """Return the value in ten thousands, exactly: 5412800 → 541.28."""
    return Decimal(value) / WAN


def in_yi(value: Decimal | int) -> Decimal:
    """Return the value in hundred millions, exactly."""
    return Decimal(value) / YI


def plain(value: Decimal | int, digits: int | None = None) -> str:
    """Return the digits of a value without exponent and without zeros at its end; rounded when `digits` is given."""
    shown = Decimal(value) if digits is None else round_half_up(value, digits)
    text = f"{shown:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def spoken(value: Decimal | int, unit: str = "", *, digits: int | None = 2) -> str:
    """Return a quantity as a sentence says it: in 亿 or 万 from there on, with its unit.

    At most `digits` decimal digits, rounded half up, and never more than the value has; None keeps every digit.
    A unit that begins with 万 or 亿 is taken apart, so 25000 万元 reads 2.5亿元. `%` is never counted in 万.
    """
    value = Decimal(value)
    if unit[:1] in MULTIPLES:
        value, unit = value * MULTIPLES[unit[0]], unit[1:]
    if unit in ("%", "％", "‰"):
        return plain(value, digits) + unit
    for word, scale, lower in (("亿", YI, WAN), ("万", WAN, Decimal(1))):
        # What the lower multiple would round to 10000 is said in the higher: 9999.9999万 as 1亿.
        told = value if digits is None else round_half_up(value / lower, digits) * lower
        if abs(told) >= scale:
            return plain(value / scale, digits) + word + unit
    return plain(value, digits) + unit


def per_cent(value: Decimal | int, digits: int = 1) -> str:
    """Return a ratio that is already in per cent, with its sign: 95.25 → 95.3%."""
    return plain(value, digits) + "%"


def points(value: Decimal | int, digits: int = 1) -> str:
    """Return a difference of two percentages: 2.1个百分点."""
    return plain(value, digits) + "个百分点"


def in_characters(number: int) -> str:
    """Return a whole number from 0 to 9999 in characters, as headings count: 12 → 十二, 105 → 一百〇五.

    Raises ValueError outside that range.
    """
    if not 0 <= number <= 9999:
        raise ValueError(f"not between 0 and 9999: {number}")
    if number < 10:
        return FIGURES[number]
    text, rest, skipped = "", number, False
    for size, place in PLACES:
        figure, rest = divmod(rest, size)
        if figure:
            text += ("〇" if skipped else "") + FIGURES[figure] + place
            skipped = False
        else:
            skipped = bool(text)
    if rest:
        text += ("〇" if skipped else "") + FIGURES[rest]
    return text.removeprefix("一") if text.startswith("一十") else text
