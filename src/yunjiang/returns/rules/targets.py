"""Values that lie at the target, or just above it, more often than just below: results do not know their target.

The caliper test of A. S. Gerber and N. Malhotra (Quarterly Journal of Political Science 3, 2008): in a narrow band around a
threshold a smooth distribution puts about as many values just over it as just under.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from yunjiang.returns.rules import chance
from yunjiang.returns.rules.finding import Pattern
from yunjiang.returns.rules.rulebook import Rule
from yunjiang.returns.rules.sheet import Line, Sheet


def at_target(sheets: Sequence[Sheet], rule: Rule) -> list[Pattern]:
    """Find questions where conspicuously many units come to their target exactly, or just above it and none just below."""
    limits = rule.thresholds
    by_question: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for sheet in sheets:
        for line in rule.lines(sheet):
            if line.reached is not None and line.target and _is_fine_enough(line, rule):
                by_question[line.question].append((sheet.unit, line))
    patterns = []
    for question, members in by_question.items():
        if len(members) < limits["least_count"]:
            continue
        exact, over, under = [], [], []
        for unit, line in members:
            assert line.reached is not None
            assert line.target is not None
            away = (line.reached - line.target) / abs(line.target)
            if away == 0:
                exact.append(unit)
            elif 0 < away <= limits["band"]:
                over.append(unit)
            elif -limits["band"] <= away < 0:
                under.append(unit)
        near = len(exact) + len(over)
        is_many = near >= limits["least_share"] * len(members)
        tail = chance.binomial_tail(near, near + len(under), 0.5)
        if is_many and Decimal(str(tail)) <= limits["chance"]:
            facts = {
                "name": members[0][1].name,
                "exact": len(exact),
                "over": len(over),
                "under": len(under),
                "count": len(members),
                "band": limits["band"] * 100,
            }
            effect = (near - len(under)) / len(members)
            patterns.append(
                Pattern(rule.code, (*exact, *over), (question,), effect, len(members), tail, facts)
            )
    return patterns


def _is_fine_enough(line: Line, rule: Rule) -> bool:
    """Say whether there is anything to be just below: of a target of ten, whole things come to ten or nine."""
    if line.is_target_rate or line.scale:
        return True
    assert line.target is not None
    return abs(line.target) * rule.thresholds["band"] >= 1
