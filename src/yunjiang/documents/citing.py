"""Cites numbers: asks the material at an address and words the answer, for sentences, table cells or charts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yunjiang.plans.document import Indicator
from yunjiang.standards import numbers

from .material import Appraisal, Material
from .number import Address, Number, What
from .quantities import Quantity, quantity

_STATED_BOUNDS = {"exact": "", "at_least": "超", "at_most": "不足", "about": "约"}
# A sum that must be at least 100 because days are missing from it need not be more than 100: 超 would say too much.
_SUMMED_BOUNDS = {"exact": "", "at_least": "至少", "at_most": "至多", "about": "约"}
_WAN_FROM = Decimal(100_000)
_RATES = ("%", "个百分点")
_SIGNLESS = (What.GAP, What.LEAD, What.REMAINING, What.BEYOND)
_ESTIMATED = (What.FORECAST, What.PACE_REQUIRED)
_NAMES = {
    What.VALUE: "累计", What.JUDGED_VALUE: "评价值", What.YEAR_VALUE: "当年", What.TARGET: "目标", What.TARGET_MAX: "目标上限",
    What.REQUIRED: "应达", What.COMPLETION: "完成率",
    What.COURSE_DONE: "完成进度", What.COURSE_REQUIRED: "应达进度",
    What.GAP: "与序时进度的差距", What.LEAD: "与应达水平的差距", What.REMAINING: "尚差",
    What.BEYOND: "超出", What.FORECAST: "预计到期",
    What.PACE_REQUIRED: "此后所需速度", What.PACE_FACTOR: "所需速度之比",
    What.NEXT_YEAR_STAND: "下年末应达", What.NEXT_YEAR_ADD: "下年需完成", What.ELAPSED: "时间进度",
    What.INDICATOR_COUNT: "指标数", What.UNIT_COUNT: "单位数", What.COUNT_AT: "指标数", What.REPORTED_COUNT: "已报单位数",
    What.EXPECTED_COUNT: "应报单位数", What.SILENT_COUNT: "未报单位数", What.PLAN_COUNT: "规划组成", What.STATEMENT: "公开发布值",
    What.IN_LINE_RATE: "达到序时进度的指标占比", What.RANK: "位次", What.THRESHOLD: "评价界限",
    What.STATEMENT_COUNT: "公开发布值条数",
}  # fmt: skip


@dataclass(frozen=True)
class Scale:
    """How one indicator's quantities stand in a column: divided, with so many digits, under this unit."""

    divisor: Decimal
    digits: int
    unit: str


def scale_of(indicator: Indicator, target: Decimal | None = None) -> Scale:
    """Return the scale of an indicator's row: large targets in 万, rates with one digit, so that a row reads evenly."""
    reference = indicator.target if target is None else target
    if indicator.unit in _RATES:
        return Scale(Decimal(1), 1, indicator.unit)
    if abs(reference) >= numbers.YI:
        return Scale(numbers.YI, 2, f"亿{indicator.unit}")
    if abs(reference) >= _WAN_FROM:
        return Scale(numbers.WAN, 2, f"万{indicator.unit}")
    digits = 0 if reference == reference.to_integral_value() else 2
    return Scale(Decimal(1), digits, indicator.unit)


def _bound_word(what: What, bound: str) -> str:
    """Return the word for how exact a number is: the source's own before its statements, an exact one before our sums."""
    return (_STATED_BOUNDS if what is What.STATEMENT else _SUMMED_BOUNDS).get(bound, "")


