"""Whether the unit's own words say anything."""

import unicodedata
from collections.abc import Collection, Iterator

from yunjiang.returns.rules.finding import Finding
from yunjiang.returns.rules.rulebook import Rule
from yunjiang.returns.rules.sheet import Sheet


def unexplained_unavailable(sheet: Sheet, rule: Rule) -> Iterator[Finding]:
    """Find what is said to be unavailable without saying why."""
    least = rule.thresholds["least_characters"]
    for line in rule.lines(sheet):
        if line.is_unavailable and line.value is None and len(spoken(line.explanation)) < least:
            yield Finding(rule.code, rule.severity, line.question, {"least": least})


def short_explanation(sheet: Sheet, rule: Rule, flagged: Collection[str]) -> Iterator[Finding]:
    """Find, among the flagged questions, explanations too short to explain anything (属实, 无, 。。。).

    A blank one is not found here: it leaves the finding it should explain unexplained.
    """
    least, distinct = rule.thresholds["least_characters"], rule.thresholds["least_distinct"]
    for line in rule.lines(sheet):
        said = spoken(line.explanation)
        if line.question not in flagged or not line.explanation.strip():
            continue
        if len(said) < least or len(set(said)) < distinct:
            facts = {"least": least, "given": len(said), "explanation": line.explanation.strip()}
            yield Finding(rule.code, rule.severity, line.question, facts)


def spoken(text: str) -> str:
    """Return the letters and digits of a text: spaces and punctuation explain nothing."""
    return "".join(each for each in text if unicodedata.category(each)[0] in "LN")
