"""What stands before and behind each quantity of a sentence, to the end of its clause or to the words of its neighbour."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from . import naming, past
from .clauses import COMMAS, parted
from .each import leading
from .quantities import Quantity
from .units import COUNTED, SHARES

# Numbers that belong to the name of what follows: 65岁以上老年人健康管理率, 一次能源消费比重, 三级及以上公路.
_ATTRIBUTES = ("scope", "age", "name", "technical", "single", "own-part", "date", "no-unit", "term")


_LONGEST = 20  # numbers of a list that are read together
_BRACKET = re.compile(r"（[^（）\n]{2,40}）(?=[\u4e00-\u9fff]{3})")


class Stretches:
    """The quantities of a sentence with the words around them; `reasons` says of those already read why they are no promises."""

    def __init__(self, text: str, quantities: Sequence[Quantity]) -> None:
        self.text = text
        self.quantities = quantities
        self.reasons: dict[int, str] = {}
        self._stops = [place for place, each in enumerate(text) if each in COMMAS]
        self._starts = [each.start for each in quantities]
        self.verbs: dict[int, str] = {}  # that they stand under
        self._firsts: dict[int, int] = {}  # where the words before them begin
        self.shares_of: set[int] = set()  # 90%以上的行政村…: what follows in the clause says of which

    def _until(self, place: int) -> int:
        """Return where the clause around a place ends."""
        number = bisect_left(self._stops, place)
        return self._stops[number] if number < len(self._stops) else len(self.text)

    def gap(self, place: int) -> str:
        """Return what stands between a quantity and the one before it."""
        return self.text[self.quantities[place - 1].end : self.quantities[place].start]

    def around(self, place: int) -> tuple[str, str]:
        """Return what stands before and after a quantity, each to the end of its clause or to the neighbour quantity's clause."""
        quantity = self.quantities[place]
        number = bisect_left(self._stops, quantity.start)
        first = self._stops[number - 1] + 1 if number else 0
        if place:
            before = self.quantities[place - 1]
            gap = self.gap(place)
            if before.end > first and self.reasons.get(place - 1) == "starting-point":
                # 床位数由2020年的6.1张提高到7.2张: the name stands before the number it starts from.
                lead = past.FROM.search(self.text[first : before.start])
                if lead is None and past.MOVED.match(gap):
                    return gap[1:], self._right(place)
                told = self.text[first : first + lead.start() if lead else before.start]
                return told + gap, self._right(place)
            belongs = self.reasons.get(place - 1) in _ATTRIBUTES and "、" not in gap
            if before.end == quantity.start and quantity.unit:  # 湿地公园建设2个1万亩
                self._firsts[place] = self._firsts.get(place - 1, first)
                return self.text[self._firsts[place] : before.start], self._right(place)
            if before.end > first and not belongs:
                first = before.end + parted(gap)
            first = max(first, self._firsts.get(place - 1, 0))
        self._firsts[place] = first
        return self.text[first : quantity.start], self._right(place)

    def _right(self, place: int) -> str:
        quantity = self.quantities[place]
        bracket = _BRACKET.match(self.text, quantity.end)
        if bracket is not None:  # 45万人（含新增3万人）取得证书
            return self.text[bracket.end() : self._until(bracket.end())].partition("、")[0]
        last = self._until(quantity.end)
        whole = self.text[quantity.end : last]
        if any(each.match(whole) for each in (naming.SIZED, naming.AGED, naming.QUALIFIED)):
            return whole
        if self._is_sized(place):
            return whole
        if place + 1 < len(self.quantities) and self.quantities[place + 1].start < last:
            gap_end = self.quantities[place + 1].start
            comma = self.text.find("、", quantity.end, gap_end)
            is_quoted = (
                "“" in self.text[quantity.end : gap_end] and "”" not in self.text[quantity.end : gap_end]
            )
            if comma >= 0 or not is_quoted:
                last = comma if comma >= 0 else gap_end
        return self.text[quantity.end : last]

    def _is_sized(self, place: int) -> bool:
        """Say whether a size of what is counted follows a quantity at once: 46座(500千伏)变电站."""
        if place + 1 >= len(self.quantities) or self.quantities[place].unit not in COUNTED:
            return False
        size = self.quantities[place + 1]
        is_noun = re.match(r"(?:以上|左右)?的?[\u4e00-\u9fff]{2}", self.text[size.end :])
        return not self.gap(place + 1) and size.unit not in COUNTED | SHARES | {""} and is_noun is not None

    def verb(self, place: int, left: str) -> str:
        """Return the making verb that a quantity goes on under: 新增30家企业、(60家)机构; nothing where it has its own words."""
        told = naming.FILLING.sub("", left)
        own = naming.made(left)
        if lead := leading(left) or (own.group() if own else ""):
            self.verbs[place] = lead
        elif not told and place and (verb := self.verbs.get(place - 1)):
            gap = self.gap(place).removesuffix(left)
            is_alike = self.quantities[place - 1].unit == self.quantities[place].unit
            if re.fullmatch(r"[^，；。：]*[、和与及]", gap) or (
                is_alike and re.fullmatch(r"[^，；。：]{2,}，", gap)
            ):
                self.verbs[place] = verb
                return verb
        return ""

    def begun(self, place: int, left: str) -> int:
        """Return where the words begin that stand before a quantity."""
        if place and self.reasons.get(place - 1) == "starting-point":
            return max(self.text.rfind(left[:4], 0, self.quantities[place - 1].start), 0) if left[:4] else 0
        return self._firsts.get(place, self.quantities[place].start - len(left))

    def run(self, place: int) -> list[int]:
        """Return the numbers of quantities that follow each other as one list: 95%、85%和80%以上."""
        run = [place]
        while (
            len(run) < _LONGEST
            and run[-1] + 1 < len(self.quantities)
            and re.fullmatch(
                r"(?:及?以上|及?以下|左右|以内)?(?:[、，]|和|与|及|以及)(?:达到|提高到|达|为|增加|提高|增长|下降|减少)?",
                self.gap(run[-1] + 1),
            )
        ):
            run.append(run[-1] + 1)
        return run

    def follows_norm(self, place: int) -> bool:
        """Say whether a quantity goes on with a list of norms, in the unit of the one before it."""
        if not place or self.reasons.get(place - 1) != "standard":
            return False
        is_alike = self.quantities[place - 1].unit == self.quantities[place].unit
        return is_alike and bool(re.fullmatch(r"(?:以上|以下)?[、，][^，。；]{0,12}", self.gap(place)))

    def follows_reached(self, place: int) -> bool:
        """Say whether the quantity before has been reached, in the same brackets if in any."""
        return self.reasons.get(place - 1) in past.NO_PROMISE and "）" not in self.gap(place)

    def ends_in_share(self, place: int) -> bool:
        """Say whether the last number of a quantity's clause is a share."""
        last = bisect_left(self._starts, self._until(self.quantities[place].end)) - 1
        return last > place and self.quantities[last].unit in SHARES

    def is_within(self, place: int) -> bool:
        """Say whether a quantity stands in what a share is one of: 90%以上的100人以上企业."""
        return place - 1 in self.shares_of and not re.search(r"[，、。；]|[和与及]$", self.gap(place))