class Citations:
    """Numbers of one document's material. Every method returns None where the material knows nothing."""

    def __init__(self, material: Material) -> None:
        self.material = material

    def said(self, what: What, appraisal: Appraisal | None = None, **where: str) -> Number | None:
        """Cite a number for a sentence: with its unit, in 万 or 亿 from there on, with the bound word of its source."""
        asked = self._asked(what, appraisal, None, where)
        if asked is None:
            return None
        address, found = asked
        value = abs(found.value) if what in _SIGNLESS else found.value
        if what in _ESTIMATED and found.unit not in _RATES:
            value = _estimate(value)
        shown, digits = self._spoken(value, found, appraisal)
        return self._number(_bound_word(what, found.bound) + shown, digits, address, found, appraisal)

    def cell(
        self,
        what: What,
        appraisal: Appraisal | None = None,
        scale: Scale | None = None,
        *,
        fixed: bool = True,
        **where: str,
    ) -> Number | None:
        """Cite a number for a table: without its unit, which stands in the row or the header.

        With `fixed`, every digit of the scale is shown, so that a column lines up; otherwise zeros at the end go.
        """
        asked = self._asked(what, appraisal, None, where)
        if asked is None:
            return None
        address, found = asked
        used = scale if scale and found.unit not in _RATES else Scale(Decimal(1), _digits(found), found.unit)
        if what in _ESTIMATED and used.divisor == 1 and found.unit not in _RATES:
            used = Scale(used.divisor, 0 if abs(found.value) >= 10 else 1, used.unit)
        rounded = numbers.round_half_up(found.value / used.divisor, used.digits)
        digits = f"{_unsigned_zero(rounded):f}" if fixed else numbers.plain(rounded)
        shown = _bound_word(what, found.bound) + digits
        return self._number(shown, used.digits, address, found, appraisal)

    def drawn(self, what: What, appraisal: Appraisal, on: date | None = None) -> Number | None:
        """Cite a number for a chart; `on` asks for a day of the trend."""
        asked = self._asked(what, appraisal, on, {})
        if asked is None:
            return None
        address, found = asked
        return self._number(numbers.plain(found.value, 2), 2, address, found, appraisal)

    def _asked(
        self, what: What, appraisal: Appraisal | None, on: date | None, where: dict[str, str]
    ) -> tuple[Address, Quantity] | None:
        address = Address(
            what,
            appraisal.indicator.code if appraisal else where.get("indicator", ""),
            appraisal.unit.key if appraisal else where.get("organization", self.material.unit.key),
            on,
            where.get("among", ""),
        )
        found = quantity(self.material, address)
        return None if found is None else (address, found)

    def _spoken(self, value: Decimal, found: Quantity, appraisal: Appraisal | None) -> tuple[str, int]:
        """Word a value, with more digits where rounding would make it look like the target or the whole."""
        if found.unit in _RATES:
            digits = 1
            while digits < 4 and value != 100 and numbers.round_half_up(value, digits) == 100:
                digits += 1
            return numbers.plain(value, digits) + found.unit, digits
        target = appraisal.judgement.target if appraisal else None
        text = numbers.spoken(value, found.unit)
        if target is not None and value != target and text == numbers.spoken(target, found.unit):
            return numbers.spoken(value, found.unit, digits=None), 0
        return text, 2

    def _number(
        self, shown: str, digits: int, address: Address, found: Quantity, appraisal: Appraisal | None
    ) -> Number:
        name = _NAMES[address.what]
        label = f"{appraisal.unit.short_name} {appraisal.indicator.name} {name}" if appraisal else name
        return Number(
            shown,
            found.value,
            found.unit,
            digits,
            address,
            found.bound,
            self._window(address, appraisal),
            label,
        )

    def _window(self, address: Address, appraisal: Appraisal | None) -> tuple[date, date] | None:
        if appraisal is None:
            return None
        figure = appraisal.year_figure if address.what is What.YEAR_VALUE else appraisal.figure
        if figure is None:
            return None
        return (figure.window.first, address.on or figure.window.last)


def _digits(found: Quantity) -> int:
    if found.unit in _RATES:
        return 1
    return 0 if found.value == found.value.to_integral_value() else 2


def _estimate(value: Decimal) -> Decimal:
    """Round what is computed ahead to whole things from ten on, to one digit below: nobody foresees hundredths."""
    return numbers.round_half_up(value, 0 if abs(value) >= 10 else 1)


def _unsigned_zero(value: Decimal) -> Decimal:
    return abs(value) if value == 0 else value
