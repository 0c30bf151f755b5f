"""Whether one answer can stand as it is written: given or excused, finite, of the right size, with the right decimals.

`decimals`, `negative`, `too_large` and `per_cent_bounds` already refuse a cell when it is saved; the rest waits for submission.
"""

from collections.abc import Iterator

from yunjiang.returns.rules.finding import Finding
from yunjiang.returns.rules.rulebook import Rule
from yunjiang.returns.rules.sheet import Sheet


def required(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find what was left blank and not said to be unavailable. Zero is an answer."""
    for line in rule.lines(sheet):
        if line.value is None and not line.is_unavailable:
            yield Finding(rule.code, rule.severity, line.question)


def contradictory(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find a number beside the word that it cannot be known."""
    for line in rule.lines(sheet):
        if line.value is not None and line.is_unavailable:
            yield Finding(rule.code, rule.severity, line.question, {"value": line.value})


def decimals(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find more digits after the point than the measure keeps: half a person does not exist."""
    for line in rule.lines(sheet):
        if line.value is not None and (
            not line.value.is_finite() or line.value != round(line.value, line.scale)
        ):
            facts = {"value": line.value, "scale": line.scale}
            yield Finding(rule.code, rule.severity, line.question, facts)


def negative(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find what cannot be less than nothing. A correction of an earlier period reopens that period instead."""
    for line in rule.lines(sheet):
        if line.value is not None and line.value < 0:
            yield Finding(rule.code, rule.severity, line.question, {"value": line.value})


def too_large(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find what is larger than any such quantity is."""
    most = rule.thresholds["most"]
    for line in rule.lines(sheet):
        if line.value is not None and abs(line.value) > most:
            yield Finding(rule.code, rule.severity, line.question, {"value": line.value, "most": most})


def per_cent_bounds(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find percentages below nothing or above the whole."""
    least, most = rule.thresholds["least"], rule.thresholds["most"]
    for line in rule.lines(sheet):
        if line.value is not None and not least <= line.value <= most:
            facts = {"value": line.value, "least": least, "most": most}
            yield Finding(rule.code, rule.severity, line.question, facts)
