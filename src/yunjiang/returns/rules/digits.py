"""Last digits: counted quantities end in every digit about as often, estimated ones in 0 and 5.

The index is Whipple's, as the United Nations use it for ages (100: no preference for 0 and 5; 500: nothing else; from 175 on
very rough). Uniform last digits of counts that are large enough: B. Beber, A. Scacco, Political Analysis 20 (2012). Numbers
below a least value are left out, because small counts prefer small digits by themselves; so are quantities with decimals, which
are often told in round thousands.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from yunjiang.returns.rules import chance
from yunjiang.returns.rules.finding import Pattern
from yunjiang.returns.rules.rulebook import Rule
from yunjiang.returns.rules.sheet import Line, Sheet

NO_PREFERENCE = 100  # Whipple's index where a fifth of all numbers ends in 0 or 5


@dataclass(frozen=True)
class Digits:
    """How often each last digit stands at the end of some whole numbers."""

    counts: tuple[int, ...]

    @classmethod
    def of(cls, numbers: Iterable[int]) -> "Digits":
        counts = [0] * 10
        for number in numbers:
            counts[abs(number) % 10] += 1
        return cls(tuple(counts))

    @property
    def count(self) -> int:
        return sum(self.counts)

    @property
    def round_count(self) -> int:
        """How many end in 0 or 5."""
        return self.counts[0] + self.counts[5]

    @property
    def index(self) -> float:
        """Return Whipple's index, 0 to 500. There is at least one number."""
        return 500 * self.round_count / self.count

    @property
    def excess(self) -> float:
        """Return the share of numbers that prefer 0 and 5 beyond the fifth that must end so anyway; 0 to 1."""
        return max(0.0, (self.round_count / self.count - 0.2) / 0.8)

    @property
    def chance_of_round(self) -> float:
        """Return how often chance alone gives as many ends in 0 and 5."""
        return chance.binomial_tail(self.round_count, self.count, 0.2)

    @property
    def chance_of_uneven(self) -> float:
        """Return how often chance alone gives digits as uneven."""
        return chance.chi_square_tail(chance.chi_square_of_uniform(self.counts), 9)


def heaping(sheets: Sequence[Sheet], rule: Rule) -> list[Pattern]:
    """Find units whose numbers prefer some last digits, and units above them whose units do so together.

    Of all units looked at, so many would be found by chance; the false rate keeps those few among the found.
    """
    limits = rule.thresholds
    numbers = {sheet.unit: list(_numbers(sheet, rule)) for sheet in sheets}
    together: dict[int, list[tuple[int, list[tuple[str, int]]]]] = defaultdict(list)
    for sheet in sheets:
        if sheet.above is not None and numbers[sheet.unit]:
            together[sheet.above].append((sheet.unit, numbers[sheet.unit]))
    groups: list[tuple[tuple[int, ...], list[tuple[str, int]], int | None]] = [
        ((unit,), found, None) for unit, found in numbers.items()
    ]
    groups += [
        (tuple(unit for unit, _ in members), [each for _, found in members for each in found], above)
        for above, members in together.items()
        if len(members) > 1
    ]
    candidates = []
    for units, found, above in groups:
        if len(found) >= limits["least_count"]:
            candidates.append((units, found, above, Digits.of(number for _, number in found)))
    kept = chance.discoveries(
        [digits.chance_of_round for *_, digits in candidates], float(limits["false_rate"])
    )
    patterns = []
    for (units, found, above, digits), is_kept in zip(candidates, kept, strict=True):
        is_round = is_kept and digits.index >= limits["index"]
        is_uneven = (
            digits.count >= limits["uniform_least_count"]
            and digits.chance_of_uneven <= limits["uniform_chance"]
        )
        if is_round or is_uneven:
            patterns.append(_pattern(rule, units, found, above, digits, is_round))
    return patterns


def _pattern(
    rule: Rule,
    units: tuple[int, ...],
    found: Sequence[tuple[str, int]],
    above: int | None,
    digits: Digits,
    is_round: bool,
) -> Pattern:
    commonest = max(range(10), key=lambda digit: digits.counts[digit])
    facts = {
        "index": round(digits.index),
        "round": digits.round_count,
        "count": digits.count,
        "digits": digits.counts,
        "commonest": commonest,
        "is_round": is_round,
        "above": above,
    }
    return Pattern(
        rule=rule.code,
        units=units,
        questions=tuple(dict.fromkeys(question for question, _ in found)),
        effect=digits.excess if is_round else max(digits.counts) / digits.count,
        count=digits.count,
        chance=digits.chance_of_round if is_round else digits.chance_of_uneven,
        facts=facts,
    )


def _numbers(sheet: Sheet, rule: Rule) -> Iterator[tuple[str, int]]:
    for line in rule.lines(sheet):
        if _is_counted(line) and line.value is not None and abs(line.value) >= rule.thresholds["least_value"]:
            yield line.question, int(line.value)


def _is_counted(line: Line) -> bool:
    return line.scale == 0 and not line.is_per_cent and (line.value is None or line.value == int(line.value))
