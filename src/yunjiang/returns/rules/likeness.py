"""Sheets that are alike: with last time's, or with each other's. Zeros are alike by themselves and are not counted."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from yunjiang.returns.rules.finding import Pattern
from yunjiang.returns.rules.rulebook import Rule
from yunjiang.returns.rules.sheet import Sheet


def copied_sheets(sheets: Sequence[Sheet], rule: Rule) -> list[Pattern]:
    """Find units whose whole sheet repeats what they said last time."""
    patterns = []
    for sheet in sheets:
        both = [
            line
            for line in rule.lines(sheet)
            if line.value is not None and line.last is not None and (line.value or line.last)
        ]
        same = [line for line in both if line.value == line.last]
        if same and len(both) >= rule.thresholds["least_count"] and _is_share(len(same), len(both), rule):
            facts = {"same": len(same), "count": len(both), "period": same[0].last_period}
            questions = tuple(line.question for line in same)
            patterns.append(
                Pattern(rule.code, (sheet.unit,), questions, len(same) / len(both), len(both), facts=facts)
            )
    return patterns


def identical_sheets(sheets: Sequence[Sheet], rule: Rule) -> list[Pattern]:
    """Find units of which several say the same number to nearly every question they are all asked.

    A sheet is held only against those that share one of its rarest answers, as many as it may differ in and one: whoever
    is alike shares one of them, and comparing each with each would take far too long.
    """
    answers = {
        sheet.unit: {line.question: line.value for line in rule.lines(sheet) if line.value is not None}
        for sheet in sheets
    }
    holders: dict[tuple[str, Decimal], list[int]] = defaultdict(list)
    for unit, said in answers.items():
        for question, value in said.items():
            if value:
                holders[question, value].append(unit)
    alike: dict[int, set[int]] = {unit: {unit} for unit in answers}
    for unit, said in answers.items():
        counted = sorted((holders[each] for each in said.items() if each[1]), key=len)
        may_differ = int((1 - rule.thresholds["share"]) * len(said))
        for other in {other for units in counted[: may_differ + 1] for other in units if other > unit}:
            if _is_alike(said, answers[other], rule):
                joined = alike[unit] | alike[other]
                for each in joined:
                    alike[each] = joined
    patterns = []
    for group in {id(each): each for each in alike.values()}.values():
        if len(group) < 2:
            continue
        units = tuple(sorted(group))
        first = answers[units[0]]
        same = tuple(
            question
            for question, value in first.items()
            if value and all(answers[unit].get(question) == value for unit in units)
        )
        asked = {question for unit in units for question, value in answers[unit].items() if value}
        share = len(same) / len(asked)
        facts = {"units": len(units), "same": len(same)}
        patterns.append(Pattern(rule.code, units, same, share, len(same) * len(units), facts=facts))
    return patterns


def _is_alike(one: dict[str, Decimal], other: dict[str, Decimal], rule: Rule) -> bool:
    both = [question for question in one.keys() & other.keys() if one[question] or other[question]]
    same = sum(one[question] == other[question] for question in both)
    return len(both) >= rule.thresholds["least_count"] and _is_share(same, len(both), rule)


def _is_share(some: int, every: int, rule: Rule) -> bool:
    return some >= rule.thresholds["share"] * every
