"""Answers that contain one another, sum to one another, or tell the same thing as a register does."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from yunjiang.returns.rules.finding import Finding
from yunjiang.returns.rules.rulebook import Rule
from yunjiang.returns.rules.sheet import Line, Sheet


def part_exceeds(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find parts greater than their whole; where the whole is silent, than the whole around that."""
    for part, whole in _pairs(sheet, rule):
        if part.value is not None and whole.value is not None and part.value > whole.value:
            yield Finding(rule.code, rule.severity, part.question, _facts(part, whole), _both(part, whole))


def part_equals(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find parts exactly as great as their whole: possible, but often the whole was copied."""
    for part, whole in _pairs(sheet, rule):
        if (
            part.value is not None
            and part.value == whole.value
            and abs(part.value) >= rule.thresholds["least"]
            and not part.breakdown
        ):
            yield Finding(rule.code, rule.severity, part.question, _facts(part, whole), _both(part, whole))


def parts_exceed(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find parts that exclude each other (the values of one dimension) and together exceed their whole."""
    siblings: dict[tuple[str, str, tuple[str, ...]], list[Line]] = defaultdict(list)
    for line in rule.lines(sheet):
        if line.breakdown and line.value is not None and line.part_of:
            dimensions = tuple(dimension for dimension, _ in line.breakdown)
            siblings[line.part_of, line.measure, dimensions].append(line)
    for (whole_code, measure, _), parts in siblings.items():
        whole = sheet.line(whole_code)
        if whole is None or whole.value is None or whole.measure != measure or len(parts) < 2:
            continue
        together = sum((line.value for line in parts if line.value is not None), Decimal(0))
        if together > whole.value and all(
            line.value is not None and line.value <= whole.value for line in parts
        ):
            facts = {
                "together": together,
                "whole": whole.value,
                "whole_name": whole.name,
                "part_names": tuple(line.name for line in parts),
            }
            questions = (whole.question, *(line.question for line in parts))
            yield Finding(rule.code, rule.severity, whole.question, facts, questions)


def below_differs(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find a unit's own number unlike the sum of what the units directly below it said.

    While some of them are silent, only a sum that is already too great says anything.
    """
    relative, absolute = rule.thresholds["relative"], rule.thresholds["absolute"]
    for line in rule.lines(sheet):
        told = [each for each in line.below if each is not None]
        if line.value is None or not told or not line.adds_up:
            continue
        together = sum(told, Decimal(0))
        silent = len(line.below) - len(told)
        difference = together - line.value
        tolerance = max(absolute, relative * max(abs(together), abs(line.value)))
        if abs(difference) > tolerance and not (silent and difference < 0):
            facts = {
                "value": line.value,
                "together": together,
                "difference": difference,
                "told": len(told),
                "silent": silent,
            }
            yield Finding(rule.code, rule.severity, line.question, facts)


def register_differs(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find what is reported otherwise than the registers show it."""
    relative, absolute = rule.thresholds["relative"], rule.thresholds["absolute"]
    for line in rule.lines(sheet):
        if line.value is None or line.register is None:
            continue
        difference = line.value - line.register
        if abs(difference) > max(absolute, relative * max(abs(line.value), abs(line.register))):
            facts = {"value": line.value, "register": line.register, "difference": difference}
            yield Finding(rule.code, rule.severity, line.question, facts)


def _pairs(sheet: Sheet, rule: Rule) -> Iterator[tuple[Line, Line]]:
    """Yield each answered part with the nearest whole around it that is answered."""
    lines = {line.question: line for line in sheet.lines}
    for part in rule.lines(sheet):
        seen, code = {part.question}, part.part_of
        while part.value is not None and code in lines and code not in seen:
            whole = lines[code]
            if whole.value is not None:
                yield part, whole
                break
            seen.add(code)
            code = whole.part_of


def _facts(part: Line, whole: Line) -> dict[str, object]:
    return {"value": part.value, "whole": whole.value, "name": part.name, "whole_name": whole.name}


def _both(part: Line, whole: Line) -> tuple[str, ...]:
    return part.question, whole.question
