"""One unit's answers beside those of others of its kind and size."""

from collections.abc import Iterator
from fractions import Fraction
from math import exp, log

from yunjiang.returns.rules.finding import Finding
from yunjiang.returns.rules.rulebook import Rule
from yunjiang.returns.rules.sheet import Line, Peers, Sheet
from yunjiang.returns.rules.spread import rounded


def peers(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find answers far from what like units say: for their size where sizes are known, otherwise as they are.

    A county twice as large may train twice as many; percentages know no size. Nothing at all is not compared by factors.
    """
    limit, floor = Fraction(rule.thresholds["limit"]), Fraction(rule.thresholds["floor"])
    for line in rule.lines(sheet):
        others = line.peers
        if line.value is None or others is None or others.spread.count < rule.thresholds["least_count"]:
            continue
        found = _compared(line, others, Fraction(sheet.size or 0) if others.is_by_size else Fraction(1))
        if found is None:
            continue
        score, usual = found
        if abs(score) < limit or abs(Fraction(line.value) - usual) < floor:
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


def _compared(line: Line, others: Peers, size: Fraction) -> tuple[Fraction, Fraction] | None:
    """Return how unlike the others an answer is, and what they would usually say at this size; None where nobody can tell."""
    if line.value is None or size <= 0:
        return None
    share = Fraction(line.value) / size
    if not others.is_by_factors:
        score, usual = others.spread.modified_z(share), others.spread.middle
    elif share > 0:
        score, usual = others.spread.modified_z(Fraction(log(share))), Fraction(exp(others.spread.middle))
    else:
        return None
    return None if score is None else (score, usual * size)
