"""One unit's answers beside what it said before: sums that fall, slips of four places, leaps, outliers, copies."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from yunjiang.returns.rules import spread
from yunjiang.returns.rules.finding import Finding
from yunjiang.returns.rules.rulebook import Rule
from yunjiang.returns.rules.sheet import Line, Sheet
from yunjiang.returns.rules.spread import rounded


def sum_falls(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find sums of the year to date that are less than they were: nothing done can be undone.

    If the earlier number was wrong, its period is reopened and corrected first.
    """
    if not sheet.is_to_date:
        return
    for line in rule.lines(sheet):
        if line.value is not None and line.standing is not None and line.value < line.standing:
            facts = {"value": line.value, "standing": line.standing, "period": line.standing_period}
            yield Finding(rule.code, rule.severity, line.question, facts)


def level_falls(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find levels that are said to grow only, and fell. Which ones those are, the rule's scope says."""
    for line in rule.lines(sheet):
        if line.value is not None and line.last is not None and line.value < line.last:
            yield Finding(rule.code, rule.severity, line.question, _beside_last(line))


def ten_thousand(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find answers about ten thousand times what is known, or a ten-thousandth: 万 and 1 taken for each other.

    Beside the last answer; without one, beside the median of the earlier ones, or what the registers show.
    """
    factor, within = Fraction(rule.thresholds["factor"]), Fraction(rule.thresholds["within"])
    for line in rule.lines(sheet):
        known, beside = _known(line)
        if not line.value or not known or line.is_per_cent:
            continue
        ratio = abs(Fraction(line.value) / Fraction(known))
        for direction, times in (("up", ratio / factor), ("down", ratio * factor)):
            if 1 / within <= times <= within:
                facts = {
                    "value": line.value,
                    "known": known,
                    "beside": beside,
                    "period": line.last_period if beside == "last" else "",
                    "direction": direction,
                }
                yield Finding(rule.code, rule.severity, line.question, facts)


def jump(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find leaps and drops against the last answer that are large both in proportion and in number."""
    rise, fall, floor = (Fraction(rule.thresholds[name]) for name in ("rise", "fall", "floor"))
    for line in rule.lines(sheet):
        if line.value is None or line.last is None:
            continue
        change = Fraction(line.value) - Fraction(line.last)
        if not change or abs(change) < floor:
            continue
        proportion = abs(change) / abs(Fraction(line.last)) if line.last else None
        if proportion is None or proportion >= (rise if change > 0 else fall):
            facts = _beside_last(line) | {
                "direction": "up" if change > 0 else "down",
                "proportion": None if proportion is None else rounded(proportion, 4),
            }
            yield Finding(rule.code, rule.severity, line.question, facts)


def z(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find answers many standard deviations away from the unit's own earlier ones."""
    return _unlike(sheet, rule, spread.z, spread.mean)


def modified_z(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find answers far from the median of the unit's own earlier ones, which one wild year does not hide."""
    return _unlike(sheet, rule, spread.modified_z, spread.median)


def copied(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find a sheet that repeats last time's numbers. Zeros repeat by themselves and are not counted."""
    both = [
        line
        for line in rule.lines(sheet)
        if line.value is not None and line.last is not None and (line.value or line.last)
    ]
    same = [line for line in both if line.value == line.last]
    if same and len(both) >= rule.thresholds["least_count"] and _is_share(same, both, rule):
        facts = {"same": len(same), "count": len(both), "period": same[0].last_period}
        yield Finding(
            rule.code,
            rule.severity,
            same[0].question,
            facts,
            questions=tuple(line.question for line in same),
        )


def _is_share(some: list[Line], every: list[Line], rule: Rule) -> bool:
    return len(some) >= rule.thresholds["share"] * len(every)


def _known(line: Line) -> tuple[Decimal | None, str]:
    """Return what an answer's magnitude is held against, and what that is."""
    if line.last:
        return line.last, "last"
    earlier = [each for each in line.history if each]
    if earlier:
        return rounded(spread.median(earlier), 4), "history"
    return line.register, "register"


def _unlike(
    sheet: Sheet,
    rule: Rule,
    score: Callable[[Decimal, tuple[Decimal, ...]], Fraction | None],
    centre: Callable[[tuple[Decimal, ...]], Fraction],
) -> Iterator[Finding]:
    limit, floor = Fraction(rule.thresholds["limit"]), Fraction(rule.thresholds["floor"])
    for line in rule.lines(sheet):
        if line.value is None or len(line.history) < rule.thresholds["least_count"]:
            continue
        found, usual = score(line.value, line.history), centre(line.history)
        if found is None or abs(found) < limit or abs(Fraction(line.value) - usual) < floor:
            continue
        facts = {
            "value": line.value,
            "usual": rounded(usual, line.scale),
            "score": rounded(found, 1),
            "count": len(line.history),
            "direction": "up" if found > 0 else "down",
        }
        yield Finding(rule.code, rule.severity, line.question, facts)


def _beside_last(line: Line) -> dict[str, object]:
    return {"value": line.value, "last": line.last, "period": line.last_period}
