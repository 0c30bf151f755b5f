"""One unit's answers beside those of others of its kind and size."""

from collections.abc import Iterator
from fractions import Fraction

from yunjiang.returns.rules.finding import Finding
from yunjiang.returns.rules.rulebook import Rule
from yunjiang.returns.rules.sheet import Sheet
from yunjiang.returns.rules.spread import rounded


def peers(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find answers far from what like units say: for their size where sizes are known, otherwise as they are.

    A county twice as large may train twice as many; percentages know no size.
    """
    limit, floor = Fraction(rule.thresholds["limit"]), Fraction(rule.thresholds["floor"])
    for line in rule.lines(sheet):
        others = line.peers
        if line.value is None or others is None or others.spread.count < rule.thresholds["least_count"]:
            continue
        if others.is_by_size and not sheet.size:
            continue
        size = Fraction(sheet.size) if others.is_by_size and sheet.size else Fraction(1)
        score, usual = others.spread.modified_z(Fraction(line.value) / size), others.spread.middle * size
        if score is None or abs(score) < limit or abs(Fraction(line.value) - usual) < floor:
            continue
        facts = {
            "value": line.value,
            "usual": rounded(usual, line.scale),
            "score": rounded(score, 1),
            "count": others.spread.count,
            "is_by_size": others.is_by_size,
            "direction": "up" if score > 0 else "down",
        }
        yield Finding(rule.code, rule.severity, line.question, facts)
